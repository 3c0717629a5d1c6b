/** @file Numeric kernels in AssemblyScript, compiled to wasm SIMD by scripts/build-kernels.ts.
 *
 * Every pointer is a byte offset into the imported memory, which JavaScript owns and lays out; nothing is allocated here. The TypeScript twin
 * (kernels-twin.ts) does the same operations in the same order, so both give the same bits. Vector strides are multiples of 8, padded with zeros.
 */

import { dot, total } from './parts/dot.ts'
import { siftDown, siftUp, worse } from './parts/heap.ts'

/** Offers an item to the heap of query `g`: heaps lie one after another, k entries each; `counts` holds their sizes. */
// @ts-ignore: decorator
@inline
function offer(g: i32, item: i32, score: f32, k: i32, items: usize, scores: usize, counts: usize, seed: i32): void {
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

/** Turns the heaps into lists, best first. */
function sortBest(q: i32, k: i32, items: usize, scores: usize, counts: usize, seed: i32): void {
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

/** How many rows ahead of the one at hand the next is fetched. */
const rowsAhead = 3

/** Behind the eight-bit values of a row: its scale, its error and its length, and four bytes to spare. */
const measures: usize = 16

/** Eight-bit copies of vectors, for a scan that reads a quarter of the memory. Row ≈ scale · its values.
 * Shapes: vectors [rows × stride], out [rows × (width int8, then scale, error, norm as float32, 4 bytes to spare)], zeroed by the caller; width: a multiple of 16,
 * at least `stride`. error = length of what the values leave out, norm = length of the row: what bounds the error of an inner product.
 */
export function quantise(vectors: usize, stride: i32, rows: i32, out: usize, width: i32): void {
  for (let row = 0; row < rows; row++) {
    let largest = f32x4.splat(0)
    for (let at = 0; at < stride; at += 4) largest = f32x4.max(largest, f32x4.abs(v128.load(vectors + (<usize>at << 2))))
    const most = max(
      max(f32x4.extract_lane(largest, 0), f32x4.extract_lane(largest, 1)),
      max(f32x4.extract_lane(largest, 2), f32x4.extract_lane(largest, 3)),
    )
    const scale: f32 = most > 0 ? most / 127 : 1
    const inverse: f32 = 1 / scale
    let left = f32x4.splat(0)
    let whole = f32x4.splat(0)
    for (let at = 0; at < stride; at += 4) {
      const value = v128.load(vectors + (<usize>at << 2))
      const steps = f32x4.nearest(f32x4.mul(value, f32x4.splat(inverse)))
      const rest = f32x4.sub(value, f32x4.mul(steps, f32x4.splat(scale)))
      left = f32x4.add(left, f32x4.mul(rest, rest))
      whole = f32x4.add(whole, f32x4.mul(value, value))
      const integers = i32x4.trunc_sat_f32x4_s(steps)
      store<i8>(out + <usize>at, <i8>i32x4.extract_lane(integers, 0))
      store<i8>(out + <usize>at, <i8>i32x4.extract_lane(integers, 1), 1)
      store<i8>(out + <usize>at, <i8>i32x4.extract_lane(integers, 2), 2)
      store<i8>(out + <usize>at, <i8>i32x4.extract_lane(integers, 3), 3)
    }
    store<f32>(out + <usize>width, scale)
    // What is no number is left to the exact scores: its error has no bound.
    const error = Mathf.sqrt(total(left, f32x4.splat(0)))
    store<f32>(out + <usize>width, error == error ? error : f32.MAX_VALUE, 4)
    store<f32>(out + <usize>width, Mathf.sqrt(total(whole, f32x4.splat(0))), 8)
    vectors += <usize>stride << 2
    out += <usize>width + measures
  }
}

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

/** Rows of a tile: what one load of eight-bit values covers, two of each row. */
const tileRows: i32 = 8

/** The eight-bit rows of `quantise` by tiles of eight: the values of two coordinates of all eight rows side by side, then their scales and the two parts of
 * their error bounds. Shapes: bytes [rows × (width + 16)], out [⌈rows / 8⌉ × (8 width + 96)], zeroed by the caller.
 */
export function packTiles(bytes: usize, width: i32, rows: i32, out: usize): void {
  const whole = <usize>width + measures
  const tile = <usize>(width * tileRows) + 96
  for (let row = 0; row < rows; row++) {
    const from = bytes + <usize>row * whole
    const place = out + <usize>(row / tileRows) * tile
    const lane = <usize>(row % tileRows)
    for (let at = 0; at < width; at += 2) store<u16>(place + <usize>(at * tileRows) + (lane << 1), load<u16>(from + <usize>at))
    const told = place + <usize>(width * tileRows) + (lane << 2)
    const error = load<f32>(from + <usize>width, 4)
    const norm = load<f32>(from + <usize>width, 8)
    store<f32>(told, load<f32>(from + <usize>width))
    store<f32>(told, error + <f32>1e-5 * norm, 32)
    store<f32>(told, norm + error, 64)
  }
}

/** As `scan` over all rows that are present, with the same answer to the bit, for many queries: products of eight-bit tiles with four queries at a time, and a
 * row's exact score only where the bound of its error leaves it a chance against the k best so far. Shapes: as of scanRough; tiles: as `packTiles` lays them;
 * present: one byte a row, zeros behind them up to a multiple of 8; wide: [q rounded up to 4 × width]. Cost: O(rows · q · width), a tile in the registers.
 */
export function scanTiles(
  vectors: usize, stride: i32, rows: i32, present: usize, queries: usize, q: i32, k: i32,
  items: usize, scores: usize, counts: usize, seed: i32, tiles: usize, width: i32, asked: usize, wide: usize,
): void {
  const line = <usize>width << 1
  const tile = <usize>(width * tileRows) + 96
  for (let first = 0; first < rows; first += tileRows) {
    const values = tiles + <usize>(first / tileRows) * tile
    const told = values + <usize>(width * tileRows)
    for (let g = 0; g < q; g += 4) {
      const a = wide + <usize>g * line
      const b = a + line
      const c = b + line
      const d = c + line
      let aLow = i32x4.splat(0), bLow = i32x4.splat(0), cLow = i32x4.splat(0), dLow = i32x4.splat(0)
      let aHigh = i32x4.splat(0), bHigh = i32x4.splat(0), cHigh = i32x4.splat(0), dHigh = i32x4.splat(0)
      let from = values
      for (let byte: usize = 0; byte < line; byte += 4) {
        const pairs = v128.load(from)
        const low = i16x8.extend_low_i8x16_s(pairs)
        const high = i16x8.extend_high_i8x16_s(pairs)
        const aPair = v128.load32_splat(a + byte)
        aLow = i32x4.add(aLow, i32x4.dot_i16x8_s(low, aPair))
        aHigh = i32x4.add(aHigh, i32x4.dot_i16x8_s(high, aPair))
        const bPair = v128.load32_splat(b + byte)
        bLow = i32x4.add(bLow, i32x4.dot_i16x8_s(low, bPair))
        bHigh = i32x4.add(bHigh, i32x4.dot_i16x8_s(high, bPair))
        const cPair = v128.load32_splat(c + byte)
        cLow = i32x4.add(cLow, i32x4.dot_i16x8_s(low, cPair))
        cHigh = i32x4.add(cHigh, i32x4.dot_i16x8_s(high, cPair))
        const dPair = v128.load32_splat(d + byte)
        dLow = i32x4.add(dLow, i32x4.dot_i16x8_s(low, dPair))
        dHigh = i32x4.add(dHigh, i32x4.dot_i16x8_s(high, dPair))
        from += 16
      }
      for (let part = 0; part < 4 && g + part < q; part++) {
        const low = part == 0 ? aLow : part == 1 ? bLow : part == 2 ? cLow : dLow
        const high = part == 0 ? aHigh : part == 1 ? bHigh : part == 2 ? cHigh : dHigh
        const query = g + part
        const measured = asked + <usize>query * (<usize>width + measures) + <usize>width
        const start = <usize>(query * k) << 2
        const least: f32 = load<i32>(counts + (<usize>query << 2)) < k ? -f32.MAX_VALUE : load<f32>(scores + start)
        const hopeful = mayReach(low, told, measured, least) | (mayReach(high, told + 16, measured, least) << 4)
        for (let bits = hopeful; bits != 0; bits &= bits - 1) {
          const row = first + ctz(bits)
          if (load<u8>(present + <usize>row) == 0) continue
          const exact = dot(vectors + ((<usize>row * <usize>stride) << 2), queries + ((<usize>query * <usize>stride) << 2), <usize>stride << 2)
          offer(query, row, exact, k, items, scores, counts, seed)
        }
      }
    }
  }
  sortBest(q, k, items, scores, counts, seed)
}

/** Which of four rows may score as much as `least`, one bit each: also those whose bound is no number. */
// @ts-ignore: decorator
@inline
function mayReach(sums: v128, told: usize, measured: usize, least: f32): i32 {
  const near = f32x4.mul(f32x4.convert_i32x4_s(sums), f32x4.mul(v128.load(told), v128.load32_splat(measured)))
  const own = f32x4.mul(v128.load(told, 32), v128.load32_splat(measured, 8))
  const theirs = f32x4.mul(v128.load(told, 64), v128.load32_splat(measured, 4))
  const most = f32x4.add(near, f32x4.add(own, theirs))
  return 15 ^ i32x4.bitmask(f32x4.lt(most, f32x4.splat(least)))
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

/** out += factor · vector, `width` elements. */
// @ts-ignore: decorator
@inline
function addScaled(out: usize, factor: f32, vector: usize, width: i32): void {
  const factors = f32x4.splat(factor)
  let at = 0
  for (; at + 4 <= width; at += 4) {
    const offset = <usize>at << 2
    v128.store(out + offset, f32x4.add(v128.load(out + offset), f32x4.mul(factors, v128.load(vector + offset))))
  }
  for (; at < width; at++) {
    const offset = <usize>at << 2
    store<f32>(out + offset, load<f32>(out + offset) + factor * load<f32>(vector + offset))
  }
}

/** out = S · D for a sparse S (by compressed rows) and a dense D [columns × width]; out [rows × width] is zeroed by the caller. Cost: O(entries · width). */
export function sparseTimesDense(offsets: usize, indexes: usize, values: usize, rows: i32, dense: usize, width: i32, out: usize): void {
  const bytes = <usize>width << 2
  for (let row = 0; row < rows; row++) {
    const end = load<i32>(offsets + (<usize>(row + 1) << 2))
    for (let at = load<i32>(offsets + (<usize>row << 2)); at < end; at++) {
      const column = load<i32>(indexes + (<usize>at << 2))
      addScaled(out, load<f32>(values + (<usize>at << 2)), dense + <usize>column * bytes, width)
    }
    out += bytes
  }
}

/** out = L · R. Shapes: left [rows × inner], right [inner × width], out [rows × width], zeroed by the caller. Cost: O(rows · inner · width). */
export function denseTimesDense(left: usize, rows: i32, inner: i32, right: usize, width: i32, out: usize): void {
  const bytes = <usize>width << 2
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < inner; at++) {
      addScaled(out, load<f32>(left), right + <usize>at * bytes, width)
      left += 4
    }
    out += bytes
  }
}

/** out = DᵀD in double precision; only j ≤ i is written. Shapes: dense float32 [rows × width], out float64 [width × width], zeroed by the caller;
 * `scratch`: width rounded up to even, as float64. Cost: O(rows · width² / 2).
 */
export function gram(dense: usize, rows: i32, width: i32, out: usize, scratch: usize): void {
  for (let row = 0; row < rows; row++) {
    for (let at = 0; at < width; at++) {
      store<f64>(scratch + (<usize>at << 3), <f64>load<f32>(dense))
      dense += 4
    }
    for (let i = 0; i < width; i++) {
      const factor = load<f64>(scratch + (<usize>i << 3))
      const factors = f64x2.splat(factor)
      const target = out + (<usize>(i * width) << 3)
      let j = 0
      for (; j + 2 <= i + 1; j += 2) {
        const offset = <usize>j << 3
        v128.store(target + offset, f64x2.add(v128.load(target + offset), f64x2.mul(factors, v128.load(scratch + offset))))
      }
      for (; j <= i; j++) {
        const offset = <usize>j << 3
        store<f64>(target + offset, load<f64>(target + offset) + factor * load<f64>(scratch + offset))
      }
    }
  }
}
