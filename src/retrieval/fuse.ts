/** @file Reciprocal rank fusion: one list out of several whose scores have different units.
 *
 * score_j = Σ_lists 1 / (60 + rank_j), rank from 1. Source: Cormack, Clarke & Büttcher, SIGIR 2009.
 */

import type { ItemScore } from '../data/item-score.ts'
import { createBoundedHeap } from '../math/top-k.ts'

const smoothing = 60

export type RankedList = {
  /** Best first. */
  readonly items: ArrayLike<number>
  /** The item that this list is about, if it is about one. */
  readonly because?: number | undefined
}

/** At most `limit` items, best first, each once, with what they are there for, strongest first; ties by a hash of item and seed. */
export function fuse(
  lists: readonly RankedList[],
  limit: number,
  seed: number,
): readonly (ItemScore & { readonly because: readonly number[] })[] {
  const sums = new Map<number, number>()
  const causes = new Map<number, Map<number, number>>()
  for (const { items, because } of lists) {
    for (let rank = 0; rank < items.length; rank++) {
      const item = items[rank] as number
      const share = 1 / (smoothing + rank + 1)
      sums.set(item, (sums.get(item) ?? 0) + share)
      if (because === undefined) continue
      const shares = causes.get(item) ?? new Map<number, number>()
      causes.set(item, shares.set(because, (shares.get(because) ?? 0) + share))
    }
  }
  const heap = createBoundedHeap(limit, seed)
  for (const [item, score] of sums) heap.push(item, score)
  return Array.from(heap.drain().items, (item) => ({
    item,
    score: sums.get(item) as number,
    because: [...(causes.get(item) ?? [])].sort((a, b) => b[1] - a[1]).map(([cause]) => cause),
  }))
}
