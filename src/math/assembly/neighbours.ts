/** @file Rows of a sparse product with their k best entries, for threads over one shared memory (compiled with --sharedMemory, see scripts/build-kernels.ts).
 *
 * Every pointer is a byte offset into the imported memory, which JavaScript lays out (src/math/neighbours.ts); `worker` only picks the scratch memory. The sums are scattered over a row, where SIMD has
 * nothing to load or store at once: they are scalar, in double precision, and the TypeScript twin gives the same bits without rounding by hand.
 */

import { siftDown, siftUp, worse } from './parts/heap.ts'

/** The k best of  (L·R)_ij / (rowScale_i · columnScale_j + shrinkage), j ≠ i, above 0, for the rows starts[first + task] … − 1 of the next; in no order within
 * a row. Shapes: starts [tasks + 1]; L csr [rows × inner], R csr [inner × columns], entries above 0; rowScale [rows], columnScale [columns] as float64;
 * rooms [rows + 1]: row i has the places rooms[i] … of items and scores, as many as it may fill; counts [rows]. Scratch of each worker: sums [columns] as T
 * (zeros, left so), touched [columns + 1]. Cost: O(Σ products + touched · log k). T: float64, or int32 where all entries are 1, so that sums are counts.
 */
function best<T>(
  task: i32, worker: i32, first: i32, starts: usize, leftOffsets: usize, leftIndexes: usize, leftValues: usize,
  rightOffsets: usize, rightIndexes: usize, rightValues: usize, columns: i32, rowScale: usize, columnScale: usize, shrinkage: f64, seed: i32,
  scratch: usize, scratchBytes: usize, rooms: usize, items: usize, scores: usize, counts: usize,
): void {
  const sums = scratch + <usize>worker * scratchBytes
  const touched = sums + <usize>columns * sizeof<T>()
  const to = load<i32>(starts + (<usize>(first + task + 1) << 2))
  for (let row = load<i32>(starts + (<usize>(first + task) << 2)); row < to; row++) {
    let found: usize = touched
    const end = load<i32>(leftOffsets + (<usize>(row + 1) << 2))
    for (let at = load<i32>(leftOffsets + (<usize>row << 2)); at < end; at++) {
      const middle = <usize>load<i32>(leftIndexes + (<usize>at << 2)) << 2
      const value = load<f32>(leftValues + (<usize>at << 2))
      const last = <usize>load<i32>(rightOffsets + middle + 4) << 2
      for (let entry = <usize>load<i32>(rightOffsets + middle) << 2; entry < last; entry += 4) {
        const column = load<i32>(rightIndexes + entry)
        const place = sums + <usize>column * sizeof<T>()
        const before = load<T>(place)
        // Values are above 0, so a sum of 0 has had no part yet. Without a branch, which would be guessed wrong too often.
        store<i32>(found, column)
        found += <usize>(before == 0) << 2
        if (isInteger<T>()) store<T>(place, before + 1)
        else store<T>(place, before + <T>((<f64>value) * <f64>load<f32>(rightValues + entry)))
      }
    }
    const scale = load<f64>(rowScale + (<usize>row << 3))
    const start = <usize>load<i32>(rooms + (<usize>row << 2)) << 2
    const room = load<i32>(rooms + (<usize>(row + 1) << 2)) - <i32>(start >> 2)
    let count = 0
    // A little below the worst that is kept: what is less needs no division.
    let least: f64 = 0
    for (let at = touched; at < found; at += 4) {
      const column = load<i32>(at)
      const place = sums + <usize>column * sizeof<T>()
      const sum = <f64>load<T>(place)
      store<T>(place, 0)
      const below = scale * load<f64>(columnScale + (<usize>column << 3)) + shrinkage
      if (column == row || sum < least * below) continue
      const score = <f32>(sum / below)
      if (!(score > 0)) continue
      if (count < room) siftUp(items + start, scores + start, column, score, count++, seed)
      else if (room > 0 && worse(load<i32>(items + start), load<f32>(scores + start), column, score, seed)) {
        siftDown(items + start, scores + start, column, score, room, seed)
      }
      if (count == room && room > 0) least = <f64>load<f32>(scores + start) * 0.999999
    }
    store<i32>(counts + (<usize>row << 2), count)
  }
}

export function bestOfProduct(
  task: i32, worker: i32, first: i32, starts: usize, leftOffsets: usize, leftIndexes: usize, leftValues: usize,
  rightOffsets: usize, rightIndexes: usize, rightValues: usize, columns: i32, rowScale: usize, columnScale: usize, shrinkage: f64, seed: i32,
  scratch: usize, scratchBytes: usize, rooms: usize, items: usize, scores: usize, counts: usize,
): void {
  best<f64>(
    task, worker, first, starts, leftOffsets, leftIndexes, leftValues, rightOffsets, rightIndexes, rightValues, columns, rowScale, columnScale,
    shrinkage, seed, scratch, scratchBytes, rooms, items, scores, counts,
  )
}

export function bestOfCounts(
  task: i32, worker: i32, first: i32, starts: usize, leftOffsets: usize, leftIndexes: usize, leftValues: usize,
  rightOffsets: usize, rightIndexes: usize, rightValues: usize, columns: i32, rowScale: usize, columnScale: usize, shrinkage: f64, seed: i32,
  scratch: usize, scratchBytes: usize, rooms: usize, items: usize, scores: usize, counts: usize,
): void {
  best<i32>(
    task, worker, first, starts, leftOffsets, leftIndexes, leftValues, rightOffsets, rightIndexes, rightValues, columns, rowScale, columnScale,
    shrinkage, seed, scratch, scratchBytes, rooms, items, scores, counts,
  )
}
