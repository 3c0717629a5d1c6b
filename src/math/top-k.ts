/** @file The k best of many scored items, in one pass: a bounded heap whose root is the worst kept.
 *
 * Order: higher score first; equal scores by mix32(item ^ seed), lower first. Not by the lower integer: integers grow with age and so go with popularity,
 * and a tie broken by them would favour the old. NaN (cannot score) is never kept. Cost: O(n log k) at worst, one comparison an item as a rule.
 */

import { mix32 } from './random.ts'

/** Best first; both arrays have the same length, which is below k where fewer items could be scored. */
export type TopK = { readonly items: Int32Array; readonly scores: Float32Array }

export type BoundedHeap = {
  push(item: number, score: number): void
  /** What an item must at least score to be kept: −∞ while there is room. */
  least(): number
  /** The kept items, best first. The heap is of no use afterwards. */
  drain(): TopK
}

export function createBoundedHeap(k: number, seed = 0): BoundedHeap {
  if (!(Number.isInteger(k) && k >= 0)) throw new RangeError(`k is ${k}; give an integer of 0 or more.`)
  const items: number[] = []
  const scores: number[] = []

  const worse = (itemA: number, scoreA: number, itemB: number, scoreB: number) =>
    scoreA < scoreB || (scoreA === scoreB && mix32(itemA ^ seed) > mix32(itemB ^ seed))

  function siftDown(item: number, score: number, size: number): void {
    let hole = 0
    for (;;) {
      let child = 2 * hole + 1
      if (child >= size) break
      if (child + 1 < size && worse(items[child + 1]!, scores[child + 1]!, items[child]!, scores[child]!)) child++
      if (!worse(items[child]!, scores[child]!, item, score)) break
      items[hole] = items[child]!
      scores[hole] = scores[child]!
      hole = child
    }
    items[hole] = item
    scores[hole] = score
  }

  return {
    push(item, score) {
      if (k === 0 || Number.isNaN(score)) return
      if (items.length === k) {
        if (worse(items[0]!, scores[0]!, item, score)) siftDown(item, score, k)
        return
      }
      let hole = items.length
      while (hole > 0) {
        const parent = (hole - 1) >> 1
        if (!worse(item, score, items[parent]!, scores[parent]!)) break
        items[hole] = items[parent]!
        scores[hole] = scores[parent]!
        hole = parent
      }
      items[hole] = item
      scores[hole] = score
    },
    least: () => (items.length < k ? Number.NEGATIVE_INFINITY : (scores[0] ?? Number.POSITIVE_INFINITY)),
    drain() {
      for (let size = items.length - 1; size > 0; size--) {
        const item = items[size]!
        const score = scores[size]!
        items[size] = items[0]!
        scores[size] = scores[0]!
        siftDown(item, score, size)
      }
      return { items: Int32Array.from(items), scores: Float32Array.from(scores) }
    },
  }
}

export type TopKOptions = {
  /** One byte an item, 0 = leave out. */
  readonly eligible?: Uint8Array | undefined
  readonly seed?: number | undefined
  /** Only scores above it are kept. */
  readonly above?: number | undefined
}

/** The k best of a dense score array [N]. */
export function topK(scores: ArrayLike<number>, k: number, { eligible, seed, above }: TopKOptions = {}): TopK {
  const heap = createBoundedHeap(k, seed)
  const floor = above ?? Number.NEGATIVE_INFINITY
  const offer = (item: number, least: number): number => {
    const score = scores[item]!
    // Most items are below what is kept: they cost a comparison, not a call.
    if (!(score >= least) || score <= floor) return least
    heap.push(item, score)
    return heap.least()
  }
  let least = heap.least()
  if (eligible === undefined) for (let item = 0; item < scores.length; item++) least = offer(item, least)
  // Where few are eligible, the items in between are passed over four at a time.
  else {
    const words = eligible.byteOffset % 4 === 0 ? new Uint32Array(eligible.buffer, eligible.byteOffset, eligible.length >> 2) : undefined
    for (let item = 0; item < scores.length; item++) {
      if (words !== undefined && (item & 3) === 0 && words[item >> 2] === 0) item += 3
      else if (eligible[item] === 1) least = offer(item, least)
    }
  }
  return heap.drain()
}
