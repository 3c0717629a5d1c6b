/** @file The order in which a log is learnt, event by event, and what each person had done before each. */

import type { Dataset } from '../../data/dataset.ts'
import { createRandom } from '../../math/random.ts'

/** Places of a dataset in the order of learning, and its rows as they are taken to have happened. */
export type EventOrder = {
  /** Places of `item` and `value`, [n]. */
  readonly order: Uint32Array
  /** User of each place, [n]. */
  readonly user: Int32Array
  readonly item: Int32Array
  readonly value: Float32Array
}

/** By time where there are times. Else people take turns, so that all are at the same share of their rows; rows without an order are drawn into one. */
export function orderEvents(dataset: Dataset, seed: number | string): EventOrder {
  const { offsets, times } = dataset
  const n = dataset.item.length
  const random = createRandom(seed)
  const places = Int32Array.from({ length: n }, (_, place) => place)
  const user = new Int32Array(n)
  const key = new Float64Array(n)
  for (let row = 0; row < dataset.users.length; row++) {
    const [from, to] = [offsets[row]!, offsets[row + 1]!]
    user.fill(row, from, to)
    if (dataset.order === 'none') random.shuffle(places.subarray(from, to))
    for (let place = from; place < to; place++) key[place] = times ? times[place]! : (place - from + random.next()) / (to - from)
  }
  const order = Uint32Array.from(places.keys()).sort((a, b) => key[a]! - key[b]! || a - b)
  return {
    order,
    user,
    item: places.map((place) => dataset.item[place]!),
    value: Float32Array.from(places, (place) => dataset.value[place]!),
  }
}
