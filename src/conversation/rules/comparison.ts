/** @file Comparison: "like Fargo", "similar to Heat and Alien", "in the style of …", "nothing like Cats". */

import { anyOf, referencesAt, valuesAt } from '../coordination.ts'
import type { GrammarRule, Reading } from '../draft.ts'
import type { Sentence } from '../sentence.ts'

const cues =
  `like|similar to|something like|more like|just like|a bit like|along the lines of|in the style of|in the vein of|in the spirit of|the style of|reminds me of|that reminds me of
remind me of|reminiscent of|resembling|akin to|such as|as good as|same vibe as|the same vibe as|same mood as|comparable to|close to|if i liked|if i loved|if you liked|because i liked
because i loved|since i liked|since i loved|fans of|a la|inspired by|recommendations based on|based on|more of|what goes with|cross between|a cross between|mix of|a mix of`.split(
    /[|\n]/,
  )
const headed = ['like', 'similar to', 'in the style of', 'in the vein of', 'along the lines of', 'akin to']
const unlikeCues = [
  'nothing like',
  'not like',
  'unlike',
  'different from',
  'very different from',
  'the opposite of',
  'not similar to',
  'nothing similar to',
  'but not like',
  'less like',
]

export const readComparison: GrammarRule = (sentence, at) => {
  const length = sentence.cue(at, cues)
  if (length === 0) return readHeaded(sentence, at)
  const found = referencesAt(sentence, at + length)
  if (found) {
    const ids = found.items.map((item) => item.id)
    const end = at + length + found.length
    const than = sentence.cue(end, ['than', 'than like', 'rather than', 'and less like', 'and not like'])
    const other = than > 0 ? referencesAt(sentence, end + than) : undefined
    const others = other?.items ?? []
    return {
      length: end + (other ? than + other.length : 0) - at,
      as: `like ${found.items.map((item) => item.title).join(', ')}${other ? `, unlike ${others.map(({ title }) => title).join(', ')}` : ''}`,
      take(draft) {
        draft.seeds.push(...ids)
        draft.unlike.push(...others.map(({ id }) => id))
        draft.exclude.push(...ids, ...others.map(({ id }) => id))
      },
    }
  }
  const makers = sentence.cue(at, ['in the style of', 'like', 'in the vein of', 'in the spirit of', 'similar to', 'fans of', 'a la']) > 0
  const start = sentence.pastArticles(at + length)
  const list = makers ? valuesAt(sentence, start, 'maker') : undefined
  if (!list?.values.every((value) => value.people || (value.proper && !value.origin))) return undefined
  const filter = anyOf(list.values.map((value) => value.filter))
  const words = sentence.written(start, start + list.length)
  return {
    length: start + list.length - at,
    as: list.values.map((value) => value.label).join(' or '),
    take: (draft) => draft.wishes.push({ filter, words, yields: 'last', among: 'names' }),
  }
}

/** "pictures like Fargo": the word before says what all items are, and is nothing to search for. */
function readHeaded(sentence: Sentence, at: number): Reading | undefined {
  const heads = (at === 0 || sentence.isFiller(at - 1)) && !sentence.isFiller(at) && !sentence.ends(at + 1)
  if (!heads || sentence.cue(at + 1, headed) === 0 || sentence.value(at)) return undefined
  const reading = readComparison(sentence, at + 1)
  return reading && { ...reading, length: reading.length + 1 }
}

export const readUnlike: GrammarRule = (sentence, at) => {
  const length = sentence.cue(at, unlikeCues)
  const found = length > 0 ? referencesAt(sentence, at + length) : undefined
  if (!found) return undefined
  const ids = found.items.map((item) => item.id)
  return {
    length: length + found.length,
    as: `unlike ${found.items.map((item) => item.title).join(', ')}`,
    take(draft) {
      draft.unlike.push(...ids)
      draft.exclude.push(...ids)
    },
  }
}

/** A title without any cue is an example of what is wanted. */
export const readTitle: GrammarRule = (sentence, at) => {
  const found = sentence.reference(at, false)
  if (!found) return undefined
  const ids = found.items.map((item) => item.id)
  return {
    length: found.length,
    as: `like ${found.items.map((item) => item.title).join(', ')}`,
    take(draft) {
      draft.seeds.push(...ids)
      draft.exclude.push(...ids)
    },
  }
}
