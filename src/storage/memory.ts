/** @file Storage in memory: for tests, demos and a first try. Everything is gone when the process ends. */

import { dayMs } from '../data/day.ts'
import type { Document } from '../data/document.ts'
import { emptyEvidence } from '../data/evidence.ts'
import type { Item } from '../data/item.ts'
import type { LogRecord } from '../data/log-record.ts'
import type { SlateRecord } from '../data/slate.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { PenchantError } from '../errors.ts'
import { appendBatch, idempotencyDays, type Ledger, type Person } from './append-batch.ts'
import { documentConflict } from './document-conflict.ts'
import type { Storage } from './storage.ts'

type Entry = { readonly record: LogRecord; readonly mergedHead: number }
type Remembered = { readonly seq: number; readonly payload: string; readonly receivedAt: number }

const chunkSize = 1_000

/** Storage that keeps all in this process's memory. Values given and taken are shared, not copied: treat them as read-only. */
export function createMemoryStorage(): Storage {
  const people = new Map<string, Person>()
  /** In the order of seq: a map keeps the place of a key that is set again. */
  const log = new Map<number, Entry>()
  /** Day of `receivedAt` → person → eventId. Keyed by the row itself, so an erased person's keys go with it. */
  const days = new Map<number, Map<Person, Map<string, Remembered>>>()
  const vocabulary = new Vocabulary()
  const items = new Map<number, Item>()
  const slates = new Map<string, SlateRecord>()
  const documents = new Map<string, Document[]>()
  const artifacts = new Map<string, Uint8Array>()
  let lastSeq = 0
  let closed = false

  const chain = (head: number): readonly Entry[] => {
    const found: Entry[] = []
    const heads = [head]
    for (let seq = heads.pop(); seq !== undefined; seq = heads.pop()) {
      const entry = log.get(seq)
      if (!entry) continue
      found.push(entry)
      heads.push(entry.record.prev, entry.mergedHead)
    }
    return found.sort((a, b) => a.record.seq - b.record.seq)
  }
  const history = (head: number) => chain(head).flatMap(({ record }) => (record.event.kind === 'forget' ? [] : [record]))
  const discard = (head: number) => {
    for (const { record } of chain(head)) log.delete(record.seq)
  }

  const ledger: Ledger<Person> = {
    person: (id) => people.get(id),
    createPerson: (id) => {
      const person: Person = { id, head: 0, evidence: emptyEvidence }
      people.set(id, person)
      return person
    },
    nextSeq: () => ++lastSeq,
    insert: (_person, record, mergedHead) => log.set(record.seq, { record, mergedHead }),
    history,
    discard,
    reassign: (from, into) => {
      for (const { record, mergedHead } of chain(from.head)) {
        if (record.event.kind === 'forget') log.delete(record.seq)
        else log.set(record.seq, { record: { ...record, user: into.id }, mergedHead })
      }
    },
    moveSlates: (from, into) => {
      for (const [id, slate] of slates) if (slate.user === from) slates.set(id, { ...slate, user: into.id })
    },
    recall: (person, eventId, payload, receivedAt) => {
      for (const people of days.values()) {
        const found = people.get(person)?.get(eventId)
        if (found && receivedAt - found.receivedAt < idempotencyDays * dayMs) {
          return { seq: found.seq, samePayload: found.payload === payload }
        }
      }
      return undefined
    },
    remember: (person, eventId, payload, receivedAt, seq) => {
      const day = Math.floor(receivedAt / dayMs)
      for (const old of days.keys()) if (old < day - idempotencyDays) days.delete(old)
      const ofDay = days.get(day) ?? new Map<Person, Map<string, Remembered>>()
      const ofPerson = ofDay.get(person) ?? new Map<string, Remembered>()
      days.set(day, ofDay.set(person, ofPerson.set(eventId, { seq, payload, receivedAt })))
    },
    save: () => {},
  }

  const open = <T>(work: () => T): Promise<T> =>
    new Promise((resolve) => {
      if (closed) throw new PenchantError('closed', 'This storage is closed. Open it again to use it.')
      resolve(work())
    })

  return {
    log: {
      append: (batch) => open(() => appendBatch(batch, ledger)),
      async *replay(after = 0) {
        const seqs = await open(() => [...log.keys()].filter((seq) => seq > after))
        for (let start = 0; start < seqs.length; start += chunkSize) {
          yield await open(() => seqs.slice(start, start + chunkSize).flatMap((seq) => log.get(seq)?.record ?? []))
        }
      },
      history: (user) => open(() => history(people.get(user)?.head ?? 0)),
    },
    users: {
      evidence: (user) => open(() => people.get(user)?.evidence),
      erase: (user) =>
        open(() => {
          const person = people.get(user)
          if (person) {
            discard(person.head)
            for (const ofDay of days.values()) ofDay.delete(person)
          }
          const served = [...slates.values()].filter((slate) => slate.user === user)
          for (const { slateId } of served) slates.delete(slateId)
          return people.delete(user) || served.length > 0
        }),
      list: ({ after, limit }) =>
        open(() => {
          const ids = [...people.keys()].filter((id) => after === undefined || byBytes(id, after) > 0)
          return ids.sort(byBytes).slice(0, limit)
        }),
      async *all() {
        const ids = await open(() => [...people.keys()].sort(byBytes))
        for (let start = 0; start < ids.length; start += chunkSize) {
          yield await open(() =>
            ids.slice(start, start + chunkSize).flatMap((user) => {
              const evidence = people.get(user)?.evidence
              return evidence ? [{ user, evidence }] : []
            }),
          )
        }
      },
    },
    catalogue: {
      put: (added) =>
        open(() =>
          added.map((item) => {
            const index = vocabulary.add(item.id)
            items.set(index, item)
            return { index, item }
          }),
        ),
      remove: (ids) => open(() => ids.filter((id) => items.delete(vocabulary.indexOf(id) ?? -1)).length),
      async *all() {
        const indexes = await open(() => [...items.keys()].sort((a, b) => a - b))
        for (let start = 0; start < indexes.length; start += chunkSize) {
          yield await open(() =>
            indexes.slice(start, start + chunkSize).flatMap((index) => {
              const item = items.get(index)
              return item ? [{ index, item }] : []
            }),
          )
        }
      },
    },
    slates: {
      put: (added) =>
        open(() => {
          for (const slate of added) slates.set(slate.slateId, slate)
        }),
      get: (slateId) => open(() => slates.get(slateId)),
      async *served(user) {
        const own = await open(() => [...slates.values()].filter((slate) => slate.user === user).reverse())
        for (let start = 0; start < own.length; start += chunkSize) yield own.slice(start, start + chunkSize)
      },
      prune: (before, limit) =>
        open(() => {
          let pruned = 0
          for (const [id, { time }] of slates) {
            if (pruned === limit) break
            if (time < before && slates.delete(id)) pruned++
          }
          return pruned
        }),
    },
    documents: {
      get: (kind, name, version) => open(() => documents.get(documentKey(kind, name))?.at(version === undefined ? -1 : version - 1)),
      publish: (draft) =>
        open(() => {
          const versions = documents.get(documentKey(draft.kind, draft.name)) ?? []
          if (draft.parent !== versions.length) throw documentConflict(draft, versions.length)
          const document: Document = { ...draft, version: versions.length + 1 }
          documents.set(documentKey(draft.kind, draft.name), [...versions, document])
          return document
        }),
    },
    artifacts: {
      put: (name, bytes) => open(() => void artifacts.set(name, bytes.slice())),
      get: (name) => open(() => artifacts.get(name)?.slice()),
    },
    close: async () => {
      closed = true
    },
  }
}

const documentKey = (kind: string, name: string) => JSON.stringify([kind, name])
const byBytes = (a: string, b: string) => Buffer.compare(Buffer.from(a), Buffer.from(b))
