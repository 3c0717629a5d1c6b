import { describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import { createPenchant } from './create-penchant.ts'
import { type FitRecord, type RefitState, refitConfigSchema, refitDue, refitStatus } from './refit-schedule.ts'

const hour = 3_600_000
const last: FitRecord = { at: 10 * hour, why: 'asked', likes: 2_000, warm: false }
const state = (given: Partial<RefitState>): RefitState => ({ last, likes: 2_000, changed: 0, now: 10 * hour, ...given })
const config = refitConfigSchema.parse({ after: 0.1, everyHours: 24 })

describe('refitDue', () => {
  it.each([
    ['never on few likes', state({ last: null, likes: 999 }), null],
    ['at once where there is no model', state({ last: null, likes: 1_000 }), 'first'],
    ['below the share of 200 of 2,000', state({ changed: 199 }), null],
    ['from the share on', state({ changed: 200 }), 'changed'],
    ['a moment before the day is over', state({ changed: 1, now: 34 * hour - 1 }), null],
    ['after a day, where one like changed', state({ changed: 1, now: 34 * hour }), 'time'],
    ['after a day in which nothing changed', state({ now: 99 * hour }), null],
    ['after a failure, until as much has changed again', state({ changed: 900, failed: { at: 11 * hour, changed: 199 } }), null],
    ['after a failure, once as much has changed again', state({ changed: 900, failed: { at: 11 * hour, changed: 200 } }), 'changed'],
    ['after a failed first fit, until a tenth has changed', state({ last: null, likes: 1_500, failed: { at: 0, changed: 149 } }), null],
    ['after a failed first fit, from a tenth on', state({ last: null, likes: 1_500, failed: { at: 0, changed: 150 } }), 'first'],
  ])('%s', (_, given, why) => expect(refitDue(config, given)).toBe(why))

  it('knows no time where none is set', () => {
    expect(refitDue(refitConfigSchema.parse({}), state({ changed: 399, now: 10_000 * hour }))).toBeNull()
    expect(refitDue(refitConfigSchema.parse({}), state({ changed: 400 }))).toBe('changed')
  })
})

it('refitStatus says what has changed and when the next fit is', () => {
  expect(refitStatus(config, state({ changed: 50 }))).toEqual({ last, changedShare: 0.025, nextAtShare: 0.1, nextAt: 34 * hour })
  expect(refitStatus('never', state({ changed: 50 }))).toEqual({ last, changedShare: 0.025, nextAtShare: null, nextAt: null })
  expect(refitStatus(config, state({ last: null }))).toEqual({ last: null, changedShare: null, nextAtShare: 0.1, nextAt: null })
})

describe('in the engine', () => {
  const items: readonly Item[] = Array.from({ length: 30 }, (_, n) => ({ id: `i${n}`, title: `Thing ${n}`, attributes: {} }))
  const likes = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({ item: `i${(from + n) % 30}`, type: 'like' as const }))
  let now = 1_700_000_000_000
  const clock = { now: () => now, elapsed: () => 0 }
  const options = { rankingModel: 'item-knn', lsa: { embeddingSize: 8 } }
  const opened = (refit: { after: number; everyHours?: number }, storage = createMemoryStorage()) =>
    createPenchant({ storage, clock, items, config: { ...options, refit } })
  type Opened = Awaited<ReturnType<typeof opened>>
  /** Until nothing runs in the background. */
  const settled = async (penchant: Opened) => {
    do await new Promise((resolve) => setImmediate(resolve))
    while (penchant.status().busy.length > 0)
    return penchant.status().refit
  }
  /** Likes are counted when they are asked for, at the latest; the next act then finds the fit due. */
  const noticed = async (penchant: Opened) => {
    penchant.status()
    await penchant.track('onlooker', { item: 'i0', type: 'seen' })
  }
  /** 100 people with ten likes each: enough for a first training of all, and a model. */
  const begun = async (penchant: Opened) => {
    for (let person = 0; person < 100; person++) await penchant.trackAll(`p${person}`, likes(person, 10))
    await settled(penchant)
    await penchant.train()
  }

  it('fits by itself once enough has changed, and says why; a like that is taken back counts too', async () => {
    const penchant = await opened({ after: 0.05 })
    await begun(penchant)
    const { version, ...first } = { version: penchant.status().rankingModel, ...penchant.status().refit }
    expect(first).toEqual({ last: { at: now, why: 'asked', likes: 1_000, warm: false }, changedShare: 0, nextAtShare: 0.05, nextAt: null })
    const acts = await penchant.trackAll('p0', likes(10, 20))
    expect((await settled(penchant)).changedShare).toBeCloseTo(0.02)
    await penchant.undo('p0', (acts[0] as { seq: number }).seq)
    await penchant.trackAll('p1', likes(11, 19))
    await noticed(penchant)
    expect((await settled(penchant)).changedShare).toBeCloseTo(0.04)
    await penchant.trackAll('p2', likes(12, 18))
    await noticed(penchant)
    const { last, changedShare } = await settled(penchant)
    expect(last).toMatchObject({ why: 'changed', likes: 1_000 + 19 + 19 + 18 })
    expect(changedShare).toBe(0)
    expect(penchant.status().rankingModel).not.toBe(version)
    await penchant.close()
  })

  it('fits by itself once enough time has passed, also time in which it was closed', async () => {
    const kept = { ...createMemoryStorage(), close: async () => {} }
    const first = await opened({ after: 10, everyHours: 24 }, kept)
    await begun(first)
    expect(first.status().refit.nextAt).toBe(now + 24 * hour)
    await first.close()
    const without = await createPenchant({ storage: kept, clock, config: { lsa: { embeddingSize: 8 }, retrainAt: 'never' } })
    await without.trackAll('p1', likes(11, 12))
    await without.close()
    now += 23 * hour
    const penchant = await opened({ after: 10, everyHours: 24 }, kept)
    // Twelve of 1,000 came where nobody counted.
    expect(penchant.status().refit).toMatchObject({ changedShare: 0.012, nextAt: now + hour })
    await penchant.track('p0', { item: 'i20', type: 'like' })
    await noticed(penchant)
    expect((await settled(penchant)).last?.why).toBe('asked')
    now += hour
    await noticed(penchant)
    expect((await settled(penchant)).last).toEqual({ at: now, why: 'time', likes: 1_013, warm: false })
    await penchant.close()
  })

  it('never fits twice at once, and closing stops a fit', async () => {
    const storage = createMemoryStorage()
    let fits = 0
    const artifacts: typeof storage.artifacts = {
      ...storage.artifacts,
      put: (name, bytes) => {
        if (name === 'model') fits++
        return storage.artifacts.put(name, bytes)
      },
    }
    const penchant = await opened({ after: 0.01 }, { ...storage, artifacts })
    await begun(penchant)
    const before = fits
    // Each of them is enough for a fit.
    await Promise.all([11, 12, 13].map((person) => penchant.trackAll(`p${person}`, likes(person + 10, 15))))
    await noticed(penchant)
    expect(penchant.status().busy).toEqual(['fitting the ranking model'])
    await penchant.trackAll('p14', likes(24, 15))
    await noticed(penchant)
    expect(penchant.status().busy).toEqual(['fitting the ranking model'])
    await settled(penchant)
    // What came during the fit is for the next one.
    expect(fits - before).toBe(1)
    expect(penchant.status().refit.changedShare).toBeGreaterThan(0.01)
    await noticed(penchant)
    expect(penchant.status().busy).toEqual(['fitting the ranking model'])
    await penchant.close()
    expect(fits - before).toBe(1)
  })
})
