import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { type Csr, csrFromEntries, transpose } from './csr.ts'
import { createKernels } from './kernels.ts'
import { createTwinKernels } from './kernels-twin.ts'
import { type NeighbourOptions, nearestByColumn } from './neighbours.ts'
import { createRandom } from './random.ts'

const wasm = createKernels()
const twin = createTwinKernels()
const neighbours = async (left: Csr, right: Csr, options: NeighbourOptions) => transpose(await nearestByColumn(left, right, options))

/** Users × items: | 1 1 0 ; 1 1 1 ; 0 1 0 |, and an item that nobody has. */
const taken = csrFromEntries(3, 4, {
  rows: Int32Array.of(0, 0, 1, 1, 1, 2),
  columns: Int32Array.of(0, 1, 0, 1, 2, 1),
  values: new Float32Array(6).fill(1),
})
const norms = Float64Array.of(Math.sqrt(2), Math.sqrt(3), 1, 0)

describe.each([wasm, twin])('neighbours by hand: $name', (kernels) => {
  test('cosines of columns, the column itself left out', async () => {
    const found = await neighbours(transpose(taken), taken, { k: 3, rowScale: norms, columnScale: norms, kernels })
    expect([...found.offsets]).toEqual([0, 2, 4, 6, 6])
    expect([...found.indexes]).toEqual([1, 2, 0, 2, 0, 1])
    const cosines = [2 / Math.sqrt(6), 1 / Math.sqrt(2), 2 / Math.sqrt(6), 1 / Math.sqrt(3), 1 / Math.sqrt(2), 1 / Math.sqrt(3)]
    expect([...found.values]).toEqual(cosines.map(Math.fround))
  })

  test('only the k best of a row; shrinkage is added below', async () => {
    const found = await neighbours(transpose(taken), taken, { k: 1, shrinkage: 3, kernels })
    expect([...found.indexes]).toEqual([1, 0, expect.toBeOneOf([0, 1])])
    expect([...found.values]).toEqual([2 / 4, 2 / 4, 1 / 4])
    expect((await neighbours(transpose(taken), taken, { k: 0, kernels })).values).toHaveLength(0)
  })

  test('refuses shapes that do not fit and values that are not above 0', async () => {
    const invalid = expect.toSatisfy((error) => isPenchantError(error, 'invalid-input'))
    await expect(neighbours(taken, taken, { k: 1, kernels })).rejects.toThrow(invalid)
    await expect(neighbours(transpose(taken), taken, { k: 1, rowScale: new Float64Array(3), kernels })).rejects.toThrow(invalid)
    await expect(neighbours(transpose(taken), { ...taken, values: Float32Array.of(1, 1, 0, 1, 1, 1) }, { k: 1, kernels })).rejects.toThrow(
      invalid,
    )
  })

  test('tells its progress, in more than one step where there is much to do', async () => {
    const all = csrFromEntries(120, 200, {
      rows: Int32Array.from({ length: 24_000 }, (_, at) => Math.floor(at / 200)),
      columns: Int32Array.from({ length: 24_000 }, (_, at) => at % 200),
      values: new Float32Array(24_000).fill(1),
    })
    const progress = vi.fn()
    const found = await neighbours(transpose(all), all, { k: 5, kernels, progress })
    expect(progress.mock.calls.length).toBeGreaterThan(1)
    expect(progress).toHaveBeenLastCalledWith(1)
    expect([...found.values]).toEqual(new Array(1_000).fill(120))
  })
})

test('wasm and twin give the same bits', async () => {
  const shapes = fc.record({ rows: fc.integer({ min: 1, max: 30 }), columns: fc.integer({ min: 1, max: 30 }), ones: fc.boolean() })
  const matrix = shapes.chain(({ rows, columns, ones }) =>
    fc
      .array(fc.tuple(fc.nat(rows - 1), fc.nat(columns - 1), fc.constantFrom(0.1, 1, 1 / 3, 7)), { maxLength: 200 })
      .map((entries) =>
        csrFromEntries(rows, columns, {
          rows: Int32Array.from(entries, ([row]) => row),
          columns: Int32Array.from(entries, ([, column]) => column),
          values: Float32Array.from(entries, ([, , value]) => value),
        }),
      )
      .map((drawn) => (ones ? { ...drawn, values: drawn.values.map(() => 1) } : drawn)),
  )
  await fc.assert(
    fc.asyncProperty(
      matrix,
      fc.nat(12),
      fc.constantFrom(0, 2.5),
      fc.constantFrom(0, 1 / 3),
      fc.integer(),
      async (right, k, shrinkage, growth, seed) => {
        const scale = Float64Array.from({ length: right.columns }, (_, column) => 1 + column * growth)
        const options = { k, shrinkage, seed, rowScale: scale, columnScale: scale }
        const [one, other] = await Promise.all([wasm, twin].map((kernels) => neighbours(transpose(right), right, { ...options, kernels })))
        expect(one).toEqual(other)
        for (let row = 0; row < one!.rows; row++) {
          const columns = one!.indexes.subarray(one!.offsets[row], one!.offsets[row + 1])
          expect(columns.length).toBeLessThanOrEqual(k)
          expect([...columns]).toEqual([...new Set(columns)].sort((a, b) => a - b))
        }
      },
    ),
    { seed: 1, numRuns: 300 },
  )
})

test('any number of threads gives the same bits, and an abort stops it', async () => {
  const random = createRandom(4)
  const matrix = csrFromEntries(300, 400, {
    rows: Int32Array.from({ length: 40_000 }, () => random.integer(300)),
    columns: Int32Array.from({ length: 40_000 }, () => random.integer(400)),
    values: Float32Array.from({ length: 40_000 }, () => 0.1 + random.next()),
  })
  const near = (options: Partial<NeighbourOptions>) => neighbours(transpose(matrix), matrix, { k: 20, kernels: wasm, ...options })
  const [one, ...others] = await Promise.all([1, 2, 3].map((threads) => near({ threads })))
  for (const other of others) expect(other).toEqual(one)

  const controller = new AbortController()
  const stopped = near({ signal: controller.signal, progress: () => controller.abort() })
  await expect(stopped).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
})
