/** @file The record of served slates: answered from memory at once, written to storage in the background, deleted once they are old.
 *
 * A slate may be lost in a crash (interactions never are), so a bounded buffer stands before the disk:
 * when it is full the oldest unwritten slate is dropped and counted. What is older than `keptMs` goes in small batches, at most hourly and only
 * while slates are served: between two batches the storage takes whatever waits.
 */

import { setImmediate } from 'node:timers/promises'
import type { SlateRecord } from '../data/slate.ts'
import { messageOf } from '../errors.ts'
import type { SlateStore } from '../storage/storage.ts'

const largestBuffer = 4_096
const batchSize = 256
const pruneEveryMs = 3_600_000
/** A few milliseconds of the writer: as long as a commit waits that comes meanwhile. */
const pruneBatch = 64

export type SlateLog = {
  /** The moment at which a request begins, for `add`. */
  moment(): number
  /** Whether it was taken: what was begun before its person was erased is dropped, since it knows of them what they had erased. */
  add(record: SlateRecord, begun?: number): boolean
  get(slateId: string): Promise<SlateRecord | undefined>
  /** One person's slates, the newest first, in chunks; those that wait to be written stand first, and one that is written meanwhile may come twice. */
  served(user: string): AsyncIterable<readonly SlateRecord[]>
  /** What waits to be written belongs to somebody else from now on, as the storage has it of what is written. */
  merged(from: string, into: string): void
  /** Writes what waits, then erases. Nothing of the person is added from now until `erase` is done, nor later of what was begun before it was. Resolves as `erase` does. */
  without<T>(user: string, erase: () => Promise<T>): Promise<T>
  /** Slates dropped, and the last failed write or deletion: shown by `status`. */
  readonly lost: () => { readonly count: number; readonly reason: string | null }
  /** Resolves once all that is buffered is written or lost; a deletion under way stops after its batch. */
  close(): Promise<void>
}

export type SlateLogOptions = {
  readonly now: () => number
  /** How long slates are kept; ∞ keeps them all. */
  readonly keptMs: number
}

export function createSlateLog(store: SlateStore, { now, keptMs }: SlateLogOptions): SlateLog {
  const waiting = new Map<string, SlateRecord>()
  /** Of each person who was erased, the moment at which that was done; ∞ while it is under way. */
  const erasedAt = new Map<string, number>()
  let moment = 0
  let lost = 0
  let reason: string | null = null
  let writing: Promise<void> | null = null
  let prunedAt = Number.NEGATIVE_INFINITY
  let pruning: Promise<void> | null = null
  let closed = false

  const write = async () => {
    while (waiting.size > 0) {
      const batch = [...waiting.values()].slice(0, batchSize)
      try {
        await store.put(batch)
      } catch (error) {
        lost += batch.length
        reason = messageOf(error)
      }
      // One that has changed hands meanwhile is written again.
      for (const record of batch) if (waiting.get(record.slateId) === record) waiting.delete(record.slateId)
    }
    writing = null
    if (closed || keptMs === Number.POSITIVE_INFINITY || now() - prunedAt < pruneEveryMs) return
    prunedAt = now()
    pruning ??= prune(prunedAt - keptMs)
  }
  const prune = async (before: number) => {
    try {
      while (!closed && (await store.prune(before, pruneBatch)) === pruneBatch) await setImmediate()
    } catch (error) {
      reason = `old slates could not be deleted: ${messageOf(error)}`
    }
    pruning = null
  }

  return {
    moment: () => moment,
    add(record, begun = moment) {
      if (record.user !== null && begun < (erasedAt.get(record.user) ?? 0)) return false
      waiting.set(record.slateId, record)
      if (waiting.size > largestBuffer) {
        waiting.delete(waiting.keys().next().value as string)
        lost++
        reason = `more than ${largestBuffer} slates waited to be written`
      }
      writing ??= Promise.resolve().then(write)
      return true
    },
    async get(slateId) {
      return waiting.get(slateId) ?? (await store.get(slateId))
    },
    async *served(user) {
      const own = [...waiting.values()].filter((record) => record.user === user)
      if (own.length > 0) yield own.reverse()
      yield* store.served(user)
    },
    merged(from, into) {
      for (const [slateId, record] of waiting) if (record.user === from) waiting.set(slateId, { ...record, user: into })
    },
    async without(user, erase) {
      erasedAt.set(user, Number.POSITIVE_INFINITY)
      try {
        await writing
        return await erase()
      } finally {
        erasedAt.set(user, ++moment)
      }
    },
    lost: () => ({ count: lost, reason }),
    async close() {
      closed = true
      await writing
      await pruning
    },
  }
}
