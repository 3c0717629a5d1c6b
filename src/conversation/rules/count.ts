/** @file How many: "three comedies", "a couple of westerns", "top 10". */

import type { GrammarRule, Reading } from '../draft.ts'
import { countAt } from '../quantity.ts'
import { degreeAt } from './degree.ts'

const vague: readonly (readonly [number, readonly string[]])[] = [
  [2, ['a couple of', 'a couple', 'a pair of']],
  [3, ['a few', 'a handful of', 'a handful', 'a few more']],
  [1, ['just one', 'only one', 'one single', 'a single', 'your best']],
  [12, ['a dozen']],
]
const most = 100
/** Words between a count and what is counted. */
const counted =
  'good great nice more of other others different really very similar such best please great recommendations recommendation suggestions suggestion options ideas picks choices'.split(
    ' ',
  )

export const readCount: GrammarRule = (sentence, at) => {
  for (const [k, phrases] of vague) {
    const length = sentence.cue(at, phrases)
    if (length > 0) return reading(length, k)
  }
  const top = sentence.cue(at, [
    'top',
    'the top',
    'your top',
    'best',
    'the best',
    'give me',
    'show me',
    'suggest',
    'recommend',
    'pick',
    'find me',
    'pick me',
    'any',
  ])
  const count = countAt(sentence, at + top)
  if (!count || count.from < 1 || count.from > most || !Number.isInteger(count.from)) return undefined
  const next = at + top + count.length
  // "one of the old ones" is a kind, not a number.
  if (top === 0 && count.from === 1 && sentence.cue(next, ['of']) > 0) return undefined
  // "two hours" is a length and "for two" a table: a count stands before what is counted, after "top", or alone.
  const isCounted =
    top > 0 ||
    sentence.isNoun(next) ||
    sentence.cue(next, counted) > 0 ||
    degreeAt(sentence, next) !== undefined ||
    sentence.value(next) !== undefined ||
    (at === 0 && sentence.ends(next))
  return isCounted && (next < sentence.tokens.length || top > 0 || at === 0) ? reading(top + count.length, count.from) : undefined
}

const reading = (length: number, k: number): Reading => ({
  length,
  as: k === 1 ? 'one' : `${k} of them`,
  take(draft) {
    draft.k = k
  },
})
