import { describe, expect, it } from 'vitest'
import type { SlateRecord } from '../data/slate.ts'
import { createRandom } from '../math/random.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import { createSlateLog } from './slate-log.ts'
import { createVisits, type Visits } from './visits.ts'

const minute = 60_000
const start = 20_000 * 86_400_000
let slates = 0
const served = (at: number, items: readonly string[], given: Partial<SlateRecord> = {}): SlateRecord => ({
  slateId: `slate-${slates++}`,
  user: 'ada',
  time: start + at * minute,
  scenario: 'home',
  variant: null,
  policy: null,
  versions: { encoder: 'none', models: [], documents: [] },
  revision: 0,
  seed: 1,
  query: { k: items.length },
  candidates: 0,
  slots: items.map((item, position) => ({ item, position, score: 0, sources: [], mode: 'exploit', propensity: null })),
  ...given,
})
const indexOf = (id: string) => (id.startsWith('i') ? Number(id.slice(1)) : undefined)
async function* none(): AsyncGenerator<readonly SlateRecord[]> {
  yield []
}
const options = { served: none as (user: string) => AsyncIterable<readonly SlateRecord[]>, indexOf, gapMs: 30 * minute, keptMs: 1e12 }
/** Visits of each item that are told, in the order of items. */
const told = async (visits: Visits, at: number, scenario = 'home', user = 'ada') => {
  const shown = (await visits.of(user))(scenario, start + at * minute)
  return [...shown].map(([item, { visits: times }]) => [item, times]).sort(([a = 0], [b = 0]) => a - b)
}

/** So many visits, one an hour, of 1,000 items each. */
const wide = (visits: Visits, user: string, count = 20) => {
  for (let visit = 0; visit < count; visit++)
    for (let page = 0; page < 10; page++) {
      const items = Array.from({ length: 100 }, (_, at) => `i${page * 100 + at}`)
      visits.add(served(visit * 60 + page, items, { user }))
    }
}

describe('a visit', () => {
  it('does not count itself, however often its pages are asked for; the next one counts it once', async () => {
    const visits = createVisits(options)
    for (const at of [0, 1, 20, 49]) {
      expect(await told(visits, at)).toEqual([])
      visits.add(served(at, ['i1', 'i2']))
    }
    visits.add(served(50, ['i3']))
    // The clock was put back.
    visits.add(served(48, ['i3']))
    // Thirty minutes without a slate: another visit.
    expect(await told(visits, 79.9)).toEqual([])
    const next = [
      [1, 1],
      [2, 1],
      [3, 1],
    ]
    expect(await told(visits, 80)).toEqual(next)
    visits.add(served(80, ['i1', 'i4']))
    expect(await told(visits, 85)).toEqual(next)
    expect(await told(visits, 200)).toEqual([
      [1, 2],
      [2, 1],
      [3, 1],
      [4, 1],
    ])
  })

  it('is told the very same from its first page to its last, and its age is that of its start', async () => {
    const visits = createVisits(options)
    await visits.of('ada')
    visits.add(served(0, ['i1']))
    visits.add(served(0, ['i2'], { scenario: 'browse' }))
    const at = async (minutes: number, scenario = 'home') => (await visits.of('ada'))(scenario, start + minutes * minute)
    const first = await at(7 * 1_440)
    expect(first.get(1)).toEqual({ visits: 1, fading: 0.5 })
    visits.add(served(7 * 1_440, ['i1']))
    expect(await at(7 * 1_440 + 29)).toBe(first)
    expect((await at(7 * 1_440 + 29, 'browse')).get(2)?.fading).toBe(0.5)
    expect((await at(14 * 1_440)).get(1)).toEqual({ visits: 2, fading: 0.75 })
  })

  it('shows by scenario; what words or examples brought shows nothing, and belongs to the visit', async () => {
    const visits = createVisits(options)
    await visits.of('ada')
    visits.add(served(0, ['i1', 'gone']))
    visits.add(served(20, ['i2'], { scenario: 'browse' }))
    visits.add(served(40, ['i3'], { query: { k: 1, text: 'sea' } }))
    visits.add(served(60, ['i4'], { query: { k: 1, seeds: ['i9'] } }))
    visits.add(served(70, ['i5'], { user: 'bob' }))
    visits.add(served(70, ['i6'], { user: null }))
    expect(await told(visits, 89)).toEqual([])
    expect(await told(visits, 90)).toEqual([[1, 1]])
    expect(await told(visits, 91, 'browse')).toEqual([[2, 1]])
  })

  it('counts no longer than its slates are kept, nor beyond the newest 32', async () => {
    const visits = createVisits({ ...options, keptMs: 2 * 1_440 * minute })
    await visits.of('ada')
    visits.add(served(0, ['i1']))
    expect(await told(visits, 2 * 1_440)).toEqual([[1, 1]])
    const again = createVisits({ ...options, keptMs: 2 * 1_440 * minute - 1 })
    await again.of('ada')
    again.add(served(0, ['i1']))
    expect(await told(again, 2 * 1_440)).toEqual([])

    const many = createVisits(options)
    await many.of('ada')
    for (let n = 0; n < 40; n++) many.add(served(n * 60, [`i${n}`]))
    expect((await told(many, 40 * 60)).map(([item]) => item)).toEqual(Array.from({ length: 32 }, (_, n) => n + 8))
  })

  it('holds a thousand items and no more', async () => {
    const visits = createVisits(options)
    await visits.of('ada')
    for (let n = 0; n < 30; n++)
      visits.add(
        served(
          n,
          Array.from({ length: 50 }, (_, at) => `i${n * 50 + at}`),
        ),
      )
    expect(await told(visits, 100)).toHaveLength(1_000)
  })
})

describe('what is read', () => {
  const random = createRandom('visits')

  it('is what was taken in as it was served: after a restart the same, whatever still waits to be written', async () => {
    for (let round = 0; round < 20; round++) {
      const storage = createMemoryStorage()
      const log = createSlateLog(storage.slates, { now: () => 0, keptMs: Number.POSITIVE_INFINITY })
      const live = createVisits({ ...options, served: log.served })
      await live.of('ada')
      let at = 0
      for (let n = 0; n < 60; n++) {
        at += random.next() < 0.3 ? random.integer(5_000) : random.integer(30)
        const record = served(at, ['i1', 'i2', 'i3', 'i4', 'i5'].slice(random.integer(5)), {
          scenario: random.next() < 0.5 ? 'home' : 'browse',
        })
        log.add(record)
        live.add(record)
        if (n === 30) await log.without('nobody', async () => {})
      }
      const read = createVisits({ ...options, served: log.served })
      for (const scenario of ['home', 'browse']) {
        const now = start + (at + 40) * minute
        const said = (await live.of('ada'))(scenario, now)
        expect(said.size).toBeGreaterThan(0)
        expect((await read.of('ada'))(scenario, now)).toEqual(said)
      }
    }
  })

  it('stops where it knows enough', async () => {
    let chunks = 0
    const endless = async function* () {
      for (; ; chunks++) yield [served(-chunks * 60, [`i${chunks}`])]
    }
    const visits = createVisits({ ...options, served: endless })
    expect(await told(visits, 60)).toHaveLength(32)
    // In the 34th, which may not be whole; the 33 after it are.
    expect(chunks).toBe(33)
  })

  it('stops in one endless visit too', async () => {
    let chunks = 0
    const endless = async function* () {
      for (; ; chunks++) yield Array.from({ length: 64 }, () => served(0, ['i1']))
    }
    expect(await told(createVisits({ ...options, served: endless }), 60)).toEqual([[1, 1]])
    expect(64 * chunks).toBeLessThan(2_000)
  })

  it('does not stop sooner where what waited to be written comes twice', async () => {
    const visitsAgo = (from: number, to: number) => Array.from({ length: to - from }, (_, n) => served(-(from + n) * 60, [`i${from + n}`]))
    const newest = visitsAgo(0, 20)
    const twice = async function* () {
      yield newest
      yield newest
      yield visitsAgo(20, 40)
    }
    expect(await told(createVisits({ ...options, served: twice }), 60)).toHaveLength(32)
  })

  it('counts once what is served meanwhile, and nothing of who is erased meanwhile', async () => {
    const gate = Promise.withResolvers<void>()
    const earlier = [served(0, ['i1'])]
    const slow = async function* () {
      await gate.promise
      yield earlier
    }
    const visits = createVisits({ ...options, served: slow })
    const [first, second] = [told(visits, 60), told(visits, 60, 'home', 'bob')]
    visits.add(earlier[0]!)
    visits.add(served(60, ['i2']))
    visits.erased('bob')
    gate.resolve()
    expect([await first, await second]).toEqual([[[1, 1]], []])
    expect(await told(visits, 120)).toEqual([
      [1, 1],
      [2, 1],
    ])
    expect(visits.erased('ada')).toBeUndefined()
  })

  it('is read again of who was erased, or could not be read', async () => {
    let state: 'there' | 'gone' | 'broken' = 'there'
    const some = async function* () {
      if (state === 'broken') throw new Error('the disk is gone')
      if (state === 'there') yield [served(0, ['i1'])]
    }
    const visits = createVisits({ ...options, served: some })
    expect(await told(visits, 60)).toEqual([[1, 1]])
    state = 'broken'
    visits.erased('ada')
    await expect(visits.of('ada')).rejects.toThrow('the disk is gone')
    state = 'gone'
    expect(await told(visits, 61)).toEqual([])
  })

  it('is forgotten of who was not seen longest once there is much of it, and counts what it forgets', async () => {
    const reads: string[] = []
    const counted = (user: string) => {
      reads.push(user)
      return none()
    }
    const visits = createVisits({ ...options, served: counted })
    const people = Array.from({ length: 30 }, (_, n) => `p${n}`)
    for (const user of people) {
      await visits.of(user)
      wide(visits, user)
      await visits.of('p0')
    }
    // 25 people hold half a million; p0 is seen all the time, so p1 … went.
    for (const user of ['p0', 'p29', 'p28']) await visits.of(user)
    expect(reads).toEqual(people)
    await visits.of('p1')
    expect(reads).toEqual([...people, 'p1'])
    for (let n = 0; n < 20_000; n++) await visits.of(`q${n}`)
    reads.length = 0
    await visits.of('q1')
    await visits.of('p1')
    expect(reads).toEqual(['p1'])
  })

  it('counts once what goes while a request is under way', async () => {
    const reads: string[] = []
    const visits = createVisits({
      ...options,
      served: (user) => {
        reads.push(user)
        return none()
      },
    })
    // Were the oldest of 33 visits subtracted again each time, 25 times 1,000 items would be free.
    for (let n = 0; n < 25; n++) {
      const tell = await visits.of('gone')
      wide(visits, 'gone', 33)
      visits.erased('gone')
      tell('home', start + 40 * 60 * minute)
    }
    for (let n = 0; n < 26; n++) {
      await visits.of(`p${n}`)
      wide(visits, `p${n}`)
    }
    await visits.of('p25')
    reads.length = 0
    await visits.of('p0')
    expect(reads).toEqual(['p0'])
  })
})
