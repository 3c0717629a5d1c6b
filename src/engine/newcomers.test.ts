import { expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { createItemSpace } from '../embeddings/item-space.ts'
import { createKernels } from '../math/kernels.ts'
import { atOnce } from '../math/steps.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import { createPenchant } from './create-penchant.ts'
import { createNewcomers } from './newcomers.ts'

const words = [
  ['harbour', 'ship', 'whale', 'storm', 'sailor'],
  ['oven', 'bread', 'baker', 'flour', 'kitchen'],
]
/** Even ones are about the sea, odd ones about bread. */
const thing = (n: number): Item => ({
  id: `i${n}`,
  title: `Number ${n}`,
  text: [n, n + 2, n + 6].map((at) => words[n % 2]![(at >> 1) % 5]).join(' '),
  attributes: {},
})
const items = Array.from({ length: 60 }, (_, n) => thing(n))

async function fitted(storage = createMemoryStorage()) {
  const penchant = await createPenchant({
    storage,
    items,
    clock: { now: () => 1_700_000_000_000, elapsed: () => 0 },
    config: { rankingModel: 'item-knn', retrainAt: 'never', lsa: { embeddingSize: 8 }, rank: { togetherShare: 1, togetherPeople: 0.01 } },
  })
  for (let person = 0; person < 100; person++) {
    const own = Array.from({ length: 12 }, (_, n) => ({ item: `i${(2 * (person + 3 * n) + (person % 2)) % 60}`, type: 'like' as const }))
    await penchant.trackAll(`p${person}`, own)
  }
  await penchant.train()
  return penchant
}
const likes = ['i0', 'i10', 'i20'].map((item) => ({ item, type: 'like' as const }))

it('an item that came after the fit is proposed and ranked by its content, explained by content, until the next fit knows it', async () => {
  const penchant = await fitted()
  await penchant.trackAll('ada', likes)
  await penchant.items.put([thing(60), thing(61), { ...thing(0), id: 'empty', title: '–', text: '–' }])
  const list = async () => (await penchant.recommend({ user: 'ada', k: 70, diversity: 0 })).items
  const before = await list()
  const placeOf = (of: Awaited<ReturnType<typeof list>>, id: string) => of.findIndex(({ item }) => item.id === id)
  const sea = before[placeOf(before, 'i60')]
  expect(sea?.sources.map(({ name }) => name)).toContain('trained')
  expect(sea?.reason).toMatchObject({ kind: 'taste', because: expect.arrayContaining([expect.stringMatching(/^i(0|10|20)$/)]) })
  const bread = before[placeOf(before, 'i61')]
  expect(bread?.sources.find(({ name }) => name === 'trained')?.score ?? 0).toBeLessThan(
    sea?.sources.find(({ name }) => name === 'trained')?.score as number,
  )
  // Of an item that says nothing, the model has nothing to say.
  expect(before[placeOf(before, 'empty')]?.sources.map(({ name }) => name) ?? []).not.toContain('trained')

  for (let person = 0; person < 100; person += 2) await penchant.track(`p${person}`, { item: 'i60', type: 'like' })
  await penchant.train()
  const after = await list()
  expect(after[placeOf(after, 'i60')]?.reason.kind).toBe('together')
  await penchant.close()
})

it('an item that is altered, or deleted, has its score by what it is now', async () => {
  const penchant = await fitted()
  await penchant.trackAll('ada', likes)
  const scoreOf = async (id: string) => {
    const { items: shown } = await penchant.recommend({ user: 'ada', k: 70, diversity: 0 })
    return shown.find(({ item }) => item.id === id)?.sources.find(({ name }) => name === 'trained')?.score
  }
  await penchant.items.put([thing(60)])
  const sea = await scoreOf('i60')
  expect(sea).toBeGreaterThan(0)
  await penchant.items.put([{ ...thing(61), id: 'i60' }])
  expect((await scoreOf('i60')) ?? 0).toBeLessThan((sea as number) / 2)
  await penchant.items.put([thing(60)])
  expect(await scoreOf('i60')).toBe(sea)
  await penchant.items.remove(['i60'])
  expect(await scoreOf('i60')).toBeUndefined()
  await penchant.close()
})

it('looks the neighbours up again once another model is promoted, which has seen others', () => {
  const kernels = createKernels()
  // All alike, so the nearest are whatever the model has seen.
  const space = createItemSpace({ text: { size: 1, vectors: new Float32Array(6).fill(1) }, seed: 1, version: '1', kernels })
  const newcomers = createNewcomers()
  const found = (...seen: number[]) => {
    const trained = {
      version: '1',
      unit: 1,
      seen: Uint8Array.from(seen),
      model: { name: 'any', items: 6, score: () => new Float32Array(6) },
    }
    return atOnce(newcomers({ items: items.slice(0, 6), space, vectors: kernels.load(space.vectors, 1), trained }))
  }
  const first = found(1, 1, 0, 0, 0, 0)
  expect([...(first?.items ?? [])]).toEqual([5, 4, 3, 2])
  expect(new Set(first?.neighbours)).toEqual(new Set([0, 1, -1]))
  expect(new Set(found(1, 0, 1, 1, 0, 0)?.neighbours)).toEqual(new Set([0, 2, 3, -1]))
  expect(found(1, 1, 1, 1, 1, 1)).toBeUndefined()
})
