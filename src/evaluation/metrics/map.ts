/** @file MAP@k: precision at the place of each relevant item, averaged; places beyond k count 0. Without k the whole ranking counts.
 *
 * AP = Σ_{p ≤ k} rel_p · hits@p / p / min(k, R). Ties: the expectation over all orders of each group; at its j-th place (from 0), with H targets above it,
 * t/g · (H + 1 + j (t − 1)/(g − 1)) / (higher + j + 1). Shapes: one ranking → a number in 0..1. Cost: O(sizes of the groups).
 * Source: Buckley & Voorhees, SIGIR 2000; ties: McSherry & Najork, ECIR 2008, section 3.
 */

import type { RankedTargets } from '../ranked-targets.ts'

/** NaN where nothing was relevant. */
export function map({ groups, targets: relevant }: RankedTargets, k = Number.POSITIVE_INFINITY): number {
  let sum = 0
  let above = 0
  for (const { higher, size, targets } of groups) {
    const others = size > 1 ? (targets - 1) / (size - 1) : 0
    for (let at = 0; at < size && higher + at < k; at++) sum += ((targets / size) * (above + 1 + at * others)) / (higher + at + 1)
    above += targets
  }
  return sum / (Math.min(k, relevant) || Number.NaN)
}
