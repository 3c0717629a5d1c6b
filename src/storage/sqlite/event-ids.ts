/** @file Idempotency keys: one table a day of `receivedAt`, written in the event's own transaction and dropped as a whole after 7 days.
 *
 * Ids and payloads are kept as hashes under the person's integer (never reused), so an erased person leaves nothing readable.
 * Cost: one look-up in each of at most 8 tables, one insert.
 */

import { hash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { dayMs } from '../../data/day.ts'
import { idempotencyDays } from '../append-batch.ts'

export interface EventIds {
  recall(
    person: number,
    eventId: string,
    payload: string,
    receivedAt: number,
  ): { readonly seq: number; readonly samePayload: boolean } | undefined
  remember(person: number, eventId: string, payload: string, receivedAt: number, seq: number): void
  /** Forgets what a rolled-back transaction has added. */
  reset(): void
}

type Row = { readonly seq: number; readonly payload: Uint8Array }

const prefix = 'eventIds_'

export function openEventIds(database: DatabaseSync): EventIds {
  const listTables = database.prepare(`SELECT name FROM sqlite_schema WHERE type = 'table' AND name GLOB '${prefix}*'`)
  let days: readonly number[] = []
  let select: StatementSync | undefined
  let inserts = new Map<number, StatementSync>()
  const reset = () => {
    days = listTables.all().map(({ name }) => Number(String(name).slice(prefix.length)))
    const ofDay = (day: number) => `SELECT seq, payload FROM ${prefix}${day} WHERE person = ?1 AND id = ?2 AND receivedAt > ?3`
    select = days.length > 0 ? database.prepare(`${days.map(ofDay).join(' UNION ALL ')} LIMIT 1`) : undefined
    inserts = new Map()
  }
  reset()

  /** The id of an event is looked up and then, mostly, stored. */
  let lastId = { text: '', digest: digest('') }
  const digestOfId = (text: string) => {
    if (text !== lastId.text) lastId = { text, digest: digest(text) }
    return lastId.digest
  }

  const begin = (day: number) => {
    for (const old of days) if (old < day - idempotencyDays) database.exec(`DROP TABLE ${prefix}${old}`)
    database.exec(`CREATE TABLE IF NOT EXISTS ${prefix}${day} (
      person INTEGER NOT NULL, id BLOB NOT NULL, payload BLOB NOT NULL, seq INTEGER NOT NULL, receivedAt INTEGER NOT NULL,
      PRIMARY KEY (person, id)
    ) STRICT, WITHOUT ROWID`)
    reset()
  }

  return {
    recall: (person, eventId, payload, receivedAt) => {
      const row = select?.get(person, digestOfId(eventId), receivedAt - idempotencyDays * dayMs) as Row | undefined
      return row && { seq: row.seq, samePayload: Buffer.compare(row.payload, digest(payload)) === 0 }
    },
    remember: (person, eventId, payload, receivedAt, seq) => {
      const day = Math.floor(receivedAt / dayMs)
      if (!days.includes(day)) begin(day)
      let insert = inserts.get(day)
      if (!insert) {
        insert = database.prepare(`INSERT OR REPLACE INTO ${prefix}${day} (person, id, payload, seq, receivedAt) VALUES (?, ?, ?, ?, ?)`)
        inserts.set(day, insert)
      }
      insert.run(person, digestOfId(eventId), digest(payload), seq, receivedAt)
    },
    reset,
  }
}

const digest = (text: string): Uint8Array => hash('sha256', text, 'buffer').subarray(0, 16)
