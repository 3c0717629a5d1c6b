import { mkdtempSync, readdirSync, rmSync, truncateSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { isPenchantError } from '../errors.ts'
import { createKernels } from '../math/kernels.ts'
import { hasOnnx } from '../math/onnx/runtime.ts'
import { createRandom } from '../math/random.ts'
import { sealOf } from '../math/tensors.ts'
import { saveModel } from '../models/artifact.ts'
import { openInWorker } from '../models/fit-in-worker.ts'
import type { ItemWeightsModel } from '../models/linear/item-weights.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { Storage } from '../storage/storage.ts'
import { createPenchant } from './create-penchant.ts'
import { cardText, packCard, unpackCard } from './model-card.ts'
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

  it('starts from the model before, but not once somebody was forgotten', async () => {
    const penchant = await trained(createMemoryStorage(), 'ials')
    await penchant.train()
    expect(penchant.status().refit?.last?.warm).toBe(true)
    await penchant.forget('p0')
    await penchant.train()
    expect(penchant.status().refit?.last?.warm).toBe(false)
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
  const parts = (storage = createMemoryStorage()) => ({
    artifacts: storage.artifacts,
    kernels,
    algebra: 'wasm' as const,
    now: clock.now,
    name: 'item-knn',
    options: {},
  })

  it.each([
    [{ name: 'no-such-model' }, /names the model no-such-model/],
    [{ name: 'biased-mf' }, /names the model biased-mf/],
    [{ options: { k: -1 } }, /wrong at k/],
    [{ options: { kk: 1 } }, /wrong at/],
  ])('refuses %o', async (wrong, message) => {
    await expect(createModelFitting({ ...parts(), ...wrong })).rejects.toThrow(message)
  })

  it('refuses an algebra that is not there', async () => {
    const made = createModelFitting({ ...parts(), algebra: 'onnx' })
    await (hasOnnx() ? expect(made).resolves.toBeDefined() : expect(made).rejects.toThrow('npm install onnxruntime-node'))
  })

  it.runIf(hasOnnx())('fits in ONNX Runtime where that is asked for, the same bytes each time', async () => {
    const storage = createMemoryStorage()
    const fitting = await createModelFitting({ ...parts(storage), algebra: 'onnx', name: 'ease' })
    const seals: string[] = []
    for (let time = 0; time < 2; time++) {
      const { model, record } = await fitting.fit(likes, count, { why: 'asked' })
      expect((model.model as ItemWeightsModel).algebra).toBe('onnx')
      expect(record).not.toHaveProperty('degraded')
      seals.push(unpackCard((await storage.artifacts.get('model'))!).card.seal)
    }
    expect(seals[1]).toBe(seals[0])
  })

  it('remembers why the kernels stood in', async () => {
    const storage = createMemoryStorage()
    await (await createModelFitting(parts(storage))).fit(likes, count, { why: 'asked' })
    const { card, rest } = unpackCard((await storage.artifacts.get('model'))!)
    await storage.artifacts.put('model', packCard(cardText({ ...card, record: { ...card.record, degraded: 'It is broken.' } }), rest))
    expect((await (await createModelFitting(parts(storage))).open(count)).fitted?.record.degraded).toBe('It is broken.')
  })

  it('makes anew what is damaged, cut off or of another catalogue', async () => {
    const storage = createMemoryStorage()
    const fitting = await createModelFitting(parts(storage))
    const { version } = (await fitting.fit(likes, count, { why: 'asked' })).model
    const kept = (await storage.artifacts.get('model'))!
    expect((await fitting.open(count)).fitted?.model.version).toBe(version)
    expect(await fitting.open(count - 1)).toEqual({})
    for (const damaged of [
      kept.slice(0, 3),
      kept.slice(0, 300),
      kept.slice(0, -1),
      kept.map((byte, at) => (at === kept.length - 9 ? byte ^ 1 : byte)),
    ]) {
      await storage.artifacts.put('model', damaged)
      const { fitted, failure } = await fitting.open(count)
      expect(fitted).toBeUndefined()
      expect(failure).toMatch(/Train again|could not be opened/)
    }
  })

  it('makes the same model of the same likes, whoever was read first', async () => {
    const many = new Map(
      Array.from({ length: 5_000 }, (_, n) => [
        `person ${(n * 2_711) % 5_000}`,
        [
          { item: n % 7, at: n },
          { item: n % count, at: n + 1 },
        ],
      ]),
    )
    const turned = new Map([...many].reverse())
    // Its artifact has a row for each person.
    const versions = []
    for (const one of [many, turned]) {
      const fitting = await createModelFitting({ ...parts(), name: 'user-knn' })
      versions.push((await fitting.fit(one, count, { why: 'asked' })).model.version)
    }
    expect(versions[0]).toBe(versions[1])
  })

  it('starts anew once somebody was erased, so that nothing of them lives on; after a restart too', async () => {
    const storage = createMemoryStorage()
    let now = clock.now()
    const restarted = () =>
      createModelFitting({ ...parts(storage), now: () => now, name: 'ials', options: { embeddingSize: 4, epochs: 2 } })
    const isWarm = async () => (await (await restarted()).fit(likes, count, { why: 'asked' })).record.warm
    expect([await isWarm(), await isWarm()]).toEqual([false, true])
    await (await restarted()).forgot()
    // Somebody who is erased while a fit that began at the same moment is under way may be in it.
    expect([await isWarm(), await isWarm()]).toEqual([false, false])
    now++
    expect([await isWarm(), await isWarm()]).toEqual([false, true])
  })

  it('starts a model that can from the one before, unless told not to, or the config is another', async () => {
    const storage = createMemoryStorage()
    const folder = mkdtempSync(join(tmpdir(), 'penchant-models-'))
    const more = new Map([...likes, ['new', [{ item: 1, at: 0 }]]])
    for (const place of [undefined, folder]) {
      const fittingBy = (epochs: number) =>
        createModelFitting({ ...parts(storage), folder: place, name: 'ials', options: { embeddingSize: 4, epochs } })
      const fitting = await fittingBy(8)
      const first = await fitting.fit(likes, count, { why: 'first' })
      expect(first.record).toEqual({ at: clock.now(), why: 'first', likes: 1_200, warm: false })
      const warm = await fitting.fit(more, count, { why: 'changed' })
      expect(warm.record).toEqual({ at: clock.now(), why: 'changed', likes: 1_201, warm: true })
      const cold = await fitting.fit(more, count, { why: 'asked', cold: true })
      expect(cold.record.warm).toBe(false)
      expect(cold.model.version).not.toBe(warm.model.version)
      expect((await fitting.open(count)).fitted?.record).toEqual(cold.record)
      expect((await (await fittingBy(7)).fit(more, count, { why: 'asked' })).record.warm).toBe(false)
      const item = await createModelFitting({ ...parts(storage), folder: place })
      await item.fit(likes, count, { why: 'asked' })
      expect((await item.fit(likes, count, { why: 'asked' })).record.warm).toBe(false)
      await storage.artifacts.put('model', new Uint8Array(40))
    }
    // A start that is damaged costs the start alone.
    const fitting = await createModelFitting({ ...parts(storage), folder, name: 'ials', options: { embeddingSize: 4, epochs: 2 } })
    expect((await fitting.fit(likes, count, { why: 'asked' })).record.warm).toBe(false)
    const [file] = readdirSync(folder)
    truncateSync(join(folder, file as string), 1_000)
    expect((await fitting.fit(likes, count, { why: 'asked' })).record.warm).toBe(false)
    expect((await fitting.fit(likes, count, { why: 'asked' })).record.warm).toBe(true)
    rmSync(folder, { recursive: true })
  })

  it('takes no artifact for the one that the card names but that one', async () => {
    const [bytes, other] = [1, 2].map(
      (seed) => saveModel('random', {}, seed, { counts: { shape: [1], data: Int32Array.of(4) } }) as Uint8Array<ArrayBuffer>,
    )
    const seal = sealOf(bytes!)
    const asked = (given: Uint8Array<ArrayBuffer>) => openInWorker({ name: 'random', artifact: { bytes: given.slice() }, seal })
    expect(await asked(bytes!)).toEqual(bytes)
    await expect(asked(other!)).rejects.toThrow(/is another one/)
  })

  it('stops when aborted, and what was kept stays', async () => {
    const storage = createMemoryStorage()
    const fitting = await createModelFitting(parts(storage))
    const { version } = (await fitting.fit(likes, count, { why: 'asked' })).model
    const stop = new AbortController()
    const fit = fitting.fit(new Map(), count, { why: 'asked', signal: stop.signal })
    stop.abort()
    await expect(fit).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
    expect((await fitting.open(count)).fitted?.model.version).toBe(version)
  })
})
