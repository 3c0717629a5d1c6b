/** @file The writing side of a SQLite database: the one connection that changes it. Runs in the writer's worker thread. */

import { accessSync, constants, realpathSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Document } from '../../data/document.ts'
import type { Item } from '../../data/item.ts'
import type { SlateRecord } from '../../data/slate.ts'
import { PenchantError } from '../../errors.ts'
import { documentConflict } from '../document-conflict.ts'
import { storageError } from './errors.ts'
import { makeFolder } from './make-folder.ts'
import { migrate } from './schema.ts'
import { openLedger } from './sqlite-ledger.ts'
import { unpackBatch, type WrittenBatch } from './written-batch.ts'

/** What the writer does for the other side of the thread; each is one durable transaction. */
export interface Writer {
  /** @param batch as `packBatch` gives it. */
  append(batch: string): WrittenBatch
  erase(user: string): boolean
  putItems(items: readonly Item[]): readonly number[]
  removeItems(ids: readonly string[]): number
  putSlates(slates: readonly SlateRecord[]): void
  pruneSlates(before: number, limit: number): number
  publish(draft: Omit<Document, 'version'>): Document
  putArtifact(name: string, bytes: Uint8Array): void
  /** Between two requests: clears the write-ahead log of what was erased. */
  tidy(): void
  close(): void
}

/**
 * Opens (or makes) the database and takes the lock that keeps every other process out.
 *
 * The lock is SQLite's own on an empty file beside it: the system drops it with the process, however that ends.
 *
 * @throws PenchantError `storage-locked`, `storage-read-only`, `storage-full`, `storage-corrupt`, `storage-unavailable`.
 */
export function openWriter(path: string): Writer {
  let lock: DatabaseSync | undefined
  try {
    makeFolder(dirname(path))
    const lockPath = lockFile(path)
    lock = new DatabaseSync(lockPath)
    lock.exec('PRAGMA journal_mode = MEMORY; BEGIN EXCLUSIVE')
    // A file that cannot be written is opened for reading without a word, and locks nothing.
    accessSync(lockPath, constants.W_OK)
    return writerOf(openConnection(path), lock, path)
  } catch (error) {
    lock?.close()
    throw storageError(error, path)
  }
}

/** The connection that writes: every commit is on disk before it returns. */
export function openConnection(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 2_000 })
  try {
    accessSync(path, constants.W_OK)
    const mode = database.prepare('PRAGMA journal_mode = WAL').get()?.journal_mode
    if (mode !== 'wal') {
      throw new PenchantError(
        'storage-unavailable',
        `The file system of ${path} cannot keep a write-ahead log (SQLite stays in ${mode} mode). Put the database on a local disk.`,
        { details: { path } },
      )
    }
    // A large log amortises the copying of pages that many commits touch; 16 MiB keep the next start fast.
    database.exec(
      'PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 4000; PRAGMA journal_size_limit = 67108864; PRAGMA cache_size = -16384',
    )
    migrate(database, path)
    return database
  } catch (error) {
    database.close()
    throw error
  }
}

/** Beside the real file, so that a link to the database meets the same lock. */
function lockFile(path: string): string {
  try {
    return `${realpathSync(path)}-lock`
  } catch {
    return join(realpathSync(dirname(path)), `${basename(path)}-lock`)
  }
}

function writerOf(database: DatabaseSync, lock: DatabaseSync, path: string): Writer {
  const ledger = openLedger(database)
  const upsertItem = database.prepare('UPDATE items SET body = ? WHERE number = ?')
  const removeItem = database.prepare('UPDATE items SET body = NULL WHERE id = ? AND body IS NOT NULL')
  const putSlate = database.prepare('INSERT OR REPLACE INTO slates (id, person, time, body) VALUES (?, ?, ?, ?)')
  const pruneSlates = database.prepare(
    'DELETE FROM slates WHERE number IN (SELECT number FROM slates WHERE time < ? ORDER BY time LIMIT ?)',
  )
  const newest = database.prepare('SELECT coalesce(max(version), 0) AS version FROM documents WHERE kind = ? AND name = ?')
  const publish = database.prepare('INSERT INTO documents (kind, name, version, parent, publishedAt, body) VALUES (?, ?, ?, ?, ?, ?)')
  const putArtifact = database.prepare('INSERT OR REPLACE INTO artifacts (name, bytes) VALUES (?, ?)')

  let scrubDue = false

  const transaction = <T>(work: () => T): T => {
    try {
      database.exec('BEGIN IMMEDIATE')
      const result = work()
      database.exec('COMMIT')
      return result
    } catch (error) {
      if (database.isTransaction) database.exec('ROLLBACK')
      ledger.reset()
      throw storageError(error, path)
    }
  }

  /** Overwrites what the transaction deletes, in the database and (by the checkpoint) in the write-ahead log. */
  const scrubbing = <T>(work: () => T): T => {
    database.exec('PRAGMA secure_delete = ON')
    try {
      const result = transaction(work)
      scrubDue = true
      return result
    } finally {
      database.exec('PRAGMA secure_delete = OFF')
    }
  }

  return {
    append: (packed) => {
      const batch = unpackBatch(packed)
      return (batch.some(({ event }) => event.kind === 'forget') ? scrubbing : transaction)(() => ledger.append(batch))
    },
    erase: (user) => scrubbing(() => ledger.erase(user)),
    tidy: () => {
      if (!scrubDue) return
      try {
        scrubDue = database.prepare('PRAGMA wal_checkpoint(TRUNCATE)').get()?.busy !== 0
      } catch {
        // The deletion itself is durable; a full disk leaves the scrubbing due, and the next request tries again.
        scrubDue = true
      }
    },
    putItems: (items) =>
      transaction(() =>
        items.map((item) => {
          const number = ledger.items.numberOf(item.id)
          upsertItem.run(JSON.stringify(item), number)
          return number
        }),
      ),
    removeItems: (ids) => transaction(() => ids.filter((id) => removeItem.run(id).changes > 0).length),
    putSlates: (slates) =>
      transaction(() => {
        for (const { user, ...slate } of slates) putSlate.run(slate.slateId, user, slate.time, JSON.stringify(slate))
      }),
    pruneSlates: (before, limit) => transaction(() => Number(pruneSlates.run(before, limit).changes)),
    publish: (draft) =>
      transaction(() => {
        const { kind, name, parent, publishedAt, body } = draft
        const { version } = newest.get(kind, name) as { readonly version: number }
        if (version !== parent) throw documentConflict(draft, version)
        publish.run(kind, name, version + 1, parent, publishedAt, JSON.stringify(body ?? null))
        return { ...draft, version: version + 1 }
      }),
    putArtifact: (name, bytes) => transaction(() => void putArtifact.run(name, bytes)),
    close: () => {
      database.close()
      lock.close()
    },
  }
}
