import { expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { createRandom } from '../math/random.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { Storage } from '../storage/storage.ts'
import { createPenchant } from './create-penchant.ts'
import type { Penchant } from './penchant.ts'

const items: readonly Item[] = Array.from({ length: 40 }, (_, n) => ({ id: `i${n}`, title: `Thing ${n}`, attributes: {} }))
const random = createRandom('live learning')
/** Even people like even items, odd people odd ones: twelve each of twenty. */
const wishes = Array.from({ length: 100 }, (_, person) =>
  random.shuffle(Array.from({ length: 20 }, (_, n) => 2 * n + (person % 2))).slice(0, 12),
)
const clock = { now: () => 1_700_000_000_000, elapsed: () => 0 }
const open = (storage: Storage, rankingModel = 'factorization-machine', learnLikes = true) =>
  createPenchant({
    storage: { ...storage, close: async () => {} },
    clock,
    items,
    config: {
      rankingModel,
      ...(!learnLikes && { learnLikes }),
      rankingModelOptions: rankingModel === 'item-knn' ? {} : { bits: 10 },
      ...{ retrainAt: 'never', learnWeights: false, groupCommitMs: 0, lsa: { embeddingSize: 8 } },
      rank: { togetherShare: 1, togetherPeople: 0.01, trainedShare: 1 },
    },
  })
const like = (penchant: Penchant, user: string, ...liked: readonly number[]) =>
  penchant.trackAll(
    user,
    liked.map((n) => ({ item: `i${n}`, type: 'like' as const })),
  )
async function fitted(storage: Storage, model?: string) {
  const penchant = await open(storage, model)
  for (const [person, wished] of wishes.entries()) await like(penchant, `p${person}`, ...wished)
  await penchant.train()
  return penchant
}
/** Items with their scores, and which model it was. */
async function shown(penchant: Penchant, user: string) {
  const { items: page, slateId } = await penchant.recommend({ user, k: 40, diversity: 0 })
  return { page: page.map(({ item, score }) => [item.id, score]), model: (await penchant.slate(slateId))?.versions.models[0] }
}
const placeOf = ({ page }: Awaited<ReturnType<typeof shown>>, id: string) => page.findIndex(([item]) => item === id)

it.each(['factorization-machine', 'logistic-regression'])(
  '%s learns every like at once: it counts at the next request, for everybody',
  async (model) => {
    const penchant = await fitted(createMemoryStorage(), model)
    const { rankingModel, learning } = penchant.status()
    expect(learning).toMatchObject({ learnt: 0, fit: { examples: 6_000 }, since: { examples: 0, logLoss: null, auc: null } })
    await like(penchant, 'new', 0, 2)
    const before = await shown(penchant, 'new')
    expect(before.model).toBe(`${rankingModel}+2`)
    // People who like 0 and 2 come to like 1, which is of the other kind.
    for (let n = 0; n < 30; n++) await like(penchant, `friend${n}`, 0, 2, 1)
    const after = await shown(penchant, 'new')
    expect(after.model).toBe(`${rankingModel}+92`)
    expect(placeOf(after, 'i1')).toBeLessThan(placeOf(before, 'i1'))
    expect(placeOf(after, 'i1')).toBeLessThan(3)
    const { learnt, since } = penchant.status().learning!
    expect([learnt, since.examples]).toEqual([92, 460])
    expect(since.auc).toBeGreaterThan(0.5)
    await penchant.close()
  },
)

it('has the former page back to the byte after an undo, also of something that others have learnt on since', async () => {
  const penchant = await fitted(createMemoryStorage())
  await like(penchant, 'ada', 0, 2)
  const before = await shown(penchant, 'ada')
  const { seq } = await penchant.track('ada', { item: 'i4', type: 'like' })
  expect((await shown(penchant, 'ada')).model).not.toBe(before.model)
  await penchant.undo('ada', seq)
  expect(await shown(penchant, 'ada')).toEqual(before)

  const again = await penchant.track('ada', { item: 'i4', type: 'like' })
  await like(penchant, 'bob', 1, 3)
  await penchant.undo('ada', again.seq)
  const other = await fitted(createMemoryStorage())
  await like(other, 'ada', 0, 2)
  await like(other, 'bob', 1, 3)
  expect((await shown(penchant, 'ada')).page).toEqual((await shown(other, 'ada')).page)
  // Looking at it again teaches nothing anew; turning it down takes it out.
  await penchant.track('bob', { item: 'i3', type: 'view' })
  expect(penchant.status().learning?.learnt).toBe(4)
  await penchant.track('bob', { item: 'i3', type: 'dislike' })
  await penchant.recommend({ user: 'bob' })
  expect(penchant.status().learning?.learnt).toBe(3)
  // What comes back takes the place it had, before what others have taught since.
  const whole = await shown(penchant, 'bob')
  const turned = await penchant.track('ada', { item: 'i2', type: 'dislike' })
  await penchant.recommend({ user: 'ada' })
  expect(penchant.status().learning?.learnt).toBe(2)
  await penchant.undo('ada', turned.seq)
  await penchant.recommend({ user: 'ada' })
  expect(await shown(penchant, 'bob')).toEqual(whole)
  await penchant.close()
})

it('is the same after a restart, and after somebody was erased as if they had never come since the fit', async () => {
  const storage = createMemoryStorage()
  const penchant = await fitted(storage)
  await like(penchant, 'ada', 0, 2, 4)
  await like(penchant, 'p0', 1, 3)
  const before = await shown(penchant, 'ada')
  const { learning } = penchant.status()
  await like(penchant, 'eve', 5, 7, 9)
  expect((await shown(penchant, 'ada')).page).not.toEqual(before.page)
  await penchant.forget('eve')
  await penchant.recommend({ user: 'eve' })
  expect(await shown(penchant, 'ada')).toEqual(before)
  await penchant.close()

  const again = await open(storage)
  expect(again.status().learning).toEqual(learning)
  expect(await shown(again, 'ada')).toEqual(before)
  await again.close()
})

it('starts from the new fit after a training, with what came while it was fitted', async () => {
  const storage = createMemoryStorage()
  let atTheEnd = async () => {}
  const artifacts: Storage['artifacts'] = {
    ...storage.artifacts,
    put: async (name, bytes) => {
      if (name === 'model') await atTheEnd()
      return storage.artifacts.put(name, bytes)
    },
  }
  const penchant = await fitted({ ...storage, artifacts })
  await like(penchant, 'ada', 0, 2)
  atTheEnd = () => like(penchant, 'bob', 1, 3).then(() => {})
  await penchant.train()
  atTheEnd = async () => {}
  expect(penchant.status().refit.last?.likes).toBe(1_202)
  expect(penchant.status().learning?.learnt).toBe(2)
  await penchant.train()
  expect(penchant.status().refit.last?.likes).toBe(1_204)
  expect(penchant.status().learning?.learnt).toBe(0)
  await penchant.close()
})

it('learns nothing where the config says so: the fit ranks as it was until the next one', async () => {
  const storage = createMemoryStorage()
  await (await fitted(storage)).close()
  const penchant = await open(storage, 'factorization-machine', false)
  const { rankingModel } = penchant.status()
  await like(penchant, 'ada', 0, 2)
  expect((await shown(penchant, 'ada')).model).toBe(rankingModel)
  expect(penchant.status().learning).toBeNull()
  await penchant.close()
})

it('learns nothing beside a model that does not learn on, and serves the fit where it cannot read what came since', async () => {
  const knn = await fitted(createMemoryStorage(), 'item-knn')
  await like(knn, 'ada', 0)
  expect(knn.status().learning).toBeNull()
  await knn.close()

  const storage = createMemoryStorage()
  await (await fitted(storage)).close()
  const unknown = {
    ...storage,
    artifacts: { ...storage.artifacts, get: async (name: string) => (name === 'learning' ? undefined : storage.artifacts.get(name)) },
  }
  const penchant = await open(unknown)
  expect(penchant.status().rankingModel).not.toBeNull()
  expect(penchant.status().learning).toBeNull()
  await penchant.close()
})
