/** @file LogLoss: the surprise at what people did, for models whose scores are probabilities; values are 0 or 1.
 *
 * −Σ (y ln p + (1 − y) ln(1 − p)) / n, p held within 1e-7 … 1 − 1e-7. Shapes: a user's predictions and values → [sum, count]. Cost: O(n).
 * Source: Good, JRSS B 1952 (logarithmic score).
 */

import { checkProbability } from './probability.ts'

/** @throws PenchantError `invalid-input` where a prediction is no probability or a value neither 0 nor 1. */
export function surprises(predicted: ArrayLike<number>, actual: ArrayLike<number>): readonly [sum: number, count: number] {
  let sum = 0
  for (let at = 0; at < actual.length; at++) {
    checkProbability('LogLoss', predicted[at]!, actual[at]!)
    const p = Math.min(1 - 1e-7, Math.max(1e-7, predicted[at]!))
    sum -= Math.log(actual[at] === 1 ? p : 1 - p)
  }
  return [sum, actual.length]
}

export const logLoss = ([sum = 0, count = 0]: readonly number[]): number => sum / count
