/** @file MRR@k: one divided by the place of the first relevant item, 0 beyond k; without k the whole ranking counts.
 *
 * Ties: the expectation over all orders of the first group that holds a target: P(first at its j-th place) = Π_{i<j} (g − t − i)/(g − i) · t/(g − j).
 * Shapes: one ranking → a number in 0..1. Cost: O(size of that group). Source: Voorhees, TREC-8 1999; ties: McSherry & Najork, ECIR 2008.
 */

import type { RankedTargets } from '../ranked-targets.ts'

/** NaN where nothing was relevant. */
export function mrr({ groups: [first], targets: relevant }: RankedTargets, k = Number.POSITIVE_INFINITY): number {
  if (relevant === 0) return Number.NaN
  if (first === undefined) return 0
  const { higher, size, targets } = first
  let none = 1
  let mean = 0
  for (let at = 0; at <= size - targets && higher + at < k; at++) {
    mean += (none * targets) / (size - at) / (higher + at + 1)
    none *= (size - targets - at) / (size - at)
  }
  return mean
}
