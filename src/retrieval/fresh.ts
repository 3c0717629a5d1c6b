/** @file Candidates released in the last thirty days that nobody has acted on yet: without them nobody ever would. Score: 2^(−age / 14 days). */

import { dayMs } from '../data/day.ts'
import type { Item } from '../data/item.ts'
import { createBoundedHeap } from '../math/top-k.ts'
import type { Source } from '../pipeline/source.ts'

const windowDays = 30
const halfLifeDays = 14

const dated = new WeakMap<readonly (Item | undefined)[], readonly { readonly item: number; readonly at: number }[]>()

export const freshSource: Source = {
  name: 'fresh',
  retrieve({ snapshot, eligible, now, seed }, limit) {
    const { items, popularity } = snapshot
    const releases = dated.get(items) ?? byRelease(items)
    dated.set(items, releases)
    const heap = createBoundedHeap(limit, seed)
    const counts = popularity.counts(now, items.length)
    for (const { item, at } of releases) {
      if (at < now - windowDays * dayMs) break
      if (at <= now && eligible[item] === 1 && counts[item] === 0) heap.push(item, at)
    }
    return Array.from(heap.drain().items, (item) => ({
      item,
      score: 2 ** -((now - ((items[item] as Item).releasedAt as number)) / (halfLifeDays * dayMs)),
      source: 'fresh' as const,
      because: [],
    }))
  },
}

function byRelease(items: readonly (Item | undefined)[]): readonly { readonly item: number; readonly at: number }[] {
  return items
    .flatMap((item, index) => (item?.releasedAt === undefined ? [] : [{ item: index, at: item.releasedAt }]))
    .sort((a, b) => b.at - a.at)
}
