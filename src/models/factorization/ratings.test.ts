import { describe, expect, test } from 'vitest'
import { createDataset, interactionMatrix } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { modelCases } from '../../testing/model.ts'
import { latentTastes } from '../../testing/model-data.ts'
import type { ModelDefinition } from '../model.ts'
import { biasedMf } from './biased-mf.ts'
import { createRatingModel } from './rating-factors.ts'
import { svdPlusPlus } from './svd-plus-plus.ts'

const kernels = createKernels()
const small = { embeddingSize: 4, epochs: 120, learningRate: 0.02, regularization: 0.03 }

describe('conformance, biased-mf', () => {
  for (const { name, run } of modelCases(biasedMf, { config: small })) test(name, run)
})

describe('conformance, svd-plus-plus', () => {
  for (const { name, run } of modelCases(svdPlusPlus, { config: { ...small, implicitRegularization: 0.01 } })) test(name, run)
})

test('by hand: the fold-in solves bias and factors together, and keeps to the scale', () => {
  // One factor q = 1, −1 on two items, μ = 3, item biases 0. Ratings 5 and 3 leave 2 and 0: with λ |N| = 1 on both,
  // (2 + 1) b + 0 p = 2 and (2 + 1) p = 2, so b = p = 2/3, and item 0 is expected at 3 + 4/3, item 1 at 3.
  const model = createRatingModel({
    name: 'biased-mf',
    known: Int32Array.of(1, 1, 0, 1),
    mean: 3,
    itemBias: Float32Array.of(0, 0, 9, -5),
    itemFactors: Float32Array.of(1, -1, 7, 0),
    implicitFactors: new Float32Array(0),
    lowest: 1,
    highest: 5,
    config: { embeddingSize: 1, biasRegularization: 0.5, regularization: 0.5 },
    seed: 1,
  })
  const history = { items: Int32Array.of(0, 1, 2), values: Float32Array.of(5, 3, 1) }
  expect([...model.score({ history })]).toEqual([3 + 4 / 3, 3, Number.NaN, 1].map(Math.fround))
  // The last rating of an item counts.
  const again = { items: Int32Array.of(0, 0, 1), values: Float32Array.of(1, 5, 3) }
  expect(model.score({ history: again })).toEqual(model.score({ history }))
})

test('by hand: what was rated adds the mean of its implicit factors over the root of their number', () => {
  const fitted = {
    name: 'svd-plus-plus',
    known: Int32Array.of(1, 1),
    mean: 3,
    itemBias: Float32Array.of(0, 0),
    itemFactors: Float32Array.of(1, -1),
    implicitFactors: Float32Array.of(0.5, 0.25),
    lowest: 1,
    highest: 5,
    config: { embeddingSize: 1, biasRegularization: 1e9, regularization: 1e9 },
    seed: 1,
  }
  // Such penalties hold b and p at 0: 3 ± .75 / √2.
  const scores = createRatingModel(fitted).score({ history: { items: Int32Array.of(0, 1), values: Float32Array.of(5, 3) } })
  expect(scores[0]).toBeCloseTo(3 + 0.75 / Math.SQRT2, 6)
  expect(scores[1]).toBeCloseTo(3 - 0.75 / Math.SQRT2, 6)
})

test.each([biasedMf, svdPlusPlus] as unknown as ModelDefinition[])('$name refuses data without ratings', (definition) => {
  const dataset = createDataset([{ user: 'a', item: 'b' }], { name: 'clicks' })
  expect(() => definition.fit(dataset, definition.config.parse({}), { kernels, seed: 1 })).toThrow('no ratings')
})

test('stays within the ratings of the fit', async () => {
  const { train } = latentTastes({ ratings: true })
  const model = await biasedMf.fit(train, biasedMf.config.parse({ epochs: 5 }), { kernels, seed: 1 })
  const values = interactionMatrix(train).values
  const scores = model.score({ history: { items: Int32Array.of(0, 1), values: Float32Array.of(99, 99) } })
  expect(Math.max(...scores)).toBeLessThanOrEqual(Math.max(...values))
})
