import { describe, expect, test } from 'vitest'
import { createDataset } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { modelCases } from '../../testing/model.ts'
import { markov } from './markov.ts'
import { sequenceRules } from './sequence-rules.ts'

describe('conformance: sequence-rules', () => {
  for (const { name, run } of modelCases(sequenceRules)) test(name, run)
})
describe('conformance: markov', () => {
  for (const { name, run } of modelCases(markov)) test(name, run)
})

const rows = (user: string, items: string) => [...items].map((item) => ({ user, item }))
/** a b c; a c; b a d. Acts: a 3, b 2, c 2, d 1. */
const data = createDataset([...rows('u', 'abc'), ...rows('v', 'ac'), ...rows('w', 'bad')], {
  name: 'three walks',
  order: 'sequence',
  items: ['a', 'b', 'c', 'd', 'never'],
})
const context = { kernels: createKernels(), seed: 1 }
const history = (...items: number[]) => ({ history: { items: Int32Array.from(items), values: new Float32Array(items.length).fill(1) } })
const close = (scores: Float32Array, expected: readonly number[]) => {
  expect(scores).toHaveLength(expected.length)
  for (const [at, value] of expected.entries()) {
    if (Number.isNaN(value)) expect(scores[at], `item ${at}`).toBeNaN()
    else expect(scores[at], `item ${at}`).toBeCloseTo(value, 6)
  }
}
const none = Number.NaN

describe('sequence rules by hand', () => {
  const fitted = (config: object) =>
    sequenceRules.fit(data, sequenceRules.config.parse({ fromPower: 0, toPower: 0, shrinkage: 0, ...config }), context)

  test('1 / distance over all walks: after a came b once next, c next and two places on, d next', async () => {
    close((await fitted({})).score(history(0)), [none, 1, 1.5, 1, none])
    close((await fitted({ window: 1 })).score(history(0)), [none, 1, 1, 1, none])
    // b: a next; c next; d two places on.
    close((await fitted({})).score(history(1)), [1, none, 1, 0.5, none])
  })

  test('the newest item weighs 1, the one before it half of that at a half-life of 1', async () => {
    close((await fitted({ historyHalfLife: 1 })).score(history(0, 1)), [1, 0.5, 1 + 0.75, 0.5 + 0.5, none])
  })

  test('divided by powers of the acts, and shrunk', async () => {
    // From a (3 acts) to b (2), c (2), d (1).
    close((await fitted({ fromPower: 1, toPower: 0.5 })).score(history(0)), [
      none,
      1 / (3 * Math.SQRT2),
      1.5 / (3 * Math.SQRT2),
      1 / 3,
      none,
    ])
    close((await fitted({ shrinkage: 1 })).score(history(0)), [none, 1 / 2, 1.5 / 2, 1 / 2, none])
    close((await fitted({ k: 1 })).score(history(0)), [none, none, 1.5, none, none])
  })
})

describe('markov by hand', () => {
  test('Witten-Bell: a was followed by b, c, d once each, so half is left to popularity', async () => {
    const model = await markov.fit(data, markov.config.parse({}), context)
    const rest = (count: number, acts: number) => count / 6 + (acts / 8) * 0.5
    close(model.score(history(0)), [(3 / 8) * 0.5, rest(1, 2), rest(1, 2), rest(1, 1), none])
    // d was never followed, so all is left to the item before it.
    close(model.score(history(0, 3)), [...model.score(history(0))])
    // b was followed by a and c: half is left to a, a quarter to popularity.
    const chain = [1 / 4 + 3 / 8 / 4, 1 / 12 + 2 / 8 / 4, 1 / 4 + 1 / 12 + 2 / 8 / 4, 1 / 12 + 1 / 8 / 4, none]
    close(model.score(history(0, 1)), chain)
    expect(chain.slice(0, 4).reduce((a, b) => a + b)).toBeCloseTo(1, 12)
  })

  test('an item that follows itself says nothing', async () => {
    const model = await markov.fit(createDataset(rows('u', 'aab'), { name: 'again', order: 'sequence' }), markov.config.parse({}), context)
    // a was followed by b alone: half is left.
    close(model.score(history(0)), [(2 / 3) * 0.5, 1 / 2 + (1 / 3) * 0.5])
  })

  test('more back-off leaves more to older items', async () => {
    const model = await markov.fit(data, markov.config.parse({ backOff: 3 }), context)
    // N = 3, T = 3, θ T = 9: three quarters are left.
    close(model.score(history(0)), [(3 / 8) * 0.75, 1 / 12 + (2 / 8) * 0.75, 1 / 12 + (2 / 8) * 0.75, 1 / 12 + (1 / 8) * 0.75, none])
  })
})
