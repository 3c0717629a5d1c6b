/** @file Recall@k: the share of what was relevant that the first k places hold.
 *
 * Recall = hits@k / R; R = number of relevant items, also where it is above k. Ties: expected hits. Shapes: one ranking → a number in 0..1. Cost: O(groups).
 * Source: Herlocker et al., TOIS 2004, section 4.3.
 */

import { expectedHits, type RankedTargets } from '../ranked-targets.ts'

/** NaN where nothing was relevant. */
export const recall = (ranked: RankedTargets, k: number): number => expectedHits(ranked, k) / (ranked.targets || Number.NaN)
