/** @file Scores of several models on one scale: standardised over the items that any of them puts forward for this person.
 *
 * Candidates: the union of each model's best items outside the history. z = (s − μ) / σ over the candidates, where one that the model cannot score stands
 * with the least of those that it can: a model that knows nothing of an item must not speak for it. 0 where all are equal or none can be scored.
 * Cost: O(I) a model.
 */

import { topK } from '../../math/top-k.ts'

/** The union of the models' best `each` items among the eligible, ascending. */
export function candidatesOf(rows: readonly Float32Array[], eligible: Uint8Array, each: number): Int32Array {
  const union = new Set<number>()
  for (const scores of rows) for (const item of topK(scores, each, { eligible }).items) union.add(item)
  return Int32Array.from(union).sort()
}

/** `least` = the lowest score of a candidate, NaN where none has one. */
export type Scale = { readonly least: number; readonly mean: number; readonly deviation: number }

export function scaleOf(scores: Float32Array, candidates: Int32Array): Scale {
  let least = Number.NaN
  for (const item of candidates) if (!(scores[item]! >= least)) least = Number.isNaN(scores[item]!) ? least : scores[item]!
  let sum = 0
  for (const item of candidates) sum += orLeast(scores[item]!, least)
  const mean = sum / candidates.length
  let squares = 0
  for (const item of candidates) squares += (orLeast(scores[item]!, least) - mean) ** 2
  return { least, mean, deviation: Math.sqrt(squares / candidates.length) }
}

export const standardised = (score: number, { least, mean, deviation }: Scale): number =>
  deviation > 0 ? (orLeast(score, least) - mean) / deviation : 0

const orLeast = (score: number, least: number) => (Number.isNaN(score) ? least : score)
