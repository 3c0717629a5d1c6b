import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDataset } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { modelCases } from '../../testing/model.ts'
import { historyOf } from '../model.ts'
import type { ItemWeightsModel } from './item-weights.ts'
import { slim } from './slim.ts'

const kernels = createKernels()

describe('conformance', () => {
  for (const { name, run } of modelCases(slim, { config: { l2: 5 } })) test(name, run)
})

type Case = {
  readonly l1: number
  readonly l2: number
  readonly positive: boolean
  readonly entries: number
  readonly scores: Readonly<Record<string, readonly number[]>>
}
type Golden = { readonly items: number; readonly histories: readonly (readonly number[])[]; readonly cases: readonly Case[] }
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/golden/slim.json'), 'utf8')) as Golden

const dataset = createDataset(
  golden.histories.flatMap((done, user) => done.map((item) => ({ user: `u${user}`, item: `i${item}` }))),
  {
    name: 'drawn',
    users: golden.histories.map((_, user) => `u${user}`),
    items: Array.from({ length: golden.items }, (_, item) => `i${item}`),
  },
)
const fitted = async (settings: object) => (await slim.fit(dataset, slim.config.parse(settings), { kernels, seed: 1 })) as ItemWeightsModel

test.each(golden.cases)(
  'scores equal those of numpy: l1 $l1, l2 $l2, positive $positive',
  async ({ l1, l2, positive, entries, scores }) => {
    const model = await fitted({ l1, l2, positive, tolerance: 1e-10, mostPasses: 10_000 })
    expect(model.entries).toBe(entries)
    for (const [user, expected] of Object.entries(scores)) {
      const found = model.score({ history: historyOf(dataset, Number(user)) })
      for (const [item, score] of expected.entries()) expect(Math.abs(found[item]! - score)).toBeLessThan(1e-5)
    }
  },
)

test('the support bounds the weights of an item; a stronger l1 leaves fewer', async () => {
  expect((await fitted({ l1: 0, support: 3 })).entries).toBeLessThanOrEqual(3 * golden.items)
  const counts = await Promise.all([0, 1, 4].map(async (l1) => (await fitted({ l1 })).entries))
  expect(counts[0]).toBeGreaterThan(counts[1]!)
  expect(counts[1]).toBeGreaterThan(counts[2]!)
})

test('recency is refused where the data has no order', async () => {
  await expect(fitted({ historyHalfLife: 5 })).rejects.toThrow('no order')
})
