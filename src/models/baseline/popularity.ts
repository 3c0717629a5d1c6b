/** @file Popularity: positive interactions of each item, counted by day and decayed when read.
 *
 * P_i = Σ_day n_i,day · 2^(−age/half-life), age in whole UTC days before `now`, or before the newest act of all where that is older: while nobody
 * acts, nothing fades, and a log imported years later still says what was popular last. Counts are integers, added up from the newest day: what is added and taken away
 * again leaves every answer as it was, to the bit. Shapes: counts [N]. Cost: add O(days of the item), read O(items that changed since); a new day reads
 * everything anew. Source: the decayed count of trending lists; half-life 14 days.
 */

import { dayMs } from '../../data/day.ts'

export type PopularityOptions = { readonly halfLifeDays?: number | undefined }

/** A positive act: the item's integer and when, epoch milliseconds. */
export type PositiveAct = { readonly item: number; readonly at: number }

export interface PopularityCounts {
  /** How many acts are counted, undecayed. */
  readonly total: number
  /** How often an act was added or taken back so far: it only grows. */
  readonly changes: number
  add(item: number, at: number): void
  /** Takes back an act that was added with the same day. @throws RangeError when there is none. */
  remove(item: number, at: number): void
  /** Moves one person's acts, one an item, from `before` to `after`; what stands in both is left alone. */
  update(before: readonly PositiveAct[], after: readonly PositiveAct[]): void
  /** Decayed counts [items] at `now`. Shared between callers: do not write to it. Good until the next call, which brings it up to date. */
  counts(now: number, items: number): Float64Array
}

const dayOf = (at: number) => Math.floor(at / dayMs)
const isSame = (act: PositiveAct, other: PositiveAct) => act.item === other.item && dayOf(act.at) === dayOf(other.at)

export function createPopularity({ halfLifeDays = 14 }: PopularityOptions = {}): PopularityCounts {
  /** By item: [day, count, day, count …], days ascending, counts above 0. */
  const buckets: (number[] | undefined)[] = []
  const changed = new Set<number>()
  /** Acts by day, to know the newest. */
  const days = new Map<number, number>()
  let newestDay = Number.NEGATIVE_INFINITY
  let total = 0
  let changes = 0
  let cached = { day: Number.NaN, counts: new Float64Array() }

  const change = (item: number, at: number, by: 1 | -1) => {
    const day = dayOf(at)
    buckets[item] ??= []
    const bucket = buckets[item]!
    let place = bucket.length
    while (place > 0 && bucket[place - 2]! > day) place -= 2
    const stands = place > 0 && bucket[place - 2] === day
    if (!stands && by < 0) throw new RangeError(`No act on item ${item} is counted for that day: remove what was added.`)
    if (!stands) bucket.splice(place, 0, day, 1)
    else if (bucket[place - 1]! + by === 0) bucket.splice(place - 2, 2)
    else bucket[place - 1]! += by
    changed.add(item)
    total += by
    changes++
    const acts = (days.get(day) ?? 0) + by
    if (acts > 0) days.set(day, acts)
    else days.delete(day)
    if (by > 0) newestDay = Math.max(newestDay, day)
    else if (acts === 0 && day === newestDay) newestDay = [...days.keys()].reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
  }

  /** 2^(−age/half-life) by age in days; 0 beyond the table, where it would be below 10⁻¹⁵. A day ahead of the clock counts as today. */
  const decays = Float64Array.from({ length: Math.ceil(50 * halfLifeDays) }, (_, age) => 2 ** (-age / halfLifeDays))
  const read = (item: number, day: number) => {
    const bucket = buckets[item]
    if (bucket === undefined) return 0
    let sum = 0
    for (let i = bucket.length - 2; i >= 0; i -= 2) {
      const age = Math.max(0, day - bucket[i]!)
      if (age >= decays.length) break
      sum += bucket[i + 1]! * decays[age]!
    }
    return sum
  }

  return {
    get total() {
      return total
    },
    get changes() {
      return changes
    },
    add: (item, at) => change(item, at, 1),
    remove: (item, at) => change(item, at, -1),
    update(before, after) {
      // Acts come in the order of time, so what was added or taken back lies between what stands.
      const shorter = Math.min(before.length, after.length)
      let first = 0
      while (first < shorter && isSame(before[first]!, after[first]!)) first++
      let last = 0
      while (last < shorter - first && isSame(before.at(-1 - last)!, after.at(-1 - last)!)) last++
      const [left, come] = [before.slice(first, before.length - last), after.slice(first, after.length - last)]
      const keyOf = ({ item, at }: PositiveAct) => `${item} ${dayOf(at)}`
      const [old, now] = [new Set(left.map(keyOf)), new Set(come.map(keyOf))]
      for (const act of left) if (!now.has(keyOf(act))) change(act.item, act.at, -1)
      for (const act of come) if (!old.has(keyOf(act))) change(act.item, act.at, 1)
    },
    counts(now, items) {
      const day = Math.min(dayOf(now), newestDay)
      if (cached.day !== day || cached.counts.length !== items) {
        const counts = new Float64Array(items)
        for (let item = 0; item < items; item++) counts[item] = read(item, day)
        cached = { day, counts }
      } else if (changed.size > 0) {
        for (const item of changed) if (item < items) cached.counts[item] = read(item, day)
      }
      changed.clear()
      return cached.counts
    },
  }
}
