import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDataset, type Dataset } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { modelCases } from '../../testing/model.ts'
import type { ItemWeightsModel } from '../linear/item-weights.ts'
import { historyOf } from '../model.ts'
import { transitionRegression } from './transition-regression.ts'

const kernels = createKernels()

describe('conformance', () => {
  for (const { name, run } of modelCases(transitionRegression)) test(name, run)
})

type Case = {
  readonly regularization: number
  readonly historyHalfLife: number | null
  readonly window: number
  readonly entries: number
  readonly scores: Readonly<Record<string, readonly (number | null)[]>>
}
type Golden = { readonly items: number; readonly walks: readonly (readonly number[])[]; readonly cases: readonly Case[] }
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/golden/transition-regression.json'), 'utf8')) as Golden

const walksOf = (walks: readonly (readonly number[])[], items: number) =>
  createDataset(
    walks.flatMap((walk, user) => walk.map((item) => ({ user: `u${user}`, item: `i${item}` }))),
    {
      ...{ name: 'walks', order: 'sequence', users: walks.map((_, user) => `u${user}`) },
      items: Array.from({ length: items }, (_, item) => `i${item}`),
    },
  )
const fitted = async (dataset: Dataset, settings: object) =>
  (await transitionRegression.fit(dataset, transitionRegression.config.parse(settings), { kernels, seed: 1 })) as ItemWeightsModel

test.each(golden.cases)(
  'scores equal those of numpy: λ $regularization, half-life $historyHalfLife, window $window',
  async ({ entries, scores, ...settings }) => {
    const dataset = walksOf(golden.walks, golden.items)
    const model = await fitted(dataset, settings)
    expect(model.entries).toBe(entries)
    for (const [user, expected] of Object.entries(scores)) {
      const found = model.score({ history: historyOf(dataset, Number(user)) })
      for (const [item, score] of expected.entries()) {
        if (score === null) expect(found[item], `item ${item}`).toBeNaN()
        else expect(found[item], `item ${item}`).toBeCloseTo(score, 4)
      }
    }
  },
)

const after = (...items: number[]) => ({ history: { items: Int32Array.from(items), values: new Float32Array(items.length).fill(1) } })

test('an item is explained once: what always comes with its cause earns no weight of its own', async () => {
  // 2 follows 0 with and without 1 between them. Examples of 0 at the half-life of 1: alone (1, and ½ behind 1), so B_02 = 1 where λ is next to nothing.
  const model = await fitted(
    walksOf(
      [
        [0, 2],
        [0, 2],
        [0, 2],
        [1, 0, 2],
      ],
      4,
    ),
    { regularization: 1e-6, historyHalfLife: 1 },
  )
  const scores = model.score(after(0))
  expect(scores[2]).toBeCloseTo(1, 3)
  expect(model.score(after(1))[2]).toBeCloseTo(0, 3)
  expect(scores[3]).toBeNaN()
})

test('one pair by hand: b = c / (g + λ), and only what came before has a weight', async () => {
  const model = await fitted(
    walksOf(
      [
        [0, 1],
        [0, 1],
      ],
      2,
    ),
    { regularization: 2 },
  )
  expect(model.score(after(0))[1]).toBeCloseTo(2 / (2 + 2), 6)
  expect(model.score(after(1))[0]).toBe(0)
})

test('the support keeps the items that came before most', async () => {
  const model = await fitted(
    walksOf(
      [
        [0, 2],
        [0, 2],
        [1, 2],
      ],
      3,
    ),
    { regularization: 1, support: 1 },
  )
  expect(model.entries).toBe(1)
  expect(model.score(after(1))[2]).toBe(0)
  expect(model.score(after(0))[2]).toBeCloseTo(2 / 3, 6)
})
