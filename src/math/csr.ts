/** @file Sparse matrices by compressed rows. Row r holds the entries offsets[r] … offsets[r + 1] − 1; within a row, columns ascend and are distinct. */

import { atOnce, type Steps } from './steps.ts'

export type Csr = {
  readonly rows: number
  readonly columns: number
  /** [rows + 1] */
  readonly offsets: Int32Array
  /** Columns, [entries] */
  readonly indexes: Int32Array
  /** [entries] */
  readonly values: Float32Array
}

/** From coordinates in any order; entries at the same place are added up. Cost: O(entries + rows + columns). */
export function csrFromEntries(
  rows: number,
  columns: number,
  entries: { readonly rows: Int32Array; readonly columns: Int32Array; readonly values: Float32Array },
): Csr {
  for (let at = 0; at < entries.rows.length; at++) {
    const row = entries.rows[at]!
    const column = entries.columns[at]!
    if (row < 0 || row >= rows || column < 0 || column >= columns) {
      throw new RangeError(`Entry ${at} is at (${row}, ${column}), outside ${rows} × ${columns}.`)
    }
  }
  // Two stable counting sorts (by column, then by row) leave each row's columns ascending.
  const { order: byColumn } = countingSort(entries.columns, columns)
  const { order, offsets: starts } = countingSort(entries.rows, rows, byColumn)
  const offsets = new Int32Array(rows + 1)
  const indexes = new Int32Array(order.length)
  const values = new Float32Array(order.length)
  let written = 0
  for (let row = 0; row < rows; row++) {
    offsets[row] = written
    for (let at = starts[row]!; at < starts[row + 1]!; at++) {
      const entry = order[at]!
      const column = entries.columns[entry]!
      if (written > offsets[row]! && indexes[written - 1] === column) values[written - 1] = values[written - 1]! + entries.values[entry]!
      else {
        indexes[written] = column
        values[written++] = entries.values[entry]!
      }
    }
  }
  offsets[rows] = written
  return { rows, columns, offsets, indexes: indexes.slice(0, written), values: values.slice(0, written) }
}

/** The transposed matrix. Cost: O(entries + columns). */
export const transpose = (matrix: Csr): Csr => atOnce(transposeSteps(matrix))

const entriesAStep = 50_000

/** The same in steps. */
export function* transposeSteps({ rows, columns, offsets, indexes, values }: Csr): Steps<Csr> {
  const starts = new Int32Array(columns + 1)
  for (let from = 0; from < indexes.length; from += 2 * entriesAStep) {
    for (const column of indexes.subarray(from, from + 2 * entriesAStep)) starts[column + 1] = starts[column + 1]! + 1
    yield
  }
  for (let column = 0; column < columns; column++) starts[column + 1] = starts[column + 1]! + starts[column]!
  const next = starts.slice(0, columns)
  const turned = { indexes: new Int32Array(indexes.length), values: new Float32Array(indexes.length) }
  let paused = 0
  for (let row = 0; row < rows; row++) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      const column = indexes[at]!
      const to = next[column]!
      next[column] = to + 1
      turned.indexes[to] = row
      turned.values[to] = values[at]!
    }
    if (offsets[row + 1]! - paused < entriesAStep) continue
    paused = offsets[row + 1]!
    yield
  }
  return { rows: columns, columns: rows, offsets: starts, ...turned }
}

/** Stable order of `keys` (each below `bound`), taken in the order `of`. */
function countingSort(keys: Int32Array, bound: number, of?: Int32Array): { readonly order: Int32Array; readonly offsets: Int32Array } {
  const offsets = new Int32Array(bound + 1)
  for (const key of keys) offsets[key + 1] = offsets[key + 1]! + 1
  for (let key = 0; key < bound; key++) offsets[key + 1] = offsets[key + 1]! + offsets[key]!
  const next = offsets.slice(0, bound)
  const order = new Int32Array(keys.length)
  for (let at = 0; at < keys.length; at++) {
    const entry = of === undefined ? at : of[at]!
    const key = keys[entry]!
    const to = next[key]!
    next[key] = to + 1
    order[to] = entry
  }
  return { order, offsets }
}
