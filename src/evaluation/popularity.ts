/** @file How popular the items of a dataset are: what several metrics and slices measure against. */

import type { Dataset } from '../data/dataset.ts'

const counted = new WeakMap<Dataset, Int32Array>()

/** How many people had each item, [I]; repeated interactions of one person count once. Counted once a dataset: do not write to it. Cost: O(n). */
export function peopleByItem(dataset: Dataset): Int32Array {
  const known = counted.get(dataset)
  if (known) return known
  const { offsets, item, items, users } = dataset
  const people = new Int32Array(items.length)
  const seenBy = new Int32Array(items.length).fill(-1)
  for (let user = 0; user < users.length; user++) {
    for (let place = offsets[user]!; place < offsets[user + 1]!; place++) {
      const at = item[place]!
      if (seenBy[at] !== user) people[at]! += 1
      seenBy[at] = user
    }
  }
  counted.set(dataset, people)
  return people
}
