/** @file What a batch of events does to the log and to people's evidence: the rules every driver shares. A driver brings a `Ledger`.
 *
 * One person's records hang together by `prev`, from the head in the person's row. A `merge` record also carries the head of the person
 * merged from, so the whole history is a tree of chains; a `forget` starts a new chain (`prev` 0).
 * Cost: one step an event; a merge, and an undo that reaches beyond the stored evidence, fold the whole history.
 */

import { appendRecord, type Evidence, emptyEvidence, foldRecords, needsHistory, withoutRecord } from '../data/evidence.ts'
import type { LogEvent, LogRecord } from '../data/log-record.ts'
import { PenchantError } from '../errors.ts'
import type { Append, AppendResult } from './storage.ts'

/** A person's row while a batch is applied to it; `head` is 0 before the first record. */
export interface Person {
  readonly id: string
  head: number
  evidence: Evidence
}

/** The few steps a driver takes inside its transaction. What one step writes, the next one reads. */
export interface Ledger<P extends Person> {
  /** The same object each time within a batch. */
  person(id: string): P | undefined
  createPerson(id: string): P
  nextSeq(): number
  insert(person: P, record: LogRecord, mergedHead: number): void
  /** The records of the chains from `head`, by ascending seq, without `forget`. */
  history(head: number): readonly LogRecord[]
  /** Deletes the records of the chains from `head`. */
  discard(head: number): void
  /** Makes the records of the chains from `from.head` those of `into`; drops a `forget` among them. */
  reassign(from: P, into: P): void
  /** Makes all slates of the person of that id those of `into`. */
  moveSlates(from: string, into: P): void
  /** What the eventId stands for when it was used less than 7 days before `receivedAt`. */
  recall(
    person: P,
    eventId: string,
    payload: string,
    receivedAt: number,
  ): { readonly seq: number; readonly samePayload: boolean } | undefined
  remember(person: P, eventId: string, payload: string, receivedAt: number, seq: number): void
  /** Writes the row of a person the batch has changed. */
  save(person: P): void
}

export const idempotencyDays = 7

type Outcome<P> = { readonly status: 'appended' | 'repeated'; readonly seq: number; readonly person: P } | PenchantError

/** Applies a batch inside the driver's transaction. Refusals are results; anything thrown must roll the transaction back. */
export function appendBatch<P extends Person>(batch: readonly Append[], ledger: Ledger<P>): readonly AppendResult[] {
  const changed = new Set<P>()
  const outcomes = batch.map((append) => apply(append, ledger, changed))
  for (const person of changed) ledger.save(person)
  return outcomes.map((outcome) =>
    outcome instanceof PenchantError
      ? { status: 'refused', error: outcome }
      : { status: outcome.status, seq: outcome.seq, evidence: outcome.person.evidence },
  )
}

function apply<P extends Person>({ user, event, receivedAt, eventId, payload }: Append, ledger: Ledger<P>, changed: Set<P>): Outcome<P> {
  const known = ledger.person(user)
  const content = eventId === undefined ? '' : (payload ?? canonicalJson(event))
  if (eventId !== undefined && known) {
    const earlier = ledger.recall(known, eventId, content, receivedAt)
    if (earlier?.samePayload) return { status: 'repeated', seq: earlier.seq, person: known }
    if (earlier) {
      return new PenchantError('event-conflict', 'This eventId was already used for another event. Give every event an id of its own.', {
        details: { seq: earlier.seq },
      })
    }
  }
  const refusal = refuse(event, known, ledger)
  if (refusal) return refusal
  const person = known ?? ledger.createPerson(user)
  const record: LogRecord = { seq: ledger.nextSeq(), prev: event.kind === 'forget' ? 0 : person.head, user, receivedAt, event }
  move(person, record, ledger, changed)
  changed.add(person)
  if (eventId !== undefined) ledger.remember(person, eventId, content, receivedAt, record.seq)
  return { status: 'appended', seq: record.seq, person }
}

function refuse<P extends Person>(event: LogEvent, person: P | undefined, ledger: Ledger<P>): PenchantError | undefined {
  if (event.kind === 'merge' && event.from === person?.id) {
    return new PenchantError('invalid-input', 'A person cannot be merged into themselves. Name two different people.')
  }
  if (event.kind !== 'retract') return undefined
  const isTarget = (entry: { readonly seq: number }) => entry.seq === event.target
  const { interactions = [], rules = [], controls = [] } = person?.evidence ?? {}
  if ([interactions, rules, controls].some((entries) => entries.some(isTarget))) return undefined
  const target = person && ledger.history(person.head).find(isTarget)
  if (target && target.event.kind !== 'retract' && target.event.kind !== 'merge') return undefined
  return new PenchantError(
    'unknown-event',
    `This person has nothing numbered ${event.target} to take back. Use a seq of their own history.`,
    {
      details: { target: event.target },
    },
  )
}

function move<P extends Person>(person: P, record: LogRecord, ledger: Ledger<P>, changed: Set<P>): void {
  const { seq, event, receivedAt } = record
  if (event.kind === 'merge') {
    const from = ledger.person(event.from)
    if (from) ledger.reassign(from, person)
    // Also those of someone who only looked.
    ledger.moveSlates(event.from, person)
    ledger.insert(person, record, from?.head ?? 0)
    person.evidence = foldRecords(ledger.history(seq))
    if (from) {
      const forget: LogRecord = { seq: ledger.nextSeq(), prev: 0, user: from.id, receivedAt, event: { kind: 'forget' } }
      ledger.insert(from, forget, 0)
      from.head = forget.seq
      from.evidence = appendRecord(emptyEvidence, forget)
      changed.add(from)
    }
  } else {
    if (event.kind === 'forget') ledger.discard(person.head)
    ledger.insert(person, record, 0)
    if (needsHistory(person.evidence, record)) person.evidence = foldRecords(ledger.history(seq))
    else if (event.kind === 'retract' || event.kind === 'rule-remove') person.evidence = withoutRecord(person.evidence, record)
    else person.evidence = appendRecord(person.evidence, record)
  }
  person.head = seq
}

/** JSON with the keys in order: equal texts for equal values. */
function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1)))
      : part,
  )
}
