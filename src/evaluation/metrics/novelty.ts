/** @file Novelty@k: how rare the listed items are among people, in bits: an item that half of them had counts 1.
 *
 * Mean over the list of −log2(people who had it / people), at least one person. Shapes: a user's list → a number ≥ 0. Cost: O(k).
 * Source: Zhou et al., PNAS 2010; Vargas & Castells, RecSys 2011 (popularity complement in bits).
 */

/** @param people who had each item in training, [I]. NaN for an empty list. */
export function novelty(list: Int32Array, people: ArrayLike<number>, users: number): number {
  let sum = 0
  for (const item of list) sum += Math.log2(users / Math.max(1, people[item]!))
  return sum / (list.length || Number.NaN)
}
