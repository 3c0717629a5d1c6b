/** @file Rows that were not taken, counted by reason with the first places of each. */

import type { Place } from './loader.ts'

export type Rejection = {
  readonly reason: string
  readonly count: number
  /** The first of them. */
  readonly places: readonly Place[]
}

const shownPlaces = 5
/** Reasons may name a field, so a file of nonsense has as many as rows. */
const mostReasons = 100

export function createRejections(): { add(place: Place, reason: string): void; list(): readonly Rejection[] } {
  const rejections = new Map<string, { reason: string; count: number; places: Place[] }>()
  return {
    add({ file, line }, reason) {
      const kept = rejections.has(reason) || rejections.size < mostReasons ? reason : 'Other reasons'
      const same = rejections.get(kept) ?? { reason: kept, count: 0, places: [] }
      if (same.places.length < shownPlaces) same.places.push({ file, line })
      same.count++
      rejections.set(kept, same)
    },
    /** The most frequent first. */
    list: () => [...rejections.values()].sort((a, b) => b.count - a.count),
  }
}
