import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { csrFromEntries } from './csr.ts'
import { createKernels } from './kernels.ts'
import { createRandom } from './random.ts'
import { truncatedSvd } from './svd.ts'
import { truncatedSvdOnThreads } from './svd-on-threads.ts'

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
const wasm = { name: 'wasm' } as const

test('agrees with numpy: singular values and right vectors', async () => {
  const { rank, singular, right } = await truncatedSvdOnThreads(matrix, { k: golden.k, seed: 1, kernels: wasm, threads: 2 })
  expect(rank).toBe(golden.k)
  for (let j = 0; j < golden.k; j++) {
    expect(singular[j]! / golden.singular[j]!).toBeCloseTo(1, 4)
    let cosine = 0
    for (let i = 0; i < golden.columns; i++) cosine += right[i * golden.k + j]! * golden.right[i * golden.k + j]!
    expect(cosine).toBeGreaterThan(0.999)
  }
})

/** Large enough for several tasks. */
function drawn(rows: number, columns: number, share: number) {
  const random = createRandom(3)
  const places = Array.from({ length: rows * columns }, (_, at) => at).filter(() => random.next() < share)
  return csrFromEntries(rows, columns, {
    rows: Int32Array.from(places, (at) => Math.floor(at / columns)),
    columns: Int32Array.from(places, (at) => at % columns),
    values: Float32Array.from(places, () => random.next()),
  })
}

test('any number of threads gives the same bits, and so does the twin; one thread without slices the same to rounding', async () => {
  const sparse = drawn(900, 400, 0.4)
  const options = { k: 24, seed: 2, iterations: 1 }
  const shares: number[] = []
  const one = await truncatedSvdOnThreads(sparse, { ...options, kernels: wasm, threads: 1, progress: (share) => shares.push(share) })
  expect(shares.at(-1)).toBe(1)
  expect(await truncatedSvdOnThreads(sparse, { ...options, kernels: wasm, threads: 2 })).toEqual(one)
  expect(await truncatedSvdOnThreads(sparse, { ...options, kernels: wasm, threads: 3 })).toEqual(one)
  expect(await truncatedSvdOnThreads(sparse, { ...options, kernels: { name: 'typescript' } })).toEqual(one)
  const plain = truncatedSvd(sparse, { ...options, kernels: createKernels() })
  for (let j = 0; j < 24; j++) expect(one.singular[j]! / plain.singular[j]!).toBeCloseTo(1, 5)
  for (const at of [0, 24 * 200 + 7, 24 * 399]) expect(one.right[at]).toBeCloseTo(plain.right[at]!, 4)
})

test('the rank is found: two different rows, each three times, and a zero row; an empty matrix has none', async () => {
  const entries = {
    rows: Int32Array.of(0, 0, 1, 2, 2, 3, 4, 4, 5),
    columns: Int32Array.of(0, 1, 2, 0, 1, 2, 0, 1, 2),
    values: new Float32Array(9).fill(1),
  }
  const { rank, singular } = await truncatedSvdOnThreads(csrFromEntries(7, 4, entries), { k: 4, seed: 1, kernels: wasm })
  // Rows (1, 1, 0, 0)·3 and (0, 0, 1, 0)·3: σ² = 6 and 3.
  expect(rank).toBe(2)
  expect(singular[0]).toBeCloseTo(Math.sqrt(6), 5)
  expect(singular[1]).toBeCloseTo(Math.sqrt(3), 5)
  const none = { rows: new Int32Array(), columns: new Int32Array(), values: new Float32Array() }
  for (const [rows, columns] of [
    [0, 0],
    [3, 0],
    [3, 2],
  ] as const)
    expect((await truncatedSvdOnThreads(csrFromEntries(rows, columns, none), { k: 2, seed: 1, kernels: wasm })).rank).toBe(0)
})

test.each([1, 2])('an abort is heard, with %i threads', async (threads) => {
  const controller = new AbortController()
  const stopped = truncatedSvdOnThreads(matrix, {
    k: 4,
    seed: 1,
    kernels: wasm,
    threads,
    signal: controller.signal,
    progress: () => controller.abort(),
  })
  await expect(stopped).rejects.toSatisfy((error: unknown) => isPenchantError(error, 'aborted'))
})
