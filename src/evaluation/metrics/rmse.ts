/** @file RMSE: the root of the mean squared error of predicted ratings.
 *
 * √(Σ (r̂ − r)² / n) over all held-out ratings of all users. Shapes: a user's predictions and ratings → [sum of squares, count]. Cost: O(n).
 * A rating the model cannot predict is taken to be the mean of the training, so that all models are judged on the same ratings.
 * Source: Herlocker et al., TOIS 2004, section 4.2.
 */

export function squaredErrors(predicted: ArrayLike<number>, actual: ArrayLike<number>): readonly [sum: number, count: number] {
  let sum = 0
  for (let at = 0; at < actual.length; at++) sum += (predicted[at]! - actual[at]!) ** 2
  return [sum, actual.length]
}

export const rmse = ([sum = 0, count = 0]: readonly number[]): number => Math.sqrt(sum / count)
