/** @file Evidence as the bytes of a person's row: about 10 bytes an interaction.
 *
 * Layout (v = unsigned LEB128, z = zigzag v): flags v (1 truncated, 2 rules or controls) · revision v · [length v, JSON of rules and controls]
 * · count v · per interaction: seq − previous seq v, item number v, type code + 32 × value kind (0 none, 1 whole ≥ 0, 2 double) + 128 with an
 * order, one byte, value (v or 8 bytes), occurredAt − previous occurredAt z, [length v, order in UTF-8].
 */

import type { Evidence, EvidenceControl, EvidenceInteraction, EvidenceRule } from '../../data/evidence.ts'
import { codeOfType, typeOfCode } from './codes.ts'

/** The bridge between item ids and the integers that the database holds in their place. */
export interface ItemNumbers {
  numberOf(id: string): number
  idOf(number: number): string
}

const longestInteraction = 36

export function encodeEvidence(evidence: Evidence, items: Pick<ItemNumbers, 'numberOf'>): Uint8Array {
  const { rules, controls, interactions, revision, truncated } = evidence
  const text = new TextEncoder()
  const orderRoom = interactions.reduce((room, { order }) => room + (order === undefined ? 0 : 2 + 3 * order.length), 0)
  const extra = rules.length + controls.length > 0 ? text.encode(JSON.stringify([rules, controls])) : undefined
  const bytes = new Uint8Array(40 + (extra?.length ?? 0) + interactions.length * longestInteraction + orderRoom)
  const view = new DataView(bytes.buffer)
  let at = 0
  const write = (value: number) => {
    let rest = value
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) + 128
    bytes[at++] = rest
  }
  const writeBytes = (written: Uint8Array) => {
    write(written.length)
    bytes.set(written, at)
    at += written.length
  }
  write((truncated ? 1 : 0) + (extra ? 2 : 0))
  write(revision)
  if (extra) writeBytes(extra)
  write(interactions.length)
  let seq = 0
  let time = 0
  for (const interaction of interactions) {
    const { value, order } = interaction
    const whole = value !== undefined && Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0)
    write(interaction.seq - seq)
    write(items.numberOf(interaction.item))
    bytes[at++] = codeOfType[interaction.type] + (value === undefined ? 0 : whole ? 32 : 64) + (order === undefined ? 0 : 128)
    if (whole) write(value)
    else if (value !== undefined) {
      view.setFloat64(at, value)
      at += 8
    }
    const step = interaction.occurredAt - time
    write(step < 0 ? -2 * step - 1 : 2 * step)
    if (order !== undefined) writeBytes(text.encode(order))
    seq = interaction.seq
    time = interaction.occurredAt
  }
  return bytes.slice(0, at)
}

export function decodeEvidence(bytes: Uint8Array, items: Pick<ItemNumbers, 'idOf'>): Evidence {
  let at = 0
  const read = (): number => {
    let byte = bytes[at++] as number
    let value = byte & 127
    for (let scale = 128; byte > 127; scale *= 128) {
      byte = bytes[at++] as number
      value += (byte & 127) * scale
    }
    return value
  }
  const readText = (): string => {
    const length = read()
    at += length
    return new TextDecoder().decode(bytes.subarray(at - length, at))
  }
  const flags = read()
  const revision = read()
  let rules: readonly EvidenceRule[] = []
  let controls: readonly EvidenceControl[] = []
  if (flags & 2) {
    ;[rules, controls] = JSON.parse(readText()) as [EvidenceRule[], EvidenceControl[]]
  }
  const count = read()
  const interactions: EvidenceInteraction[] = []
  let seq = 0
  let occurredAt = 0
  for (let index = 0; index < count; index++) {
    seq += read()
    const item = items.idOf(read())
    const code = bytes[at++] as number
    const type = typeOfCode(code & 31)
    let value: number | undefined
    if (code & 64) {
      value = new DataView(bytes.buffer, bytes.byteOffset + at, 8).getFloat64(0)
      at += 8
    } else if (code & 32) value = read()
    const step = read()
    occurredAt += step % 2 === 1 ? -(step + 1) / 2 : step / 2
    const order = code & 128 ? readText() : undefined
    const interaction = value === undefined ? { seq, item, type, occurredAt } : { seq, item, type, occurredAt, value }
    interactions.push(order === undefined ? interaction : { ...interaction, order })
  }
  return { revision, interactions, rules, controls, truncated: (flags & 1) === 1 }
}
