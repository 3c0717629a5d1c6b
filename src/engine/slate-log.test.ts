import { expect, it } from 'vitest'
import type { SlateRecord } from '../data/slate.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import { createSlateLog } from './slate-log.ts'

const record = (slateId: string): SlateRecord => ({
  slateId,
  user: null,
  time: 0,
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
  const log = createSlateLog({ get: slates.get, put: (batch) => disk.promise.then(() => slates.put(batch)) })
  log.add(record('one'))
  expect((await log.get('one'))?.slateId).toBe('one')
  expect(await slates.get('one')).toBeUndefined()
  disk.resolve()
  await log.flush()
  expect((await slates.get('one'))?.slateId).toBe('one')
})

it('drops the oldest beyond 4,096 waiting, and counts them', async () => {
  const held = Promise.withResolvers<void>()
  const log = createSlateLog({ put: () => held.promise, get: async () => undefined })
  for (let n = 0; n < 4_098; n++) log.add(record(`slate-${n}`))
  expect(log.lost().count).toBe(2)
  expect(await log.get('slate-0')).toBeUndefined()
  expect((await log.get('slate-2'))?.slateId).toBe('slate-2')
  held.resolve()
  await log.flush()
})

it('counts what could not be written, with the reason, and writes on', async () => {
  const { slates } = createMemoryStorage()
  let failures = 1
  const log = createSlateLog({
    get: slates.get,
    put: (batch) => (failures-- > 0 ? Promise.reject(new Error('disk full')) : slates.put(batch)),
  })
  log.add(record('lost'))
  await log.flush()
  expect(log.lost()).toEqual({ count: 1, reason: 'disk full' })
  log.add(record('kept'))
  await log.flush()
  expect((await slates.get('kept'))?.slateId).toBe('kept')
})
