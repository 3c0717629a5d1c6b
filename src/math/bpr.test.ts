import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { type BprOptions, bprSource, fitBpr, personFitter } from './bpr.ts'
import { type Csr, csrFromEntries } from './csr.ts'
import { createRandom } from './random.ts'
import { atOnce } from './steps.ts'
import { createThreadMemory } from './threads.ts'

const defaults: BprOptions = {
  embeddingSize: 8,
  learningRate: 0.1,
  regularization: 0.01,
  epochs: 3,
  deviation: 0.1,
  seed: 1,
  runtime: 'wasm',
}

/** Random pairs; the last person holds everything, so that no item is left to compare with, and the last item is held by that person alone. */
function drawn(seed: number, users: number, items: number): Csr {
  const random = createRandom(seed)
  const places: number[] = []
  for (let at = 0; at < users * items; at++) {
    if (Math.floor(at / items) === users - 1 || (at % items < items - 1 && random.next() < 0.3)) places.push(at)
  }
  return csrFromEntries(users, items, {
    rows: Int32Array.from(places, (at) => Math.floor(at / items)),
    columns: Int32Array.from(places, (at) => at % items),
    values: new Float32Array(places.length).fill(1),
  })
}

describe.each(['wasm', 'typescript'] as const)('%s', (runtime) => {
  test('one step by hand', () => {
    // x = .5 (1 − .2) = .4; s = σ(−.4) = 1 / (1 + e^.4) = .4013123; rate .1, penalty .05: kept is .995 of each.
    // w = .4975 + .1 s .8 = .5296050; h = .995 + .1 s .5 = 1.0150656; o = .199 − .1 s .5 = .1789344
    const memory = createThreadMemory(bprSource, runtime)
    const people = memory.put(Int32Array.of(0))
    const offsets = memory.put(Int32Array.of(0, 1))
    const indexes = memory.put(Int32Array.of(0))
    const candidates = memory.put(Int32Array.of(0, 1))
    const users = memory.put(Float32Array.of(0.5, 0, 0, 0, 0, 0, 0, 0))
    const items = memory.put(Float32Array.of(1, 0, 0, 0, 0, 0, 0, 0, 0.2, 0, 0, 0, 0, 0, 0, 0))
    const table = memory.put(Float32Array.from({ length: 4_097 }, (_, at) => 1 / (1 + Math.exp(at / 256 - 8))))
    const states = memory.put(Int32Array.of(1, 2, 3, 4))
    memory.call('bprSteps', 0, 1, 1, people, offsets, indexes, candidates, 2, users, items, 8, 0.1, 0.1, 0.05, table, states)
    const [w, h, o] = [memory.floats(users, 8), memory.floats(items, 8), memory.floats(items + 32, 8)]
    expect(w[0]).toBeCloseTo(0.529605, 5)
    expect(h[0]).toBeCloseTo(1.0150656, 5)
    expect(o[0]).toBeCloseTo(0.1789344, 5)
    for (const rest of [w, h, o]) expect([...rest.subarray(1)].every((value) => value === 0)).toBe(true)
  })

  test('chosen items come above the others, also for a person who was not in the fit', async () => {
    // Two groups of ten people and six items; each person lacks one item of the group.
    const cells = Array.from({ length: 20 * 12 }, (_, at) => ({ user: Math.floor(at / 12), item: at % 12 }))
    const held = cells.filter(({ user, item }) => user % 2 === item % 2 && item !== user % 12)
    const observed = csrFromEntries(20, 12, {
      rows: Int32Array.from(held, ({ user }) => user),
      columns: Int32Array.from(held, ({ item }) => item),
      values: new Float32Array(held.length).fill(1),
    })
    const options = { ...defaults, runtime, epochs: 300 }
    const { users, items } = await fitBpr(observed, options)
    const score = (embedding: Float32Array, item: number) => embedding.reduce((sum, value, at) => sum + value * items[item * 8 + at]!, 0)
    const all = Int32Array.from({ length: 12 }, (_, item) => item)
    const fitter = atOnce(personFitter(items, all, options))
    for (const embedding of [users.subarray(4 * 8, 5 * 8), fitter.embed(Int32Array.of(0, 2, 6))]) {
      const least = Math.min(...[0, 2, 4, 6, 8, 10].map((item) => score(embedding, item)))
      for (const other of [1, 3, 5, 7, 9, 11]) expect(score(embedding, other)).toBeLessThan(least)
    }
    expect(fitter.embed(Int32Array.of(1, 3))).toEqual(fitter.embed(Int32Array.of(1, 3)))
  })

  test('a longer history than ever before has room', () => {
    const items = Float32Array.from({ length: 600 * 3 }, (_, at) => Math.sin(at))
    const fitter = atOnce(
      personFitter(
        items,
        Int32Array.from({ length: 600 }, (_, item) => item),
        { ...defaults, embeddingSize: 3, runtime },
      ),
    )
    const long = Int32Array.from({ length: 500 }, (_, item) => item)
    const before = fitter.embed(Int32Array.of(5))
    expect(fitter.embed(long).every(Number.isFinite)).toBe(true)
    expect(fitter.embed(Int32Array.of(5))).toEqual(before)
  })
})

test('wasm and TypeScript give the same bits, for any size and number of people and items', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.record({
        seed: fc.nat(1_000),
        users: fc.integer({ min: 1, max: 30 }),
        items: fc.integer({ min: 1, max: 40 }),
        embeddingSize: fc.integer({ min: 1, max: 33 }),
        deviation: fc.constantFrom(0.1, 20),
      }),
      async ({ seed, users, items, ...options }) => {
        const observed = drawn(seed, users, items)
        const fitted = (runtime: 'wasm' | 'typescript') => fitBpr(observed, { ...defaults, ...options, seed, runtime })
        expect(await fitted('typescript')).toEqual(await fitted('wasm'))
      },
    ),
    { numRuns: 30, seed: 5 },
  )
})

test('any number of threads gives the same bits; another seed gives others', async () => {
  const observed = drawn(2, 300, 120)
  const [one, two, three, other] = await Promise.all([
    ...[1, 2, 3].map((threads) => fitBpr(observed, { ...defaults, threads })),
    fitBpr(observed, { ...defaults, seed: 2 }),
  ])
  expect(two).toEqual(one)
  expect(three).toEqual(one)
  expect(other).not.toEqual(one)
})

test('embeddings start with normal numbers of the deviation over √D', async () => {
  const { users, items } = await fitBpr(drawn(2, 300, 120), { ...defaults, deviation: 0.5, learningRate: 1e-9 })
  for (const rows of [users, items]) {
    const mean = rows.reduce((sum, value) => sum + value, 0) / rows.length
    const deviation = Math.sqrt(rows.reduce((sum, value) => sum + (value - mean) ** 2, 0) / rows.length)
    expect(Math.abs(deviation / (0.5 / Math.sqrt(8)) - 1)).toBeLessThan(0.08)
    expect(Math.abs(mean)).toBeLessThan(0.02)
    expect(new Set(rows).size).toBeGreaterThan(rows.length / 2)
  }
})

test('what nobody holds has a row of zeros', async () => {
  const observed = csrFromEntries(3, 3, { rows: Int32Array.of(0, 2), columns: Int32Array.of(0, 2), values: Float32Array.of(1, 1) })
  const { users, items } = await fitBpr(observed, defaults)
  for (const rows of [users, items]) {
    expect(rows.subarray(8, 16).every((value) => value === 0)).toBe(true)
    expect(rows.subarray(0, 8).every((value) => value !== 0)).toBe(true)
  }
})

test('an empty log, and an abort', async () => {
  const empty = csrFromEntries(2, 2, { rows: new Int32Array(), columns: new Int32Array(), values: new Float32Array() })
  expect((await fitBpr(empty, defaults)).items.every((value) => value === 0)).toBe(true)
  const controller = new AbortController()
  const options = { ...defaults, epochs: 1_000, signal: controller.signal, progress: () => controller.abort() }
  await expect(fitBpr(drawn(1, 30, 30), options)).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
})
