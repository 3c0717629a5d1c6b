/** @file The record of served slates: answered from memory at once, written to storage in the background.
 *
 * A slate may be lost in a crash (interactions never are), so a bounded buffer stands before the disk:
 * when it is full the oldest unwritten slate is dropped and counted.
 */

import type { SlateRecord } from '../data/slate.ts'
import type { SlateStore } from '../storage/storage.ts'

const largestBuffer = 4_096
const batchSize = 256

export type SlateLog = {
  add(record: SlateRecord): void
  get(slateId: string): Promise<SlateRecord | undefined>
  /** Slates dropped, and the last failed write: shown by `status`. */
  readonly lost: () => { readonly count: number; readonly reason: string | null }
  /** Resolves once all that is buffered is written or lost. */
  flush(): Promise<void>
}

export function createSlateLog(store: SlateStore): SlateLog {
  const waiting = new Map<string, SlateRecord>()
  let lost = 0
  let reason: string | null = null
  let writing: Promise<void> | null = null

  const write = async () => {
    while (waiting.size > 0) {
      const batch = [...waiting.values()].slice(0, batchSize)
      try {
        await store.put(batch)
      } catch (error) {
        lost += batch.length
        reason = error instanceof Error ? error.message : String(error)
      }
      for (const record of batch) waiting.delete(record.slateId)
    }
    writing = null
  }

  return {
    add(record) {
      waiting.set(record.slateId, record)
      if (waiting.size > largestBuffer) {
        waiting.delete(waiting.keys().next().value as string)
        lost++
        reason = `more than ${largestBuffer} slates waited to be written`
      }
      writing ??= Promise.resolve().then(write)
    },
    async get(slateId) {
      return waiting.get(slateId) ?? (await store.get(slateId))
    },
    lost: () => ({ count: lost, reason }),
    async flush() {
      await writing
    },
  }
}
