/** @file The catalogue turned on its side: one column an attribute, so that a filter touches only the attributes it names.
 *
 * Shapes: N items; words: postings by value, each ascending; numbers: [N], NaN = missing; flags: [N], 0 = missing, 1 = false, 2 = true.
 */

import type { AttributeType, CatalogueSchema } from '../data/catalogue-schema.ts'
import type { AttributeValue, Item } from '../data/item.ts'
import type { Steps } from '../math/steps.ts'

const itemsAStep = 1_024

export type WordColumn = {
  readonly type: 'words'
  /** Integers of the items that have each word. */
  readonly postings: ReadonlyMap<string, Int32Array>
  /** One byte an item, 1 = has a value. */
  readonly present: Uint8Array
}
export type NumberColumn = { readonly type: 'number'; readonly values: Float64Array }
export type FlagColumn = { readonly type: 'flag'; readonly values: Uint8Array }
export type Column = WordColumn | NumberColumn | FlagColumn

/** A column for every attribute of the schema, and one for `title`. Values of another type than the schema's count as missing. */
export function* createColumns(items: readonly (Item | undefined)[], schema: CatalogueSchema): Steps<ReadonlyMap<string, Column>> {
  const columns = new Map<string, Column>()
  for (const [name, type] of schema) {
    columns.set(
      name,
      yield* createColumn(items, type, (item) => (Object.hasOwn(item.attributes, name) ? item.attributes[name] : undefined)),
    )
  }
  columns.set('title', yield* createColumn(items, 'word', (item) => item.title))
  return columns
}

/** The number of existing items without a value, where `exists` has one byte an item. */
export function countMissing(column: Column, exists: Uint8Array): number {
  let missing = 0
  for (let item = 0; item < exists.length; item++) if (exists[item] === 1 && !hasValue(column, item)) missing++
  return missing
}

/** True when the item has a value of the column's type. */
export function hasValue(column: Column, item: number): boolean {
  if (column.type === 'words') return column.present[item] === 1
  return column.type === 'flag' ? column.values[item] !== 0 : !Number.isNaN(column.values[item])
}

function* createColumn(
  items: readonly (Item | undefined)[],
  type: AttributeType,
  read: (item: Item) => AttributeValue | undefined,
): Steps<Column> {
  yield
  if (type === 'number') {
    const values = new Float64Array(items.length).fill(Number.NaN)
    for (const [index, item] of items.entries()) {
      const value = item && read(item)
      if (typeof value === 'number') values[index] = value
    }
    return { type, values }
  }
  if (type === 'flag') {
    const values = new Uint8Array(items.length)
    for (const [index, item] of items.entries()) {
      const value = item && read(item)
      if (typeof value === 'boolean') values[index] = value ? 2 : 1
    }
    return { type, values }
  }
  return yield* createWordColumn(items, type, read)
}

function* createWordColumn(
  items: readonly (Item | undefined)[],
  type: 'word' | 'words',
  read: (item: Item) => AttributeValue | undefined,
): Steps<WordColumn> {
  const lists = new Map<string, number[]>()
  const present = new Uint8Array(items.length)
  const add = (word: string, index: number) => {
    const list = lists.get(word)
    if (list === undefined) lists.set(word, [index])
    else if (list.at(-1) !== index) list.push(index)
  }
  for (const [index, item] of items.entries()) {
    if (index % itemsAStep === itemsAStep - 1) yield
    const value = item && read(item)
    if (typeof value === 'string') add(value, index)
    else if (type === 'words' && typeof value === 'object') for (const word of value) add(word, index)
    else continue
    present[index] = 1
  }
  const postings = new Map<string, Int32Array>()
  for (const [word, list] of lists) {
    if (postings.size % itemsAStep === itemsAStep - 1) yield
    postings.set(word, Int32Array.from(list))
  }
  return { type: 'words', postings, present }
}
