import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { type Csr, csrFromEntries, transpose } from './csr.ts'
import { type RegressionOptions, regressItems } from './descent.ts'
import { createRandom } from './random.ts'

const both = ['wasm', 'typescript'] as const
const base: Omit<RegressionOptions, 'kernels'> = { l1: 0, l2: 1, positive: false, tolerance: 1e-12, mostPasses: 1000 }

function sparse(rows: number, columns: number, share: number, seed: number): Csr {
  const random = createRandom(seed)
  const places = Array.from({ length: rows * columns }, (_, at) => at).filter(() => random.next() < share)
  return csrFromEntries(rows, columns, {
    rows: Int32Array.from(places, (at) => Math.floor(at / columns)),
    columns: Int32Array.from(places, (at) => at % columns),
    values: new Float32Array(places.length).fill(1),
  })
}

/** All other items are candidates, but every fifth item has none. */
function candidates(items: number): Csr {
  const places = Array.from({ length: items * items }, (_, at) => at).filter(
    (at) => at % (items + 1) !== 0 && Math.floor(at / items) % 5 !== 4,
  )
  return csrFromEntries(items, items, {
    rows: Int32Array.from(places, (at) => Math.floor(at / items)),
    columns: Int32Array.from(places, (at) => at % items),
    values: new Float32Array(places.length).fill(1),
  })
}

test.each(both)('%s: by hand', async (runs) => {
  // Item 0: people 0, 1, 2; item 1: people 0, 1. With l2 = 1: w_01 = 2 / (2 + 1), w_10 = 2 / (3 + 1); l1 = 1 takes 1 off each 2.
  const items = csrFromEntries(2, 3, {
    rows: Int32Array.of(0, 0, 0, 1, 1),
    columns: Int32Array.of(0, 1, 2, 0, 1),
    values: new Float32Array(5),
  })
  const near = candidates(2)
  const kernels = { name: runs }
  expect([...(await regressItems(items, near, { ...base, kernels })).values]).toEqual([2 / 3, 1 / 2].map(Math.fround))
  expect([...(await regressItems(items, near, { ...base, l1: 1, kernels })).values]).toEqual([1 / 3, 1 / 4].map(Math.fround))
  const none = await regressItems(items, near, { ...base, l1: 2, kernels })
  expect([[...none.offsets], none.values.length]).toEqual([[0, 0, 0], 0])
})

test.each(both)('%s: where it rests, each gradient is as large as its penalties', async (runs) => {
  const items = sparse(20, 60, 0.3, 5)
  const near = candidates(20)
  const users = transpose(items)
  for (const [l1, positive] of [
    [0.8, false],
    [0.8, true],
    [0, false],
  ] as const) {
    const weights = await regressItems(items, near, { ...base, l1, positive, kernels: { name: runs } })
    expect(weights.values.some((weight) => weight < 0)).toBe(!positive)
    for (let item = 0; item < 20; item++) {
      const [from, to] = [weights.offsets[item]!, weights.offsets[item + 1]!]
      const weightOf = new Map(Array.from(weights.indexes.subarray(from, to), (other, at) => [other, weights.values[from + at]!]))
      if (item % 5 === 4) expect(weightOf.size).toBe(0)
      const done = (user: number) => users.indexes.subarray(users.offsets[user], users.offsets[user + 1])
      const left = Array.from({ length: 60 }, (_, user) =>
        done(user).reduce((sum, other) => sum - (weightOf.get(other) ?? 0), done(user).includes(item) ? 1 : 0),
      )
      for (let other = 0; other < 20; other++) {
        if (other === item || item % 5 === 4) continue
        const own = items.indexes.subarray(items.offsets[other], items.offsets[other + 1])
        const weight = weightOf.get(other) ?? 0
        const pull = own.reduce((sum, user) => sum + left[user]!, 0) - weight
        if (weight !== 0) expect(pull).toBeCloseTo(Math.sign(weight) * l1, 4)
        else expect(positive ? pull : Math.abs(pull)).toBeLessThanOrEqual(l1 + 1e-5)
      }
    }
  }
})

test('property: wasm and the twin give the same bits', async () => {
  const shape = [fc.integer({ min: 1, max: 25 }), fc.nat(50), fc.nat(999), fc.nat(3), fc.boolean()] as const
  await fc.assert(
    fc.asyncProperty(...shape, async (count, people, seed, l1, positive) => {
      const items = sparse(count, people, 0.25, seed)
      const options = { ...base, l1: l1 / 2, positive, tolerance: 1e-3, mostPasses: 1 + (seed % 9) }
      const [wasm, twin] = await Promise.all(both.map((name) => regressItems(items, candidates(count), { ...options, kernels: { name } })))
      expect(wasm).toEqual(twin)
    }),
    { seed: 1, numRuns: 150 },
  )
})

test('any number of threads gives the same bits, tells its progress and hears an abort', async () => {
  const items = sparse(60, 2_000, 0.3, 2)
  const options = { ...base, mostPasses: 3, kernels: { name: 'wasm' } } as const
  const shares: number[] = []
  const [one, two, three] = await Promise.all(
    [1, 2, 3].map((threads) =>
      regressItems(items, candidates(60), { ...options, threads, progress: (share) => threads === 2 && shares.push(share) }),
    ),
  )
  expect(two).toEqual(one)
  expect(three).toEqual(one)
  expect(shares.length).toBeGreaterThan(1)
  expect(shares.at(-1)).toBe(1)
  for (const threads of [1, 2]) {
    const controller = new AbortController()
    const stopped = regressItems(items, candidates(60), {
      ...options,
      threads,
      signal: controller.signal,
      progress: () => controller.abort(),
    })
    await expect(stopped).rejects.toSatisfy((error: unknown) => isPenchantError(error, 'aborted'))
  }
})

test('refuses candidates of other items', async () => {
  await expect(regressItems(sparse(3, 5, 0.5, 1), candidates(4), { ...base, kernels: { name: 'wasm' } })).rejects.toThrow('near')
})
