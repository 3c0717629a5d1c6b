import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Csr, csrFromEntries } from './csr.ts'
import { type RatingOptions, ratingSteps } from './descent-ratings.ts'
import type { RatingFactors } from './descent-ratings-state.ts'
import { createRandom } from './random.ts'
import { atOnce } from './steps.ts'

const both = ['wasm', 'typescript'] as const
const base: Omit<RatingOptions, 'kernels'> = {
  embeddingSize: 3,
  implicit: true,
  epochs: 1,
  learningRate: 0.01,
  decay: 1,
  biasRegularization: 0.03,
  regularization: 0.2,
  implicitRegularization: 0.1,
  deviation: 0.5,
  seed: 1,
}

/** Ratings of 1..5; some people have none. */
function draw(users: number, items: number, seed: number): Csr {
  const random = createRandom(seed)
  const places = Array.from({ length: users * items }, (_, at) => at).filter(
    (at) => Math.floor(at / items) % 4 !== 3 && random.next() < 0.4,
  )
  return csrFromEntries(users, items, {
    rows: Int32Array.from(places, (at) => Math.floor(at / items)),
    columns: Int32Array.from(places, (at) => at % items),
    values: Float32Array.from(places, () => 1 + random.integer(5)),
  })
}

type Parameters = Omit<RatingFactors, 'mean' | 'embeddingSize'>
const names = ['userBias', 'itemBias', 'userFactors', 'itemFactors', 'implicitFactors'] as const

/** Half the objective that the header of the module states, with the penalty of a rating counted for each. */
function objective(ratings: Csr, mean: number, parameters: Parameters, options: typeof base): number {
  const { userBias, itemBias, userFactors: p, itemFactors: q, implicitFactors: y } = parameters
  const size = options.embeddingSize
  const square = (factors: Float32Array, row: number) =>
    factors.subarray(row * size, (row + 1) * size).reduce((sum, value) => sum + value * value, 0)
  let total = 0
  for (let user = 0; user < ratings.rows; user++) {
    const [start, end] = [ratings.offsets[user]!, ratings.offsets[user + 1]!]
    const done = ratings.indexes.subarray(start, end)
    for (const [n, item] of done.entries()) {
      let expected = mean + userBias[user]! + itemBias[item]!
      for (let d = 0; d < size; d++) {
        const implicit = options.implicit ? done.reduce((sum, other) => sum + y[other * size + d]!, 0) / Math.sqrt(done.length) : 0
        expected += q[item * size + d]! * (p[user * size + d]! + implicit)
      }
      total += (ratings.values[start + n]! - expected) ** 2
      total += options.biasRegularization * (userBias[user]! ** 2 + itemBias[item]! ** 2)
      total += options.regularization * (square(p, user) + square(q, item))
      if (options.implicit) for (const other of done) total += options.implicitRegularization * square(y, other)
    }
  }
  return total / 2
}

test.each([
  ['wasm', true],
  ['wasm', false],
  ['typescript', true],
] as const)('%s, implicit %s: a short step goes down the gradient that differences give', (name, implicit) => {
  const ratings = draw(4, 5, 3)
  const rate = 1e-4
  const options = { ...base, implicit, kernels: { name } }
  const { mean, ...start } = atOnce(ratingSteps(ratings, { ...options, epochs: 0 }))
  const { mean: _, ...end } = atOnce(ratingSteps(ratings, { ...options, learningRate: rate }))
  for (const parameter of names) {
    expect(start[parameter]).toHaveLength(end[parameter].length)
    for (let at = 0; at < start[parameter].length; at++) {
      const shifted = (by: number) => {
        const values = Float64Array.from(start[parameter])
        values[at]! += by
        return objective(ratings, mean, { ...start, [parameter]: values }, options)
      }
      const gradient = (shifted(1e-4) - shifted(-1e-4)) / 2e-4
      expect((start[parameter][at]! - end[parameter][at]!) / rate).toBeCloseTo(gradient, 1)
    }
  }
})

test('property: wasm and the twin give the same bits, at sizes that fill no vector too', () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 15 }),
      fc.integer({ min: 1, max: 9 }),
      fc.boolean(),
      fc.nat(99),
      (users, items, embeddingSize, implicit, seed) => {
        const ratings = draw(users, items, seed)
        const [wasm, twin] = both.map((name) =>
          atOnce(ratingSteps(ratings, { ...base, embeddingSize, implicit, seed, epochs: 3, decay: 0.9, kernels: { name } })),
        )
        expect(wasm).toEqual(twin)
      },
    ),
    { seed: 1, numRuns: 100 },
  )
})

test('the descent leads to a lower objective, and tells its progress', () => {
  const ratings = draw(40, 30, 2)
  const shares: number[] = []
  const options = { ...base, kernels: { name: 'wasm' as const }, progress: (share: number) => shares.push(share) }
  const reached = [0, 5, 50].map((epochs) => {
    const { mean, ...parameters } = atOnce(ratingSteps(ratings, { ...options, epochs }))
    return objective(ratings, mean, parameters, options)
  })
  expect(reached[1]).toBeLessThan(0.8 * reached[0]!)
  expect(reached[2]).toBeLessThan(reached[1]!)
  expect(shares).toHaveLength(55)
  expect(shares.at(-1)).toBe(1)
})

test('the decay shrinks the steps of the next epoch', () => {
  const ratings = draw(12, 9, 4)
  const biases = (epochs: number, decay: number) =>
    atOnce(ratingSteps(ratings, { ...base, epochs, decay, kernels: { name: 'wasm' } })).userBias
  const once = biases(1, 1)
  for (const [user, bias] of biases(2, 1e-9).entries()) expect(bias).toBeCloseTo(once[user]!, 6)
  expect(biases(2, 1)).not.toEqual(once)
})

test('no ratings, no person, no item: biases and factors of nothing', () => {
  for (const matrix of [draw(0, 3, 1), draw(3, 0, 1)])
    expect(atOnce(ratingSteps(matrix, { ...base, kernels: { name: 'wasm' } })).userBias).toHaveLength(matrix.rows)
})
