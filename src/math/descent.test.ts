import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Csr, csrFromEntries, transpose } from './csr.ts'
import { type RegressionOptions, regressionSteps } from './descent.ts'
import { createRandom } from './random.ts'
import { atOnce } from './steps.ts'

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

test.each(both)('%s: by hand', (runs) => {
  // Item 0: people 0, 1, 2; item 1: people 0, 1. With l2 = 1: w_01 = 2 / (2 + 1), w_10 = 2 / (3 + 1); l1 = 1 takes 1 off each 2.
  const items = csrFromEntries(2, 3, {
    rows: Int32Array.of(0, 0, 0, 1, 1),
    columns: Int32Array.of(0, 1, 2, 0, 1),
    values: new Float32Array(5),
  })
  const near = candidates(2)
  const kernels = { name: runs }
  expect([...atOnce(regressionSteps(items, near, { ...base, kernels })).values]).toEqual([2 / 3, 1 / 2].map(Math.fround))
  expect([...atOnce(regressionSteps(items, near, { ...base, l1: 1, kernels })).values]).toEqual([1 / 3, 1 / 4].map(Math.fround))
  const none = atOnce(regressionSteps(items, near, { ...base, l1: 2, kernels }))
  expect([[...none.offsets], none.values.length]).toEqual([[0, 0, 0], 0])
})

test.each(both)('%s: where it rests, each gradient is as large as its penalties', (runs) => {
  const items = sparse(20, 60, 0.3, 5)
  const near = candidates(20)
  const users = transpose(items)
  for (const [l1, positive] of [
    [0.8, false],
    [0.8, true],
    [0, false],
  ] as const) {
    const weights = atOnce(regressionSteps(items, near, { ...base, l1, positive, kernels: { name: runs } }))
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

test('property: wasm and the twin give the same bits', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 25 }), fc.nat(50), fc.nat(999), fc.nat(3), fc.boolean(), (count, people, seed, l1, positive) => {
      const items = sparse(count, people, 0.25, seed)
      const near = candidates(count)
      const [wasm, twin] = both.map((name) =>
        atOnce(
          regressionSteps(items, near, { ...base, l1: l1 / 2, positive, tolerance: 1e-3, mostPasses: 1 + (seed % 9), kernels: { name } }),
        ),
      )
      expect(wasm).toEqual(twin)
    }),
    { seed: 1, numRuns: 150 },
  )
})

test('tells its progress, in more than one step where there is much to do', () => {
  const shares: number[] = []
  const items = sparse(60, 2000, 0.3, 2)
  const steps = regressionSteps(items, candidates(60), {
    ...base,
    mostPasses: 1,
    kernels: { name: 'wasm' },
    progress: (share) => shares.push(share),
  })
  atOnce(steps)
  expect(shares.length).toBeGreaterThan(3)
  expect(shares.at(-1)).toBe(1)
})

test('refuses candidates of other items', () => {
  expect(() => atOnce(regressionSteps(sparse(3, 5, 0.5, 1), candidates(4), { ...base, kernels: { name: 'wasm' } }))).toThrow('near')
})
