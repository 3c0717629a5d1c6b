import { expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import type { Encoder } from '../embeddings/encoder.ts'
import { lsaConfigSchema } from '../embeddings/lsa-config.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { ArtifactStore } from '../storage/storage.ts'
import { fewestLikes } from './refit-schedule.ts'
import { createTraining } from './training.ts'

const config = lsaConfigSchema.parse({ embeddingSize: 8 })
const words = ['sea', 'ship', 'whale', 'oven', 'bread', 'baker']
const items: readonly Item[] = Array.from({ length: 12 }, (_, n) => ({
  id: `item-${n}`,
  title: `Item ${n}`,
  text: n < 6 ? `The ${words[n % 3]} and the ${words[(n + 1) % 3]}` : `The ${words[3 + (n % 3)]} and the ${words[3 + ((n + 1) % 3)]}`,
  attributes: { kind: [n < 6 ? 'sea' : 'kitchen'] },
}))
const nobody = () => new Map()
const trainingOn = (artifacts: ArtifactStore, encoder?: Encoder) =>
  createTraining({ artifacts, encoder, config, likes: nobody, counts: { total: 0, changes: 0 }, now: () => 0 })
const row = ({ vectors, size }: { readonly vectors: Float32Array; readonly size: number }, item: number) =>
  vectors.subarray(item * size, (item + 1) * size)

it('opens what was trained before, to the byte, without training', async () => {
  const { artifacts } = createMemoryStorage()
  const trained = await trainingOn(artifacts).train(items)
  const before = await artifacts.get('space')
  const opened = await trainingOn({ ...artifacts, put: () => Promise.reject(new Error('it trained')) }).open(items)
  expect(opened.space.vectors).toEqual(trained.space.vectors)
  expect(opened.space.background).toEqual(trained.space.background)
  expect(opened.encoder.version).toBe(trained.encoder.version)
  expect(opened.order).toEqual(['kind'])
  expect(opened.changed).toBe(0)
  expect(await artifacts.get('space')).toEqual(before)
})

it('places what changed since by its text, and leaves the rest where it was', async () => {
  const { artifacts } = createMemoryStorage()
  const { space } = await trainingOn(artifacts).train(items)
  const moved = items.map((item, index) => (index === 0 ? { ...item, text: items[7]!.text, attributes: items[7]!.attributes } : item))
  const opened = await trainingOn(artifacts).open([...moved.slice(0, 11), undefined, { ...items[7]!, id: 'new' }])
  expect(opened.changed).toBe(3)
  expect(row(opened.space, 1)).toEqual(row(space, 1))
  expect(row(opened.space, 11)).toEqual(new Float32Array(8))
  const cosine = row(opened.space, 0).reduce((sum, value, at) => sum + value * row(space, 7)[at]!, 0)
  expect(cosine).toBeGreaterThan(0.9)
})

it('trains anew where what was kept is damaged', async () => {
  const { artifacts } = createMemoryStorage()
  const { space } = await trainingOn(artifacts).train(items)
  const bytes = (await artifacts.get('space'))!
  bytes[bytes.length - 1]! ^= 1
  await artifacts.put('space', bytes)
  expect((await trainingOn(artifacts).open(items)).space.vectors).toEqual(space.vectors)
  expect(await artifacts.get('space')).not.toEqual(bytes)
})

it('trains nothing but the space around an encoder of the caller', async () => {
  const { artifacts } = createMemoryStorage()
  const flat: Encoder = {
    name: 'flat',
    version: 'flat-1',
    embeddingSize: 2,
    encodeItems: async (given) => Float32Array.from(given.flatMap(({ words: [kind] }) => (kind === 'sea' ? [1, 0] : [0, 1]))),
    encodeQueries: async (texts) => new Float32Array(2 * texts.length),
  }
  const { space, encoder } = await trainingOn(artifacts, flat).train([undefined, ...items])
  expect(encoder).toBe(flat)
  expect([...row(space, 0), ...row(space, 1), ...row(space, 7)]).toEqual([0, 0, 1, 0, 0, 1])
  expect(await artifacts.get('encoder')).toBeUndefined()
})

it('takes in what people like together once there are enough likes', async () => {
  const people = new Map(
    Array.from({ length: fewestLikes / 4 }, (_, n) => [`u${n}`, [0, 1, 2, 6].map((item) => ({ item: (item + 3 * (n % 2)) % 12, at: 0 }))]),
  )
  const { artifacts } = createMemoryStorage()
  const training = createTraining({
    artifacts,
    encoder: undefined,
    config,
    likes: () => people,
    counts: { total: fewestLikes, changes: fewestLikes },
    now: () => 0,
  })
  const { space, pairs } = await training.train(items)
  expect(pairs).toBe(fewestLikes)
  expect(space.size).toBeGreaterThan(config.embeddingSize)
  expect(space.text.size).toBe(config.embeddingSize)
})
