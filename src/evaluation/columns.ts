/** @file Columns of numbers by user, what figures and intervals are made of.
 *
 * One user may be asked in several folds: a metric's single value is averaged, sums and counts are added up. Cost: O(rows), and the bootstrap's.
 */

import { type BootstrapOptions, bootstrapAll, type Interval, type Statistic } from './bootstrap.ts'
import type { Metric } from './metrics/metric.ts'

/** By label of the metric: one array a column, one place a user. */
export type Columns = Readonly<Record<string, readonly Float64Array[]>>

export type ByUserMetric = Exclude<Metric, { reads: 'lists' }>

/** A figure with its 95 % interval (NaN where it has none) and the number of users it is of. */
export type Figure = Interval & { readonly users: number }

/** Grows row by row. */
export type Rows = {
  add(user: number, values: readonly (readonly number[])[]): void
  /** Users in the order they came, and each metric's columns by them. */
  byUser(): { readonly users: readonly number[]; readonly columns: Columns }
}

/** @param metrics in the order in which `add` gets their values */
export function createRows(metrics: readonly ByUserMetric[]): Rows {
  const places = new Map<number, number>()
  /** By metric and user: the sums of each column and how many rows they are of. */
  const sums: { values: number[]; rows: number }[][] = metrics.map(() => [])
  return {
    add(user, values) {
      const place = places.get(user) ?? places.size
      places.set(user, place)
      for (const [at, row] of values.entries()) {
        const own = sums[at]!
        own[place] ??= { values: [], rows: 0 }
        if (row.some(Number.isNaN)) continue
        const held = own[place]
        for (const [column, value] of row.entries()) held.values[column] = (held.values[column] ?? 0) + value
        held.rows++
      }
    },
    byUser() {
      const columns = metrics.map(({ label }, at) => {
        const own = sums[at]!
        const width = own.reduce((most, { values }) => Math.max(most, values.length), 1)
        return [
          label,
          Array.from({ length: width }, (_, column) =>
            Float64Array.from(own, ({ values, rows }) => (rows === 0 ? Number.NaN : values[column]! / (width === 1 ? rows : 1))),
          ),
        ] as const
      })
      return { users: [...places.keys()], columns: Object.fromEntries(columns) }
    },
  }
}

/**
 * Columns without NaN, and the statistic of their means: users of whom the metric says nothing weigh nothing.
 * Of two evaluations the columns can be joined and the statistics taken of each half, on the same resamples.
 */
export function estimator(
  metric: ByUserMetric,
  columns: readonly Float64Array[],
): { readonly columns: readonly Float64Array[]; readonly of: Statistic } {
  const defined = columns[0]!.map((_, at) => Number(columns.every((column) => !Number.isNaN(column[at]!))))
  if (columns.length === 1)
    return {
      columns: [columns[0]!.map((value, at) => (defined[at] ? value : 0)), defined],
      of: ([sum = 0, count = 0]) => metric.combine([sum / count]),
    }
  return { columns: columns.map((column) => column.map((value, at) => (defined[at] ? value : 0))), of: metric.combine }
}

/** The figure of each metric with its interval, all on the same resamples of the users. */
export function figuresOf(
  metrics: readonly ByUserMetric[],
  columns: Columns,
  options: BootstrapOptions = {},
): Readonly<Record<string, Figure>> {
  const joined: Float64Array[] = []
  const statistics = metrics.map((metric): Statistic => {
    const { columns: own, of } = estimator(metric, columns[metric.label]!)
    const from = joined.push(...own) - own.length
    return (means) => of(means.slice(from, from + own.length))
  })
  if (joined.length === 0) return {}
  const intervals = bootstrapAll(joined, statistics, options)
  return Object.fromEntries(
    metrics.map(({ label }, at) => {
      const users = columns[label]![0]!.filter((value) => !Number.isNaN(value)).length
      return [label, { ...intervals[at]!, users }]
    }),
  )
}
