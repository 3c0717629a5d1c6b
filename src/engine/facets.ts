/** @file The facets of a catalogue: each attribute's values with their counts, for forms and filters. */

import type { CatalogueSchema } from '../data/catalogue-schema.ts'
import type { Item } from '../data/item.ts'

export type Facet = { readonly value: string; readonly count: number }

/** By attribute, the most frequent values first. Numbers and flags have no facets: a form asks for their bounds. */
export function facetsOf(items: readonly (Item | undefined)[], schema: CatalogueSchema): ReadonlyMap<string, readonly Facet[]> {
  const counts = new Map<string, Map<string, number>>()
  for (const [name, type] of schema) if (type === 'word' || type === 'words') counts.set(name, new Map())
  for (const item of items) {
    for (const [name, value] of Object.entries(item?.attributes ?? {})) {
      const ofName = counts.get(name)
      if (!ofName || typeof value === 'number' || typeof value === 'boolean') continue
      for (const word of typeof value === 'string' ? [value] : value) ofName.set(word, (ofName.get(word) ?? 0) + 1)
    }
  }
  return new Map([...counts].map(([name, values]) => [name, byCount(values)]))
}

function byCount(values: ReadonlyMap<string, number>): readonly Facet[] {
  return [...values].map(([value, count]) => ({ value, count })).sort((a, b) => b.count - a.count || a.value.localeCompare(b.value))
}
