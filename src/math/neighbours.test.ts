import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { type Csr, csrFromEntries, transpose } from './csr.ts'
import { createKernels } from './kernels.ts'
import { createTwinKernels } from './kernels-twin.ts'
import { type NeighbourOptions, neighbourSteps } from './neighbours.ts'
import { atOnce } from './steps.ts'

const wasm = createKernels()
const twin = createTwinKernels()
const neighbours = (left: Csr, right: Csr, options: NeighbourOptions) => atOnce(neighbourSteps(left, right, options))

/** Users × items: | 1 1 0 ; 1 1 1 ; 0 1 0 |, and an item that nobody has. */
const taken = csrFromEntries(3, 4, {
  rows: Int32Array.of(0, 0, 1, 1, 1, 2),
  columns: Int32Array.of(0, 1, 0, 1, 2, 1),
  values: new Float32Array(6).fill(1),
})
const norms = Float64Array.of(Math.sqrt(2), Math.sqrt(3), 1, 0)

describe.each([wasm, twin])('neighbours by hand: $name', (kernels) => {
  test('cosines of columns, the column itself left out', () => {
    const found = neighbours(transpose(taken), taken, { k: 3, rowScale: norms, columnScale: norms, kernels })
    expect([...found.offsets]).toEqual([0, 2, 4, 6, 6])
    expect([...found.indexes]).toEqual([1, 2, 0, 2, 0, 1])
    const cosines = [2 / Math.sqrt(6), 1 / Math.sqrt(2), 2 / Math.sqrt(6), 1 / Math.sqrt(3), 1 / Math.sqrt(2), 1 / Math.sqrt(3)]
    expect([...found.values]).toEqual(cosines.map(Math.fround))
  })

  test('only the k best of a row; shrinkage is added below', () => {
    const found = neighbours(transpose(taken), taken, { k: 1, shrinkage: 3, kernels })
    expect([...found.indexes]).toEqual([1, 0, expect.toBeOneOf([0, 1])])
    expect([...found.values]).toEqual([2 / 4, 2 / 4, 1 / 4])
    expect(neighbours(transpose(taken), taken, { k: 0, kernels }).values).toHaveLength(0)
  })

  test('refuses shapes that do not fit and values that are not above 0', () => {
    const invalid = expect.toSatisfy((error) => isPenchantError(error, 'invalid-input'))
    expect(() => neighbours(taken, taken, { k: 1, kernels })).toThrow(invalid)
    expect(() => neighbours(transpose(taken), taken, { k: 1, rowScale: new Float64Array(3), kernels })).toThrow(invalid)
    expect(() => neighbours(transpose(taken), { ...taken, values: Float32Array.of(1, 1, 0, 1, 1, 1) }, { k: 1, kernels })).toThrow(invalid)
  })

  test('tells its progress, in more than one step where there is much to do', () => {
    const all = csrFromEntries(40, 200, {
      rows: Int32Array.from({ length: 8_000 }, (_, at) => Math.floor(at / 200)),
      columns: Int32Array.from({ length: 8_000 }, (_, at) => at % 200),
      values: new Float32Array(8_000).fill(1),
    })
    const progress = vi.fn()
    const found = neighbours(transpose(all), all, { k: 5, kernels, progress })
    expect(progress.mock.calls.length).toBeGreaterThan(1)
    expect(progress).toHaveBeenLastCalledWith(1)
    expect([...found.values]).toEqual(new Array(1_000).fill(40))
  })
})

test('wasm and twin give the same bits', () => {
  const matrix = fc.record({ rows: fc.integer({ min: 1, max: 30 }), columns: fc.integer({ min: 1, max: 30 }) }).chain(({ rows, columns }) =>
    fc.array(fc.tuple(fc.nat(rows - 1), fc.nat(columns - 1), fc.constantFrom(0.1, 1, 1 / 3, 7)), { maxLength: 200 }).map((entries) =>
      csrFromEntries(rows, columns, {
        rows: Int32Array.from(entries, ([row]) => row),
        columns: Int32Array.from(entries, ([, column]) => column),
        values: Float32Array.from(entries, ([, , value]) => value),
      }),
    ),
  )
  fc.assert(
    fc.property(
      matrix,
      fc.nat(12),
      fc.constantFrom(0, 2.5),
      fc.constantFrom(0, 1 / 3),
      fc.integer(),
      (right, k, shrinkage, growth, seed) => {
        const scale = Float64Array.from({ length: right.columns }, (_, column) => 1 + column * growth)
        const options = { k, shrinkage, seed, rowScale: scale, columnScale: scale }
        const [one, other] = [wasm, twin].map((kernels) => neighbours(transpose(right), right, { ...options, kernels }))
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
