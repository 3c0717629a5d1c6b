import { expect, test } from 'vitest'
import { z } from 'zod'
import type { Item } from '../data/item.ts'
import { createKernels } from '../math/kernels.ts'
import { chosenScores, defineModel, type History, type ModelDefinition } from '../models/model.ts'
import { type Contender, decayedPopularity, fittedModel, liveItemKnn } from './contenders.ts'

const now = Date.UTC(2026, 0, 5)
const items: readonly Item[] = ['a', 'b', 'c', 'd', 'e'].map((id) => ({
  id,
  title: id,
  attributes: {},
  ...(id === 'e' && { releasedAt: now + 10 }),
}))
const isWish = ({ type }: { readonly type: string }) => type === 'like'

async function opened(contender: Contender, log: string) {
  const one = await contender.open()
  one.setNow(now)
  for (const line of log.split(', ')) {
    const [user = '', type = '', item = ''] = line.split(' ')
    await one.recommender.trackAll(user, [{ item, type: type as 'like', occurredAt: now }])
  }
  const ask = async (user: string, k = 10) => (await one.recommender.recommend({ user, k })).items.map(({ item }) => item.id)
  return { ...one, ask }
}
const log = 'ann like a, ann like b, ben like a, ben like b, ben like c, cy like b, cy view d, dee like e, dee like e2'

test('popularity counts wishes alone, shows nothing that was acted on, and nothing before its release', async () => {
  const { ask, setNow } = await opened(decayedPopularity(items, isWish), log)
  expect(await ask('stranger', 3)).toEqual(['b', 'a', 'c'])
  expect(await ask('ann', 1)).toEqual(['c'])
  expect(await ask('cy')).not.toContain('d')
  expect(await ask('ben')).toEqual(['d'])
  setNow(now + 10)
  expect(await ask('ben', 1)).toEqual(['e'])
})

test('live item-kNN is right after every event: n_ij / (√(n_i n_j) + 10) by hand', async () => {
  // For cy, who wished b: a shares 2 of √6, c 1 of √3.
  const { ask, recommender } = await opened(liveItemKnn(items, isWish), log)
  expect((await ask('cy')).slice(0, 2)).toEqual(['a', 'c'])
  // Three more share b and c: 4 / (√(6 · 4) + 10) against 2 / (√(6 · 2) + 10).
  for (const user of ['x', 'y', 'z'])
    await recommender.trackAll(user, [
      { item: 'b', type: 'like', occurredAt: now },
      { item: 'c', type: 'like', occurredAt: now },
    ])
  expect((await ask('cy')).slice(0, 2)).toEqual(['c', 'a'])
})

test('a fitted model learns when told to, folds in what came since, and popularity fills up', async () => {
  const fits: string[] = []
  const asked: History[] = []
  const definition = defineModel({
    name: 'told',
    summary: 'For this test.',
    config: z.strictObject({ best: z.int().default(0) }),
    search: {},
    needs: ['time'],
    predicts: 'ranking',
    fit(dataset, { best }) {
      fits.push(`${dataset.items.join('')} ${dataset.users.length} ${dataset.item.length}`)
      return {
        name: 'told',
        items: 5,
        score({ history }, chosen) {
          asked.push(history)
          return chosenScores(
            Float32Array.from({ length: 5 }, (_, item) => (item === best ? 1 : Number.NaN)),
            chosen,
          )
        },
        save: () => new Uint8Array(),
      }
    },
    load: () => {
      throw new Error('not used')
    },
  }) as unknown as ModelDefinition
  const context = { kernels: createKernels(), seed: 1 }
  const { ask, refit, recommender } = await opened(fittedModel(definition, { best: 3 }, { items, isWish, context }), log)
  expect(await ask('ann', 1)).toEqual(['c'])
  await refit?.()
  expect(fits).toEqual(['abcde 4 7'])
  expect(await ask('ann', 2)).toEqual(['d', 'c'])
  await recommender.trackAll('ann', [{ item: 'c', type: 'like', occurredAt: now + 1 }])
  await ask('ann')
  expect([...asked.at(-1)!.items]).toEqual([0, 1, 2])
  expect([...asked.at(-1)!.times!]).toEqual([now, now, now + 1])
  expect(await ask('stranger', 1)).toEqual(['b'])
})
