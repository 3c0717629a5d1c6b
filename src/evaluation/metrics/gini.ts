/** @file Gini@k: how unequally the places in all lists are dealt to the items: 0 = all alike, near 1 = a few items have them all.
 *
 * Σ_i (2i − I − 1) x_i / (I Σ x), x = places of each item ascending, i from 1. Shapes: all users' lists → a number in 0..1. Cost: O(users · k + I log I).
 * Source: Fleder & Hosanagar, Management Science 2009.
 */

/** @param items I. NaN where no list holds anything. */
export function gini(lists: readonly Int32Array[], items: number): number {
  const places = new Float64Array(items)
  for (const list of lists) for (const item of list) places[item]! += 1
  places.sort()
  let weighted = 0
  let sum = 0
  for (const [at, count] of places.entries()) {
    weighted += (2 * (at + 1) - items - 1) * count
    sum += count
  }
  return weighted / (items * sum || Number.NaN)
}
