/** @file Storage in one SQLite file (`node:sqlite`, no native dependency): the embedded default.
 *
 * One worker thread writes, every commit synced to disk before it is answered; this thread reads through a read-only connection (point
 * look-ups, and chunks that stay short). One process owns a database; see `openWriter` for the lock.
 */

import { resolve } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Item } from '../../data/item.ts'
import type { SlateRecord } from '../../data/slate.ts'
import { PenchantError } from '../../errors.ts'
import type { Storage } from '../storage.ts'
import { storageError } from './errors.ts'
import { decodeEvidence } from './evidence-bytes.ts'
import { readItemNumbers } from './item-numbers.ts'
import { type LogRow, logRowColumns, recordOfRow, selectHistory } from './log-row.ts'
import { startWriterThread } from './writer-thread.ts'
import { packBatch, unpackResults } from './written-batch.ts'

const chunkSize = 1_000
/** A record takes some 20 µs to parse. */
const slateChunkSize = 64

type Body = { readonly body: string }
type EvidenceRow = { readonly id: string; readonly evidence: Uint8Array }
type DocumentRow = Body & { readonly version: number; readonly parent: number; readonly publishedAt: number }

/**
 * Opens the database at `path`, making it and its folder when they are not there.
 *
 * @throws PenchantError `storage-locked` when another process has it open, `storage-read-only`, `storage-full`, `storage-corrupt` (no database
 * of ours, or of a newer format), `storage-unavailable`.
 */
export async function openSqliteStorage(options: { readonly path: string }): Promise<Storage> {
  const path = resolve(options.path)
  const writer = await startWriterThread(path)
  try {
    return storageOf(path, writer, new DatabaseSync(path, { readOnly: true, timeout: 2_000 }))
  } catch (error) {
    await writer.close()
    throw storageError(error, path)
  }
}

function storageOf(path: string, writer: Awaited<ReturnType<typeof startWriterThread>>, database: DatabaseSync): Storage {
  database.exec('PRAGMA cache_size = -16384')
  const items = readItemNumbers(database)
  const selectEvidence = database.prepare('SELECT evidence FROM people WHERE id = ?')
  const selectHead = database.prepare('SELECT head FROM people WHERE id = ?')
  const selectChain = database.prepare(selectHistory)
  const selectLog = database.prepare(
    `SELECT ${logRowColumns} FROM log JOIN people ON people.number = log.person WHERE log.seq > ? ORDER BY log.seq LIMIT ${chunkSize}`,
  )
  const selectEveryone = database.prepare(`SELECT id, evidence FROM people WHERE id > ? ORDER BY id LIMIT ${chunkSize}`)
  const selectPeople = database.prepare('SELECT id FROM people WHERE id > ? ORDER BY id LIMIT ?')
  const selectItems = database.prepare(
    `SELECT number, body FROM items WHERE number > ? AND body IS NOT NULL ORDER BY number LIMIT ${chunkSize}`,
  )
  const selectSlate = database.prepare('SELECT person, body FROM slates WHERE id = ?')
  const selectServed = database.prepare(
    `SELECT number, body FROM slates WHERE person = ? AND number < ? ORDER BY number DESC LIMIT ${slateChunkSize}`,
  )
  const selectDocument = database.prepare(
    'SELECT version, parent, publishedAt, body FROM documents WHERE kind = ?1 AND name = ?2 AND version = coalesce(?3, (SELECT max(version) FROM documents WHERE kind = ?1 AND name = ?2))',
  )
  const selectArtifact = database.prepare('SELECT bytes FROM artifacts WHERE name = ?')

  let closed: Promise<void> | undefined
  const checkOpen = () => {
    if (closed) throw new PenchantError('closed', `The storage ${path} is closed. Open it again to use it.`)
  }
  const write: typeof writer.request = async (method, ...input) => {
    checkOpen()
    return writer.request(method, ...input)
  }
  const close = async () => {
    try {
      // Answers under way still need the dictionary that the reading connection holds.
      await writer.request('tidy')
    } finally {
      // The writer goes last: only a connection that may write can fold the write-ahead log into the database and remove it.
      database.close()
      await writer.close()
    }
  }
  const read = async <T>(work: () => T): Promise<T> => {
    checkOpen()
    try {
      return work()
    } catch (error) {
      throw storageError(error, path)
    }
  }
  /** Every row of a table in the order of its key, in chunks, each read in one short step. */
  async function* chunks<K, T>(work: (after: K) => readonly { readonly key: K; readonly value: T }[], after: K) {
    for (let chunk = await read(() => work(after)); chunk.length > 0; chunk = await read(() => work(after))) {
      yield chunk.map(({ value }) => value)
      after = chunk.at(-1)?.key ?? after
      // A long replay must not keep requests waiting.
      await new Promise((resolve) => setImmediate(resolve))
    }
  }

  return {
    log: {
      append: async (batch) => unpackResults(await write('append', packBatch(batch)), items),
      replay: (after = 0) =>
        chunks((seq) => (selectLog.all(seq) as LogRow[]).map((row) => ({ key: row.seq, value: recordOfRow(row, items) })), after),
      history: (user) =>
        read(() => {
          const row = selectHead.get(user) as { readonly head: number } | undefined
          return row ? (selectChain.all(row.head) as LogRow[]).map((record) => recordOfRow(record, items)) : []
        }),
    },
    users: {
      evidence: (user) =>
        read(() => {
          const row = selectEvidence.get(user) as { readonly evidence: Uint8Array } | undefined
          return row && decodeEvidence(row.evidence, items)
        }),
      erase: (user) => write('erase', user),
      list: ({ after = '', limit }) => read(() => selectPeople.all(after, limit).map(({ id }) => id as string)),
      all: () =>
        chunks(
          (after) =>
            (selectEveryone.all(after) as EvidenceRow[]).map(({ id, evidence }) => ({
              key: id,
              value: { user: id, evidence: decodeEvidence(evidence, items) },
            })),
          '',
        ),
    },
    catalogue: {
      put: async (added) => {
        const numbers = await write('putItems', added)
        return added.map((item, at) => ({ index: numbers[at] as number, item }))
      },
      remove: (ids) => write('removeItems', ids),
      all: () =>
        chunks(
          (after) =>
            (selectItems.all(after) as (Body & { readonly number: number })[]).map(({ number, body }) => ({
              key: number,
              value: { index: number, item: JSON.parse(body) as Item },
            })),
          -1,
        ),
    },
    slates: {
      put: (slates) => write('putSlates', slates),
      get: (slateId) =>
        read(() => {
          const row = selectSlate.get(slateId) as (Body & { readonly person: string | null }) | undefined
          return row && { ...JSON.parse(row.body), user: row.person }
        }),
      served: (user) =>
        chunks(
          (before) =>
            (selectServed.all(user, before) as (Body & { readonly number: number })[]).map(({ number, body }) => ({
              key: number,
              value: { ...JSON.parse(body), user } as SlateRecord,
            })),
          Number.MAX_SAFE_INTEGER,
        ),
      prune: (before, limit) => write('pruneSlates', before, limit),
    },
    documents: {
      get: (kind, name, version) =>
        read(() => {
          const row = selectDocument.get(kind, name, version ?? null) as DocumentRow | undefined
          return row && { ...row, kind, name, body: JSON.parse(row.body) as unknown }
        }),
      publish: (draft) => write('publish', draft),
    },
    artifacts: {
      put: (name, bytes) => write('putArtifact', name, shared(bytes)),
      get: (name) => read(() => (selectArtifact.get(name) as { readonly bytes: Uint8Array } | undefined)?.bytes),
    },
    close: () => {
      closed ??= close()
      return closed
    },
  }
}

/** A copy that passes to the writer as it is: a message would be copied twice more, on this thread and on that one. */
function shared(bytes: Uint8Array): Uint8Array {
  const copy = new Uint8Array(new SharedArrayBuffer(bytes.byteLength))
  copy.set(bytes)
  return copy
}
