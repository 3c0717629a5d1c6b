/** @file Sparse matrices by compressed rows. Row r holds the entries offsets[r] … offsets[r + 1] − 1; within a row, columns ascend and are distinct. */

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
export function transpose(matrix: Csr): Csr {
  const offsets = new Int32Array(matrix.columns + 1)
  for (const column of matrix.indexes) offsets[column + 1] = offsets[column + 1]! + 1
  for (let column = 0; column < matrix.columns; column++) offsets[column + 1] = offsets[column + 1]! + offsets[column]!
  const next = offsets.slice(0, matrix.columns)
  const indexes = new Int32Array(matrix.indexes.length)
  const values = new Float32Array(matrix.indexes.length)
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) {
      const column = matrix.indexes[at]!
      const to = next[column]!
      next[column] = to + 1
      indexes[to] = row
      values[to] = matrix.values[at]!
    }
  }
  return { rows: matrix.columns, columns: matrix.rows, offsets, indexes, values }
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
