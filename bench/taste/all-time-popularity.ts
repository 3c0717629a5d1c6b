/** @file The plainest baseline: everything that was ever liked, by how many people liked it so far. A recommender of its own, without an engine. */

import type { Item } from '../../src/data/item.ts'
import type { Recommender } from '../../src/pipeline/recommender.ts'

export function allTimePopularity(items: readonly Item[]): { readonly recommender: Recommender; readonly setNow: (now: number) => void } {
  let now = 0
  const counts = new Map(items.map((item) => [item.id, { item, count: 0 }]))
  const known = new Map<string, Set<string>>()
  const refuse = () => Promise.reject(new Error('This baseline only learns and recommends.'))
  return {
    setNow: (moment) => {
      now = moment
    },
    recommender: {
      track: refuse,
      undo: refuse,
      async trackAll(user, interactions) {
        const seen = known.get(user) ?? new Set()
        known.set(user, seen)
        for (const { item, value = 0 } of interactions) {
          seen.add(item)
          const counted = counts.get(item)
          if (counted && value >= 4) counted.count++
        }
        return []
      },
      async recommend({ user = '', k = 10 }) {
        const seen = known.get(user)
        const best: { item: Item; count: number }[] = []
        for (const one of counts.values()) {
          if (one.count <= (best[k - 1]?.count ?? -1) || seen?.has(one.item.id) || (one.item.releasedAt ?? 0) > now) continue
          best.push(one)
          best.sort((a, b) => b.count - a.count)
          best.length = Math.min(k, best.length)
        }
        const slate = best.map(({ item, count }, position) => ({
          item,
          position,
          score: count,
          reason: { kind: 'popular' as const, text: '' },
          sources: [],
        }))
        return { slateId: '', items: slate, tier: 'popular', degraded: [], revision: 0 }
      },
    },
  }
}
