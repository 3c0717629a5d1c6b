/** @file PopularityLift@k: by how much lists are more popular than what people had chosen themselves: 0 = alike, 1 = twice as popular.
 *
 * ΔGAP = GAP_list / GAP_history − 1; GAP = mean over users of the mean popularity (people who had an item) of a list or history.
 * Shapes: a user's list and history → [mean of the list, mean of the history]. Cost: O(k + history).
 * Source: Abdollahpouri et al., RMSE workshop at RecSys 2019, equation 1.
 */

/** @param people who had each item in training, [I]. NaN for an empty list or history. */
export function popularities(list: Int32Array, history: Int32Array, people: ArrayLike<number>): readonly [list: number, history: number] {
  const mean = (items: Int32Array) => items.reduce((sum, item) => sum + people[item]!, 0) / (items.length || Number.NaN)
  return [mean(list), mean(history)]
}

export const popularityLift = ([list = Number.NaN, history = Number.NaN]: readonly number[]): number => list / history - 1
