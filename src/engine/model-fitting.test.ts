import { describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { isPenchantError } from '../errors.ts'
import { createKernels } from '../math/kernels.ts'
import { createRandom } from '../math/random.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { Storage } from '../storage/storage.ts'
import { createPenchant } from './create-penchant.ts'
import { createModelFitting } from './model-fitting.ts'

const kernels = createKernels()
const count = 40
const items: readonly Item[] = Array.from({ length: count }, (_, n) => ({ id: `i${n}`, title: `Thing ${n}`, attributes: {} }))
const random = createRandom('likes')
/** Even people like even items, odd people odd ones: twelve each of twenty. */
const wishes = Array.from({ length: 100 }, (_, person) =>
  random.shuffle(Array.from({ length: count / 2 }, (_, n) => 2 * n + (person % 2))).slice(0, 12),
)
const likes = new Map(wishes.map((wished, person) => [`p${person}`, wished.map((item, at) => ({ item, at }))]))
const clock = { now: () => 1_700_000_000_000, elapsed: () => 0 }
const open = (storage: Storage, model = 'item-knn', modelOptions = {}) =>
  createPenchant({
    storage,
    clock,
    items,
    config: {
      rankingModel: model,
      rankingModelOptions: modelOptions,
      retrainAt: 'never',
      lsa: { embeddingSize: 8 },
      rank: { togetherShare: 1, togetherPeople: 0.01 },
    },
  })

async function trained(storage: Storage, model?: string) {
  const penchant = await open(storage, model)
  for (const [person, wished] of wishes.entries())
    await penchant.trackAll(
      `p${person}`,
      wished.map((item) => ({ item: `i${item}`, type: 'like' as const })),
    )
  await penchant.train()
  return penchant
}

describe('the fitted model in the engine', () => {
  it('proposes, ranks and explains what people of the same taste like, and the slate says which model it was', async () => {
    const penchant = await trained(createMemoryStorage())
    await penchant.track('new', { item: 'i0', type: 'like' })
    await penchant.track('new', { item: 'i2', type: 'like' })
    const { items: shown, slateId } = await penchant.recommend({ user: 'new', k: 5, diversity: 0 })
    for (const { item, reason, sources } of shown) {
      expect(Number(item.id.slice(1)) % 2).toBe(0)
      expect(sources.map(({ name }) => name)).toContain('trained')
      expect(reason.kind).toBe('together')
      expect(reason.because?.every((id) => id === 'i0' || id === 'i2')).toBe(true)
    }
    expect((await penchant.slate(slateId))?.versions.models).toEqual([penchant.status().rankingModel])
    expect(penchant.status().rankingModel).toMatch(/^item-knn\.40\.1200\./)
    // Without a refit the next act counts: an odd item brings odd ones.
    for (const id of ['i1', 'i3', 'i5', 'i7']) await penchant.track('new', { item: id, type: 'like' })
    for (const id of ['i0', 'i2']) await penchant.track('new', { item: id, type: 'dislike' })
    const moved = await penchant.recommend({ user: 'new', k: 5, diversity: 0 })
    expect(moved.items.map(({ item }) => Number(item.id.slice(1)) % 2)).toEqual([1, 1, 1, 1, 1])
    await penchant.close()
  })

  it('is there again after a restart, unless the config names another', async () => {
    const storage = { ...createMemoryStorage(), close: async () => {} }
    const first = await trained(storage)
    const { rankingModel } = first.status()
    await first.close()
    expect((await open(storage)).status().rankingModel).toBe(rankingModel)
    expect((await open(storage, 'item-knn', { k: 3 })).status().rankingModel).toBeNull()
    expect((await open(storage, 'none')).status().rankingModel).toBeNull()
  })

  it('goes on with the model before when the next one cannot be kept, and says so', async () => {
    const storage = createMemoryStorage()
    let full = false
    const artifacts: Storage['artifacts'] = {
      ...storage.artifacts,
      put: async (name, bytes) => {
        if (full && name === 'model') throw new Error('The disk is full.')
        return storage.artifacts.put(name, bytes)
      },
    }
    const penchant = await trained({ ...storage, artifacts })
    const { rankingModel } = penchant.status()
    await penchant.track('p0', { item: 'i1', type: 'like' })
    full = true
    await penchant.train()
    expect(penchant.status().rankingModel).toBe(rankingModel)
    expect(penchant.status().failures).toContain('The disk is full.')
    full = false
    await penchant.train()
    expect(penchant.status().rankingModel).toMatch(/\.1201\./)
    expect(penchant.status().failures).toEqual([])
    await penchant.close()
  })

  it('fits nothing on few likes', async () => {
    const penchant = await open(createMemoryStorage())
    await penchant.track('one', { item: 'i0', type: 'like' })
    await penchant.train()
    expect(penchant.status().rankingModel).toBeNull()
    await penchant.close()
  })
})

describe('createModelFitting', () => {
  const parts = (storage = createMemoryStorage()) => ({ artifacts: storage.artifacts, kernels, name: 'item-knn', options: {} })

  it.each([
    [{ name: 'no-such-model' }, /names the model no-such-model/],
    [{ name: 'biased-mf' }, /names the model biased-mf/],
    [{ options: { k: -1 } }, /wrong at k/],
    [{ options: { kk: 1 } }, /wrong at/],
  ])('refuses %o', async (wrong, message) => {
    await expect(createModelFitting({ ...parts(), ...wrong })).rejects.toThrow(message)
  })

  it('makes anew what is damaged, cut off or of another catalogue', async () => {
    const storage = createMemoryStorage()
    const fitting = await createModelFitting(parts(storage))
    const { version } = await fitting.fit(likes, count)
    const kept = (await storage.artifacts.get('model'))!
    expect((await fitting.open(count))?.version).toBe(version)
    expect(await fitting.open(count - 1)).toBeUndefined()
    for (const damaged of [
      kept.slice(0, 3),
      kept.slice(0, 300),
      kept.slice(0, -1),
      kept.map((byte, at) => (at === kept.length - 9 ? byte ^ 1 : byte)),
    ]) {
      await storage.artifacts.put('model', damaged)
      expect(await fitting.open(count)).toBeUndefined()
    }
  })

  it('stops when aborted, and what was kept stays', async () => {
    const storage = createMemoryStorage()
    const fitting = await createModelFitting(parts(storage))
    const { version } = await fitting.fit(likes, count)
    const stop = new AbortController()
    const fit = fitting.fit(new Map(), count, stop.signal)
    stop.abort()
    await expect(fit).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
    expect((await fitting.open(count))?.version).toBe(version)
  })
})
