/** @file Candidates that were bought in one order with the request's items: what completes them. An item that is bought in their place never is. */

import type { Snapshot } from '../pipeline/snapshot.ts'
import type { Source } from '../pipeline/source.ts'
import { fuse } from './fuse.ts'

export const boughtSource: Source = {
  name: 'bought',
  retrieve({ snapshot, seeds, boughtWithSeeds, eligible, seed }, limit) {
    if (!boughtWithSeeds || limit === 0) return []
    const lists = seeds.map((because) => {
      const items = companionsOf(snapshot, because).filter((item) => eligible[item] === 1)
      return { items: items.slice(0, limit), because }
    })
    return fuse(lists, limit, seed).map((candidate) => ({ ...candidate, source: 'bought' }))
  },
}

/** Everything that was ever bought together with the item, the most often (for what each is bought) first. */
export function companionsOf({ bought, items }: Pick<Snapshot, 'bought' | 'items'>, item: number): readonly number[] {
  return bought.neighbours(item, items.length).map((companion) => companion.item)
}
