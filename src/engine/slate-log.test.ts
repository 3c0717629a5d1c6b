import { expect, it, vi } from 'vitest'
import type { SlateRecord } from '../data/slate.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import type { SlateStore } from '../storage/storage.ts'
import { createPenchant } from './create-penchant.ts'
import { createSlateLog, type SlateLog } from './slate-log.ts'

const day = 86_400_000
const kept = { now: () => 0, keptMs: Number.POSITIVE_INFINITY }

/** Resolves once all that waited is written or lost: an erasure comes after it. */
const written = (log: SlateLog) => log.without('nobody', async () => {})

const record = (slateId: string, time = 0): SlateRecord => ({
  slateId,
  user: null,
  time,
  scenario: 'home',
  variant: null,
  policy: null,
  versions: { encoder: 'none', models: [], documents: [] },
  revision: 0,
  seed: 1,
  query: { k: 1 },
  candidates: 0,
  slots: [],
})

it('answers from the buffer at once, and from storage after a flush', async () => {
  const { slates } = createMemoryStorage()
  const disk = Promise.withResolvers<void>()
  const log = createSlateLog({ ...slates, put: (batch) => disk.promise.then(() => slates.put(batch)) }, kept)
  log.add(record('one'))
  expect((await log.get('one'))?.slateId).toBe('one')
  expect(await slates.get('one')).toBeUndefined()
  disk.resolve()
  await written(log)
  expect((await slates.get('one'))?.slateId).toBe('one')
})

it('drops the oldest beyond 4,096 waiting, and counts them', async () => {
  const held = Promise.withResolvers<void>()
  const log = createSlateLog({ ...createMemoryStorage().slates, put: () => held.promise }, kept)
  for (let n = 0; n < 4_098; n++) log.add(record(`slate-${n}`))
  expect(log.lost().count).toBe(2)
  expect(await log.get('slate-0')).toBeUndefined()
  expect((await log.get('slate-2'))?.slateId).toBe('slate-2')
  held.resolve()
  await written(log)
})

it('keeps nothing of somebody who is erased: not what waits, what comes meanwhile, nor later what was begun before', async () => {
  const { slates, users } = createMemoryStorage()
  const hals = (slateId: string) => ({ ...record(slateId), user: 'hal' })
  const log = createSlateLog(slates, kept)
  const begun = log.moment()
  log.add(record('another'))
  log.add(hals('waiting'))
  await log.without('hal', async () => {
    await users.erase('hal')
    expect(log.add(hals('meanwhile'), log.moment())).toBe(false)
  })
  expect(log.add(hals('late'), begun)).toBe(false)
  expect(log.add(record('nobody'), begun)).toBe(true)
  expect(log.add(hals('anew'), log.moment())).toBe(true)
  await written(log)
  const ids = ['another', 'waiting', 'meanwhile', 'late', 'nobody', 'anew'].map(async (slateId) => (await slates.get(slateId))?.slateId)
  expect(await Promise.all(ids)).toEqual(['another', undefined, undefined, undefined, 'nobody', 'anew'])
})

it('writes of somebody again whose erasure failed, and lets what is being written come before it', async () => {
  const { slates } = createMemoryStorage()
  const done: string[] = []
  const put: SlateStore['put'] = async (batch) => {
    await slates.put(batch)
    done.push('written')
  }
  const log = createSlateLog({ ...slates, put }, kept)
  log.add({ ...record('one'), user: 'ida' })
  log.add({ ...record('two'), user: 'hal' })
  await Promise.resolve()
  const erase = async () => {
    done.push('erased')
    throw new Error('disk full')
  }
  await expect(log.without('hal', erase)).rejects.toThrow('disk full')
  expect(done).toEqual(['written', 'erased'])
  expect(log.add({ ...record('three'), user: 'hal' })).toBe(true)
})

it('counts what could not be written, with the reason, and writes on', async () => {
  const { slates } = createMemoryStorage()
  let failures = 1
  const put: SlateStore['put'] = (batch) => (failures-- > 0 ? Promise.reject(new Error('disk full')) : slates.put(batch))
  const log = createSlateLog({ ...slates, put }, kept)
  log.add(record('lost'))
  await written(log)
  expect(log.lost()).toEqual({ count: 1, reason: 'disk full' })
  log.add(record('kept'))
  await written(log)
  expect((await slates.get('kept'))?.slateId).toBe('kept')
})

it('deletes what is older than its days, a batch at a time, and looks again an hour later', async () => {
  const { slates } = createMemoryStorage()
  await slates.put(Array.from({ length: 150 }, (_, n) => record(`old-${n}`, n)))
  await slates.put([record('young', 20 * day)])
  const batches: number[] = []
  const prune: SlateStore['prune'] = async (...asked) => {
    const pruned = await slates.prune(...asked)
    batches.push(pruned)
    return pruned
  }
  let now = 40 * day
  const log = createSlateLog({ ...slates, prune }, { now: () => now, keptMs: 30 * day })
  log.add(record('first', now))
  await vi.waitFor(() => expect(batches).toEqual([64, 64, 22]))
  expect((await slates.get('young'))?.time).toBe(20 * day)

  // 30 days and one millisecond after it was served.
  now = 50 * day + 1
  log.add(record('second', now))
  await vi.waitFor(() => expect(batches).toEqual([64, 64, 22, 1]))
  // An hour has not passed since.
  now += 3_599_999
  log.add(record('third', now))
  await written(log)
  await log.close()
  expect(batches).toHaveLength(4)
  expect(await slates.get('young')).toBeUndefined()
  expect((await slates.get('first'))?.time).toBe(40 * day)
})

it('keeps all for ever when told to, stops deleting when closed, and says when a deletion fails', async () => {
  const { slates } = createMemoryStorage()
  const asked: string[] = []
  const full = (name: string) => (): Promise<number> => {
    asked.push(name)
    return Promise.resolve(64)
  }
  const forever = createSlateLog({ ...slates, prune: full('forever') }, { now: () => 1e9 * day, keptMs: Number.POSITIVE_INFINITY })
  forever.add(record('a'))
  await written(forever)
  await forever.close()
  expect(asked).toEqual([])

  const endless = createSlateLog({ ...slates, prune: full('endless') }, { now: () => 100 * day, keptMs: day })
  endless.add(record('b'))
  await vi.waitFor(() => expect(asked.length).toBeGreaterThan(2))
  await endless.close()
  const { length } = asked
  await new Promise(setImmediate)
  expect(asked).toHaveLength(length)

  const broken = createSlateLog({ ...slates, prune: () => Promise.reject(new Error('disk full')) }, { now: () => 100 * day, keptMs: day })
  broken.add(record('c'))
  await vi.waitFor(() => expect(broken.lost()).toEqual({ count: 0, reason: 'old slates could not be deleted: disk full' }))
})

it('a slate that is gone costs its page alone: what names it is taken in as it stands', async () => {
  let now = 100 * day
  const storage = createMemoryStorage()
  const items = ['a', 'b', 'c', 'd'].map((id) => ({ id, title: id, attributes: {} }))
  const penchant = await createPenchant({ items, storage, clock: { now: () => now, elapsed: () => 0 }, config: { slateDays: 2 } })
  const old = await penchant.recommend({ user: 'ada', k: 1 })
  expect((await penchant.recommend({ user: 'ada', k: 1, after: old.slateId })).items).toHaveLength(1)
  now += 2 * day + 1
  await penchant.recommend({ user: 'ada', k: 1 })
  await vi.waitFor(async () => expect(await penchant.slate(old.slateId)).toBeUndefined())
  await expect(penchant.recommend({ user: 'ada', after: old.slateId })).rejects.toMatchObject({ code: 'unknown-slate' })
  await penchant.track('ada', { item: 'a', type: 'like', slateId: old.slateId, position: 0 })
  const { records } = await penchant.exportUser('ada')
  expect(records).toMatchObject([{ event: { kind: 'interaction', item: 'a', slate: old.slateId, position: 0 } }])
  await penchant.close()
})
