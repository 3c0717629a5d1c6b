/** @file The k-core of a dataset: what is left when users and items with fewer than k interactions are taken out until none is left to take.
 *
 * Cost: O(rounds · n); few rounds in practice. Source: Seidman, “Network structure and minimum degree”, Social Networks 1983; the filter of most
 * published tables of recommenders (“5-core”).
 */

import type { Dataset } from './dataset.ts'

/** The k-core, users and items numbered anew without gaps in their former order. */
export function kCore(dataset: Dataset, k: number): Dataset {
  const { offsets, item } = dataset
  const users = dataset.users.length
  const degrees = new Int32Array(users)
  const counts = new Int32Array(dataset.items.length)
  for (let user = 0; user < users; user++) degrees[user] = offsets[user + 1]! - offsets[user]!
  for (const one of item) counts[one]! += 1
  const hasUser = Uint8Array.from(degrees, (degree) => Number(degree >= k))
  const hasItem = Uint8Array.from(counts, (count) => Number(count >= k))
  for (let changed = true; changed; ) {
    changed = false
    degrees.fill(0)
    counts.fill(0)
    for (let user = 0; user < users; user++) {
      if (!hasUser[user]) continue
      for (let place = offsets[user]!; place < offsets[user + 1]!; place++) {
        if (!hasItem[item[place]!]) continue
        degrees[user]! += 1
        counts[item[place]!]! += 1
      }
    }
    const drop = (present: Uint8Array, have: Int32Array) => {
      for (let at = 0; at < present.length; at++)
        if (present[at] && have[at]! < k) {
          present[at] = 0
          changed = true
        }
    }
    drop(hasUser, degrees)
    drop(hasItem, counts)
  }
  return restricted(dataset, hasUser, hasItem)
}

/** Only the users and items marked with 1, numbered anew. */
function restricted(dataset: Dataset, hasUser: Uint8Array, hasItem: Uint8Array): Dataset {
  const keptUsers = placesOf(hasUser)
  const keptItems = placesOf(hasItem)
  const integers = new Int32Array(hasItem.length).fill(-1)
  for (const [integer, item] of keptItems.entries()) integers[item] = integer
  const offsets = new Int32Array(keptUsers.length + 1)
  const places: number[] = []
  for (const [integer, user] of keptUsers.entries()) {
    for (let place = dataset.offsets[user]!; place < dataset.offsets[user + 1]!; place++)
      if (hasItem[dataset.item[place]!]) places.push(place)
    offsets[integer + 1] = places.length
  }
  const { users, items, times, baskets, itemAttributes, userAttributes, itemVectors } = dataset
  return {
    ...dataset,
    users: keptUsers.map((user) => users[user]!),
    items: keptItems.map((item) => items[item]!),
    offsets,
    item: Int32Array.from(places, (place) => integers[dataset.item[place]!]!),
    value: Float32Array.from(places, (place) => dataset.value[place]!),
    ...(times && { times: Float64Array.from(places, (place) => times[place]!) }),
    ...(baskets && { baskets: Int32Array.from(places, (place) => baskets[place]!) }),
    ...(itemAttributes && { itemAttributes: keptItems.map((item) => itemAttributes[item]!) }),
    ...(userAttributes && { userAttributes: keptUsers.map((user) => userAttributes[user]!) }),
    ...(itemVectors && { itemVectors: { size: itemVectors.size, vectors: rowsOf(itemVectors, keptItems) } }),
  }
}

const placesOf = (present: Uint8Array): readonly number[] => Array.from(present.keys()).filter((at) => present[at])

function rowsOf({ vectors, size }: NonNullable<Dataset['itemVectors']>, rows: readonly number[]): Float32Array {
  const kept = new Float32Array(rows.length * size)
  for (const [at, row] of rows.entries()) kept.set(vectors.subarray(row * size, (row + 1) * size), at * size)
  return kept
}
