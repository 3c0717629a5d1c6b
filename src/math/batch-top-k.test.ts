import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { type BatchTopKOptions, openBatchTopK } from './batch-top-k.ts'
import { createTwinKernels } from './kernels-twin.ts'
import { createRandom } from './random.ts'

const twin = createTwinKernels()
const oneThread: BatchTopKOptions = { kernels: { name: 'wasm' }, threads: 1 }
const twoThreads: BatchTopKOptions = { kernels: { name: 'wasm' }, threads: 2 }

/** Rows around one point, by now and then a row of zeros; the smaller the spread, the fewer of them eight bits tell apart. */
function around(rows: number, size: number, spread: number, random: ReturnType<typeof createRandom>): Float32Array {
  const centre = Float32Array.from({ length: size }, () => random.next() - 0.5)
  const values = new Float32Array(rows * size)
  for (let row = 0; row < rows; row++) {
    const zero = random.next() < 0.02
    for (let at = 0; at < size; at++) values[row * size + at] = zero ? 0 : centre[at]! + spread * (random.next() - 0.5)
  }
  return values
}

test('by hand: two queries, one that says nothing, and a row that is left out', async () => {
  for (const options of [oneThread, twoThreads, { kernels: { name: 'typescript' } } as const]) {
    const batch = await openBatchTopK(Float32Array.of(1, 0, 0, 1, 0.6, 0.8, 0, 0), 2, options)
    const queries = Float32Array.of(1, 0, 0, 0, 0, 1)
    const [first, silent, last] = await batch.topK(queries, undefined, 2)
    expect([[...first!.items], [...first!.scores]]).toEqual([
      [0, 2],
      [1, Math.fround(0.6)],
    ])
    expect(silent!.items).toHaveLength(0)
    expect([...last!.items]).toEqual([1, 2])
    const rest = await batch.topK(queries, Uint8Array.of(0, 1, 1, 1), 9)
    expect(rest.map(({ items }) => [...items])).toEqual([[2, 1], [], [1, 2]])
    expect((await batch.topK(queries, new Uint8Array(4), 2)).map(({ items }) => items.length)).toEqual([0, 0, 0])
    expect((await batch.topK(queries, undefined, 0)).map(({ items }) => items.length)).toEqual([0, 0, 0])
    expect(await batch.topK(new Float32Array(), undefined, 2)).toEqual([])
    await batch.close()
  }
})

test('two threads give the same bits as one, and as the twin', async () => {
  const random = createRandom(5)
  const vectors = around(4_500, 40, 1, random)
  const queries = around(300, 40, 1, random)
  const expected = twin.load(vectors, 40).topK(queries, undefined, 10, 3)
  for (const options of [oneThread, twoThreads]) {
    const batch = await openBatchTopK(vectors, 40, options)
    // Twice, in the memory of the first; in between fewer, and more.
    expect(await batch.topK(queries, undefined, 10, 3)).toEqual(expected)
    expect(await batch.topK(queries.subarray(0, 80), undefined, 300, 3)).toEqual(
      twin.load(vectors, 40).topK(queries.subarray(0, 80), undefined, 300, 3),
    )
    expect(await batch.topK(queries, undefined, 10, 3)).toEqual(expected)
    await batch.close()
  }
})

test('property: the same as the twin, however near the scores lie', async () => {
  const shape = fc.record({
    size: fc.integer({ min: 1, max: 40 }),
    rows: fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 290, max: 310 }), fc.integer({ min: 4_090, max: 4_200 })),
    queries: fc.integer({ min: 0, max: 9 }),
    k: fc.oneof(fc.integer({ min: 1, max: 12 }), fc.constant(400)),
    some: fc.boolean(),
  })
  await fc.assert(
    fc.asyncProperty(shape, fc.integer(), fc.constantFrom(1e-6, 0.01, 1, 1e4), async ({ size, rows, queries, k, some }, seed, spread) => {
      const random = createRandom(seed)
      const [vectors, asked] = [around(rows, size, spread, random), around(queries, size, spread, random)]
      // A row that stands there twice, and one that is longer than all others together.
      if (rows > 8) vectors.copyWithin(7 * size, 8 * size, 9 * size)
      for (let at = 0; at < size && rows > 290; at++) vectors[100 * size + at]! *= 1e4
      const eligible = some ? Uint8Array.from({ length: rows }, () => (random.next() < 0.4 ? 1 : 0)) : undefined
      const batch = await openBatchTopK(vectors, size, oneThread)
      expect(await batch.topK(asked, eligible, k, seed)).toEqual(twin.load(vectors, size).topK(asked, eligible, k, seed))
      await batch.close()
    }),
    { seed: 4, numRuns: 60 },
  )
})

test('numbers that are none, beyond all bounds or too small for their square are scored as ever', async () => {
  const vectors = Float32Array.from({ length: 600 }, (_, at) =>
    at === 8 ? Number.NaN : at === 20 ? 3e38 : at === 31 ? Number.POSITIVE_INFINITY : Math.sin(at),
  )
  const queries = Float32Array.from({ length: 40 }, (_, at) => (at === 3 ? Number.NaN : at > 30 ? Math.cos(at) * 1e-25 : Math.cos(at)))
  const batch = await openBatchTopK(vectors, 2, oneThread)
  expect(await batch.topK(queries, undefined, 3)).toEqual(twin.load(vectors, 2).topK(queries, undefined, 3))
})

test('shapes that do not fit are refused, and an abort is heard', async () => {
  await expect(openBatchTopK(new Float32Array(5), 2, oneThread)).rejects.toThrow('does not fit')
  const controller = new AbortController()
  const batch = await openBatchTopK(new Float32Array(6), 2, { ...oneThread, signal: controller.signal })
  await expect(batch.topK(new Float32Array(3), undefined, 1)).rejects.toThrow('does not fit')
  await expect(batch.topK(new Float32Array(4), new Uint8Array(2), 1)).rejects.toThrow('does not fit')
  await expect(batch.topK(new Float32Array(4), undefined, -1)).rejects.toThrow('k is -1')
  controller.abort()
  const loaded = openBatchTopK(Float32Array.of(1, 2), 2, { ...oneThread, signal: controller.signal })
  await expect(loaded).rejects.toSatisfy((error: unknown) => isPenchantError(error, 'aborted'))
})
