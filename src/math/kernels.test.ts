import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { csrFromEntries } from './csr.ts'
import { createKernels, type Kernels } from './kernels.ts'
import { createTwinKernels } from './kernels-twin.ts'
import { createRandom } from './random.ts'

const wasm = createKernels()
const twin = createTwinKernels()

test('this runtime has the wasm kernels', () => {
  expect(wasm.name).toBe('wasm')
})

test('without WebAssembly, or without SIMD in it, the twin takes over', () => {
  for (const webAssembly of [undefined, { validate: () => false }]) {
    vi.stubGlobal('WebAssembly', webAssembly)
    expect(createKernels().name).toBe('typescript')
    vi.unstubAllGlobals()
  }
})

describe.each([wasm, twin])('$name kernels by hand', (kernels: Kernels) => {
  const matrix = kernels.load(Float32Array.of(1, 0, 0, 0, 1, 0, 0.6, 0.8, 0, 0, 0, 0), 3)

  test('top k of two queries', () => {
    const [first, second] = matrix.topK(Float32Array.of(1, 0, 0, 0, 1, 0), undefined, 2)
    expect([...first!.items]).toEqual([0, 2])
    expect([...first!.scores]).toEqual([1, Math.fround(0.6)])
    expect([...second!.items]).toEqual([1, 2])
  })

  test('only eligible rows; a zero row is never among them; k above the number gives what there is', () => {
    const [best] = matrix.topK(Float32Array.of(-1, 0, 0), Uint8Array.of(0, 200, 1, 1), 9)
    expect([...best!.items]).toEqual([1, 2])
    expect(matrix.topK(Float32Array.of(1, 0, 0), new Uint8Array(4), 2)[0]!.items).toHaveLength(0)
    expect(matrix.topK(Float32Array.of(1, 0, 0), undefined, 0)[0]!.items).toHaveLength(0)
    expect(matrix.topK(new Float32Array(3), undefined, 2)[0]!.items).toHaveLength(0)
    expect(matrix.topK(new Float32Array(0), undefined, 2)).toHaveLength(0)
  })

  test('gather: NaN where there is nothing to compare', () => {
    const cosines = matrix.gather(Float32Array.of(0, 1, 0, 0, 0, 0), Int32Array.of(2, 3, 4, -1, 0))
    expect([...cosines]).toEqual([Math.fround(0.8), Number.NaN, Number.NaN, Number.NaN, 0, ...new Array(5).fill(Number.NaN)])
  })

  test('an empty matrix answers with nothing', () => {
    const empty = kernels.load(new Float32Array(0), 4)
    expect(empty.topK(Float32Array.of(1, 0, 0, 0), undefined, 3)[0]!.items).toHaveLength(0)
    expect([...empty.gather(Float32Array.of(1, 0, 0, 0), Int32Array.of(0))]).toEqual([Number.NaN])
  })

  test('products: | 1 0 2 ; 0 3 0 | times | 1 2 ; 3 4 ; 5 6 |', () => {
    const sparse = csrFromEntries(2, 3, { rows: Int32Array.of(0, 0, 1), columns: Int32Array.of(0, 2, 1), values: Float32Array.of(1, 2, 3) })
    const dense = Float32Array.of(1, 2, 3, 4, 5, 6)
    expect([...kernels.sparseTimesDense(sparse, dense, 2)]).toEqual([11, 14, 9, 12])
    expect([...kernels.denseTimesDense(Float32Array.of(1, 0, 2, 0, 3, 0), dense, 3, 2)]).toEqual([11, 14, 9, 12])
    expect([...kernels.gram(dense, 2)]).toEqual([35, 44, 44, 56])
  })

  test('shapes that do not fit are refused', () => {
    expect(() => kernels.load(new Float32Array(5), 2)).toThrow('does not fit')
    expect(() => kernels.load(new Float32Array(0), 0)).toThrow('above 0')
    expect(() => matrix.topK(new Float32Array(4), undefined, 1)).toThrow('does not fit')
    expect(() => matrix.topK(new Float32Array(3), new Uint8Array(3), 1)).toThrow('does not fit')
    expect(() => matrix.topK(new Float32Array(3), undefined, -1)).toThrow('k is -1')
  })
})

const shape = fc.record({ rows: fc.nat(40), size: fc.integer({ min: 1, max: 21 }), queries: fc.nat(9), seed: fc.integer() })

/** Small integers over 4, so that ties are frequent; about a fifth of the rows are zero. */
function draw(rows: number, size: number, next: () => number): Float32Array {
  const values = new Float32Array(rows * size)
  for (let row = 0; row < rows; row++) {
    const zero = next() < 0.2
    const exact = next() < 0.5
    for (let at = 0; at < size; at++) values[row * size + at] = zero ? 0 : exact ? Math.round(next() * 2 - 1) / 4 : next() - 0.5
  }
  return values
}

test('property: wasm and the twin give the same bits, at odd sizes too', () => {
  fc.assert(
    fc.property(shape, fc.nat(45), ({ rows, size, queries, seed }, k) => {
      const random = createRandom(seed)
      const vectors = draw(rows, size, random.next)
      const asked = draw(queries, size, random.next)
      const eligible = Uint8Array.from({ length: rows }, () => (random.next() < 0.6 ? 1 : 0))
      const chosen = Int32Array.from({ length: 12 }, () => random.integer(rows + 4) - 2)
      const [a, b] = [wasm.load(vectors, size), twin.load(vectors, size)]
      expect(a.topK(asked, eligible, k, seed)).toEqual(b.topK(asked, eligible, k, seed))
      expect(a.gather(asked, chosen)).toEqual(b.gather(asked, chosen))
      expect(wasm.gram(vectors, size)).toEqual(twin.gram(vectors, size))
      const right = draw(size, queries + 1, random.next)
      expect(wasm.denseTimesDense(vectors, right, size, queries + 1)).toEqual(twin.denseTimesDense(vectors, right, size, queries + 1))
    }),
    { seed: 1, numRuns: 150 },
  )
})

test('property: reading eight-bit copies first changes no bit of the answer, however near the scores lie', () => {
  const wide = fc.record({
    size: fc.integer({ min: 1, max: 40 }),
    queries: fc.oneof(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 31, max: 38 })),
    rows: fc.integer({ min: 290, max: 310 }),
    k: fc.integer({ min: 1, max: 9 }),
  })
  fc.assert(
    fc.property(wide, fc.integer(), fc.constantFrom(1e-6, 0.01, 1, 1e4), ({ size, queries, rows, k }, seed, spread) => {
      const random = createRandom(seed)
      // All rows lie around one point, most far nearer to one another than an eighth bit tells apart.
      const centre = draw(1, size, random.next)
      const around = (rows: number) => draw(rows, size, random.next).map((value, at) => (centre[at % size] as number) + spread * value)
      const [vectors, asked] = [around(rows), around(queries)]
      // Among them a row and a query that say nothing, and a row that stands there twice.
      vectors.fill(0, 5 * size, 6 * size)
      vectors.copyWithin(7 * size, 8 * size, 9 * size)
      if (queries > 3) asked.fill(0, 2 * size, 3 * size)
      // From the other side of nothing, the row that says nothing would be the best.
      for (let at = 3 * size; at < 5 * size && at < asked.length; at++) asked[at] = -asked[at]!
      const matrix = wasm.load(vectors, size)
      const expected = twin.load(vectors, size).topK(asked, undefined, k, seed)
      // Twice: the copies are laid out by the first.
      for (let time = 0; time < 2; time++) expect(matrix.topK(asked, undefined, k, seed)).toEqual(expected)
    }),
    { seed: 3, numRuns: 100 },
  )
})

test('a row that is no number is scored as ever', () => {
  const vectors = Float32Array.from({ length: 600 }, (_, at) => (at === 8 ? Number.NaN : at === 20 ? 3e38 : Math.sin(at)))
  for (const query of [Float32Array.of(1, 0.5), Float32Array.from({ length: 40 }, (_, at) => Math.cos(at))])
    expect(wasm.load(vectors, 2).topK(query, undefined, 3)).toEqual(twin.load(vectors, 2).topK(query, undefined, 3))
})

test('property: the answer to a query does not depend on the queries beside it', () => {
  const random = createRandom(2)
  const matrix = wasm.load(draw(30, 13, random.next), 13)
  const asked = draw(7, 13, random.next)
  const together = matrix.topK(asked, undefined, 5)
  for (let query = 0; query < 7; query++) {
    expect(matrix.topK(asked.subarray(query * 13, (query + 1) * 13), undefined, 5)[0]).toEqual(together[query])
  }
})

test('a request far above the first memory grows it, and the vectors survive', () => {
  const matrix = wasm.load(Float32Array.of(1, 0, 0, 1), 2)
  const many = new Float32Array(400_000).map((_, at) => (at % 2 === 0 ? 0 : 1))
  const answers = matrix.topK(many, undefined, 1)
  expect(answers).toHaveLength(200_000)
  expect(answers.at(-1)!.items[0]).toBe(1)
  expect(matrix.topK(Float32Array.of(1, 0), undefined, 1)[0]!.items[0]).toBe(0)
})
