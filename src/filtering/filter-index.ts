/** @file The filter index: answers which items a filter admits, as one byte an item.
 *
 * Shapes: N items, masks [N]. Cost: building O(values), a new filter O(N) bytes a node, a filter seen lately nothing.
 */

import type { CatalogueSchema } from '../data/catalogue-schema.ts'
import type { Item } from '../data/item.ts'
import { atOnce, type Steps } from '../math/steps.ts'
import type { FilterIndex } from '../pipeline/snapshot.ts'
import { countMissing, createColumns } from './columns.ts'
import { compileFilter } from './compile.ts'
import { intersect } from './mask.ts'

const cachedMasks = 128

/** Indexes a catalogue: `items` by integer (undefined where deleted), their schema, and the integer of an id. */
export const createFilterIndex = (
  items: readonly (Item | undefined)[],
  schema: CatalogueSchema,
  indexOf: (id: string) => number | undefined,
): FilterIndex => atOnce(filterIndexSteps(items, schema, indexOf))

/** The same in steps. */
export function* filterIndexSteps(
  items: readonly (Item | undefined)[],
  schema: CatalogueSchema,
  indexOf: (id: string) => number | undefined,
): Steps<FilterIndex> {
  const columns = yield* createColumns(items, schema)
  const exists = Uint8Array.from(items, (item) => (item === undefined ? 0 : 1))
  const masks = new Map<string, Uint8Array>()
  const missing = new Map<string, number>()
  const released = createReleaseClock(items, exists)

  return {
    admit(filter, unknown = 'refuse') {
      const key = unknown + JSON.stringify(filter)
      const cached = masks.get(key)
      if (cached !== undefined) {
        masks.delete(key)
        masks.set(key, cached)
        return cached
      }
      const mask = compileFilter(filter, { count: items.length, columns, indexOf, unknown })
      intersect(mask, exists)
      masks.set(key, mask)
      if (masks.size > cachedMasks) masks.delete(masks.keys().next().value as string)
      return mask
    },
    released,
    missing(attribute) {
      const column = columns.get(attribute)
      if (column === undefined) return 0
      const count = missing.get(attribute) ?? countMissing(column, exists)
      missing.set(attribute, count)
      return count
    },
  }
}

/** The mask of what is out at a moment, made anew only when the moment passes a release. */
function createReleaseClock(items: readonly (Item | undefined)[], exists: Uint8Array): (now: number) => Uint8Array {
  const dated = items.flatMap((item, index) => (item?.releasedAt === undefined ? [] : [{ index, at: item.releasedAt }]))
  let from = Number.POSITIVE_INFINITY
  let until = Number.NEGATIVE_INFINITY
  let mask = exists
  return (now) => {
    if (from <= now && now < until) return mask
    mask = exists.slice()
    from = Number.NEGATIVE_INFINITY
    until = Number.POSITIVE_INFINITY
    for (const { index, at } of dated) {
      if (at <= now) from = Math.max(from, at)
      else {
        mask[index] = 0
        until = Math.min(until, at)
      }
    }
    return mask
  }
}
