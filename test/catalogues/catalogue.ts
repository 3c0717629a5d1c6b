/** @file The two catalogues that the conversation is tried on, and a plain reading of filters to check plans by. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { type CatalogueSchema, inferSchema } from '../../src/data/catalogue-schema.ts'
import type { Condition, Filter, Scalar } from '../../src/data/filter.ts'
import type { AttributeValue, Item } from '../../src/data/item.ts'
import { bundledWords } from '../../src/data/loaders/bundled.ts'
import { createFilterIndex } from '../../src/filtering/filter-index.ts'
import type { FilterIndex } from '../../src/pipeline/snapshot.ts'

export type Catalogue = {
  readonly items: readonly Item[]
  readonly schema: CatalogueSchema
  readonly filters: FilterIndex
  readonly nouns: readonly string[]
  readonly synonyms: Readonly<Record<string, string>>
}

const root = join(import.meta.dirname, '../..')
const lines = (path: string): readonly Record<string, unknown>[] =>
  readFileSync(path, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))

/** The bundled films: one flat record a line, whose fields beside id, title, synopsis and prior are attributes. */
export function loadFilms(): Catalogue {
  const items = lines(join(root, 'catalogue/films.jsonl')).map(({ id, title, synopsis, prior, ...attributes }): Item => {
    return { id, title, text: synopsis, prior, attributes } as Item
  })
  return catalogueOf(items, bundledWords)
}

export const loadRecipes = (): Catalogue =>
  catalogueOf(lines(join(import.meta.dirname, 'recipes.jsonl')) as readonly Item[], {
    nouns: ['recipe', 'dish', 'meal'],
    synonyms: { tuscan: 'Italian', atlantean: 'Atlantis' },
  })

function catalogueOf(items: readonly Item[], words: Pick<Catalogue, 'nouns' | 'synonyms'>): Catalogue {
  const ids = items.map((item) => item.id)
  return {
    items,
    schema: inferSchema(items),
    ...words,
    filters: createFilterIndex(items, inferSchema(items), (id) => ids.indexOf(id)),
  }
}

/** The filter expression read word for word, as slowly as it is simple: an oracle for tests. */
export function admits(filter: Filter, item: Item): boolean {
  return Object.entries(filter).every(([key, part]) => {
    if (part === undefined) return true
    if (key === 'all') return (part as readonly Filter[]).every((inner) => admits(inner, item))
    if (key === 'any') return (part as readonly Filter[]).some((inner) => admits(inner, item))
    if (key === 'not') return !admits(part as Filter, item)
    const value = key === 'id' ? item.id : key === 'title' ? item.title : item.attributes[key]
    const condition: Condition = typeof part === 'object' ? (part as Condition) : { eq: part as Scalar }
    return holds(condition, value)
  })
}

function holds(condition: Condition, value: AttributeValue | undefined): boolean {
  if (condition.exists !== undefined && condition.exists !== (value !== undefined)) return false
  if (value === undefined) return condition.exists === false
  const has = (wanted: Scalar) => (Array.isArray(value) ? value.includes(wanted as string) : value === wanted)
  const number = typeof value === 'number' ? value : Number.NaN
  return (
    (condition.eq === undefined || has(condition.eq)) &&
    (condition.in === undefined || condition.in.some(has)) &&
    (condition.containsAll === undefined || condition.containsAll.every(has)) &&
    (condition.gt === undefined || number > condition.gt) &&
    (condition.gte === undefined || number >= condition.gte) &&
    (condition.lt === undefined || number < condition.lt) &&
    (condition.lte === undefined || number <= condition.lte)
  )
}
