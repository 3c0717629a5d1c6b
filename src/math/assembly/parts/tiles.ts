/** @file The k best rows for many queries at a time, from eight-bit tiles. Compiled into the kernels of one thread and into those of several (../batches.ts).
 *
 * First all rows of a slab are scored in eight bits; the greatest of each group of rows then tell how much the k best score at least, and only rows that the
 * bound of their error leaves a chance against that are scored exactly. So the answer is that of `scan`, to the bit, and does not depend on the tasks.
 */

import { dot } from './dot.ts'
import { offer, sortBest } from './heap.ts'
import { measure, measures } from './quantise.ts'

/** Rows of a tile: what one load of eight-bit values covers, two of each row. */
const tileRows: i32 = 8

/** A tile holds the values of two coordinates of all its rows side by side, then their scales. */
// @ts-ignore: decorator
@inline
function tileBytes(width: i32): usize {
  return <usize>(width * tileRows) + 32
}

/** Tiles that are scored before any of their rows is scored exactly: the scores of four queries stay in the second cache. */
const slabTiles: i32 = 512

// @ts-ignore: decorator
@inline
function known(value: f32): f32 {
  return value == value ? value : Infinity
}

/** Lays the listed rows by tiles of eight, and the bounds of each chunk of tiles: the greatest error of its rows and their greatest norm with that error.
 * Shapes: bytes as `quantise` lays them, list [listed], out [⌈listed / 8⌉ tiles], bounds [chunks × 2]; a task takes chunksATask chunks.
 */
export function packTiles(
  task: i32, worker: i32, bytes: usize, width: i32, list: usize, listed: i32, chunkTiles: i32, chunksATask: i32, out: usize, bounds: usize,
): void {
  const whole = <usize>width + measures
  const chunkRows = chunkTiles * tileRows
  const chunks = (listed + chunkRows - 1) / chunkRows
  const end = min((task + 1) * chunksATask, chunks)
  for (let chunk = task * chunksATask; chunk < end; chunk++) {
    let error: f32 = 0
    let norm: f32 = 0
    const last = min((chunk + 1) * chunkRows, listed)
    if (last % tileRows != 0) memory.fill(out + <usize>(last / tileRows) * tileBytes(width), 0, tileBytes(width))
    for (let at = chunk * chunkRows; at < last; at++) {
      const from = bytes + <usize>load<i32>(list + (<usize>at << 2)) * whole
      const place = out + <usize>(at / tileRows) * tileBytes(width)
      const lane = <usize>(at % tileRows)
      for (let pair = 0; pair < width; pair += 2) store<u16>(place + <usize>(pair * tileRows) + (lane << 1), load<u16>(from + <usize>pair))
      store<f32>(place + <usize>(width * tileRows) + (lane << 2), load<f32>(from + <usize>width))
      const own = load<f32>(from + <usize>width, 4)
      const length = load<f32>(from + <usize>width, 8)
      error = max(error, known(own + <f32>1e-5 * length))
      norm = max(norm, known(length + own))
    }
    store<f32>(bounds + (<usize>chunk << 3), error)
    store<f32>(bounds + (<usize>chunk << 3), norm, 4)
  }
}

/** In the scratch memory: scale, error and norm of four queries, their values in sixteen bits, and their scores of a slab. */
// @ts-ignore: decorator
@inline
function scoresAt(scratch: usize, width: i32): usize {
  return scratch + 4 * measures + (<usize>width << 3)
}

/** The k best of the listed rows for the queries of a task, best first: queriesATask of them, a multiple of four, from task · queriesATask on. Shapes: vectors
 * [rows × stride], list [listed], tiles and bounds as `packTiles` lays them, queries [q × stride], items and scores [q × k], counts [q], zeroed by the caller;
 * scratch of a worker: 64 + 8 width + 4 · 4 · 4,096 bytes. Cost: O(listed · queriesATask · width), a tile in the registers.
 */
export function bestOfTiles(
  task: i32, worker: i32, queriesATask: i32, vectors: usize, stride: i32, list: usize, listed: i32, chunkTiles: i32, tiles: usize, bounds: usize, width: i32,
  queries: usize, q: i32, k: i32, items: usize, scores: usize, counts: usize, seed: i32, scratch: usize, scratchBytes: usize,
): void {
  const own = scratch + <usize>worker * scratchBytes
  const bytes = <usize>stride << 2
  const slab = max(1, slabTiles / chunkTiles) * chunkTiles * tileRows
  const end = min((task + 1) * queriesATask, q)
  for (let g = task * queriesATask; g < end; g += 4) {
    const some = min(4, end - g)
    for (let part = 0; part < some; part++) narrowQuery(queries + <usize>(g + part) * bytes, stride, own, part, width)
    for (let first = 0; first < listed; first += slab) {
      const last = min(first + slab, listed)
      scoreSlab(tiles + <usize>(first / tileRows) * tileBytes(width), (last - first + tileRows - 1) / tileRows, width, own)
      for (let part = 0; part < some; part++) {
        const query = g + part
        const start = <usize>(query * k) << 2
        offerSlab(
          vectors, stride, list, first, last, chunkTiles, bounds, scoresAt(own, width) + <usize>part * (<usize>slabTiles * 32),
          own + <usize>part * measures, queries + <usize>query * bytes,
          k, items + start, scores + start, counts + (<usize>query << 2), seed,
        )
      }
    }
  }
  const from = task * queriesATask
  if (end > from) {
    const start = <usize>(from * k) << 2
    sortBest(end - from, k, items + start, scores + start, counts + (<usize>from << 2), seed)
  }
}

/** The values of a query in sixteen bits, two of each of four queries side by side, with its scale, error and norm as of `quantise`. Products with eight bits do
 * not leave 32 bits when they are added up.
 */
function narrowQuery(query: usize, stride: i32, scratch: usize, part: i32, width: i32): void {
  let most: f32 = 0
  for (let at = 0; at < stride; at++) {
    const size = abs(load<f32>(query + (<usize>at << 2)))
    most = size > most || size != size ? size : most
  }
  const scale: f32 = most > 0 ? most / <f32>min(32_767, i32.MAX_VALUE / (127 * width)) : 1
  const inverse: f32 = 1 / scale
  const to = scratch + 4 * measures + (<usize>part << 2)
  let left: f32 = 0
  let whole: f32 = 0
  for (let at = 0; at < width; at++) {
    const value: f32 = at < stride ? load<f32>(query + (<usize>at << 2)) : 0
    const steps = nearest(value * inverse)
    const rest = value - steps * scale
    left += rest * rest
    whole += value * value
    // What is no number has no steps; its error says so.
    store<i16>(to + (<usize>(at >> 1) << 4) + (<usize>(at & 1) << 1), abs(steps) <= 32_767 ? <i16><i32>steps : 0)
  }
  measure(scratch + <usize>part * measures, scale, most, left, whole)
}

/** The eight-bit scores of all rows of a slab for four queries, in units of each query's scale. */
function scoreSlab(tiles: usize, count: i32, width: i32, scratch: usize): void {
  const wide = scratch + 4 * measures
  const line = <usize>slabTiles * 32
  const end = tiles + <usize>(width * tileRows)
  let out = scoresAt(scratch, width)
  const bytes = tileBytes(width)
  let lastValue = end
  let from = tiles
  for (let tile = 0; tile < count; tile++) {
    let aLow = i32x4.splat(0), bLow = i32x4.splat(0), cLow = i32x4.splat(0), dLow = i32x4.splat(0)
    let aHigh = i32x4.splat(0), bHigh = i32x4.splat(0), cHigh = i32x4.splat(0), dHigh = i32x4.splat(0)
    let query = wide
    while (from < lastValue) {
      let low = v128.load_ext<i8>(from)
      let high = v128.load_ext<i8>(from, 8)
      let pair = v128.load32_splat(query)
      aLow = i32x4.add(aLow, i32x4.dot_i16x8_s(low, pair))
      aHigh = i32x4.add(aHigh, i32x4.dot_i16x8_s(high, pair))
      pair = v128.load32_splat(query, 4)
      bLow = i32x4.add(bLow, i32x4.dot_i16x8_s(low, pair))
      bHigh = i32x4.add(bHigh, i32x4.dot_i16x8_s(high, pair))
      pair = v128.load32_splat(query, 8)
      cLow = i32x4.add(cLow, i32x4.dot_i16x8_s(low, pair))
      cHigh = i32x4.add(cHigh, i32x4.dot_i16x8_s(high, pair))
      pair = v128.load32_splat(query, 12)
      dLow = i32x4.add(dLow, i32x4.dot_i16x8_s(low, pair))
      dHigh = i32x4.add(dHigh, i32x4.dot_i16x8_s(high, pair))
      low = v128.load_ext<i8>(from, 16)
      high = v128.load_ext<i8>(from, 24)
      pair = v128.load32_splat(query, 16)
      aLow = i32x4.add(aLow, i32x4.dot_i16x8_s(low, pair))
      aHigh = i32x4.add(aHigh, i32x4.dot_i16x8_s(high, pair))
      pair = v128.load32_splat(query, 20)
      bLow = i32x4.add(bLow, i32x4.dot_i16x8_s(low, pair))
      bHigh = i32x4.add(bHigh, i32x4.dot_i16x8_s(high, pair))
      pair = v128.load32_splat(query, 24)
      cLow = i32x4.add(cLow, i32x4.dot_i16x8_s(low, pair))
      cHigh = i32x4.add(cHigh, i32x4.dot_i16x8_s(high, pair))
      pair = v128.load32_splat(query, 28)
      dLow = i32x4.add(dLow, i32x4.dot_i16x8_s(low, pair))
      dHigh = i32x4.add(dHigh, i32x4.dot_i16x8_s(high, pair))
      from += 32
      query += 32
    }
    const scaleLow = v128.load(from)
    const scaleHigh = v128.load(from, 16)
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(aLow), scaleLow))
    v128.store(out, f32x4.mul(f32x4.convert_i32x4_s(aHigh), scaleHigh), 16)
    v128.store(out + line, f32x4.mul(f32x4.convert_i32x4_s(bLow), scaleLow))
    v128.store(out + line, f32x4.mul(f32x4.convert_i32x4_s(bHigh), scaleHigh), 16)
    v128.store(out + 2 * line, f32x4.mul(f32x4.convert_i32x4_s(cLow), scaleLow))
    v128.store(out + 2 * line, f32x4.mul(f32x4.convert_i32x4_s(cHigh), scaleHigh), 16)
    v128.store(out + 3 * line, f32x4.mul(f32x4.convert_i32x4_s(dLow), scaleLow))
    v128.store(out + 3 * line, f32x4.mul(f32x4.convert_i32x4_s(dHigh), scaleHigh), 16)
    from += 32
    lastValue += bytes
    out += 32
  }
}

/** Offers to a query's heap the rows first … last − 1 that may be among its k best. near: their eight-bit scores; told: scale, error and norm of the query. */
function offerSlab(
  vectors: usize, stride: i32, list: usize, first: i32, last: i32, chunkTiles: i32, bounds: usize, near: usize, told: usize, query: usize,
  k: i32, items: usize, scores: usize, count: usize, seed: i32,
): void {
  const scale = load<f32>(told)
  const error = load<f32>(told, 4)
  const norm = load<f32>(told, 8)
  // A query of zeros has no best.
  if (norm == 0 && error == 0) return
  const chunkRows = chunkTiles * tileRows
  let least: f32 = -Infinity
  if (load<i32>(count) == k) least = load<f32>(scores) / scale
  else if (first == 0) {
    // At least k rows score at least as much as the k-th of these: the greatest of each lane of each chunk, less the error.
    for (let from = 0; from + chunkRows <= last; from += chunkRows) {
      let low = f32x4.splat(-Infinity)
      let high = f32x4.splat(-Infinity)
      const end = near + (<usize>(from + chunkRows) << 2)
      for (let at = near + (<usize>from << 2); at < end; at += 32) {
        low = f32x4.pmax(low, v128.load(at))
        high = f32x4.pmax(high, v128.load(at, 16))
      }
      const bound = f32x4.splat(boundOf(bounds, from / chunkRows, scale, error, norm))
      low = f32x4.sub(low, bound)
      high = f32x4.sub(high, bound)
      offer(0, from, f32x4.extract_lane(low, 0), k, items, scores, count, seed)
      offer(0, from, f32x4.extract_lane(low, 1), k, items, scores, count, seed)
      offer(0, from, f32x4.extract_lane(low, 2), k, items, scores, count, seed)
      offer(0, from, f32x4.extract_lane(low, 3), k, items, scores, count, seed)
      offer(0, from, f32x4.extract_lane(high, 0), k, items, scores, count, seed)
      offer(0, from, f32x4.extract_lane(high, 1), k, items, scores, count, seed)
      offer(0, from, f32x4.extract_lane(high, 2), k, items, scores, count, seed)
      offer(0, from, f32x4.extract_lane(high, 3), k, items, scores, count, seed)
    }
    if (load<i32>(count) == k) least = load<f32>(scores)
    store<i32>(count, 0)
  }
  for (let from = first; from < last; from += chunkRows) {
    const bound = boundOf(bounds, from / chunkRows, scale, error, norm)
    let floor = f32x4.splat(least - bound)
    const end = min(from + chunkRows, last)
    for (let row = from; row < end; row += tileRows) {
      const at = near + (<usize>(row - first) << 2)
      const low = f32x4.lt(v128.load(at), floor)
      const high = f32x4.lt(v128.load(at, 16), floor)
      if (i32x4.all_true(v128.and(low, high))) continue
      // Also those that are no number.
      for (let bits = 255 ^ (i32x4.bitmask(low) | (i32x4.bitmask(high) << 4)); bits != 0; bits &= bits - 1) {
        const place = row + ctz(bits)
        if (place >= last) break
        const item = load<i32>(list + (<usize>place << 2))
        offer(0, item, dot(vectors + ((<usize>item * <usize>stride) << 2), query, <usize>stride << 2), k, items, scores, count, seed)
      }
      if (load<i32>(count) == k) {
        const reached = load<f32>(scores) / scale
        if (reached > least) {
          least = reached
          floor = f32x4.splat(least - bound)
        }
      }
    }
  }
}

/** What an eight-bit score of a row of that chunk may be wrong by, in units of the query's scale. */
// @ts-ignore: decorator
@inline
function boundOf(bounds: usize, chunk: i32, scale: f32, error: f32, norm: f32): f32 {
  return (load<f32>(bounds + (<usize>chunk << 3)) * norm + load<f32>(bounds + (<usize>chunk << 3), 4) * error) / scale
}
