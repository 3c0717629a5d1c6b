/** @file A dataset: everybody's interactions as columns of integers, with the ids behind them. What models are fitted on and evaluated with.
 *
 * Row u of the columns holds the interactions of user u: places offsets[u] … offsets[u + 1] − 1, oldest first where `order` says that the order means
 * something. One item may stand in a row several times. Shapes: U users, I items, n interactions.
 */

import { PenchantError } from '../errors.ts'
import { type Csr, csrFromEntries } from '../math/csr.ts'
import type { Attributes } from './item.ts'
import { Vocabulary } from './vocabulary.ts'

/** What the places in a row tell: nothing, which came first, or when (epoch milliseconds in `times`). */
export type Order = 'none' | 'sequence' | 'time'

export type Dataset = {
  readonly name: string
  /** Ids by integer, [U]. */
  readonly users: readonly string[]
  /** Ids by integer, [I]. */
  readonly items: readonly string[]
  /** [U + 1] */
  readonly offsets: Int32Array
  /** Integers of items, [n]. */
  readonly item: Int32Array
  /** 1 of an implicit interaction, else the rating, [n]. */
  readonly value: Float32Array
  /** True where `value` holds explicit ratings, which a model may predict. */
  readonly ratings: boolean
  readonly order: Order
  /** Epoch milliseconds, [n]; there exactly when `order` is `time`. */
  readonly times?: Float64Array | undefined
  /** The order (basket) an interaction belongs to; equal integers of one user were bought together, −1 = unknown. [n] */
  readonly baskets?: Int32Array | undefined
  /** What is known of each item and user beside the log, by integer. */
  readonly itemAttributes?: readonly Attributes[] | undefined
  readonly userAttributes?: readonly Attributes[] | undefined
  /** Vectors of the items' content from any encoder, row-major [I × size]; a row of zeros = none. */
  readonly itemVectors?: { readonly vectors: Float32Array; readonly size: number } | undefined
}

export type DatasetRow = {
  readonly user: string
  readonly item: string
  readonly value?: number | undefined
  /** Epoch milliseconds. */
  readonly at?: number | undefined
  readonly basket?: string | undefined
}

export type DatasetOptions = {
  readonly name: string
  readonly ratings?: boolean | undefined
  readonly order?: Order | undefined
  /** Gives the integers of these ids in this order; ids beyond them follow as they come. */
  readonly users?: readonly string[] | undefined
  readonly items?: readonly string[] | undefined
}

/**
 * From rows in any order; those of one user are sorted by `at` where the order is `time` (equal times keep the order of the rows), else left as they come.
 *
 * @throws PenchantError `invalid-input` where the order is `time` and a row has none.
 */
export function createDataset(rows: Iterable<DatasetRow>, options: DatasetOptions): Dataset {
  const { name, order = 'none' } = options
  const users = new Vocabulary(options.users)
  const items = new Vocabulary(options.items)
  const baskets = new Vocabulary()
  const columns = {
    ...{ user: [] as number[], item: [] as number[], value: [] as number[] },
    ...{ times: [] as number[], baskets: [] as number[] },
  }
  for (const { user, item, value = 1, at, basket } of rows) {
    if (order === 'time' && !Number.isFinite(at))
      throw new PenchantError(
        'invalid-input',
        `An interaction of ${name} has no time. Leave such rows out, or load the data as a sequence.`,
      )
    columns.user.push(users.add(user))
    columns.item.push(items.add(item))
    columns.value.push(value)
    columns.times.push(at ?? Number.NaN)
    columns.baskets.push(basket === undefined ? -1 : baskets.add(basket))
  }
  return datasetFromColumns(
    { ...columns, baskets: baskets.size > 0 ? columns.baskets : undefined },
    { ...options, users: users.ids(), items: items.ids() },
  )
}

/** Interactions in any order, by column; `user` and `item` are integers of the ids that go with them. */
export type DatasetColumns = {
  readonly user: ArrayLike<number>
  readonly item: ArrayLike<number>
  /** All 1 when left out. */
  readonly value?: ArrayLike<number> | undefined
  /** Epoch milliseconds; needed where the order is `time`, else not read. */
  readonly times?: ArrayLike<number> | undefined
  readonly baskets?: ArrayLike<number> | undefined
}

/** What `createDataset` makes of rows, of columns: for logs of millions. Cost: O(n) and a sort of each row that is not in the order of time. */
export function datasetFromColumns(
  columns: DatasetColumns,
  options: DatasetOptions & { readonly users: readonly string[]; readonly items: readonly string[] },
): Dataset {
  const { name, ratings = false, order = 'none', users, items } = options
  const n = columns.user.length
  const offsets = new Int32Array(users.length + 1)
  for (let place = 0; place < n; place++) offsets[columns.user[place]! + 1]! += 1
  for (let user = 0; user < users.length; user++) offsets[user + 1]! += offsets[user]!
  const next = offsets.slice(0, users.length)
  const places = new Int32Array(n)
  for (let place = 0; place < n; place++) places[next[columns.user[place]!]!++] = place
  const { times } = columns
  if (order === 'time' && times)
    for (let user = 0; user < users.length; user++)
      places.subarray(offsets[user], offsets[user + 1]).sort((a, b) => times[a]! - times[b]! || a - b)
  const { value, baskets } = columns
  return {
    name,
    users,
    items,
    offsets,
    item: Int32Array.from(places, (place) => columns.item[place]!),
    value: value ? Float32Array.from(places, (place) => value[place]!) : new Float32Array(n).fill(1),
    ratings,
    order,
    ...(order === 'time' && times && { times: Float64Array.from(places, (place) => times[place]!) }),
    ...(baskets && { baskets: Int32Array.from(places, (place) => baskets[place]!) }),
  }
}

/** The same dataset with only those places of its columns, for which `keep` is true. Users and items keep their integers. Cost: O(n). */
export function selectPlaces(dataset: Dataset, keep: (place: number, user: number) => boolean): Dataset {
  const places: number[] = []
  const offsets = new Int32Array(dataset.offsets.length)
  for (let user = 0; user < dataset.users.length; user++) {
    for (let place = dataset.offsets[user]!; place < dataset.offsets[user + 1]!; place++) if (keep(place, user)) places.push(place)
    offsets[user + 1] = places.length
  }
  return {
    ...dataset,
    offsets,
    item: Int32Array.from(places, (place) => dataset.item[place]!),
    value: Float32Array.from(places, (place) => dataset.value[place]!),
    times: dataset.times && Float64Array.from(places, (place) => dataset.times![place]!),
    baskets: dataset.baskets && Int32Array.from(places, (place) => dataset.baskets![place]!),
  }
}

/** Users × items, each pair once: 1, or with `ratings` the last rating. Columns ascend. */
export function interactionMatrix(dataset: Dataset): Csr {
  const rows = new Int32Array(dataset.item.length)
  for (let user = 0; user < dataset.users.length; user++) rows.fill(user, dataset.offsets[user], dataset.offsets[user + 1])
  // Repeated pairs are added up by the matrix, so only the last of each may count.
  const last = new Map<number, number>()
  const values = new Float32Array(dataset.item.length)
  for (let place = 0, user = -1; place < dataset.item.length; place++) {
    if (rows[place] !== user) last.clear()
    user = rows[place]!
    const before = last.get(dataset.item[place]!)
    if (before !== undefined) values[before] = 0
    values[place] = dataset.ratings ? dataset.value[place]! : 1
    last.set(dataset.item[place]!, place)
  }
  return csrFromEntries(dataset.users.length, dataset.items.length, { rows, columns: dataset.item, values })
}
