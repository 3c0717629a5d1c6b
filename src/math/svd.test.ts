import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { csrFromEntries, transpose } from './csr.ts'
import { createKernels } from './kernels.ts'
import { createTwinKernels } from './kernels-twin.ts'
import { createRandom } from './random.ts'
import { truncatedSvd } from './svd.ts'

type Golden = {
  rows: number
  columns: number
  k: number
  entries: Record<'rows' | 'columns' | 'values', number[]>
  singular: number[]
  right: number[]
}
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../test/golden/svd.json'), 'utf8')) as Golden
const matrix = csrFromEntries(golden.rows, golden.columns, {
  rows: Int32Array.from(golden.entries.rows),
  columns: Int32Array.from(golden.entries.columns),
  values: Float32Array.from(golden.entries.values),
})
const kernels = createKernels()

test('agrees with numpy: singular values and right vectors', () => {
  const { rank, singular, right } = truncatedSvd(matrix, { k: golden.k, seed: 1, kernels })
  expect(rank).toBe(golden.k)
  for (let j = 0; j < golden.k; j++) {
    expect(singular[j]! / golden.singular[j]!).toBeCloseTo(1, 4)
    let cosine = 0
    for (let i = 0; i < golden.columns; i++) cosine += right[i * golden.k + j]! * golden.right[i * golden.k + j]!
    expect(cosine).toBeGreaterThan(0.999)
  }
})

test('Aᵀ U = V Σ, and the columns of U are orthonormal', () => {
  const { rank, left, singular, right } = truncatedSvd(matrix, { k: 6, seed: 1, kernels })
  const product = kernels.sparseTimesDense(transpose(matrix), left, rank)
  for (let at = 0; at < product.length; at++) expect(product[at]).toBeCloseTo(right[at]! * singular[at % rank]!, 4)
  kernels.gram(left, rank).forEach((value, at) => {
    expect(value).toBeCloseTo(at % (rank + 1) === 0 ? 1 : 0, 5)
  })
})

test('the seed decides the bytes, and wasm and the twin agree on them', () => {
  const first = truncatedSvd(matrix, { k: 8, seed: 1, kernels })
  expect(truncatedSvd(matrix, { k: 8, seed: 1, kernels })).toEqual(first)
  expect(truncatedSvd(matrix, { k: 8, seed: 1, kernels: createTwinKernels() })).toEqual(first)
  expect(truncatedSvd(matrix, { k: 8, seed: 2, kernels }).right).not.toEqual(first.right)
})

test('the rank is found: two different rows, each three times, and a zero row', () => {
  const rows = Int32Array.of(0, 0, 1, 2, 2, 3, 4, 4, 5)
  const columns = Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2)
  const svd = truncatedSvd(csrFromEntries(7, 4, { rows, columns, values: new Float32Array(9).fill(1) }), { k: 4, seed: 1, kernels })
  // Rows (1, 1, 0, 0)·3 and (0, 0, 1, 0)·3: σ² = 6 and 3.
  expect(svd.rank).toBe(2)
  expect(svd.singular[0]).toBeCloseTo(Math.sqrt(6), 5)
  expect(svd.singular[1]).toBeCloseTo(Math.sqrt(3), 5)
})

test('the rank is found through rounding: 30 × 20 sums of three outer products in single precision', () => {
  const random = createRandom(1)
  const draw = (length: number) => Array.from({ length }, random.normal)
  const outer = Array.from({ length: 3 }, () => ({ u: draw(30), v: draw(20) }))
  const at = Array.from({ length: 600 }, (_, entry) => entry)
  const low = csrFromEntries(30, 20, {
    rows: Int32Array.from(at, (entry) => Math.floor(entry / 20)),
    columns: Int32Array.from(at, (entry) => entry % 20),
    values: Float32Array.from(at, (entry) => outer.reduce((sum, { u, v }) => sum + u[Math.floor(entry / 20)]! * v[entry % 20]!, 0)),
  })
  expect(truncatedSvd(low, { k: 10, seed: 1, kernels }).rank).toBe(3)
})

test('an empty matrix has rank 0', () => {
  const none = { rows: new Int32Array(0), columns: new Int32Array(0), values: new Float32Array(0) }
  for (const [rows, columns] of [
    [0, 0],
    [3, 0],
    [3, 2],
  ] as const) {
    expect(truncatedSvd(csrFromEntries(rows, columns, none), { k: 2, seed: 1, kernels }).rank).toBe(0)
  }
})

test('reports its progress up to 1', () => {
  const shares: number[] = []
  truncatedSvd(matrix, { k: 4, seed: 1, kernels, progress: (share) => shares.push(share) })
  expect(shares.at(-1)).toBe(1)
})
