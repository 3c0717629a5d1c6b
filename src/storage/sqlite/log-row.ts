/** @file A record of the log as a row: about 30 bytes, ids as integers, times as one time and an age. */

import type { LogEvent, LogRecord } from '../../data/log-record.ts'
import { codeOfKind, codeOfType, typeOfCode } from './codes.ts'
import type { ItemNumbers } from './evidence-bytes.ts'

export type LogRow = {
  readonly seq: number
  readonly prev: number
  /** The person's id, joined from their row. */
  readonly person: string
  readonly kind: number
  /** The item of an interaction, the target of a retraction, the head of the person merged from. */
  readonly ref: number
  readonly value: number | null
  readonly receivedAt: number
  /** receivedAt − occurredAt. */
  readonly age: number
  readonly slate: string | null
  readonly position: number | null
  /** JSON of what the columns do not hold. */
  readonly body: string | null
}

export const insertLogRow =
  'INSERT INTO log (seq, prev, person, kind, ref, value, receivedAt, age, slate, position, body) VALUES (?,?,?,?,?,?,?,?,?,?,?)'

/** The columns of a LogRow, with `log` joined to `people`. */
export const logRowColumns =
  'log.seq, log.prev, people.id AS person, log.kind, log.ref, log.value, log.receivedAt, log.age, log.slate, log.position, log.body'

/** The seqs of the chains from a head (`?`), merged people's among them. */
export const chainFrom = `WITH RECURSIVE chain (seq) AS (
  VALUES (?)
  UNION ALL SELECT log.prev FROM chain JOIN log ON log.seq = chain.seq
  UNION ALL SELECT log.ref FROM chain JOIN log ON log.seq = chain.seq WHERE log.kind = ${codeOfKind.merge}
)`

/** One person's records by ascending seq, without `forget`. */
export const selectHistory = `${chainFrom} SELECT ${logRowColumns} FROM chain JOIN log ON log.seq = chain.seq JOIN people ON people.number = log.person
  WHERE log.kind <> ${codeOfKind.forget} ORDER BY log.seq`

type LogRowValues = readonly [
  number,
  number,
  number,
  number,
  number,
  number | null,
  number,
  number,
  string | null,
  number | null,
  string | null,
]

export function logRowValues(record: LogRecord, person: number, mergedHead: number, items: Pick<ItemNumbers, 'numberOf'>): LogRowValues {
  const { seq, prev, receivedAt, event } = record
  if (event.kind === 'interaction') {
    const { item, type, value = null, occurredAt, slate = null, position = null, order } = event
    const body = order === undefined ? null : JSON.stringify({ order })
    return [seq, prev, person, codeOfType[type], items.numberOf(item), value, receivedAt, receivedAt - occurredAt, slate, position, body]
  }
  const ref = event.kind === 'retract' ? event.target : mergedHead
  const { kind, ...rest } = event
  const body = kind === 'retract' || kind === 'forget' ? null : JSON.stringify(rest)
  return [seq, prev, person, codeOfKind[kind], ref, null, receivedAt, 0, null, null, body]
}

export function recordOfRow(row: LogRow, items: Pick<ItemNumbers, 'idOf'>): LogRecord {
  const { seq, prev, person, receivedAt } = row
  return { seq, prev, user: person, receivedAt, event: eventOfRow(row, items) }
}

function eventOfRow({ kind, ref, value, receivedAt, age, slate, position, body }: LogRow, items: Pick<ItemNumbers, 'idOf'>): LogEvent {
  if (kind < 32) {
    return {
      kind: 'interaction',
      item: items.idOf(ref),
      type: typeOfCode(kind),
      ...(value !== null && { value }),
      occurredAt: receivedAt - age,
      ...(slate !== null && { slate }),
      ...(position !== null && { position }),
      ...(body !== null && (JSON.parse(body) as { readonly order: string })),
    }
  }
  if (kind === codeOfKind.retract) return { kind: 'retract', target: ref }
  if (kind === codeOfKind.forget) return { kind: 'forget' }
  const name = Object.entries(codeOfKind).find(([, code]) => code === kind)?.[0]
  return { kind: name, ...(JSON.parse(body ?? '{}') as object) } as LogEvent
}
