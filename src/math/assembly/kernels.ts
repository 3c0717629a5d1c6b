/** @file Numeric kernels in AssemblyScript, compiled to wasm SIMD by scripts/build-kernels.ts.
 *
 * Every pointer is a byte offset into the imported memory, which JavaScript owns and lays out; nothing is allocated here. The TypeScript twin
 * (kernels-twin.ts) does the same operations in the same order, so both give the same bits. Vector strides are multiples of 8, padded with zeros.
 */

import { dot, total } from './parts/dot.ts'
import { offer, sortBest } from './parts/heap.ts'
import { denseTimesDense, gram, sparseTimesDense } from './parts/products.ts'
import { measures, quantise } from './parts/quantise.ts'
import { bestOfTiles, packTiles } from './parts/tiles.ts'

export { bestOfTiles, denseTimesDense, gram, packTiles, quantise, sparseTimesDense }

/** Lists the rows whose byte in `mask` and in `present` (0 or 255) is set; returns their number. Apart from the scan and without branches,
 * so that the processor runs ahead into the next row instead of guessing whether there is one. `list`: room for rows + 1.
 */
export function listRows(rows: i32, mask: usize, present: usize, list: usize): i32 {
  let count = 0
  for (let row = 0; row < rows; row++) {
    if ((row & 7) == 0 && row + 8 <= rows && (load<u64>(mask + <usize>row) & load<u64>(present + <usize>row)) == 0) {
      row += 7
      continue
    }
    store<i32>(list + (<usize>count << 2), row)
    count += i32((load<u8>(mask + <usize>row) & load<u8>(present + <usize>row)) != 0)
  }
  return count
}

/** The k best of the listed rows for each query, best first on return.
 * Shapes: vectors [rows × stride], list [listed], queries [q × stride], items and scores [q × k], counts [q] (zeroed by the caller).
 * Cost: O(listed · q · stride).
 */
export function scan(
  vectors: usize, stride: i32, list: usize, listed: i32, queries: usize, q: i32, k: i32,
  items: usize, scores: usize, counts: usize, seed: i32,
): void {
  const bytes = <usize>stride << 2
  for (let at = 0; at < listed; at++) {
    const row = load<i32>(list + (<usize>at << 2))
    const vector = vectors + <usize>row * bytes
    let g = 0
    for (; g + 4 <= q; g += 4) {
      const a = queries + <usize>g * bytes
      const b = a + bytes
      const c = b + bytes
      const d = c + bytes
      let aLow = f32x4.splat(0), aHigh = f32x4.splat(0)
      let bLow = f32x4.splat(0), bHigh = f32x4.splat(0)
      let cLow = f32x4.splat(0), cHigh = f32x4.splat(0)
      let dLow = f32x4.splat(0), dHigh = f32x4.splat(0)
      for (let byte: usize = 0; byte < bytes; byte += 32) {
        const low = v128.load(vector + byte)
        const high = v128.load(vector + byte, 16)
        aLow = f32x4.add(aLow, f32x4.mul(low, v128.load(a + byte)))
        aHigh = f32x4.add(aHigh, f32x4.mul(high, v128.load(a + byte, 16)))
        bLow = f32x4.add(bLow, f32x4.mul(low, v128.load(b + byte)))
        bHigh = f32x4.add(bHigh, f32x4.mul(high, v128.load(b + byte, 16)))
        cLow = f32x4.add(cLow, f32x4.mul(low, v128.load(c + byte)))
        cHigh = f32x4.add(cHigh, f32x4.mul(high, v128.load(c + byte, 16)))
        dLow = f32x4.add(dLow, f32x4.mul(low, v128.load(d + byte)))
        dHigh = f32x4.add(dHigh, f32x4.mul(high, v128.load(d + byte, 16)))
      }
      offer(g, row, total(aLow, aHigh), k, items, scores, counts, seed)
      offer(g + 1, row, total(bLow, bHigh), k, items, scores, counts, seed)
      offer(g + 2, row, total(cLow, cHigh), k, items, scores, counts, seed)
      offer(g + 3, row, total(dLow, dHigh), k, items, scores, counts, seed)
    }
    for (; g < q; g++) offer(g, row, dot(vector, queries + <usize>g * bytes, bytes), k, items, scores, counts, seed)
  }
  sortBest(q, k, items, scores, counts, seed)
}

/** How many rows ahead of the one at hand the next is fetched. */
const rowsAhead = 3

/** As `scan`, with the same answer to the bit, reading the eight-bit copies first: a row's exact score is computed only where the bound of its error leaves it a
 * chance. Shapes: as there; `bytes`: the rows as `quantise` lays them, `asked`: the queries likewise, `wide`: their values as int16 [q × width]; `rough`: room for
 * (listed + 1) × q + 1 floats.
 * A row's error bound: e_r ‖q‖ + e_q (‖r‖ + e_r), by Cauchy and Schwarz, and a hundred-thousandth for the rounding of sums.
 */
export function scanRough(
  vectors: usize, stride: i32, list: usize, listed: i32, queries: usize, q: i32, k: i32,
  items: usize, scores: usize, counts: usize, seed: i32,
  bytes: usize, width: i32, asked: usize, wide: usize, rough: usize,
): void {
  const line = <usize>width
  const whole = line + measures
  let touched: u32 = 0
  // The last line of `rough` holds the sums of the row at hand.
  const sums = rough + ((<usize>listed * <usize>q) << 2)
  for (let at = 0; at < listed; at++) {
    const row = load<i32>(list + (<usize>at << 2))
    const vector = bytes + <usize>row * whole
    // Rows lie far apart: reading a little of one that comes soon brings it near while this one is computed.
    if (at + rowsAhead < listed) {
      const ahead = bytes + <usize>load<i32>(list + (<usize>(at + rowsAhead) << 2)) * whole
      for (let byte: usize = 0; byte < whole; byte += 64) touched += load<u32>(ahead + byte)
    }
    const scale = load<f32>(vector + line)
    const error = load<f32>(vector + line, 4)
    const norm = load<f32>(vector + line, 8)
    let g = 0
    for (; g + 4 <= q; g += 4) {
      const a = wide + <usize>g * line * 2
      const b = a + line * 2
      const c = b + line * 2
      const d = c + line * 2
      let aSum = i32x4.splat(0), bSum = i32x4.splat(0), cSum = i32x4.splat(0), dSum = i32x4.splat(0)
      for (let byte: usize = 0; byte < line; byte += 16) {
        const part = v128.load(vector + byte)
        const low = i16x8.extend_low_i8x16_s(part)
        const high = i16x8.extend_high_i8x16_s(part)
        const twice = byte << 1
        aSum = i32x4.add(aSum, i32x4.add(i32x4.dot_i16x8_s(low, v128.load(a + twice)), i32x4.dot_i16x8_s(high, v128.load(a + twice, 16))))
        bSum = i32x4.add(bSum, i32x4.add(i32x4.dot_i16x8_s(low, v128.load(b + twice)), i32x4.dot_i16x8_s(high, v128.load(b + twice, 16))))
        cSum = i32x4.add(cSum, i32x4.add(i32x4.dot_i16x8_s(low, v128.load(c + twice)), i32x4.dot_i16x8_s(high, v128.load(c + twice, 16))))
        dSum = i32x4.add(dSum, i32x4.add(i32x4.dot_i16x8_s(low, v128.load(d + twice)), i32x4.dot_i16x8_s(high, v128.load(d + twice, 16))))
      }
      store<i32>(sums + (<usize>g << 2), sumOf(aSum))
      store<i32>(sums + (<usize>g << 2), sumOf(bSum), 4)
      store<i32>(sums + (<usize>g << 2), sumOf(cSum), 8)
      store<i32>(sums + (<usize>g << 2), sumOf(dSum), 12)
    }
    for (; g < q; g++) {
      const a = wide + <usize>g * line * 2
      let sum = i32x4.splat(0)
      for (let byte: usize = 0; byte < line; byte += 16) {
        const part = v128.load(vector + byte)
        const twice = byte << 1
        const low = i32x4.dot_i16x8_s(i16x8.extend_low_i8x16_s(part), v128.load(a + twice))
        sum = i32x4.add(sum, i32x4.add(low, i32x4.dot_i16x8_s(i16x8.extend_high_i8x16_s(part), v128.load(a + twice, 16))))
      }
      store<i32>(sums + (<usize>g << 2), sumOf(sum))
    }
    // Kept, so that the compiler keeps the reading.
    store<u32>(sums + (<usize>q << 2), touched)
    for (g = 0; g < q; g++) {
      const query = <usize>g << 2
      const told = asked + <usize>g * whole + line
      const near = scale * load<f32>(told) * <f32>load<i32>(sums + query)
      const bound = boundOf(error, norm, load<f32>(told, 4), load<f32>(told, 8))
      store<f32>(rough + ((<usize>at * <usize>q) << 2) + query, near + bound)
      offer(g, row, near - bound, k, items, scores, counts, seed)
    }
  }
  for (let g = 0; g < q; g++) {
    const number = counts + (<usize>g << 2)
    const least: f32 = load<i32>(number) < k ? -f32.MAX_VALUE : load<f32>(scores + (<usize>(g * k) << 2))
    store<i32>(number, 0)
    const query = queries + ((<usize>g * <usize>stride) << 2)
    for (let at = 0; at < listed; at++) {
      const most = load<f32>(rough + ((<usize>at * <usize>q + <usize>g) << 2))
      if (most < least) continue
      const row = load<i32>(list + (<usize>at << 2))
      offer(g, row, dot(vectors + ((<usize>row * <usize>stride) << 2), query, <usize>stride << 2), k, items, scores, counts, seed)
    }
  }
  sortBest(q, k, items, scores, counts, seed)
}

// @ts-ignore: decorator
@inline
function sumOf(lanes: v128): i32 {
  return i32x4.extract_lane(lanes, 0) + i32x4.extract_lane(lanes, 1) + i32x4.extract_lane(lanes, 2) + i32x4.extract_lane(lanes, 3)
}

// @ts-ignore: decorator
@inline
function boundOf(error: f32, norm: f32, queryError: f32, queryNorm: f32): f32 {
  return error * queryNorm + queryError * (norm + error) + 1e-5 * norm * queryNorm
}

/** Inner products of chosen rows with each query. Shapes: chosen [n], out [q × n]. The caller has checked that the rows exist.
 * Four queries at a time, so that a row is loaded once for them and their sums do not wait for one another.
 */
export function gather(vectors: usize, stride: i32, chosen: usize, n: i32, queries: usize, q: i32, out: usize): void {
  const bytes = <usize>stride << 2
  const line = <usize>n << 2
  let g = 0
  for (; g + 4 <= q; g += 4) {
    const a = queries + <usize>g * bytes
    const b = a + bytes
    const c = b + bytes
    const d = c + bytes
    let target = out + <usize>g * line
    for (let at = 0; at < n; at++) {
      const vector = vectors + <usize>load<i32>(chosen + (<usize>at << 2)) * bytes
      let aLow = f32x4.splat(0), aHigh = f32x4.splat(0)
      let bLow = f32x4.splat(0), bHigh = f32x4.splat(0)
      let cLow = f32x4.splat(0), cHigh = f32x4.splat(0)
      let dLow = f32x4.splat(0), dHigh = f32x4.splat(0)
      for (let byte: usize = 0; byte < bytes; byte += 32) {
        const low = v128.load(vector + byte)
        const high = v128.load(vector + byte, 16)
        aLow = f32x4.add(aLow, f32x4.mul(low, v128.load(a + byte)))
        aHigh = f32x4.add(aHigh, f32x4.mul(high, v128.load(a + byte, 16)))
        bLow = f32x4.add(bLow, f32x4.mul(low, v128.load(b + byte)))
        bHigh = f32x4.add(bHigh, f32x4.mul(high, v128.load(b + byte, 16)))
        cLow = f32x4.add(cLow, f32x4.mul(low, v128.load(c + byte)))
        cHigh = f32x4.add(cHigh, f32x4.mul(high, v128.load(c + byte, 16)))
        dLow = f32x4.add(dLow, f32x4.mul(low, v128.load(d + byte)))
        dHigh = f32x4.add(dHigh, f32x4.mul(high, v128.load(d + byte, 16)))
      }
      store<f32>(target, total(aLow, aHigh))
      store<f32>(target + line, total(bLow, bHigh))
      store<f32>(target + 2 * line, total(cLow, cHigh))
      store<f32>(target + 3 * line, total(dLow, dHigh))
      target += 4
    }
  }
  for (; g < q; g++) {
    const query = queries + <usize>g * bytes
    for (let at = 0; at < n; at++) {
      const row = load<i32>(chosen + (<usize>at << 2))
      store<f32>(out + <usize>g * line + (<usize>at << 2), dot(vectors + <usize>row * bytes, query, bytes))
    }
  }
}
