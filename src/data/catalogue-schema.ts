/** @file The catalogue's schema: the name and type of each attribute, read off the items. Filters, grammar and forms are made from it. */

import type { AttributeValue, Item } from './item.ts'

export type AttributeType = 'word' | 'words' | 'number' | 'flag'
export type CatalogueSchema = ReadonlyMap<string, AttributeType>

/**
 * Reads the schema off the items. Where an attribute has values of several types, the type most items use wins and the others count as missing;
 * `word` and `words` together are `words`.
 */
export function inferSchema(items: Iterable<Item | undefined>): CatalogueSchema {
  const counts = new Map<string, Map<AttributeType, number>>()
  for (const item of items) {
    for (const [name, value] of Object.entries(item?.attributes ?? {})) {
      const types = counts.get(name) ?? new Map<AttributeType, number>()
      const type = typeOf(value)
      counts.set(name, types.set(type, (types.get(type) ?? 0) + 1))
    }
  }
  const schema = new Map<string, AttributeType>()
  for (const name of [...counts.keys()].sort()) {
    const types = counts.get(name) as Map<AttributeType, number>
    const words = types.get('words') ?? 0
    if (words > 0) types.set('words', words + (types.get('word') ?? 0))
    if (words > 0) types.delete('word')
    const [type] = [...types].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0]))[0] as [AttributeType, number]
    schema.set(name, type)
  }
  return schema
}

function typeOf(value: AttributeValue): AttributeType {
  if (typeof value === 'string') return 'word'
  if (typeof value === 'number') return 'number'
  return typeof value === 'boolean' ? 'flag' : 'words'
}
