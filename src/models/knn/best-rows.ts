/** @file Sums over pairs of items, a row at a time, of which each row keeps its best: what rules and co-purchases are counted by.
 *
 * Shapes: result csr [n × n], at most k entries a row, the diagonal left out. Cost: O(pairs + kept · log k); memory one row of sums.
 */

import { type Csr, transpose } from '../../math/csr.ts'
import type { Steps } from '../../math/steps.ts'
import { createBoundedHeap } from '../../math/top-k.ts'

export type PairSums = {
  /** n: how many items. */
  readonly items: number
  /** Gives each part above 0 of a row's sums to `add`. */
  readonly row: (item: number, add: (other: number, part: number) => void) => void
  /** What a sum is worth; only what is above 0 is kept. */
  readonly worth: (sum: number, item: number, other: number) => number
  readonly k: number
  readonly seed: number
  readonly progress?: ((share: number) => void) | undefined
}

const partsAStep = 200_000

export function* bestRowSteps({ items, row, worth, k, seed, progress }: PairSums): Steps<Csr> {
  const sums = new Float64Array(items)
  const touched = new Int32Array(items)
  const offsets = new Int32Array(items + 1)
  const kept: { readonly items: Int32Array; readonly scores: Float32Array }[] = []
  let [found, parts] = [0, 0]
  const add = (other: number, part: number) => {
    if (sums[other] === 0) touched[found++] = other
    sums[other] = sums[other]! + part
    parts++
  }
  for (let item = 0; item < items; item++) {
    found = 0
    row(item, add)
    const heap = createBoundedHeap(k, seed)
    for (let at = 0; at < found; at++) {
      const other = touched[at]!
      const score = other === item ? 0 : Math.fround(worth(sums[other]!, item, other))
      sums[other] = 0
      if (score > 0) heap.push(other, score)
    }
    const best = heap.drain()
    kept.push(best)
    offsets[item + 1] = offsets[item]! + best.items.length
    if (parts < partsAStep) continue
    parts = 0
    progress?.((item + 1) / items)
    yield
  }
  const indexes = new Int32Array(offsets[items]!)
  const values = new Float32Array(indexes.length)
  for (const [item, best] of kept.entries()) {
    indexes.set(best.items, offsets[item])
    values.set(best.scores, offsets[item])
  }
  // Turning it twice puts each row's columns in ascending order.
  return transpose(transpose({ rows: items, columns: items, offsets, indexes, values }))
}

/** Where each item stands: places[starts[i]] … places[starts[i + 1] − 1], ascending. */
export function placesOf(item: Int32Array, items: number): { readonly starts: Int32Array; readonly places: Int32Array } {
  const starts = new Int32Array(items + 1)
  for (const each of item) starts[each + 1]!++
  for (let each = 0; each < items; each++) starts[each + 1]! += starts[each]!
  const next = starts.slice(0, items)
  const places = new Int32Array(item.length)
  for (let place = 0; place < item.length; place++) places[next[item[place]!]!++] = place
  return { starts, places }
}
