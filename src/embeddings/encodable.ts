/** @file From an item to what an encoder reads of it: title, text, and the attribute words, the most telling first. Numbers and flags are not words. */

import type { AttributeValue, Item } from '../data/item.ts'
import type { Steps } from '../math/steps.ts'
import type { EncodableItem } from './encoder.ts'

/** A value that fewer items bear than this says who made a thing, not what kind of thing it is. */
const fewestBearers = 5
const itemsAStep = 500
/** An attribute of which one value makes up more than this of all mentions tells little. */
const dominantShare = 1 / 3

/** @param order names of attributes, the most telling first, as `attributeOrder` gives them; others follow as they stand. */
export function encodable({ id, title, text, attributes }: Item, order: readonly string[]): EncodableItem {
  const rest = Object.keys(attributes).filter((name) => !order.includes(name))
  const words = [...order, ...rest].flatMap((name) => wordsOf(attributes[name]))
  return { id, title, words, ...(text !== undefined && { text }) }
}

/**
 * The attributes by how much their words tell of the kind of an item: those whose values many items share come first, the more widely the earlier;
 * then those of rare values (names of people); last those where one value outweighs all others.
 */
export function* attributeOrder(items: readonly (Item | undefined)[]): Steps<readonly string[]> {
  const bearers = new Map<string, Map<string, number>>()
  for (const [place, item] of items.entries()) {
    if (place % itemsAStep === itemsAStep - 1) yield
    if (!item) continue
    for (const [name, value] of Object.entries(item.attributes)) {
      const values = bearers.get(name) ?? new Map<string, number>()
      bearers.set(name, values)
      for (const word of new Set(wordsOf(value))) values.set(word, (values.get(word) ?? 0) + 1)
    }
  }
  const ranked = [...bearers].flatMap(([name, values]) => {
    const mentions = [...values.values()].reduce((sum, n) => sum + n, 0)
    if (mentions === 0) return []
    // Of a mention drawn at random: how many items bear its value.
    const shared = [...values.values()].reduce((sum, n) => sum + n * n, 0) / mentions
    const most = values.values().reduce((greatest, n) => Math.max(greatest, n), 0)
    const group = most > mentions * dominantShare ? 2 : shared < fewestBearers ? 1 : 0
    return [{ name, group, shared }]
  })
  return ranked.sort((a, b) => a.group - b.group || b.shared - a.shared || a.name.localeCompare(b.name)).map(({ name }) => name)
}

function wordsOf(value: AttributeValue | undefined): readonly string[] {
  if (typeof value === 'string') return [value]
  return Array.isArray(value) ? (value as readonly string[]) : []
}
