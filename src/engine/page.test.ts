import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import type { SlateRecord } from '../data/slate.ts'
import type { Encoder } from '../embeddings/encoder.ts'
import type { RecommendRequest } from '../pipeline/recommender.ts'
import { createPenchant } from './create-penchant.ts'
import type { Penchant } from './penchant.ts'

const kinds = ['sea', 'oven', 'moon', 'horse', 'violin', 'desert', 'castle', 'train', 'orchid', 'glacier']
/** A hundred items, ten of a kind, each kind in a direction of its own. The lower its place in the kind, the better an item stands with the editors. */
const items: readonly Item[] = kinds.flatMap((kind, at) =>
  Array.from({ length: 10 }, (_, n) => ({
    id: `${kind}-${n}`,
    title: `${kind} ${n}`,
    attributes: { kind, number: n },
    prior: 1 - n / 10 - at / 1_000,
  })),
)
const encoder: Encoder = {
  name: 'kinds',
  version: 'kinds-1',
  embeddingSize: kinds.length + 1,
  encodeItems: async (given) =>
    Float32Array.from(
      given.flatMap(({ id }) => {
        const [kind = '', n = '0'] = id.split('-')
        const angle = Number(n) / 50
        return [...kinds.map((other) => (other === kind ? Math.cos(angle) : 0)), Math.sin(angle)]
      }),
    ),
  encodeQueries: async (texts) => new Float32Array(texts.length * (kinds.length + 1)),
}
const noon = 20_000.5 * 86_400_000
let penchant: Penchant

beforeAll(async () => {
  penchant = await createPenchant({ items, encoder, clock: { now: () => noon, elapsed: () => 0 } })
  await penchant.trackAll(
    'ada',
    ['sea-5', 'sea-6', 'oven-5'].map((item) => ({ item, type: 'like' as const })),
  )
})
afterAll(() => penchant.close())

const kindOf = (id: string) => id.split('-')[0]
async function page(
  request: RecommendRequest,
): Promise<{ readonly ids: readonly string[]; readonly record: SlateRecord; readonly slate: string }> {
  const { slateId, ...slate } = await penchant.recommend(request)
  const record = (await penchant.slate(slateId)) as SlateRecord
  return { ids: slate.items.map(({ item }) => item.id), record, slate: JSON.stringify(slate) }
}
const slotsOf = ({ slots }: SlateRecord, mode: 'explore' | 'exploit') => slots.filter((slot) => slot.mode === mode)

describe('a page that explores', () => {
  const asked = { user: 'ada', k: 10, knobs: { explore: 0.4 } }

  it('gives its share of the places to drawn topics, each with the best of its topic, and leaves the others in order', async () => {
    const { ids, record } = await page(asked)
    const plain = await page({ user: 'ada', k: 6 })
    const explored = slotsOf(record, 'explore')
    expect(explored).toHaveLength(4)
    expect(slotsOf(record, 'exploit').map(({ item }) => item)).toEqual(plain.ids)
    expect(new Set(explored.map(({ item }) => kindOf(item))).size).toBe(4)
    for (const { item, sources, propensity } of explored) {
      expect(sources).toContain('explore')
      expect(propensity).toBeGreaterThan(0)
      expect(propensity).toBeLessThan(1)
      // Of a kind that the person knows nothing of, the best is the editors' first that is not on the page.
      const better = items.filter(({ id }) => kindOf(id) === kindOf(item) && !plain.ids.includes(id))
      if (!['sea', 'oven'].includes(kindOf(item)!)) expect(item).toBe(better[0]!.id)
    }
    // Four of ten places, spread: 2, 5, 7 and 10, counted from 1.
    expect(explored.map(({ position }) => position)).toEqual([1, 4, 6, 9])
    expect(new Set(ids).size).toBe(10)
  })

  it('says so of each, and names the topic', async () => {
    const { items: cards } = await penchant.recommend(asked)
    const reasons = cards.filter(({ reason }) => reason.kind === 'explore').map(({ item, reason }) => [reason.text, item.id])
    expect(reasons).toHaveLength(4)
    for (const [text, id] of reasons) expect(text).toBe(`Something new to you: ${kindOf(id!)}`)
  })

  it('is the same page until something happens, and again once that is taken back', async () => {
    const before = await page(asked)
    expect((await page(asked)).slate).toBe(before.slate)
    const { seq } = await penchant.track('ada', { item: 'moon-3', type: 'like' })
    expect((await page(asked)).slate).not.toBe(before.slate)
    await penchant.undo('ada', seq)
    const after = await page(asked)
    // The revision is the log's.
    expect({ ...JSON.parse(after.slate), revision: 0 }).toEqual({ ...JSON.parse(before.slate), revision: 0 })
  })

  it('shows nothing that a filter or a rule leaves out, nor what is known', async () => {
    await penchant.setRule('bob', { filter: { not: { kind: 'moon' } }, words: 'no moon' })
    await penchant.track('bob', { item: 'train-9', type: 'seen' })
    for (let n = 0; n < 8; n++) {
      const knobs = { explore: 0.5, r: 0.5 }
      const { ids } = await page({ user: 'bob', k: 10, filter: { number: { gte: 8 } }, scenario: `${n}`, knobs })
      expect(ids).toHaveLength(10)
      expect(ids.filter((id) => kindOf(id) === 'moon' || id === 'train-9' || !/[89]$/.test(id))).toEqual([])
    }
  })

  it('never explores an interest that the person has muted', async () => {
    await penchant.track('eve', { item: 'castle-4', type: 'like' })
    const [interest] = (await penchant.profile('eve')).interests
    const drawnKinds = async () => {
      const pages = Array.from({ length: 12 }, (_, n) => page({ user: 'eve', k: 10, scenario: `${n}`, knobs: { explore: 0.5, r: 0.5 } }))
      return new Set((await Promise.all(pages)).flatMap(({ record }) => slotsOf(record, 'explore').map(({ item }) => kindOf(item))))
    }
    expect(await drawnKinds()).toContain('castle')
    await penchant.setInterest('eve', interest!.id, 0)
    expect(await drawnKinds()).not.toContain('castle')
  })

  it('draws no topic that the ranking has emptied', async () => {
    const { record } = await page({ k: 10, filter: { number: 0 }, knobs: { explore: 0.5 } })
    expect(new Set(record.slots.map(({ item }) => kindOf(item))).size).toBe(10)
    expect(slotsOf(record, 'explore')).toHaveLength(5)
  })

  it('fills up from the ranking where little is left to draw from', async () => {
    const { ids, record } = await page({ k: 10, filter: { kind: 'violin' }, knobs: { explore: 1 } })
    expect([...ids].sort()).toEqual(items.filter(({ id }) => kindOf(id) === 'violin').map(({ id }) => id))
    expect(slotsOf(record, 'explore')).toHaveLength(1)
    // The ranking's eight hold the only moon, so of two arms one is left to draw from.
    const scarce = await page({ k: 10, filter: { any: [{ kind: 'violin' }, { id: 'moon-0' }] }, knobs: { explore: 0.2 } })
    expect(new Set(scarce.ids).size).toBe(10)
    expect(slotsOf(scarce.record, 'explore').map(({ item }) => kindOf(item))).toEqual(['violin'])
    expect((await page({ filter: { kind: 'nothing' }, knobs: { explore: 1, r: 1 } })).ids).toEqual([])
  })
})

describe('a page that is drawn', () => {
  it('has equal chances for all that may be shown, and says what they were', async () => {
    const { record } = await page({ user: 'ada', k: 10, knobs: { r: 1 } })
    // Ada knows three of the hundred.
    expect(record.slots.map(({ propensity }) => propensity)).toEqual(Array.from({ length: 10 }, (_, at) => 1 / (97 - at)))
    expect(record.slots.every(({ mode, sources }) => mode === 'explore' && sources[0] === 'random')).toBe(true)
    expect(record.query.knobs).toEqual({ explore: 0, r: 1, mu: 0, alpha: 0, threshold: 0, rotation: 0 })
  })
})

describe('knobs', () => {
  it('at 0 change nothing, and leave no trace in the record', async () => {
    const plain = await page({ user: 'ada', k: 12 })
    const zero = await page({ user: 'ada', k: 12, knobs: { explore: 0, r: 0, mu: 0, alpha: 1, threshold: 0 } })
    expect(zero.slate).toBe(plain.slate)
    expect(plain.record.query.knobs).toBeUndefined()
    expect(plain.record.slots.every(({ mode, propensity }) => mode === 'exploit' && propensity === null)).toBe(true)
  })

  it('mu and alpha change what is looked for and no score', async () => {
    const options = { user: 'ada', k: 60, diversity: 0 }
    const scoresOf = async (request: RecommendRequest) =>
      new Map((await penchant.recommend(request)).items.map(({ item, score }) => [item.id, score]))
    const plain = await scoresOf(options)
    const tasted = async (knobs: RecommendRequest['knobs']) => {
      const { items: cards } = await penchant.recommend({ ...options, k: 100, knobs })
      return new Set(cards.filter(({ sources }) => sources.some(({ name }) => name === 'taste')).map(({ item }) => kindOf(item.id)))
    }
    expect(await tasted({})).toEqual(new Set(['sea', 'oven']))
    expect([...(await tasted({ mu: 0.6, alpha: 1 }))].length).toBeGreaterThan(2)
    for (const [id, score] of await scoresOf({ ...options, knobs: { mu: 0.6, alpha: 1 } }))
      if (plain.has(id)) expect(score).toBe(plain.get(id))
  })

  it('of the configuration hold where a request asks for nothing and sets none', async () => {
    const configured = await createPenchant({
      items,
      encoder,
      clock: { now: () => noon, elapsed: () => 0 },
      config: { knobs: { explore: 0.5 } },
    })
    const drawn = async (request: RecommendRequest) => {
      const { slateId } = await configured.recommend(request)
      return slotsOf((await configured.slate(slateId)) as SlateRecord, 'explore').length
    }
    expect(await drawn({ k: 10 })).toBe(5)
    expect(await drawn({ k: 10, knobs: { mu: 0.5 } })).toBe(5)
    expect(await drawn({ k: 10, knobs: { explore: 0 } })).toBe(0)
    expect(await drawn({ k: 10, seeds: ['sea-1'] })).toBe(0)
    expect(await drawn({ k: 10, text: 'moon' })).toBe(0)
    expect(await drawn({ k: 10, text: 'moon', knobs: { explore: 0.2 } })).toBe(2)
    await configured.close()
  })

  it('are refused beyond 0 … 1, and where they are not known', async () => {
    await expect(penchant.recommend({ knobs: { explore: 1.1 } })).rejects.toThrow('explore')
    await expect(penchant.recommend({ knobs: { wonder: 1 } as never })).rejects.toThrow('wonder')
  })
})
