/** @file NDCG@k: how near the top a list holds what was relevant, against the best list there could be.
 *
 * DCG = Σ_{p ≤ k} rel_p / log2(1 + p), p from 1; NDCG = DCG / Σ_{p ≤ min(k, R)} 1 / log2(1 + p), R = number of relevant items. Relevance is 0 or 1.
 * Ties: items of equal score share the mean of the discounts at their places. Shapes: one ranking → a number in 0..1. Cost: O(groups + k).
 * Source: Järvelin & Kekäläinen, TOIS 2002; ties: McSherry & Najork, ECIR 2008, section 3.
 */

import type { RankedTargets } from '../ranked-targets.ts'

/** NaN where nothing was relevant: such a list cannot be judged. */
export function ndcg({ groups, targets: relevant }: RankedTargets, k: number): number {
  let gain = 0
  for (const { higher, size, targets } of groups) {
    let discounts = 0
    for (let place = higher; place < Math.min(k, higher + size); place++) discounts += discount(place)
    gain += (targets * discounts) / size
  }
  let ideal = 0
  for (let place = 0; place < Math.min(k, relevant); place++) ideal += discount(place)
  return gain / (ideal || Number.NaN)
}

const discount = (place: number) => 1 / Math.log2(place + 2)
