import { describe, expect, test } from 'vitest'
import { createDataset, type Dataset } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { modelCases } from '../../testing/model.ts'
import { checkerboard, latentTastes } from '../../testing/model-data.ts'
import { historyOf, type ModelDefinition } from '../model.ts'
import { factorizationMachine } from './factorization-machine.ts'
import { logisticRegression } from './logistic-regression.ts'
import type { OnlineModel, OnlineQuery } from './online.ts'

const kernels = createKernels()
const both = [logisticRegression, factorizationMachine] as unknown as ModelDefinition[]

describe('conformance, logistic-regression', () => {
  const config = { bits: 14, epochs: 15, learningRate: 0.3 }
  for (const { name, run } of modelCases(logisticRegression, { config, scoresUntouched: true })) test(name, run)
})

describe('conformance, factorization-machine', () => {
  for (const { name, run } of modelCases(factorizationMachine, { config: { bits: 12, epochs: 15 }, scoresUntouched: true })) test(name, run)
})

const fitted = async (definition: ModelDefinition, dataset: Dataset, settings: object = {}) =>
  (await definition.fit(dataset, definition.config.parse({ bits: 12, ...settings }), { kernels, seed: 1 })) as OnlineModel

const after = (...items: number[]): OnlineQuery => ({
  history: { items: Int32Array.from(items), values: new Float32Array(items.length).fill(1) },
})
const log = (...acts: readonly (readonly [user: string, item: string, at?: number])[]) =>
  createDataset(
    acts.map(([user, item, at], n) => ({ user, item, at: at ?? n })),
    { name: 'log', order: 'time', items: ['a', 'b', 'c', 'd'] },
  )

test('each example is predicted before it is learnt: the first at .5, the second with what the first has taught', async () => {
  const one = await fitted(logisticRegression as unknown as ModelDefinition, log(['u', 'a']), { negatives: 0 })
  expect(one.validation).toMatchObject({ examples: 1, logLoss: Math.LN2 })
  const two = await fitted(logisticRegression as unknown as ModelDefinition, log(['u', 'a'], ['v', 'a']), { negatives: 0, epochs: 3 })
  expect(two.validation.examples).toBe(2)
  expect(two.validation.logLoss).toBeLessThan(Math.LN2)
})

test.each(both)('$name: what comes later is not in the history of what came before', async (definition) => {
  // v's acts come between those of u; nobody has a after b.
  const model = await fitted(definition, log(['u', 'a', 1], ['v', 'c', 2], ['u', 'b', 3]), { negatives: 0, learningRate: 0.5 })
  const [a, b] = [0, 1]
  if (definition.name === 'logistic-regression') expect(model.score(after(b))[a]).toBe(model.score(after(2))[a])
  expect(model.score(after(a))[b]).toBeGreaterThan(model.score(after(2))[b]!)
})

test.each(both)('$name predicts better than the share of positives, and finds drawn tastes as it goes', async (definition) => {
  const { train } = latentTastes()
  const { validation } = await fitted(definition, train, { bits: 16 })
  expect(validation.examples).toBe(train.item.length * 5)
  expect(validation.baseLogLoss).toBeCloseTo(0.2 * Math.log(5) + 0.8 * Math.log(1.25), 9)
  expect(validation.logLoss).toBeLessThan(validation.baseLogLoss - 0.01)
  expect(validation.auc).toBeGreaterThan(0.65)
})

test.each(both)('$name learns on: a new item, at once, and beside what was passed over', async (definition) => {
  const model = await fitted(definition, log(['u', 'a'], ['v', 'b'], ['w', 'c'], ['u', 'b']))
  const [a, b, c, d] = [0, 1, 2, 3]
  expect(model.score(after(a))[d]).toBeNaN()
  const before = model.score(after(a))
  const first = model.learn({ query: after(a), item: d, passed: Int32Array.of(b, 9) })
  for (let n = 0; n < 5; n++) model.learn({ query: after(a), item: d, passed: Int32Array.of(b) })
  const now = model.score(after(a))
  expect(first).toBeGreaterThan(0)
  expect(now[d]).toBeGreaterThan(now[b]!)
  expect(now[b]).toBeLessThan(before[b]!)
  // Turned down, it falls; and what does not exist is no event.
  for (let n = 0; n < 20; n++) model.learn({ query: after(a), item: d, liked: false })
  expect(model.score(after(a))[d]).toBeLessThan(now[d]!)
  expect(model.learn({ query: after(a), item: 9 })).toBeNaN()
  expect(model.score(after(c))[a]).not.toBeNaN()
})

test.each(both)('$name answers with the probability it gave before, and goes on after loading as it would have', async (definition) => {
  const model = await fitted(definition, log(['u', 'a'], ['v', 'b'], ['w', 'c'], ['u', 'b']))
  const bytes = model.save()
  const loaded = definition.load(bytes, kernels) as OnlineModel
  expect(loaded.validation).toEqual(model.validation)
  const event = { query: after(0, 1), item: 2 }
  const expected = 1 / (1 + Math.exp(-model.score(event.query)[2]!))
  expect(model.learn(event)).toBeCloseTo(expected, 6)
  loaded.learn(event)
  expect(Buffer.from(loaded.save()).equals(model.save())).toBe(true)
  // What was saved before is untouched by what was learnt since.
  expect(Buffer.from((definition.load(bytes, kernels) as OnlineModel).save()).equals(bytes)).toBe(true)
})

test.each(both)('$name is copied with all it has learnt: both go on alike, neither moves the other', async (definition) => {
  const acts = Array.from({ length: 12 }, (_, n) =>
    ['u', 'v', 'w', 'x'].map((user, at) => [user, ['b', 'c'][(n + at) % 2]!] as const),
  ).flat()
  const model = await fitted(definition, log(...acts), { negatives: 2 })
  // What nobody had touched, so that it is drawn from then on.
  model.learn({ query: after(1), item: 0 })
  const copy = model.copy()
  const then = Buffer.from(model.save())
  const examples: number[][] = [[], []]
  for (const [at, one] of [copy, model].entries()) {
    for (let n = 0; n < 20; n++) one.learn({ query: after(1, 2), item: 3 }, (probability, label) => examples[at]!.push(probability, label))
    if (one === copy) expect([then.equals(model.save()), model.score(after(1))[3]]).toEqual([true, Number.NaN])
  }
  expect(examples[0]).toEqual(examples[1])
  // Each like, and what was drawn beside it.
  expect(examples[0]!.length).toBeGreaterThan(2 * 20 * 2)
  expect(Buffer.from(copy.save()).equals(model.save())).toBe(true)
  copy.learn({ query: after(1, 2), item: 1 })
  expect(Buffer.from(copy.save()).equals(model.save())).toBe(false)
})

test.each(both)('$name tells moments apart by their context', async (definition) => {
  const model = await fitted(definition, log(['u', 'a'], ['v', 'b'], ['w', 'c'], ['u', 'b']), { negatives: 2 })
  const at = (hour: string): OnlineQuery => ({ ...after(0), context: { hour } })
  for (let n = 0; n < 15; n++) {
    model.learn({ query: at('morning'), item: 1, passed: Int32Array.of(2) })
    model.learn({ query: at('night'), item: 2, passed: Int32Array.of(1) })
  }
  const [morning, night] = [model.score(at('morning')), model.score(at('night'))]
  expect(morning[1]).toBeGreaterThan(morning[2]!)
  expect(night[2]).toBeGreaterThan(night[1]!)
})

test.each(both)('$name takes ratings for labels from likedFrom on, and draws nothing beside them', async (definition) => {
  const { train, heldOut } = checkerboard({ ratings: true })
  const model = await fitted(definition, train, { likedFrom: 3, epochs: 5 })
  expect(model.validation.examples).toBe(train.item.length)
  // Half of the ratings are likes: each person has 8 of the own group, which they like, and 8 of the other.
  expect(model.validation.baseLogLoss).toBeCloseTo(Math.LN2, 9)
  expect(model.validation.logLoss).toBeLessThan(0.6)
  let right = 0
  for (const { user, item } of heldOut) {
    const history = historyOf(train, user)
    const done = new Set(history.items)
    const others = Int32Array.from({ length: 12 }, (_, at) => 2 * at + 1 - (user % 2)).filter((other) => !done.has(other))
    const [own, ...theirs] = model.score({ history }, Int32Array.of(item, ...others))
    right += theirs.filter((score) => score < own!).length / theirs.length / heldOut.length
  }
  expect(right).toBeGreaterThan(0.95)
})
