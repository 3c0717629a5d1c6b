/** @file MAE: the mean absolute error of predicted ratings.
 *
 * Σ |r̂ − r| / n over all held-out ratings of all users. Shapes: a user's predictions and ratings → [sum, count]. Cost: O(n).
 * A rating the model cannot predict is taken to be the mean of the training. Source: Herlocker et al., TOIS 2004, section 4.2.
 */

export function absoluteErrors(predicted: ArrayLike<number>, actual: ArrayLike<number>): readonly [sum: number, count: number] {
  let sum = 0
  for (let at = 0; at < actual.length; at++) sum += Math.abs(predicted[at]! - actual[at]!)
  return [sum, actual.length]
}

export const mae = ([sum = 0, count = 0]: readonly number[]): number => sum / count
