/** @file How many: "three comedies", "a couple of westerns", "top 10". */

import type { GrammarRule, Reading } from '../draft.ts'
import { countAt } from '../quantity.ts'

const vague: readonly (readonly [number, readonly string[]])[] = [
  [2, ['a couple of', 'a couple', 'a pair of']],
  [3, ['a few', 'a handful of', 'a handful', 'a few more']],
  [1, ['just one', 'only one', 'one single', 'a single', 'your best']],
  [12, ['a dozen']],
]
const most = 100

export const readCount: GrammarRule = (sentence, at) => {
  for (const [k, phrases] of vague) {
    const length = sentence.cue(at, phrases)
    if (length > 0) return reading(length, k)
  }
  const top = sentence.cue(at, ['top', 'the top', 'your top', 'best', 'the best', 'give me', 'show me', 'suggest', 'recommend'])
  const count = countAt(sentence, at + top)
  if (!count || count.from < 1 || count.from > most || Number.isNaN(count.from)) return undefined
  const next = at + top + count.length
  // "one of the old ones" is a kind, not a number.
  if (top === 0 && count.from === 1 && sentence.cue(next, ['of']) > 0) return undefined
  // "two hours" is a length and "for two" a table: a count stands before what is counted, after "top", or alone.
  const counted =
    top > 0 || sentence.isNoun(next) || sentence.isFiller(next) || sentence.value(next) !== undefined || (at === 0 && sentence.ends(next))
  return counted && (next < sentence.tokens.length || top > 0 || at === 0) ? reading(top + count.length, count.from) : undefined
}

const reading = (length: number, k: number): Reading => ({
  length,
  as: k === 1 ? 'one' : `${k} of them`,
  take(draft) {
    draft.k = k
  },
})
