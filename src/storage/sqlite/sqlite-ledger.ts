/** @file The `Ledger` of SQLite: rows read and written inside the writer's transaction. */

import type { DatabaseSync } from 'node:sqlite'
import { type Evidence, emptyEvidence } from '../../data/evidence.ts'
import { appendBatch, type Ledger, type Person } from '../append-batch.ts'
import type { Append } from '../storage.ts'
import { codeOfKind } from './codes.ts'
import { openEventIds } from './event-ids.ts'
import { decodeEvidence, encodeEvidence } from './evidence-bytes.ts'
import { writeItemNumbers } from './item-numbers.ts'
import { chainFrom, insertLogRow, type LogRow, logRowValues, recordOfRow, selectHistory } from './log-row.ts'
import { packResults, type WrittenBatch } from './written-batch.ts'

/** A person with the integer that stands for them; it is never given to anyone else. */
type NumberedPerson = Person & { readonly number: number }
type PersonRow = { readonly number: number; readonly head: number; readonly evidence: Uint8Array }

export function openLedger(database: DatabaseSync) {
  const items = writeItemNumbers(database)
  const eventIds = openEventIds(database)
  const selectPerson = database.prepare('SELECT number, head, evidence FROM people WHERE id = ?')
  const insertPerson = database.prepare('INSERT INTO people (number, id, head, evidence) VALUES (?, ?, 0, zeroblob(0))')
  const updatePerson = database.prepare('UPDATE people SET head = ?, evidence = ? WHERE number = ?')
  const deletePerson = database.prepare('DELETE FROM people WHERE number = ?')
  const insertRecord = database.prepare(insertLogRow)
  const selectChain = database.prepare(selectHistory)
  const deleteChain = database.prepare(`${chainFrom} DELETE FROM log WHERE seq IN (SELECT seq FROM chain)`)
  const deleteForget = database.prepare(`${chainFrom} DELETE FROM log WHERE seq IN (SELECT seq FROM chain) AND kind = ${codeOfKind.forget}`)
  const moveChain = database.prepare(`${chainFrom} UPDATE log SET person = ? WHERE seq IN (SELECT seq FROM chain)`)
  const moveSlates = database.prepare('UPDATE slates SET person = ? WHERE person = ?')
  const deleteSlates = database.prepare('DELETE FROM slates WHERE person = ?')
  const selectCounter = database.prepare('SELECT value FROM counters WHERE name = ?')
  const saveCounter = database.prepare('INSERT OR REPLACE INTO counters (name, value) VALUES (?, ?)')

  let batchPeople = new Map<string, NumberedPerson>()
  let batchBytes = new Map<Evidence, Uint8Array>()
  let lastSeq = 0
  let lastPerson = 0
  // The highest number in the table, or the one noted when the rows that bore it were deleted.
  const highest = (counter: string, select: string) =>
    Math.max(Number(Object.values(database.prepare(select).get() ?? {})[0] ?? 0), Number(selectCounter.get(counter)?.value ?? 0))

  const bytesOf = (evidence: Evidence): Uint8Array => {
    const bytes = batchBytes.get(evidence) ?? encodeEvidence(evidence, items)
    batchBytes.set(evidence, bytes)
    return bytes
  }

  const reset = () => {
    batchPeople = new Map()
    lastSeq = highest('seq', 'SELECT max(seq) FROM log')
    lastPerson = highest('person', 'SELECT max(number) FROM people')
    items.reset()
    eventIds.reset()
  }
  reset()

  const ledger: Ledger<NumberedPerson> = {
    person: (id) => {
      const known = batchPeople.get(id)
      if (known) return known
      const row = selectPerson.get(id) as PersonRow | undefined
      if (!row) return undefined
      const person = { id, number: row.number, head: row.head, evidence: decodeEvidence(row.evidence, items) }
      batchPeople.set(id, person)
      return person
    },
    createPerson: (id) => {
      const person = { id, number: ++lastPerson, head: 0, evidence: emptyEvidence }
      insertPerson.run(person.number, id)
      batchPeople.set(id, person)
      return person
    },
    nextSeq: () => ++lastSeq,
    insert: (person, record, mergedHead) => void insertRecord.run(...logRowValues(record, person.number, mergedHead, items)),
    history: (head) => (selectChain.all(head) as LogRow[]).map((row) => recordOfRow(row, items)),
    discard: (head) => void deleteChain.run(head),
    reassign: (from, into) => {
      deleteForget.run(from.head)
      moveChain.run(from.head, into.number)
    },
    moveSlates: (from, into) => void moveSlates.run(into.id, from),
    recall: (person, ...key) => eventIds.recall(person.number, ...key),
    remember: (person, ...key) => eventIds.remember(person.number, ...key),
    save: (person) => void updatePerson.run(person.head, bytesOf(person.evidence), person.number),
  }

  return {
    items,
    append: (batch: readonly Append[]): WrittenBatch => {
      batchPeople = new Map()
      batchBytes = new Map()
      return packResults(appendBatch(batch, ledger), bytesOf)
    },
    erase: (id: string): boolean => {
      const row = selectPerson.get(id) as PersonRow | undefined
      if (row) {
        saveCounter.run('seq', lastSeq)
        saveCounter.run('person', lastPerson)
        deleteChain.run(row.head)
        deletePerson.run(row.number)
      }
      return deleteSlates.run(id).changes > 0 || row !== undefined
    },
    /** Reads the counters and dictionaries anew, after a transaction was rolled back. */
    reset,
  }
}
