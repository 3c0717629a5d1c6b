/** @file Liked together: item-kNN over live co-occurrence counts, up to date after every interaction.
 *
 * B_ij = n_ij / (√(n_i n_j) + λ); n_i = people whose set holds i, n_ij = people whose set holds both. B_ii = 0.
 * Shapes: one open-addressing row (item → count) for each item, both directions stored. Counts are integers and a pure function of everyone's sets:
 * what is added and taken away again leaves every answer as it was, to the bit.
 * Cost: update O(|changed| · |set|), neighbours O(row), build O(Σ |set|²). Memory: about 13 to 18 bytes a pair.
 * Cold start: an item in no set has no neighbours. Source: Deshpande & Karypis 2004; shrinkage as in Bell & Koren 2007.
 */

import type { ItemScore } from '../../data/item-score.ts'
import { createBoundedHeap } from '../../math/top-k.ts'
import { CountRow } from './count-row.ts'

export type TogetherOptions = {
  /** λ: pairs that few people hold count for less. A pair is believed half at √(n_i n_j) = λ. */
  readonly shrinkage?: number | undefined
}

export interface TogetherCounts {
  /** Number of people with at least one item. */
  readonly people: number
  /** Moves one person's set from `before` to `after` (items by integer, each once; their order does not matter). @throws RangeError when `before` was never counted. */
  update(before: readonly number[], after: readonly number[]): void
  /** Replaces all counts by those of everyone's sets: many times faster than an update for each. */
  rebuild(sets: Iterable<readonly number[]>): void
  /** The nearest items, best first; ties in an order that is the same everywhere and favours no age. */
  neighbours(item: number, limit: number): readonly ItemScore[]
  /** B_ij in 0..1; 0 when never together. */
  similarity(item: number, other: number): number
  /** n_ij */
  both(item: number, other: number): number
  /** Adds weight · B_ij to `scores[j]` for every wanted j (1 in that place) that was ever together with the item. */
  addTo(item: number, weight: number, scores: Float64Array, wanted: Uint8Array): void
  /** How much is held: item pairs (i < j) and the bytes of their rows. */
  size(): { readonly pairs: number; readonly bytes: number }
}

export function createTogether({ shrinkage = 10 }: TogetherOptions = {}): TogetherCounts {
  let people = 0
  let holders = new Uint32Array(1_024)
  let rows: (CountRow | undefined)[] = []

  const change = (item: number, by: 1 | -1) => {
    if (item >= holders.length) {
      const larger = new Uint32Array(Math.max(item + 1, holders.length * 2))
      larger.set(holders)
      holders = larger
    }
    if (holders[item]! + by < 0)
      throw new RangeError(`Item ${item} leaves a set it was never counted in: update with the set counted before.`)
    holders[item]! += by
  }
  const changePair = (item: number, other: number, by: 1 | -1) => {
    rowOf(item).add(other, by)
    rowOf(other).add(item, by)
  }
  const rowOf = (item: number) => {
    rows[item] ??= new CountRow()
    return rows[item]!
  }
  const shrunk = (count: number, item: number, other: number) => count / (Math.sqrt(holders[item]! * holders[other]!) + shrinkage)

  return {
    get people() {
      return people
    },
    update(before, after) {
      // Sets grow at their end as a rule: only what lies between the common ends can differ.
      const shorter = Math.min(before.length, after.length)
      let first = 0
      while (first < shorter && before[first] === after[first]) first++
      if (first === before.length && first === after.length) return
      let last = 0
      while (last < shorter - first && before.at(-1 - last) === after.at(-1 - last)) last++
      const [left, right] = [before.slice(first, before.length - last), after.slice(first, after.length - last)]
      const [old, now] = [new Set(left), new Set(right)]
      const kept = [...before.slice(0, first), ...before.slice(before.length - last), ...left.filter((item) => now.has(item))]
      const gone = left.filter((item) => !now.has(item))
      const come = right.filter((item) => !old.has(item))
      const changes = [
        { items: gone, by: -1 as const },
        { items: come, by: 1 as const },
      ]
      for (const { items, by } of changes) {
        for (const [place, item] of items.entries()) {
          change(item, by)
          for (const other of kept) changePair(item, other, by)
          for (let i = 0; i < place; i++) changePair(item, items[i]!, by)
        }
      }
      people += Number(after.length > 0) - Number(before.length > 0)
    },
    rebuild(sets) {
      const distinct = Array.from(sets, (set) => Int32Array.from(new Set(set))).filter(({ length }) => length > 0)
      const items = distinct.reduce((most, set) => set.reduce((high, item) => Math.max(high, item + 1), most), 0)
      people = distinct.length
      holders = new Uint32Array(Math.max(1_024, items))
      for (const set of distinct) for (const item of set) holders[item]!++
      rows = countRows(distinct, holders, items)
    },
    neighbours(item, limit) {
      const best = createBoundedHeap(limit)
      rows[item]?.each((other, count) => best.push(other, shrunk(count, item, other)))
      return [...best.drain().items].map((other) => ({ item: other, score: this.similarity(item, other) }))
    },
    similarity(item, other) {
      const count = rows[item]?.get(other) ?? 0
      return count === 0 ? 0 : shrunk(count, item, other)
    },
    both: (item, other) => rows[item]?.get(other) ?? 0,
    addTo(item, weight, scores, wanted) {
      rows[item]?.addShrunk(scores, wanted, weight, holders[item]!, holders, shrinkage)
    },
    size() {
      let [directions, bytes] = [0, holders.byteLength]
      for (const row of rows) {
        row?.each(() => directions++)
        bytes += row?.bytes ?? 0
      }
      return { pairs: directions / 2, bytes }
    },
  }
}

/** One row at a time into a dense array of counts, over the sets that hold the item: no hashing before the row's size is known. */
function countRows(sets: readonly Int32Array[], holders: Uint32Array, items: number): (CountRow | undefined)[] {
  const starts = new Uint32Array(items + 1)
  for (let item = 0; item < items; item++) starts[item + 1] = starts[item]! + holders[item]!
  const fill = starts.slice()
  const setsOf = new Uint32Array(starts[items]!)
  for (const [place, set] of sets.entries()) for (const item of set) setsOf[fill[item]!++] = place
  const counts = new Uint32Array(items)
  const touched = new Uint32Array(items)
  return Array.from({ length: items }, (_, item) => {
    let found = 0
    for (let i = starts[item]!; i < starts[item + 1]!; i++) {
      const set = sets[setsOf[i]!]!
      for (let k = 0; k < set.length; k++) {
        const other = set[k]!
        if (counts[other]!++ === 0) touched[found++] = other
      }
    }
    const row = found > 1 ? new CountRow(found - 1) : undefined
    for (let i = 0; i < found; i++) {
      const other = touched[i]!
      if (other !== item) row?.add(other, counts[other]!)
      counts[other] = 0
    }
    return row
  })
}
