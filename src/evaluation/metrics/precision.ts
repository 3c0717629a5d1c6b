/** @file Precision@k: the share of the first k places that hold something relevant.
 *
 * Precision = hits@k / k, also where fewer than k items can be listed. Ties: expected hits. Shapes: one ranking → a number in 0..1. Cost: O(groups).
 * Source: Herlocker et al., TOIS 2004, section 4.3.
 */

import { expectedHits, type RankedTargets } from '../ranked-targets.ts'

/** NaN where nothing was relevant. */
export const precision = (ranked: RankedTargets, k: number): number => (ranked.targets === 0 ? Number.NaN : expectedHits(ranked, k) / k)
