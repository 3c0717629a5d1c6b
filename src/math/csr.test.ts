import { expect, test } from 'vitest'
import { csrFromEntries, transpose } from './csr.ts'

// | 0 2 0 |
// | 5 0 4 |     (5 given as 2 + 3)
// | 0 0 0 |
// | 0 1 0 |
const matrix = csrFromEntries(4, 3, {
  rows: Int32Array.of(1, 3, 1, 0, 1),
  columns: Int32Array.of(2, 1, 0, 1, 0),
  values: Float32Array.of(4, 1, 2, 2, 3),
})

test('entries in any order, equal places added up', () => {
  expect(matrix).toEqual({
    rows: 4,
    columns: 3,
    offsets: Int32Array.of(0, 1, 3, 3, 4),
    indexes: Int32Array.of(1, 0, 2, 1),
    values: Float32Array.of(2, 5, 4, 1),
  })
})

test('transposed, and back', () => {
  expect(transpose(matrix)).toEqual({
    rows: 3,
    columns: 4,
    offsets: Int32Array.of(0, 1, 3, 4),
    indexes: Int32Array.of(1, 0, 3, 1),
    values: Float32Array.of(5, 2, 1, 4),
  })
  expect(transpose(transpose(matrix))).toEqual(matrix)
})

test('an entry outside is refused', () => {
  const values = Float32Array.of(1)
  expect(() => csrFromEntries(2, 2, { rows: Int32Array.of(2), columns: Int32Array.of(0), values })).toThrow('outside 2 × 2')
  expect(() => csrFromEntries(2, 2, { rows: Int32Array.of(0), columns: Int32Array.of(-1), values })).toThrow('outside 2 × 2')
})
