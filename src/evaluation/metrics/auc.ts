/** @file AUC: the probability that something relevant stands above something that is not; a tie counts as half.
 *
 * AUC = Σ_targets (negatives below + ½ negatives level) / (R · negatives). Negatives without a score are below every scored target; a target without one is
 * below all. Shapes: one ranking → a number in 0..1. Cost: O(groups). Source: Fawcett, Pattern Recognition Letters 2006; Rendle et al., UAI 2009, section 4.1.1.
 */

import type { RankedTargets } from '../ranked-targets.ts'

/** NaN where nothing, or everything, was relevant. */
export function auc({ groups, targets: relevant, candidates }: RankedTargets): number {
  const negatives = candidates - relevant
  let above = 0
  let sum = 0
  for (const { higher, size, targets } of groups) {
    const level = size - targets
    sum += targets * (negatives - (higher - above) - level / 2)
    above += targets
  }
  return sum / (relevant * negatives || Number.NaN)
}
