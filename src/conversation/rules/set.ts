/** @file Values: "a comedy", "horror or thriller", "with Frances McDormand", "directed by Ang Lee", "in French", "about grief". */

import { anyOf, valuesAt } from '../coordination.ts'
import type { GrammarRule, Reading, Wish } from '../draft.ts'
import type { Role, Sentence, Value } from '../sentence.ts'

const cues: readonly (readonly [Role, readonly string[]])[] = [
  [
    'topic',
    [
      'about',
      'on the subject of',
      'dealing with',
      'that deals with',
      'with themes of',
      'in which there is',
      'set in',
      'set on',
      'set at',
      'set during',
      'takes place in',
      'taking place in',
      'that takes place in',
      'involving',
      'involve',
      'involves',
      'revolving around',
      'revolves around',
      'focused on',
      'centred on',
      'dealing with',
      'deal with',
      'deals with',
      'exploring',
      'on a',
      'on the theme of',
      'stories of',
    ],
  ],
  ['maker', ['by', 'made by', 'written by']],
  ['origin', ['from', 'of', 'made in', 'out of']],
  [
    'member',
    [
      'with',
      'with any',
      'starring',
      'featuring',
      'that has',
      'which has',
      'containing',
      'contain',
      'contains',
      'include',
      'includes',
      'feature',
      'features',
      'including',
      'using',
      'has',
      'that stars',
      'won',
      'that won',
      'which won',
      'winner of',
      'winners of',
    ],
  ],
  ['any', ['aimed at', 'meant for', 'intended for', 'suitable for', 'suited to', 'geared towards', 'made for', 'directed at']],
  ['within', ['in', 'speaks', 'speak', 'speaks only', 'only speaks', 'speak only', 'only speak', 'spoken in', 'only in', 'that speaks']],
]

/** Behind a name: what is like it will do as well. */
const likeness = ['sort', 'kind', 'type', 'variety', 'school', 'tradition', 'mould', 'mold']

export const readSet: GrammarRule = (sentence, at) => {
  const { start, role, attribute } = cueAt(sentence, at)
  const list = valuesAt(sentence, start, role, { attribute })
  if (!list) return role === 'plain' ? undefined : readPlain(sentence, at)
  // A title as it is written is meant before a value that is only near the word.
  if (start === at && list.values.every((value) => value.weak) && sentence.reference(at, false)) return undefined
  const words = sentence.written(start, start + list.length)
  const descriptive = list.values.every((value) => value.descriptive)
  const alike = sentence.cue(start + list.length, likeness)
  // "as warm as Casablanca": a name behind it is held up for comparison.
  const compares = list.values.every(({ proper }) => proper) && sentence.cue(at - 1, ['as', 'than']) > 0
  return {
    length: start + list.length + alike - at,
    as: list.values.map((value) => value.label).join(' or '),
    take(draft) {
      const wide = list.values.map((value) => value.loose ?? value.near ?? value.filter)
      const loose = list.values.some((value) => value.loose ?? value.near) ? anyOf(wide) : undefined
      const filter = anyOf(list.values.map((value) => value.filter))
      const among = list.values.every((value) => value.people) ? 'names' : list.values.every((value) => value.origin) ? 'places' : undefined
      draft.wishes.push({ filter, loose, words, yields: alike > 0 || compares ? 'next' : firmness(list.values, role), among })
      if (descriptive && !list.values[0]?.people) draft.text.push(words)
    },
  }
}

/** What begins with a word that is a sign elsewhere: "out of order". */
function readPlain(sentence: Sentence, at: number): Reading | undefined {
  const value = sentence.value(at)
  if (!value || value.length < 2) return undefined
  const words = sentence.written(at, at + value.length)
  return {
    length: value.length,
    as: value.label,
    take: (draft) => draft.wishes.push({ filter: value.filter, loose: value.near, words, yields: firmness([value], 'plain') }),
  }
}

/** Moods and themes give way first, then what was less certainly read; what was named, or said with a sign of its own ("with …", "in French"), never. */
function firmness(values: readonly Value[], role: Role): Wish['yields'] {
  if (role === 'member' || role === 'maker') return values.every((value) => value.descriptive && value.weak) ? 'first' : 'never'
  if (values.every((value) => value.descriptive && !value.people)) return 'first'
  const isUncertain = ({ weak, proper, people, origin }: Value) => weak && (!proper || people || origin === true)
  return values.every(isUncertain) ? (values.some((value) => value.people) ? 'last' : 'next') : 'never'
}

/** "based on a …": the name of an attribute leads up to one of its values. */
function ledAt(sentence: Sentence, at: number): { readonly start: number; readonly attribute: string } | undefined {
  const length = sentence.cue(at, sentence.lexicon.leads)
  if (length === 0) return undefined
  const lead = sentence.tokens.slice(at, at + length).map(({ word }) => word)
  const attribute = sentence.lexicon.attributeOf(lead.join(' '))
  const start = sentence.pastArticles(at + length)
  return attribute !== undefined && sentence.value(start, 'plain', attribute)?.filter[attribute] !== undefined
    ? { start, attribute }
    : undefined
}

/** "directed by …" names the attribute of directors; "genre: comedy" names its own. */
export function cueAt(
  sentence: Sentence,
  at: number,
): { readonly start: number; readonly role: Role; readonly attribute?: string | undefined } {
  const either = sentence.cue(at, ['either', 'both', 'something', 'anything'])
  const word = sentence.tokens[at]?.word ?? ''
  const named = sentence.lexicon.attributeOf(word)
  const by = sentence.cue(at + 1, ['by', 'is', 'are', 'of'])
  if (named !== undefined && !sentence.ends(at + 1 + by) && sentence.value(sentence.pastArticles(at + 1 + by), 'plain', named)) {
    return { start: sentence.pastArticles(at + 1 + by), role: 'plain', attribute: named }
  }
  const led = ledAt(sentence, at)
  if (led) return { ...led, role: 'plain' }
  for (const [role, phrases] of cues) {
    const length = sentence.cue(at, phrases)
    // What a sign speaks of stands in its own thought: "you can't get out of. Suspense" is no suspense from anywhere.
    if (length > 0 && !sentence.tokens[at + length]?.breaks) {
      const start = sentence.pastArticles(at + length)
      // "about two friends" is about friends.
      const isCounted = role === 'topic' && sentence.number(start) !== undefined && sentence.value(start + 1, role) !== undefined
      return { start: start + Number(isCounted), role }
    }
  }
  return { start: either > 0 ? sentence.pastArticles(at + either) : at, role: 'plain' }
}
