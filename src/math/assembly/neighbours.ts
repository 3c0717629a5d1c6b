/** @file Rows of a sparse product with their k best entries, in AssemblyScript, compiled to wasm by scripts/build-kernels.ts.
 *
 * Every pointer is a byte offset into the imported memory, which JavaScript lays out (src/math/neighbours.ts). The sums are scattered over a row, where SIMD has
 * nothing to load or store at once: they are scalar, in double precision, and the TypeScript twin gives the same bits without rounding by hand.
 */

function mix(value: u32): u32 {
  let mixed = value
  mixed = (mixed ^ (mixed >> 16)) * 0x85ebca6b
  mixed = (mixed ^ (mixed >> 13)) * 0xc2b2ae35
  return mixed ^ (mixed >> 16)
}

// @ts-ignore: decorator
@inline
function worse(itemA: i32, scoreA: f32, itemB: i32, scoreB: f32, seed: i32): bool {
  return scoreA < scoreB || (scoreA == scoreB && mix(<u32>(itemA ^ seed)) > mix(<u32>(itemB ^ seed)))
}

/** Puts an entry where the worst was, the root of a heap of `size`. */
function replaceWorst(items: usize, scores: usize, item: i32, score: f32, size: i32, seed: i32): void {
  let hole = 0
  for (;;) {
    let child = 2 * hole + 1
    if (child >= size) break
    if (
      child + 1 < size &&
      worse(
        load<i32>(items + (<usize>(child + 1) << 2)), load<f32>(scores + (<usize>(child + 1) << 2)),
        load<i32>(items + (<usize>child << 2)), load<f32>(scores + (<usize>child << 2)), seed,
      )
    ) child++
    const childItem = load<i32>(items + (<usize>child << 2))
    const childScore = load<f32>(scores + (<usize>child << 2))
    if (!worse(childItem, childScore, item, score, seed)) break
    store<i32>(items + (<usize>hole << 2), childItem)
    store<f32>(scores + (<usize>hole << 2), childScore)
    hole = child
  }
  store<i32>(items + (<usize>hole << 2), item)
  store<f32>(scores + (<usize>hole << 2), score)
}

function insert(items: usize, scores: usize, item: i32, score: f32, size: i32, seed: i32): void {
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

/** The k best of  (L·R)_ij / (rowScale_i · columnScale_j + shrinkage), j ≠ i, above 0, for the rows from … to − 1; in no order within a row.
 * Shapes: L csr [rows × inner], R csr [inner × columns], entries above 0; rowScale [rows], columnScale [columns], sums [columns] (zeros, left so) as float64;
 * touched [columns]; items, scores [(to − from) × k], counts [to − from], zeroed by the caller. Cost: O(Σ products + touched · log k).
 */
export function bestOfProduct(
  from: i32, to: i32, leftOffsets: usize, leftIndexes: usize, leftValues: usize, rightOffsets: usize, rightIndexes: usize, rightValues: usize,
  rowScale: usize, columnScale: usize, shrinkage: f64, k: i32, seed: i32, sums: usize, touched: usize, items: usize, scores: usize, counts: usize,
): void {
  for (let row = from; row < to; row++) {
    let found: usize = touched
    const end = load<i32>(leftOffsets + (<usize>(row + 1) << 2))
    for (let at = load<i32>(leftOffsets + (<usize>row << 2)); at < end; at++) {
      const middle = <usize>load<i32>(leftIndexes + (<usize>at << 2)) << 2
      const value = <f64>load<f32>(leftValues + (<usize>at << 2))
      const last = <usize>load<i32>(rightOffsets + middle + 4) << 2
      for (let entry = <usize>load<i32>(rightOffsets + middle) << 2; entry < last; entry += 4) {
        const column = load<i32>(rightIndexes + entry)
        const place = sums + (<usize>column << 3)
        const before = load<f64>(place)
        // Values are above 0, so a sum of 0 has had no part yet.
        if (before == 0) {
          store<i32>(found, column)
          found += 4
        }
        store<f64>(place, before + value * <f64>load<f32>(rightValues + entry))
      }
    }
    const scale = load<f64>(rowScale + (<usize>row << 3))
    const start = <usize>((row - from) * k) << 2
    let count = 0
    for (let at = touched; at < found; at += 4) {
      const column = load<i32>(at)
      const place = sums + (<usize>column << 3)
      const sum = load<f64>(place)
      store<f64>(place, 0)
      if (column == row) continue
      const score = <f32>(sum / (scale * load<f64>(columnScale + (<usize>column << 3)) + shrinkage))
      if (!(score > 0)) continue
      if (count < k) insert(items + start, scores + start, column, score, count++, seed)
      else if (worse(load<i32>(items + start), load<f32>(scores + start), column, score, seed)) {
        replaceWorst(items + start, scores + start, column, score, k, seed)
      }
    }
    store<i32>(counts + (<usize>(row - from) << 2), count)
  }
}
