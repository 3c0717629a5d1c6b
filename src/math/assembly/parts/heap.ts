/** @file A heap of the best items with the worst on top, items and scores in two arrays, for the kernels that keep the k best. Compiled into those that import it.
 *
 * Of equal scores, the seeded hash of the item decides, as in top-k.ts.
 */

export function mix(value: u32): u32 {
  let mixed = value
  mixed = (mixed ^ (mixed >> 16)) * 0x85ebca6b
  mixed = (mixed ^ (mixed >> 13)) * 0xc2b2ae35
  return mixed ^ (mixed >> 16)
}

// @ts-ignore: decorator
@inline
export function worse(itemA: i32, scoreA: f32, itemB: i32, scoreB: f32, seed: i32): bool {
  return scoreA < scoreB || (scoreA == scoreB && mix(<u32>(itemA ^ seed)) > mix(<u32>(itemB ^ seed)))
}

export function siftDown(items: usize, scores: usize, item: i32, score: f32, size: i32, seed: i32): void {
  let hole = 0
  for (;;) {
    let child = 2 * hole + 1
    if (child >= size) break
    let childItem = load<i32>(items + (<usize>child << 2))
    let childScore = load<f32>(scores + (<usize>child << 2))
    if (child + 1 < size) {
      const otherItem = load<i32>(items + (<usize>(child + 1) << 2))
      const otherScore = load<f32>(scores + (<usize>(child + 1) << 2))
      if (worse(otherItem, otherScore, childItem, childScore, seed)) {
        child++
        childItem = otherItem
        childScore = otherScore
      }
    }
    if (!worse(childItem, childScore, item, score, seed)) break
    store<i32>(items + (<usize>hole << 2), childItem)
    store<f32>(scores + (<usize>hole << 2), childScore)
    hole = child
  }
  store<i32>(items + (<usize>hole << 2), item)
  store<f32>(scores + (<usize>hole << 2), score)
}

export function siftUp(items: usize, scores: usize, item: i32, score: f32, size: i32, seed: i32): void {
  let hole = size
  while (hole > 0) {
    const parent = (hole - 1) >> 1
    const parentItem = load<i32>(items + (<usize>parent << 2))
    const parentScore = load<f32>(scores + (<usize>parent << 2))
    if (!worse(item, score, parentItem, parentScore, seed)) break
    store<i32>(items + (<usize>hole << 2), parentItem)
    store<f32>(scores + (<usize>hole << 2), parentScore)
    hole = parent
  }
  store<i32>(items + (<usize>hole << 2), item)
  store<f32>(scores + (<usize>hole << 2), score)
}

/** Offers an item to the heap of query `g`: heaps lie one after another, k entries each; `counts` holds their sizes. */
// @ts-ignore: decorator
@inline
export function offer(g: i32, item: i32, score: f32, k: i32, items: usize, scores: usize, counts: usize, seed: i32): void {
  const start = <usize>(g * k) << 2
  const count = load<i32>(counts + (<usize>g << 2))
  if (count < k) {
    if (score == score) {
      siftUp(items + start, scores + start, item, score, count, seed)
      store<i32>(counts + (<usize>g << 2), count + 1)
    }
  } else {
    const least = load<f32>(scores + start)
    if (score > least || (score == least && worse(load<i32>(items + start), least, item, score, seed))) {
      siftDown(items + start, scores + start, item, score, k, seed)
    }
  }
}

/** Turns the heaps into lists, best first. */
export function sortBest(q: i32, k: i32, items: usize, scores: usize, counts: usize, seed: i32): void {
  for (let g = 0; g < q; g++) {
    const start = <usize>(g * k) << 2
    for (let size = load<i32>(counts + (<usize>g << 2)) - 1; size > 0; size--) {
      const last = <usize>size << 2
      const item = load<i32>(items + start + last)
      const score = load<f32>(scores + start + last)
      store<i32>(items + start + last, load<i32>(items + start))
      store<f32>(scores + start + last, load<f32>(scores + start))
      siftDown(items + start, scores + start, item, score, size, seed)
    }
  }
}
