import { expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { createRandom } from '../math/random.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { Storage } from '../storage/storage.ts'
import type { ConfigInput } from './config.ts'
import { createPenchant } from './create-penchant.ts'

const count = 40
const items: readonly Item[] = Array.from({ length: count }, (_, n) => ({ id: `i${n}`, title: `Thing ${n}`, attributes: {} }))
const random = createRandom('weights')
/** Even people like even items, odd people odd ones: twelve each of twenty, everybody's nth at about the same time. */
const crowd = Array.from({ length: 120 }, (_, person) =>
  random
    .shuffle(Array.from({ length: count / 2 }, (_, n) => 2 * n + (person % 2)))
    .slice(0, 12)
    .map((item, nth) => ({ user: `p${person}`, item: `i${item}`, at: 1_700_000_000_000 + nth * 3_600_000 + person })),
)
  .flat()
  .sort((a, b) => a.at - b.at)
const acts = crowd.filter(({ user }) => Number(user.slice(1)) < 80)
const clock = { now: () => 1_700_100_000_000, elapsed: () => 0 }
/** Without anything learnt, what people like together counts nothing here. */
const blind: ConfigInput = { rank: { togetherShare: 0 }, retrainAt: 'never', lsa: { embeddingSize: 8 }, groupCommitMs: 0 }
const open = (storage: Storage, config: ConfigInput = {}) =>
  createPenchant({ storage: { ...storage, close: async () => {} }, clock, items, config: { ...blind, ...config } })

async function learnt(storage: Storage, config: ConfigInput = {}, log = acts) {
  const penchant = await open(storage, config)
  for (const { user, item, at } of log) await penchant.track(user, { item, type: 'like', occurredAt: at })
  const before = await penchant.recommend({ user: 'p0', k: 5, diversity: 0 })
  await penchant.train()
  return { penchant, before }
}
const documentsOf = async (penchant: Awaited<ReturnType<typeof open>>, slateId: string) =>
  (await penchant.slate(slateId))?.versions.documents

it('learns after a training what tells, serves it at the next request, names it, and has it again after a restart', async () => {
  const storage = createMemoryStorage()
  const { penchant, before } = await learnt(storage)
  expect(await documentsOf(penchant, before.slateId)).toEqual([])
  const { weights, failures, busy } = penchant.status()
  expect([failures, busy]).toEqual([[], []])
  expect(weights).toMatchObject({ version: 'weights/blend@1', moments: 240, people: 80 })
  expect(weights.learnt).toBeGreaterThan((weights.untrained as number) + 0.1)
  expect(weights.says).toMatch(/240 moments of 80 people, NDCG@10 0\.\d{4} against 0\.\d{4} untrained$/)
  const after = await penchant.recommend({ user: 'p0', k: 5, diversity: 0 })
  expect(after.items.map(({ item }) => Number(item.id.slice(1)) % 2)).toEqual([0, 0, 0, 0, 0])
  expect(await documentsOf(penchant, after.slateId)).toEqual(['weights/blend@1'])
  await penchant.close()

  const again = await open(storage)
  expect(again.status().weights).toEqual(weights)
  const shown = await again.recommend({ user: 'p0', k: 5, diversity: 0 })
  expect(shown.items.map(({ item, score }) => [item.id, score])).toEqual(after.items.map(({ item, score }) => [item.id, score]))
  await again.train()
  expect(again.status().weights).toEqual({ ...weights, version: 'weights/blend@2' })
  await again.close()
  // Learnt for other features: they do not serve.
  expect((await open(storage, { taste: { window: 256 } })).status().weights.version).toBeNull()
})

it('learns beside the model that ranks, from one that has not seen what it is asked; what was found holds beside that model alone', async () => {
  const storage = createMemoryStorage()
  const { penchant } = await learnt(storage, { rankingModel: 'item-knn' }, crowd)
  const { weights, rankingModel, failures } = penchant.status()
  expect([rankingModel, failures]).toEqual([expect.stringMatching(/^item-knn\.40\.1440\./), []])
  // The space tells the two groups apart already.
  expect(weights).toMatchObject({
    version: null,
    moments: 360,
    says: expect.stringMatching(/^untrained: those learnt from 360 moments .* were not surely better/),
  })
  expect((await storage.documents.get('weights', 'blend'))?.body).toMatchObject({
    model: 'item-knn',
    ndcg: { trained: expect.any(Number) },
  })
  await penchant.close()
  expect((await open(storage, { rankingModel: 'item-knn' })).status()).toMatchObject({ rankingModel, weights })
  expect((await open(storage)).status()).toMatchObject({ rankingModel: null, weights: { version: null, moments: 0 } })
})

it('learns the same from the same log', async () => {
  const [one, other] = [createMemoryStorage(), createMemoryStorage()]
  for (const storage of [one, other]) await (await learnt(storage)).penchant.close()
  expect((await other.documents.get('weights', 'blend'))?.body).toEqual((await one.documents.get('weights', 'blend'))?.body)
})

it('stays with the untrained weights where the config says so, gives others, or the log says too little; each is told', async () => {
  for (const [config, says] of [
    [{ learnWeights: false }, /turns learning off/],
    [{ rank: { weights: { prior: [1, 1, 1, 1, 1, 1], content: [0, 0, 0, 0, 0, 0], together: [0, 0, 0, 0, 0, 0] } } }, /as configured/],
  ] as const) {
    const storage = createMemoryStorage()
    const { penchant } = await learnt(storage, config as ConfigInput)
    expect(penchant.status().weights).toMatchObject({ version: null, moments: 0, says: expect.stringMatching(says) })
    expect(await storage.documents.get('weights', 'blend')).toBeUndefined()
  }
  const { penchant } = await learnt(
    createMemoryStorage(),
    {},
    acts.filter(({ user }) => user < 'p3'),
  )
  expect(penchant.status().weights).toMatchObject({
    version: null,
    learnt: null,
    says: expect.stringMatching(/^untrained: 69 moments of 23 people are too few/),
  })
})

it('says what failed, and goes on with what served before', async () => {
  const storage = createMemoryStorage()
  let full = false
  const documents: Storage['documents'] = {
    ...storage.documents,
    publish: async (document) => {
      if (full) throw new Error('The disk is full.')
      return storage.documents.publish(document)
    },
  }
  const { penchant } = await learnt({ ...storage, documents })
  full = true
  await penchant.train()
  expect(penchant.status().failures).toEqual(['The weights could not be learnt: The disk is full.'])
  expect(penchant.status().weights.version).toBe('weights/blend@1')
  full = false
  await penchant.train()
  expect(penchant.status().failures).toEqual([])
  await penchant.close()
})

it('stops when the engine closes, and nothing is kept', async () => {
  const storage = createMemoryStorage()
  const penchant = await open(storage)
  for (const { user, item, at } of acts) await penchant.track(user, { item, type: 'like', occurredAt: at })
  const training = penchant.train()
  while (!penchant.status().busy.includes('learning the weights')) await new Promise((resolve) => setImmediate(resolve))
  await penchant.close()
  await training
  expect(await storage.documents.get('weights', 'blend')).toBeUndefined()
})
