import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDataset, type Dataset } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { createTwinKernels } from '../../math/kernels-twin.ts'
import { openKernels } from '../../math/onnx/algebra.ts'
import { hasOnnx } from '../../math/onnx/runtime.ts'
import { readArtifact } from '../../math/tensors.ts'
import { modelCases } from '../../testing/model.ts'
import { historyOf } from '../model.ts'
import { ease } from './ease.ts'
import type { ItemWeightsModel } from './item-weights.ts'

const kernels = createKernels()

describe('conformance, dense', () => {
  for (const { name, run } of modelCases(ease, { config: { regularization: 20 } })) test(name, run)
})

describe('conformance, truncated support', () => {
  for (const { name, run } of modelCases(ease, { config: { regularization: 20, maxItems: 10, support: 60 } })) test(name, run)
})

type Golden = {
  readonly items: number
  readonly regularization: number
  readonly histories: readonly (readonly number[])[]
  readonly scores: Readonly<Record<string, readonly number[]>>
}
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/golden/ease.json'), 'utf8')) as Golden

/** Items are interned by a list, so that an item without interactions has its integer too. */
function datasetOf(histories: readonly (readonly number[])[], items: number, order: Dataset['order'] = 'none'): Dataset {
  const rows = histories.flatMap((done, user) => done.map((item) => ({ user: `u${user}`, item: `i${item}` })))
  const [users, ids] = [histories.length, items].map((count, at) => Array.from({ length: count }, (_, n) => `${'ui'[at]}${n}`))
  return createDataset(rows, { name: 'drawn', order, users, items: ids })
}

const fitted = async (dataset: Dataset, settings: object, used = kernels) =>
  (await ease.fit(dataset, ease.config.parse(settings), { kernels: used, seed: 1 })) as ItemWeightsModel

test('scores equal those of numpy', async () => {
  const dataset = datasetOf(golden.histories, golden.items)
  for (const used of [kernels, createTwinKernels()]) {
    const model = await fitted(dataset, { regularization: golden.regularization }, used)
    expect(model.plan).toBe('dense')
    for (const [user, expected] of Object.entries(golden.scores)) {
      const scores = model.score({ history: historyOf(dataset, Number(user)) })
      for (const [item, score] of expected.entries()) expect(Math.abs(scores[item]! - score)).toBeLessThan(1e-5)
    }
  }
})

test('with every other item in the support, the truncated plan finds the same weights', async () => {
  // Everybody also has one item more, so that each two items have somebody in common and none is left out as no neighbour.
  const histories = golden.histories.map((done) => [...done, golden.items])
  histories.push(Array.from({ length: golden.items + 1 }, (_, item) => item))
  const dataset = datasetOf(histories, golden.items + 1)
  const [dense, truncated] = await Promise.all([
    fitted(dataset, { regularization: 5 }),
    fitted(dataset, { regularization: 5, maxItems: 50, support: golden.items }),
  ])
  expect(truncated.plan).toBe('truncated')
  expect(truncated.entries).toBe(dense.entries)
  const history = historyOf(dataset, 3)
  const [a, b] = [dense.score({ history }), truncated.score({ history })]
  for (const [item, score] of a.entries()) expect(Math.abs(b[item]! - score)).toBeLessThan(2e-3)
})

test('a smaller support keeps so many weights an item at most, and what is loaded tells the plan', async () => {
  const dataset = datasetOf(golden.histories, golden.items)
  const model = await fitted(dataset, { regularization: 5, maxItems: 89, support: 7 })
  expect(model.plan).toBe('truncated')
  expect(model.entries).toBeLessThanOrEqual(90 * 7)
  expect((ease.load(model.save(), kernels) as ItemWeightsModel).plan).toBe('truncated')
  expect((await fitted(dataset, { regularization: 5, maxItems: 90 })).plan).toBe('dense')
})

test('the artifact says what did the algebra, and is equal once loaded', async () => {
  const dataset = datasetOf(golden.histories, golden.items)
  const model = await fitted(dataset, { regularization: 5 })
  expect(model.algebra).toBe('wasm')
  expect(readArtifact(model.save(), 'penchant-model-ease/1').metadata.algebra).toBe('wasm')
  expect((await fitted(dataset, { regularization: 5, maxItems: 50 })).algebra).toBe('wasm')
})

test.runIf(hasOnnx())('in ONNX Runtime, scores equal those of numpy, and of the kernels within 1e-4', async () => {
  const dataset = datasetOf(golden.histories, golden.items)
  const { kernels: used } = await openKernels('onnx')
  const model = await fitted(dataset, { regularization: golden.regularization }, used)
  const bytes = model.save()
  expect([model.algebra, readArtifact(bytes, 'penchant-model-ease/1').metadata.algebra]).toEqual(['onnx', 'onnx'])
  expect(Buffer.from(ease.load(bytes, kernels).save()).equals(Buffer.from(bytes))).toBe(true)
  const same = await fitted(dataset, { regularization: golden.regularization })
  for (const [user, expected] of Object.entries(golden.scores)) {
    const [scores, others] = [model, same].map((each) => each.score({ history: historyOf(dataset, Number(user)) })) as [
      Float32Array,
      Float32Array,
    ]
    for (const [item, score] of expected.entries()) {
      expect(Math.abs(scores[item]! - score)).toBeLessThan(1e-5)
      expect(Math.abs(scores[item]! - others[item]!)).toBeLessThan(1e-4)
    }
  }
})

test('recency: rank 1 counts half at a half-life of 1; an item that comes again counts where it is newest', async () => {
  const dataset = datasetOf(golden.histories, golden.items, 'sequence')
  const [plain, recent] = [await fitted(dataset, { regularization: 5 }), await fitted(dataset, { regularization: 5, historyHalfLife: 1 })]
  const of = (...items: number[]) => ({ history: { items: Int32Array.from(items), values: new Float32Array(items.length).fill(1) } })
  const [a, b] = [plain.score(of(1)), plain.score(of(2))]
  const expected = a.map((score, item) => score / 2 + b[item]!)
  for (const history of [of(1, 2), of(2, 1, 2), of(1, 1, 2, 2)]) {
    const scores = recent.score(history)
    for (const [item, score] of expected.entries()) expect(scores[item]).toBeCloseTo(score, 6)
  }
})

test('recency is refused where the data has no order', async () => {
  await expect(fitted(datasetOf(golden.histories, golden.items), { historyHalfLife: 5 })).rejects.toThrow('no order')
})

test('a rating of any height counts 1; the value of an implicit interaction is its weight', async () => {
  const implicit = datasetOf(golden.histories, golden.items)
  const rated = { ...implicit, ratings: true, value: implicit.value.map((_, at) => 1 + (at % 5)) }
  const [a, b] = [await fitted(implicit, { regularization: 5 }), await fitted(rated, { regularization: 5 })]
  expect(b.score({ history: historyOf(rated, 3) })).toEqual(a.score({ history: historyOf(implicit, 3) }))
  const history = historyOf(implicit, 3)
  const once = a.score({ history })
  const twice = a.score({ history: { ...history, values: history.values.map(() => 2) } })
  expect(twice).toEqual(once.map((score) => 2 * score))
})
