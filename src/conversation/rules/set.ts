/** @file Values: "a comedy", "horror or thriller", "with Frances McDormand", "directed by Ang Lee", "in French", "about grief". */

import { anyOf, valuesAt } from '../coordination.ts'
import type { GrammarRule } from '../draft.ts'
import type { Role, Sentence, Value } from '../sentence.ts'

const cues: readonly (readonly [Role, readonly string[]])[] = [
  [
    'topic',
    [
      'about',
      'on the subject of',
      'dealing with',
      'that deals with',
      'set in',
      'set on',
      'set at',
      'set during',
      'takes place in',
      'taking place in',
      'that takes place in',
      'involving',
      'exploring',
      'on a',
      'on the theme of',
      'stories of',
    ],
  ],
  ['maker', ['by', 'made by', 'written by']],
  ['origin', ['from', 'of', 'made in', 'out of']],
  ['member', ['with', 'starring', 'featuring', 'that has', 'which has', 'containing', 'including', 'using', 'has', 'that stars']],
  ['within', ['in']],
]

export const readSet: GrammarRule = (sentence, at) => {
  const { start, role, attribute } = cueAt(sentence, at)
  const list = valuesAt(sentence, start, role, { attribute })
  if (!list) return undefined
  const first = list.values[0] as Value
  const words = sentence.written(start, start + list.length)
  const descriptive = list.values.every((value) => value.descriptive)
  return {
    length: start + list.length - at,
    as: list.values.map((value) => value.label).join(' or '),
    take(draft) {
      const wide = list.values.map((value) => value.loose ?? value.near ?? value.filter)
      const loose = list.values.some((value) => value.loose ?? value.near) ? anyOf(wide) : undefined
      const filter =
        list.values.length > 1 && list.values.some((value) => value.loose) ? anyOf(wide) : anyOf(list.values.map((value) => value.filter))
      draft.wishes.push({ filter, loose, words, yields: descriptive && role !== 'member' && role !== 'maker' && !first.people })
      if (descriptive && !first.people) draft.text.push(words)
    },
  }
}

/** "directed by …" names the attribute of directors; "genre: comedy" names its own. */
function cueAt(sentence: Sentence, at: number): { readonly start: number; readonly role: Role; readonly attribute?: string | undefined } {
  const either = sentence.cue(at, ['either', 'both', 'something', 'anything'])
  const word = sentence.tokens[at]?.word ?? ''
  const named = sentence.lexicon.attributeOf(word)
  const by = sentence.cue(at + 1, ['by', 'is', 'are', 'of'])
  if (named !== undefined && sentence.value(sentence.pastArticles(at + 1 + by), 'plain', named)) {
    return { start: sentence.pastArticles(at + 1 + by), role: 'plain', attribute: named }
  }
  for (const [role, phrases] of cues) {
    const length = sentence.cue(at, phrases)
    if (length > 0) return { start: sentence.pastArticles(at + length), role }
  }
  return { start: either > 0 ? sentence.pastArticles(at + either) : at, role: 'plain' }
}
