/** @file HitRate@k: whether the first k places hold anything relevant.
 *
 * Ties: the probability of a hit over all orders of the group that lies across the cut: with m of its g places inside and t targets in it,
 * 1 − C(g − t, m) / C(g, m). Shapes: one ranking → a number in 0..1. Cost: O(targets). Source: Deshpande & Karypis, TOIS 2004, section 5.
 */

import type { RankedTargets } from '../ranked-targets.ts'

/** NaN where nothing was relevant. */
export function hitRate({ groups, targets: relevant }: RankedTargets, k: number): number {
  if (relevant === 0) return Number.NaN
  let miss = 1
  for (const { higher, size, targets } of groups) {
    const inside = Math.max(0, Math.min(size, k - higher))
    for (let target = 0; target < targets; target++) miss *= Math.max(0, size - inside - target) / (size - target)
  }
  return 1 - miss
}
