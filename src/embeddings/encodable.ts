/** @file From an item to what an encoder reads of it. */

import type { Item } from '../data/item.ts'
import type { EncodableItem } from './encoder.ts'

/** What the encoder may read of an item: the attribute words, and numbers and flags not at all. */
export function encodable({ id, title, text, attributes }: Item): EncodableItem {
  const words = Object.values(attributes).flatMap((value) =>
    typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : [],
  )
  return { id, title, words, ...(text !== undefined && { text }) }
}
