import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import type { Encoder } from '../embeddings/encoder.ts'
import { createRandom } from '../math/random.ts'
import type { RecommendRequest } from '../pipeline/recommender.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { Storage } from '../storage/storage.ts'
import { createPenchant, type PenchantOptions } from './create-penchant.ts'
import type { Penchant } from './penchant.ts'

const minute = 60_000
const day = 1_440 * minute
/** Two hundred things, best first with the editors; no two share a word. */
const items: readonly Item[] = Array.from({ length: 200 }, (_, n) => ({
  id: `i${n}`,
  title: `Thing${n} word${n}`,
  attributes: { kind: `kind${n % 5}` },
  prior: 1 - n / 250,
}))
/** Each in a direction of its own on a sphere of few dimensions. */
const encoder: Encoder = {
  name: 'directions',
  version: 'directions-1',
  embeddingSize: 8,
  encodeItems: async (given) =>
    Float32Array.from(given.flatMap(({ id }) => Array.from({ length: 8 }, (_, at) => Math.cos((Number(id.slice(1)) + 1) * (at + 1) ** 2)))),
  encodeQueries: async (texts) => new Float32Array(texts.length * 8),
}
const opened: Penchant[] = []
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
})

async function open(given: Partial<PenchantOptions> = {}) {
  const clock = { time: Date.UTC(2026, 4, 4, 9) }
  const penchant = await createPenchant({
    items,
    clock: { now: () => clock.time, elapsed: () => 0 },
    encoder,
    config: { knobs: { rotation: 0.5 }, groupCommitMs: 0 },
    ...given,
  })
  opened.push(penchant)
  const page = async (request: RecommendRequest = {}) => {
    const { slateId, revision, ...slate } = await penchant.recommend({ user: 'ada', k: 10, ...request })
    return { ids: slate.items.map(({ item }) => item.id), bytes: JSON.stringify(slate), slate, slateId }
  }
  const wait = (milliseconds: number) => {
    clock.time += milliseconds
  }
  return { penchant, page, wait, clock }
}

describe('a page on a later visit', () => {
  it('is the same to the byte within the visit, however often and whatever is done and undone, over random visits', async () => {
    const random = createRandom('rotation')
    const { penchant, page, wait } = await open()
    const pages = new Set<string>()
    for (let visit = 0; visit < 12; visit++) {
      // From the morning on: a new day has new ties.
      wait(day + (random.integer(120) - 60) * minute)
      const request = random.next() < 0.5 ? { k: 10 } : { k: 24, scenario: 'evening' }
      const { bytes } = await page(request)
      pages.add(bytes)
      for (let step = 0; step < 5; step++) {
        wait(random.integer(30 * minute))
        await page({ k: 5, scenario: 'beside' })
        const seqs: number[] = []
        for (let n = random.integer(3); n > 0; n--)
          seqs.push((await penchant.track('ada', { item: `i${random.integer(200)}`, type: random.next() < 0.5 ? 'like' : 'dislike' })).seq)
        if (seqs.length > 0) await page(request)
        for (const seq of seqs) await penchant.undo('ada', seq)
        expect((await page(request)).bytes).toBe(bytes)
      }
    }
    expect(pages.size).toBeGreaterThan(6)
  })

  it('makes room a little more each time, from below, and brings back what was long not shown', async () => {
    const { page, wait } = await open()
    const first = await page({ diversity: 0 })
    expect(first.ids).toEqual(items.slice(0, 10).map(({ id }) => id))
    wait(day)
    const second = await page({ diversity: 0 })
    // v = 2^(−1/7) = .906, 1/d = √1.906 = 1.381: place p stands by 1/(13.81 + 1.381 p): 1/20.7 at 5, then 1/22.1, 1/23.5, among the 1/21, 1/22, 1/23 from place 11.
    expect(second.ids).toEqual(['i0', 'i1', 'i2', 'i3', 'i4', 'i10', 'i11', 'i5', 'i12', 'i6'])
    let last = second.ids
    const ever = new Set<string>()
    for (let n = 0; n < 12; n++) {
      wait(day)
      const { ids } = await page({ diversity: 0 })
      // Some of it is new each day, and the best makes room last.
      expect(ids.filter((id) => !last.includes(id)).length).toBeGreaterThan(0)
      expect(ids).toContain('i0')
      for (const id of ids) ever.add(id)
      last = ids
    }
    expect(ever.size).toBeGreaterThan(20)
    for (const id of ever) expect(Number(id.slice(1))).toBeLessThan(40)
    wait(60 * day)
    expect((await page({ diversity: 0 })).ids).toEqual(first.ids)
  })

  it('says in the trace what was rotated, and leaves every score as it is', async () => {
    const { page, wait } = await open()
    const first = await page({ k: 40, diversity: 0 })
    const scores = new Map(first.slate.items.map(({ item, score }) => [item.id, score]))
    wait(31 * minute)
    await page({ diversity: 0 })
    wait(31 * minute)
    const { slate, ids } = await page({ k: 12, diversity: 0, trace: true })
    expect(ids.slice(0, 10)).not.toEqual(first.ids.slice(0, 10))
    for (const { item, score } of slate.items) expect(score).toBe(scores.get(item.id) ?? score)
    const notes = slate.trace?.find(({ name }) => name === 'variety')?.notes ?? []
    expect(notes.find((note) => note.startsWith('"Thing8 word8"'))).toMatch(/ rotated: 2 visits, from place 9 to \d+ of the ranking$/)
    expect(notes.join()).not.toContain('Thing150')
  })

  it('rotates nothing that the person has touched, nor anything for a stranger, nor at 0', async () => {
    const { penchant, page, wait } = await open()
    const first = await page({ diversity: 0 })
    const { seq } = await penchant.track('ada', { item: 'i9', type: 'dwell', value: 0 })
    wait(day)
    const { ids } = await page({ diversity: 0, k: 20 })
    expect(ids.indexOf('i9')).toBeLessThan(ids.indexOf('i8'))
    await penchant.undo('ada', seq)
    const undone = (await page({ diversity: 0, k: 20 })).ids
    expect(undone.indexOf('i9')).toBeGreaterThan(undone.indexOf('i8'))
    expect((await page({ diversity: 0, knobs: { rotation: 0 } })).ids).toEqual(first.ids)
    for (let n = 0; n < 2; n++) {
      expect((await page({ user: undefined, diversity: 0 })).ids).toEqual(first.ids)
      wait(day)
    }
  })

  it('answers words and examples as before, also where the request sets the knob', async () => {
    const { penchant, page, wait } = await open()
    const asked: RecommendRequest[] = [
      { text: 'word3 word9', knobs: { rotation: 1 }, k: 5 },
      { seeds: ['i20'], knobs: { rotation: 1 }, k: 5 },
    ]
    const before = [await page(asked[0]), await page(asked[1])]
    const found = (await penchant.search('word4', { user: 'ada', k: 3 })).items.map(({ item }) => item.id)
    const [said] = (await penchant.chat({ user: 'ada', message: 'word4' })).items
    for (let n = 0; n < 4; n++) {
      wait(31 * minute)
      await page()
      for (const [at, request] of asked.entries()) expect((await page(request)).ids[0]).toBe(before[at]!.ids[0])
      expect((await penchant.search('word4', { user: 'ada', k: 3 })).items.map(({ item }) => item.id)[0]).toBe(found[0])
      expect((await penchant.chat({ user: 'ada', message: 'word4' })).items[0]?.item.id).toBe(said?.item.id)
    }
    expect(found[0]).toBe('i4')
    // What was answered to words shows nothing either.
    const other = await open()
    for (let n = 0; n < 4; n++) {
      await other.page({ text: 'word3', k: 30 })
      other.wait(day)
    }
    expect((await other.page({ diversity: 0 })).ids).toEqual(items.slice(0, 10).map(({ id }) => id))
  })

  it('explores on: the best left alone of an arm makes room as well, with the probability of its draw', async () => {
    const { penchant, page, wait } = await open()
    const drawn = new Set<string>()
    for (let n = 0; n < 6; n++) {
      const { slateId } = await page({ knobs: { explore: 0.3 } })
      const { slots = [] } = (await penchant.slate(slateId)) ?? {}
      expect(slots).toHaveLength(10)
      for (const { item, mode, propensity } of slots) {
        if (mode !== 'explore') continue
        drawn.add(item)
        expect(propensity).toBeGreaterThan(0)
      }
      wait(31 * minute)
    }
    expect(drawn.size).toBeGreaterThan(6)
  })
})

describe('what was shown', () => {
  it('is known after a restart, also on disk, in the middle of a visit', async () => {
    const dataFolder = await mkdtemp(join(tmpdir(), 'penchant-rotation-'))
    try {
      const one = await open({ dataFolder })
      for (let n = 0; n < 3; n++) {
        await one.page()
        one.wait(31 * minute)
      }
      const { bytes } = await one.page()
      await one.penchant.close()
      const again = await open({ dataFolder })
      again.clock.time = one.clock.time + 10 * minute
      expect((await again.page()).bytes).toBe(bytes)
    } finally {
      await Promise.all(opened.splice(0).map((engine) => engine.close()))
      await rm(dataFolder, { recursive: true })
    }
  })

  it('goes with the person', async () => {
    const { penchant, page, wait } = await open()
    const fresh = (await page({ diversity: 0 })).ids
    wait(day)
    expect((await page({ diversity: 0 })).ids).not.toEqual(fresh)
    await penchant.forget('ada')
    wait(31 * minute)
    expect((await page({ diversity: 0 })).ids).toEqual(fresh)
  })

  it('goes over to the person whom one is merged into, written or not', async () => {
    const held = Promise.withResolvers<void>()
    const storage = createMemoryStorage()
    const slow: Storage = { ...storage, slates: { ...storage.slates, put: (batch) => held.promise.then(() => storage.slates.put(batch)) } }
    const { penchant, page, wait } = await open({ storage: { ...slow, close: async () => {} } })
    const fresh = (await page({ diversity: 0, user: 'visitor' })).ids
    await page({ diversity: 0, user: 'ada', scenario: 'elsewhere' })
    await penchant.track('visitor', { item: 'i150', type: 'view' })
    await penchant.merge('visitor', 'ada')
    wait(day)
    const merged = (await page({ diversity: 0 })).ids
    expect(merged).not.toEqual(fresh)
    expect((await page({ diversity: 0, user: 'visitor' })).ids).toEqual(fresh)
    held.resolve()
    await penchant.close()
    const again = await open({ storage })
    again.wait(day + minute)
    expect((await again.page({ diversity: 0 })).ids).toEqual(merged)
  })

  it('costs rotation alone where it cannot be read, and the slate says so', async () => {
    const storage = createMemoryStorage()
    const broken: Storage = {
      ...storage,
      slates: {
        ...storage.slates,
        async *served() {
          yield []
          throw new Error('the disk is gone')
        },
      },
    }
    const { page } = await open({ storage: broken })
    const { slate, ids } = await page()
    expect(ids).toHaveLength(10)
    expect(slate.degraded).toEqual([{ stage: 'rank', from: 'rotation', to: 'the ranking as it stands', reason: 'the disk is gone' }])
  })
})

describe('the seed of a slate', () => {
  it('is another on another day, page, in another scenario, for another person and after another act, and else the same', async () => {
    const { penchant, page, wait } = await open()
    const seedOf = async (request: RecommendRequest = {}) => (await penchant.slate((await page(request)).slateId))?.seed
    const seed = await seedOf()
    // From nine in the morning until a minute before midnight.
    for (const minutes of [1, 31, 7 * 60, 7 * 60 + 27]) {
      wait(minutes * minute)
      expect(await seedOf()).toBe(seed)
    }
    expect(await seedOf({ k: 20, trace: true })).toBe(seed)
    const { slateId } = await page()
    const others = [await seedOf({ after: slateId }), await seedOf({ scenario: 'evening' }), await seedOf({ user: 'bob' })]
    const { seq } = await penchant.track('ada', { item: 'i3', type: 'like' })
    others.push(await seedOf())
    await penchant.undo('ada', seq)
    expect(await seedOf()).toBe(seed)
    const { id } = await penchant.setRule('ada', { filter: { not: { kind: 'kind1' } }, words: 'no kind1' })
    others.push(await seedOf())
    await penchant.removeRule('ada', id)
    expect(await seedOf()).toBe(seed)
    wait(minute)
    others.push(await seedOf())
    expect(new Set([seed, ...others]).size).toBe(7)
  })
})
