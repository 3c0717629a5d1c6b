/** @file CalibrationError: how far predicted probabilities are from what then happens, over ten bins of equal width.
 *
 * ECE = Σ_bins |Σ_{in bin} (p − y)| / n. Shapes: a user's predictions and values → [ten sums of p − y, count]. Cost: O(n).
 * Source: Naeini, Cooper & Hauskrecht, AAAI 2015; Guo et al., ICML 2017, equation 3.
 */

import { checkProbability } from './probability.ts'

const bins = 10

/** @throws PenchantError `invalid-input` where a prediction is no probability or a value neither 0 nor 1. */
export function binnedErrors(predicted: ArrayLike<number>, actual: ArrayLike<number>): readonly number[] {
  const sums = new Array<number>(bins).fill(0)
  for (let at = 0; at < actual.length; at++) {
    checkProbability('CalibrationError', predicted[at]!, actual[at]!)
    const bin = Math.min(bins - 1, Math.floor(predicted[at]! * bins))
    sums[bin] = sums[bin]! + predicted[at]! - actual[at]!
  }
  return [...sums, actual.length]
}

export const calibrationError = (sums: readonly number[]): number =>
  sums.slice(0, -1).reduce((sum, error) => sum + Math.abs(error), 0) / (sums.at(-1) ?? 0)
