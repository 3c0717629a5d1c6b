import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPenchantError } from '../../errors.ts'
import { openBatchTopK } from '../batch-top-k.ts'
import { type Csr, csrFromEntries } from '../csr.ts'
import { type InverseOptions, inverseOfGram } from '../inverse.ts'
import type { Kernels } from '../kernels-contract.ts'
import { createTwinKernels } from '../kernels-twin.ts'
import { createRandom } from '../random.ts'
import { openKernels } from './algebra.ts'
import { findRuntime, hasOnnx } from './runtime.ts'
import { openSession } from './session.ts'

const opened: { kernels?: Kernels } = {}
const onnx = async () => {
  opened.kernels ??= (await openKernels('onnx')).kernels
  return opened.kernels
}
const wasm: Pick<Kernels, 'name'> = { name: 'wasm' }
const twin = createTwinKernels()

/** Small integers, so that sums are exact; about a tenth of the columns and rows are empty. */
function draw(rows: number, columns: number, seed: number): Csr {
  const random = createRandom(seed)
  const entries: [number, number][] = []
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) if (column % 10 !== 9 && random.next() < 0.3) entries.push([row, column])
  return csrFromEntries(rows, columns, {
    rows: Int32Array.from(entries, ([row]) => row),
    columns: Int32Array.from(entries, ([, column]) => column),
    values: new Float32Array(entries.length).fill(1),
  })
}

const inverseOf = async (matrix: Csr, regularization: number, options: Partial<InverseOptions> = {}) =>
  inverseOfGram(matrix, { regularization, kernels: await onnx(), ...options })

const largestOf = (values: Float32Array | Float64Array) => {
  let largest = 0
  for (const value of values) largest = Math.max(largest, Math.abs(value))
  return largest
}

describe.runIf(hasOnnx())('the inverse in ONNX Runtime', () => {
  test('by hand', async () => {
    // X = | 1 1 ; 0 1 |: XᵀX + I = | 2 1 ; 1 3 |, of determinant 5.
    const matrix = csrFromEntries(2, 2, { rows: Int32Array.of(0, 0, 1), columns: Int32Array.of(0, 1, 1), values: Float32Array.of(1, 1, 1) })
    const { values, algebra } = await inverseOf(matrix, 1)
    expect([...values]).toEqual([0.6, -0.2, -0.2, 0.4].map(Math.fround))
    expect(algebra).toBe('onnx')
  })

  test('property: within 1e-4 of the wasm kernels, at sizes that fill no block too, well conditioned and badly', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.nat(120),
        fc.integer({ min: 1, max: 300 }),
        fc.nat(1000),
        // The last one is in double precision. The kernels themselves are 6e-5 off at the third, 1e-5 at the fourth.
        fc.constantFrom([30, 1e-4] as const, [3, 1e-4] as const, [0.5, 3e-4] as const, [0.001, 1e-4] as const),
        async (rows, columns, seed, [regularization, tolerance]) => {
          const matrix = draw(rows, columns, seed)
          const expected = await inverseOfGram(matrix, { regularization, kernels: wasm })
          const { values, precision } = await inverseOf(matrix, regularization)
          expect(precision).toBe(expected.precision)
          const largest = largestOf(expected.values)
          let worst = 0
          for (const [at, value] of expected.values.entries()) worst = Math.max(worst, Math.abs(values[at]! - value))
          expect(worst / largest).toBeLessThan(tolerance)
        },
      ),
      { seed: 1, numRuns: 30 },
    )
  })

  test('a badly conditioned matrix in single precision keeps five digits', async () => {
    // Hundreds of columns that everybody shares, the worst of what single precision is used for: its bound is 10,000.
    const matrix = draw(600, 260, 7)
    const expected = await inverseOfGram(matrix, { regularization: 5, kernels: wasm })
    const { values, precision } = await inverseOf(matrix, 5)
    expect(precision).toBe('single')
    const largest = largestOf(expected.values)
    for (const [at, value] of expected.values.entries()) expect(Math.abs(values[at]! - value) / largest).toBeLessThan(1e-5)
  })

  test('the same bytes on one thread and on two', async () => {
    const matrix = draw(200, 700, 5)
    for (const regularization of [3, 0.001]) {
      const [one, two] = [await inverseOf(matrix, regularization, { threads: 1 }), await inverseOf(matrix, regularization, { threads: 2 })]
      expect(two).toEqual(one)
    }
  })

  test('says which column makes it singular, tells its progress, and stops at an abort', async () => {
    const entries = { rows: Int32Array.of(0, 0), columns: Int32Array.of(0, 1), values: Float32Array.of(1, 1) }
    await expect(inverseOf(csrFromEntries(1, 2, entries), 0)).rejects.toThrow('column 1: add regularization')
    const shares: number[] = []
    await inverseOf(draw(60, 700, 5), 3, { progress: (share) => shares.push(share) })
    expect(shares.length).toBeGreaterThan(3)
    expect(shares).toEqual([...shares].sort((a, b) => a - b))
    expect(shares.at(-1)).toBeCloseTo(0.9)
    const controller = new AbortController()
    const stop = (share: number) => {
      if (share > 0.2) controller.abort()
    }
    const run = inverseOf(draw(60, 700, 5), 3, { signal: controller.signal, progress: stop })
    await expect(run).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
  })
})

describe.runIf(hasOnnx())('the best rows in ONNX Runtime', () => {
  /** Of few values, so that many scores are equal; some rows are zeros, some are there twice. */
  function vectorsOf(rows: number, size: number, values: number, random: ReturnType<typeof createRandom>): Float32Array {
    const vectors = Float32Array.from({ length: rows * size }, () => (values === 0 ? random.normal() : random.integer(values) - 1))
    for (let row = 1; row < rows; row++) {
      const luck = random.next()
      if (luck < 0.05) vectors.fill(0, row * size, (row + 1) * size)
      else if (luck < 0.2) vectors.copyWithin(row * size, (row - 1) * size, row * size)
    }
    return vectors
  }

  test('by hand: two queries, one that says nothing, and a row that is left out', async () => {
    const batch = await openBatchTopK(Float32Array.of(1, 0, 0, 1, 0.6, 0.8, 0, 0), 2, { kernels: await onnx() })
    const queries = Float32Array.of(1, 0, 0, 0, 0, 1)
    const [first, silent, last] = await batch.topK(queries, undefined, 2)
    expect([[...first!.items], [...first!.scores]]).toEqual([
      [0, 2],
      [1, Math.fround(0.6)],
    ])
    expect([[...silent!.items], [...last!.items]]).toEqual([[], [1, 2]])
    expect((await batch.topK(queries, Uint8Array.of(0, 1, 1, 1), 9)).map(({ items }) => [...items])).toEqual([[2, 1], [], [1, 2]])
    expect((await batch.topK(queries, new Uint8Array(4), 2)).map(({ items }) => items.length)).toEqual([0, 0, 0])
    expect((await batch.topK(queries, undefined, 0)).map(({ items }) => items.length)).toEqual([0, 0, 0])
    expect(await batch.topK(new Float32Array(), undefined, 2)).toEqual([])
    await batch.close()
  })

  test('property: the same as the kernels to the bit, ties and all, on one thread and on two', async () => {
    const kernels = await onnx()
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 21 }),
        fc.constantFrom(0, 2, 3, 50),
        fc.integer({ min: 1, max: 40 }),
        fc.nat(1000),
        fc.boolean(),
        async (rows, size, values, k, seed, some) => {
          const random = createRandom(seed)
          const [vectors, queries] = [vectorsOf(rows, size, values, random), vectorsOf(30, size, values, random)]
          const eligible = some ? Uint8Array.from({ length: rows }, () => random.integer(2)) : undefined
          const expected = twin.load(vectors, size).topK(queries, eligible, k, seed)
          for (const threads of [1, 2]) {
            const batch = await openBatchTopK(vectors, size, { kernels, threads })
            expect(await batch.topK(queries, eligible, k, seed)).toEqual(expected)
            await batch.close()
          }
        },
      ),
      { seed: 1, numRuns: 40 },
    )
  })

  test('more queries than fit together, and vectors in shared memory', async () => {
    const random = createRandom(3)
    const vectors = vectorsOf(500, 40, 0, random)
    const queries = vectorsOf(600, 40, 0, random)
    const shared = new Float32Array(new SharedArrayBuffer(vectors.byteLength))
    shared.set(vectors)
    const batch = await openBatchTopK(shared, 40, { kernels: await onnx() })
    expect(await batch.topK(queries, undefined, 7)).toEqual(twin.load(vectors, 40).topK(queries, undefined, 7))
    await batch.close()
  })

  test('what the rounding leaves open is answered by the kernels, and an abort is heard', async () => {
    const { dense } = await onnx()
    let asked = 0
    const exact = () => {
      asked++
      return openBatchTopK(
        Float32Array.from({ length: 300 }, () => 1),
        3,
        { kernels: wasm },
      )
    }
    // A hundred equal rows: nobody can say which are the best but by their ties.
    const same = (await dense?.topK(new Float32Array(300).fill(1), 3, { exact }))!
    const [best] = await same.topK(Float32Array.of(1, 1, 1), undefined, 5, 9)
    expect(asked).toBe(1)
    expect(best).toEqual(twin.load(new Float32Array(300).fill(1), 3).topK(Float32Array.of(1, 1, 1), undefined, 5, 9)[0])
    await same.close()
    const stopped = (await dense?.topK(new Float32Array(300).fill(1), 3, { exact, signal: AbortSignal.abort() }))!
    await expect(stopped.topK(Float32Array.of(1, 1, 1), undefined, 5)).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
  })
})

describe.runIf(hasOnnx())('a session', () => {
  test('fills the arrays that it is given, shared ones too, and refuses other shapes', async () => {
    const found = await findRuntime()
    if (!('runtime' in found)) throw new Error('It is there.')
    const two = { elements: 'float32', shape: [2] } as const
    const graph = { inputs: { a: two, b: two }, outputs: { c: two }, nodes: [{ operator: 'Add', inputs: ['a', 'b'], outputs: ['c'] }] }
    const session = await openSession(found.runtime, graph, 1)
    const shared = (...values: number[]) => {
      const array = new Float32Array(new SharedArrayBuffer(8))
      array.set(values)
      return array
    }
    for (const c of [new Float32Array(2), shared(0, 0)]) {
      await session.run({ a: shared(1, 2), b: Float32Array.of(3, 4) }, { c })
      expect([...c]).toEqual([4, 6])
    }
    const wrong = session.run({ a: new Float32Array(3), b: new Float32Array(2) }, { c: new Float32Array(2) })
    await expect(wrong).rejects.toThrow('The shape of a does not fit: 3 where 2 was expected.')
    await session.close()
  })
})
