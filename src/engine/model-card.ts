/** @file The card of a fitted model: what goes with its bytes, and where they are. Kept as one small artifact, or before the bytes of the model.
 *
 * Layout: length of the card (4 bytes, little-endian), the card as JSON, and, from a multiple of 8 on, the model's own bytes where they are not in a file.
 */

import { z } from 'zod'
import { PenchantError } from '../errors.ts'
import { type FitRecord, fitRecordSchema } from './refit-schedule.ts'

export type Card = {
  readonly version: string
  /** See models/score-unit.ts. */
  readonly unit: number
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
  /** Of the model's artifact. */
  readonly seal: string
  /** The file of the model, in the folder of such files; left out where its bytes follow the card. */
  readonly file?: string | undefined
  /** As in PromotedModel. */
  readonly seen: Uint8Array
  readonly record: FitRecord
}

const cardSchema = z.object({
  version: z.string(),
  unit: z.number().positive(),
  name: z.string(),
  options: z.record(z.string(), z.unknown()),
  seal: z.string(),
  // A name, never a way out of the folder.
  file: z
    .string()
    .regex(/^[\w+.-]+$/)
    .optional(),
  seen: z.object({ items: z.int().min(0), bits: z.base64() }),
  record: fitRecordSchema,
})

export const cardText = (card: Card): string =>
  JSON.stringify({ ...card, seen: { items: card.seen.length, bits: Buffer.from(bitsOf(card.seen)).toString('base64') } })

export function packCard(card: string, bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(card)
  const start = startAfter(text.length)
  const packed = new Uint8Array(start + bytes.length)
  new DataView(packed.buffer).setUint32(0, text.length, true)
  packed.set(text, 4)
  packed.set(bytes, start)
  return packed
}

/** @returns the card, and a copy of what follows it. @throws PenchantError `artifact-mismatch`. */
export function unpackCard(packed: Uint8Array): { readonly card: Card; readonly rest: Uint8Array<ArrayBuffer> } {
  try {
    const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true)
    const { seen, ...card } = cardSchema.parse(JSON.parse(Buffer.from(packed.subarray(4, 4 + length)).toString()))
    return { card: { ...card, seen: bytesOfBits(Buffer.from(seen.bits, 'base64'), seen.items) }, rest: packed.slice(startAfter(length)) }
  } catch (cause) {
    throw new PenchantError('artifact-mismatch', 'What was kept of the fitted model is damaged, or of another version. Train again.', {
      cause,
    })
  }
}

const startAfter = (length: number) => Math.ceil((4 + length) / 8) * 8

function bitsOf(bytes: Uint8Array): Uint8Array {
  const bits = new Uint8Array(Math.ceil(bytes.length / 8))
  for (let at = 0; at < bytes.length; at++) if (bytes[at] === 1) bits[at >> 3]! |= 1 << (at & 7)
  return bits
}

const bytesOfBits = (bits: Uint8Array, length: number): Uint8Array =>
  new Uint8Array(length).map((_, at) => ((bits[at >> 3] ?? 0) >> (at & 7)) & 1)
