/** @file Features of a person, an item and a moment as numbers of a table: each is hashed to one of 2^bits places, so that nothing must be counted beforehand.
 *
 * Of an item: its id, its attributes; a text also by its words. Of a person: the integer and attributes where they are known, the newest items of the history,
 * each with value 1/√n, liked and disliked ones apart. Of the moment: the context. A number is taken as a value of its own: round it where it should not be.
 * Crossed (for linear models, which cannot join features themselves): history × item, attributes of person × attributes of item, context × item, and for each
 * attribute of the item the share of the history that has it too.
 * Source: Weinberger et al., Feature Hashing for Large Scale Multitask Learning, ICML 2009 (without the signs, which collisions this rare do not need).
 */

import type { Attributes, AttributeValue } from '../../data/item.ts'
import { hash32, mix32 } from '../../math/random.ts'

/** Features of one example, or a part of them; `count` of each array are in use. */
export type Features = { indexes: Int32Array; values: Float32Array; count: number }

/** Hashes of attributes by row, to be kept with a model: attributes themselves are not. */
export type HashedRows = { readonly offsets: Int32Array; readonly hashes: Int32Array }

export type Person = {
  readonly user: number | undefined
  /** Newest items of the history, each once, oldest first. */
  readonly items: readonly number[]
  readonly liked: readonly boolean[]
  readonly context: readonly number[]
}

export type FeatureOptions = {
  readonly bits: number
  readonly crossed: boolean
  readonly userFeatures: boolean
  readonly items: HashedRows
  readonly users: HashedRows
}

export function createFeatures(): Features {
  return { indexes: new Int32Array(64), values: new Float32Array(64), count: 0 }
}

function add(to: Features, index: number, value: number): void {
  if (to.count === to.indexes.length) {
    const [indexes, values] = [new Int32Array(2 * to.count), new Float32Array(2 * to.count)]
    indexes.set(to.indexes)
    values.set(to.values)
    to.indexes = indexes
    to.values = values
  }
  to.indexes[to.count] = index
  to.values[to.count++] = value
}

const fields = { item: 0x51ed270b, user: 0x2545f491, liked: 0x6c078965, disliked: 0x1b873593, both: 0x3c6ef372, match: 0x27d4eb2f }
const idHash = (field: number, id: number) => mix32(Math.imul(id + 1, 0x9e3779b1) ^ field)
const join = (a: number, b: number) => mix32((Math.imul(a, 0x85ebca6b) + mix32(b ^ fields.both)) | 0)

/** Writes the features of a person, and of an item beside that person. */
export function createFeatureWriter({ bits, crossed, userFeatures, items, users }: FeatureOptions): {
  person(person: Person, to: Features): void
  item(person: Person, item: number, to: Features): void
} {
  const shift = 32 - bits
  const place = (hash: number) => hash >>> shift
  const rowOf = ({ offsets, hashes }: HashedRows, row: number) =>
    row >= 0 && row + 1 < offsets.length ? hashes.subarray(offsets[row], offsets[row + 1]) : new Int32Array(0)
  const ofUser = ({ user }: Person) => (userFeatures && user !== undefined ? rowOf(users, user) : new Int32Array(0))
  const historyHash = (person: Person, at: number) => idHash(person.liked[at] ? fields.liked : fields.disliked, person.items[at]!)

  /** How many of the history have each attribute: the same person stands before many items in turn. */
  let counted: Person | undefined
  const counts = new Map<number, number>()
  function count(person: Person): void {
    if (counted === person) return
    counted = person
    counts.clear()
    for (const [at, item] of person.items.entries())
      for (const hash of rowOf(items, item)) counts.set(hash, (counts.get(hash) ?? 0) + (person.liked[at] ? 1 : -1))
  }

  return {
    person(person, to) {
      to.count = 0
      if (userFeatures && person.user !== undefined) add(to, place(idHash(fields.user, person.user)), 1)
      for (const hash of ofUser(person)) add(to, place(hash), 1)
      for (const hash of person.context) add(to, place(hash), 1)
      if (!crossed)
        for (let at = 0; at < person.items.length; at++) add(to, place(historyHash(person, at)), 1 / Math.sqrt(person.items.length))
    },
    item(person, item, to) {
      to.count = 0
      const own = idHash(fields.item, item)
      const attributes = rowOf(items, item)
      add(to, place(own), 1)
      for (const hash of attributes) add(to, place(hash), 1)
      if (!crossed) return
      const weight = 1 / Math.sqrt(Math.max(1, person.items.length))
      for (let at = 0; at < person.items.length; at++) add(to, place(join(historyHash(person, at), own)), weight)
      for (const hash of person.context) add(to, place(join(hash, own)), 1)
      for (const hash of ofUser(person)) for (const other of attributes) add(to, place(join(hash, other)), 1)
      count(person)
      for (const hash of attributes) {
        const shared = counts.get(hash)
        if (shared !== undefined) add(to, place(join(hash, fields.match)), shared / person.items.length)
      }
    },
  }
}

/** @param kind keeps equal attributes of people, items and moments apart. */
export function hashRows(kind: string, rows: readonly (Attributes | undefined)[]): HashedRows {
  const offsets = new Int32Array(rows.length + 1)
  const hashes: number[] = []
  for (const [row, attributes] of rows.entries()) {
    hashes.push(...hashAttributes(kind, attributes ?? {}))
    offsets[row + 1] = hashes.length
  }
  return { offsets, hashes: Int32Array.from(hashes) }
}

/** Each value once; of a text of several words also each word. */
export function hashAttributes(kind: string, attributes: Attributes): readonly number[] {
  const hashes = new Set<number>()
  for (const [name, value] of Object.entries(attributes)) {
    for (const text of textsOf(value)) {
      hashes.add(hash32(`${kind} ${name}=${text}`) | 0)
      const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
      if (words.length > 1) for (const word of words) hashes.add(hash32(`${kind} ${name} ${word}`) | 0)
    }
  }
  return [...hashes]
}

const textsOf = (value: AttributeValue): readonly string[] => (typeof value === 'object' ? value : [String(value)])
