import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { type Csr, csrFromEntries } from './csr.ts'
import { type InverseOptions, inverseOfGram } from './inverse.ts'
import { createRandom } from './random.ts'

const both = ['wasm', 'typescript'] as const

const inverseOf = (matrix: Csr, regularization: number, name: (typeof both)[number], options: Partial<InverseOptions> = {}) =>
  inverseOfGram(matrix, { regularization, kernels: { name }, ...options })

/** Small integers, so that sums are exact; about a tenth of the columns and rows are empty. */
function draw(rows: number, columns: number, seed: number): Csr {
  const random = createRandom(seed)
  const entries: [number, number, number][] = []
  for (let row = 0; row < rows; row++) {
    if (random.next() < 0.1) continue
    for (let column = 0; column < columns; column++)
      if (column % 10 !== 9 && random.next() < 0.3) entries.push([row, column, 1 + random.integer(3)])
  }
  return csrFromEntries(rows, columns, {
    rows: Int32Array.from(entries, ([row]) => row),
    columns: Int32Array.from(entries, ([, column]) => column),
    values: Float32Array.from(entries, ([, , value]) => value),
  })
}

test.each(both)('%s: by hand', async (runs) => {
  // X = | 1 1 ; 0 1 |: XᵀX + I = | 2 1 ; 1 3 |, of determinant 5.
  const matrix = csrFromEntries(2, 2, { rows: Int32Array.of(0, 0, 1), columns: Int32Array.of(0, 1, 1), values: Float32Array.of(1, 1, 1) })
  const { values, precision } = await inverseOf(matrix, 1, runs)
  expect(precision).toBe('single')
  expect([...values]).toEqual([0.6, -0.2, -0.2, 0.4].map(Math.fround))
})

test.each(both)('%s: times the matrix it gives the identity, across blocks and in both precisions', async (runs) => {
  const size = 150
  const matrix = draw(90, size, 3)
  for (const [regularization, precision, digits] of [
    [2, 'single', 4],
    [0.01, 'double', 6],
  ] as const) {
    const { values, ...told } = await inverseOf(matrix, regularization, runs)
    expect(told.precision).toBe(precision)
    const dense = new Float64Array(matrix.rows * size)
    for (let row = 0; row < matrix.rows; row++)
      for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) dense[row * size + matrix.indexes[at]!] = matrix.values[at]!
    for (const i of [0, 5, 63, 64, 100, 149]) {
      for (const j of [0, 5, 63, 64, 128, 149]) {
        let sum = regularization * values[i * size + j]!
        for (let row = 0; row < matrix.rows; row++)
          for (let m = 0; m < size; m++) sum += dense[row * size + i]! * dense[row * size + m]! * values[m * size + j]!
        expect(sum).toBeCloseTo(i === j ? 1 : 0, digits)
      }
    }
  }
})

test('property: wasm and the twin give the same bits, at sizes that fill no block too', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.nat(40),
      fc.integer({ min: 1, max: 140 }),
      fc.nat(1000),
      fc.constantFrom(3, 0.001),
      async (rows, columns, seed, regularization) => {
        const matrix = draw(rows, columns, seed)
        const [wasm, twin] = await Promise.all(both.map((runs) => inverseOf(matrix, regularization, runs)))
        expect(wasm).toEqual(twin)
      },
    ),
    { seed: 1, numRuns: 12 },
  )
})

test.each(both)('%s: says which column makes it singular', async (runs) => {
  const entries = { rows: Int32Array.of(0, 0), columns: Int32Array.of(0, 1), values: Float32Array.of(1, 1) }
  await expect(inverseOf(csrFromEntries(1, 2, entries), 0, runs)).rejects.toThrow('column 1: add regularization')
})

test('tells a rising progress', async () => {
  const shares: number[] = []
  await inverseOf(draw(20, 130, 1), 1, 'wasm', { progress: (share) => shares.push(share) })
  expect(shares.length).toBeGreaterThan(3)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
  expect(shares.at(-1)).toBeLessThanOrEqual(1)
})

test('any number of threads gives the same bits, in both precisions', async () => {
  // Several blocks of rows, which are several tasks.
  const matrix = draw(60, 700, 5)
  for (const regularization of [3, 0.001]) {
    const [one, ...others] = await Promise.all([1, 2, 3].map((threads) => inverseOf(matrix, regularization, 'wasm', { threads })))
    for (const other of others) expect(other).toEqual(one)
  }
})

test('stops at an abort', async () => {
  const controller = new AbortController()
  const stop = (share: number) => {
    if (share > 0.2) controller.abort()
  }
  const run = inverseOf(draw(60, 300, 5), 3, 'wasm', { signal: controller.signal, progress: stop })
  await expect(run).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
})
