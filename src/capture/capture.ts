/** @file Capture: events become durable in groups, move the engine's memory in log order, and only then are acknowledged.
 *
 * validate → queue → one transaction for all that wait (group commit) → memory → acknowledge. One commit is under way at a time; what
 * arrives meanwhile is the next group. A failed commit stores nothing, rejects its members, and the next one goes on.
 */

import type { Evidence } from '../data/evidence.ts'
import { checkIdentifier } from '../data/identifier.ts'
import type { LogEvent } from '../data/log-record.ts'
import { PenchantError } from '../errors.ts'
import type { Append, AppendResult, LogStore } from '../storage/storage.ts'
import { type CaptureEvent, type CaptureRules, checkEvent } from './capture-event.ts'

/** An event newly in the log, with its person's evidence once its whole group is applied. Repeats and refusals are not among them. */
export type Committed = {
  readonly seq: number
  readonly user: string
  /** Epoch milliseconds. */
  readonly receivedAt: number
  readonly event: LogEvent
  readonly evidence: Evidence
}

export type CaptureOptions = CaptureRules & {
  readonly storage: { readonly log: Pick<LogStore, 'append'> }
  /** Epoch milliseconds. */
  readonly clock: () => number
  /** How long after the commit of a crowd the next one waits for company; at any quieter moment what comes is committed at once. 0 = a commit for each request. 2 unless given. */
  readonly groupCommitMs?: number | undefined
  /** Moves the memory: called after each commit, in log order, before anyone is answered. Not called when a group added nothing. */
  readonly onCommitted: (committed: readonly Committed[]) => void
}

export interface Capture {
  /**
   * Resolves once the events are durable and count, with one result an event. All are checked before any is queued, and they are stored in
   * one transaction; an `event-conflict` or `unknown-event` is a refused result and leaves the others standing.
   *
   * @throws PenchantError `invalid-input`, `unknown-item`, `overloaded`, `closed`, or what the storage failed with (nothing was stored then).
   * What `onCommitted` throws comes out here too, of events that are stored.
   */
  submit(user: string, events: readonly CaptureEvent[]): Promise<readonly AppendResult[]>
  /** Commits what waits at once; resolves when all that was submitted before is settled. */
  flush(): Promise<void>
  /** Refuses new events and flushes. The storage stays open. */
  close(): Promise<void>
  /** Events that are not settled yet. */
  readonly pending: number
}

type Request = {
  readonly appends: readonly Append[]
  readonly resolve: (results: readonly AppendResult[]) => void
  readonly reject: (error: unknown) => void
}

const fullGroup = 1_024
/** Events in a group from which on many people act at once: then fewer, larger commits take more in. Below it, waiting would only make each of them wait. */
const crowd = 8
const longestQueue = 16_384

export function createCapture(options: CaptureOptions): Capture {
  const { storage, clock, onCommitted, groupCommitMs = 2 } = options
  let queue: Request[] = []
  /** Events in the queue; `pending` counts those under way too. */
  let queued = 0
  let pending = 0
  /** Runs from the end of a crowd's commit: what comes within it goes together. */
  let gathering: NodeJS.Timeout | undefined
  let soon: NodeJS.Immediate | undefined
  let committing: Promise<void> | undefined
  let closed = false

  const take = (): readonly Request[] => {
    let events = 0
    let count = 0
    for (const { appends } of queue) {
      if (count > 0 && (groupCommitMs === 0 || events + appends.length > fullGroup)) break
      events += appends.length
      count++
    }
    const group = queue.slice(0, count)
    queue = queue.slice(count)
    queued -= events
    return group
  }

  const commit = async (group: readonly Request[]): Promise<void> => {
    const batch = group.flatMap(({ appends }) => appends)
    try {
      const results = await storage.log.append(batch)
      const committed = batch.flatMap(({ user, event, receivedAt }, at): Committed[] => {
        const result = results[at] as AppendResult
        return result.status === 'appended' ? [{ seq: result.seq, user, receivedAt, event, evidence: result.evidence }] : []
      })
      if (committed.length > 0) onCommitted(committed)
      let at = 0
      for (const { appends, resolve } of group) {
        resolve(results.slice(at, at + appends.length))
        at += appends.length
      }
    } catch (error) {
      for (const { reject } of group) reject(error)
    } finally {
      pending -= batch.length
    }
  }

  const start = (): void => {
    clearTimeout(gathering)
    clearImmediate(soon)
    gathering = undefined
    soon = undefined
    if (committing || queue.length === 0) return
    const group = take()
    const isCrowd = group.reduce((events, { appends }) => events + appends.length, 0) >= crowd
    committing = commit(group).then(() => {
      committing = undefined
      if (queue.length > 0) start()
      else if (groupCommitMs > 0 && isCrowd) gathering = setTimeout(start, groupCommitMs)
    })
  }

  const enqueue = (appends: readonly Append[]): Promise<readonly AppendResult[]> => {
    if (pending > 0 && pending + appends.length > longestQueue) {
      throw new PenchantError('overloaded', `${pending} events wait for the disk already. Send these again in a moment.`, {
        details: { pending },
      })
    }
    pending += appends.length
    queued += appends.length
    const settled = new Promise<readonly AppendResult[]>((resolve, reject) => {
      queue.push({ appends, resolve, reject })
    })
    if (groupCommitMs === 0 || queued >= fullGroup) start()
    else if (!committing && !gathering) soon ??= setImmediate(start)
    return settled
  }

  const flush = async (): Promise<void> => {
    while (committing || queue.length > 0) {
      start()
      await committing
    }
  }

  return {
    submit: async (user, events) => {
      if (closed) throw new PenchantError('closed', 'This engine is closing and takes no more events. Send them to one that is open.')
      checkIdentifier(user, 'user id')
      const receivedAt = clock()
      const appends = events.map((event) => checkEvent(user, event, receivedAt, options))
      return appends.length === 0 ? [] : enqueue(appends)
    },
    flush,
    close: () => {
      closed = true
      return flush()
    },
    get pending() {
      return pending
    },
  }
}
