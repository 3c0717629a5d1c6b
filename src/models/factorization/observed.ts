/** @file The pairs a factorization learns from: each person's items once, weighted, from both sides. In steps, since a log may be long. */

import type { Dataset } from '../../data/dataset.ts'
import type { Observed } from '../../math/als.ts'
import type { Steps } from '../../math/steps.ts'
import type { History } from '../model.ts'

export type WeightedPairs = Observed & {
  /** What a value is divided by, to give its weight: the greatest rating, 1 of implicit interactions. */
  readonly scale: number
}

/**
 * The last interaction of each pair counts. Its weight is 1, or a rating's share of the greatest; pairs whose rating is not above 0 are left out.
 * Cost: O(entries + U + I).
 */
export function* observedPairs(dataset: Dataset): Steps<WeightedPairs> {
  const [users, items] = [dataset.users.length, dataset.items.length]
  let scale = 1
  if (dataset.ratings) scale = dataset.value.reduce((greatest, value) => Math.max(greatest, value), 0) || 1
  const offsets = new Int32Array(users + 1)
  const indexes = new Int32Array(dataset.item.length)
  const values = new Float32Array(dataset.item.length)
  const counts = new Int32Array(items + 1)
  const weightOf = new Float32Array(items)
  yield
  const turn = turns()
  let end = 0
  for (let user = 0; user < users; user++) {
    const [from, to] = [dataset.offsets[user]!, dataset.offsets[user + 1]!]
    for (let place = from; place < to; place++) weightOf[dataset.item[place]!] = dataset.ratings ? dataset.value[place]! / scale : 1
    for (let place = from; place < to; place++) {
      const item = dataset.item[place]!
      // A weight is taken once, then marked as taken.
      if (weightOf[item]! > 0) {
        indexes[end] = item
        values[end++] = weightOf[item]!
        counts[item + 1]! += 1
        weightOf[item] = -weightOf[item]!
      }
    }
    offsets[user + 1] = end
    if (turn(to - from)) yield
  }
  for (let item = 0; item < items; item++) counts[item + 1]! += counts[item]!
  const next = new Int32Array(Math.max(users, items))
  next.set(counts.subarray(0, items))
  const people = new Int32Array(end)
  const weights = new Float32Array(end)
  yield
  for (let user = 0; user < users; user++) {
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
      const to = next[indexes[at]!]!++
      people[to] = user
      weights[to] = values[at]!
    }
    if (turn(offsets[user + 1]! - offsets[user]!)) yield
  }
  // Back again, so that a person's items ascend too.
  next.set(offsets.subarray(0, users))
  for (let item = 0; item < items; item++) {
    for (let at = counts[item]!; at < counts[item + 1]!; at++) {
      const to = next[people[at]!]!++
      indexes[to] = item
      values[to] = weights[at]!
    }
    if (turn(counts[item + 1]! - counts[item]!)) yield
  }
  const byUser = { rows: users, columns: items, offsets, indexes: indexes.subarray(0, end), values: values.subarray(0, end) }
  return { byUser, byItem: { rows: items, columns: users, offsets: counts, indexes: people, values: weights }, scale }
}

/** Those items of a history that a model knows, each once with the last value's weight. */
export function knownItems(
  history: History,
  options: { readonly ratings: boolean; readonly scale: number; readonly knows: (item: number) => boolean },
): { readonly items: Int32Array; readonly weights: Float32Array } {
  const { ratings, scale, knows } = options
  const last = new Map<number, number>()
  for (let at = 0; at < history.items.length; at++) {
    const weight = ratings ? history.values[at]! / scale : 1
    if (knows(history.items[at]!)) last.set(history.items[at]!, weight)
  }
  const kept = [...last].filter(([, weight]) => weight > 0).sort(([a], [b]) => a - b)
  return { items: Int32Array.from(kept, ([item]) => item), weights: Float32Array.from(kept, ([, weight]) => weight) }
}

/** Whether it is time for a pause: after every 8,000 pieces of work. */
function turns(): (work: number) => boolean {
  let done = 0
  return (work) => {
    done += work + 1
    if (done < 8_000) return false
    done = 0
    return true
  }
}
