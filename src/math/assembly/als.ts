/** @file Kernels of alternating least squares, for threads over one shared memory (compiled with --sharedMemory, see scripts/build-kernels.ts).
 *
 * Every kernel does one task, a fixed range of rows, so that the result does not depend on which thread does it; `worker` only picks the scratch memory.
 * Pointers are byte offsets. Strides and block widths are multiples of 8, padded with zeros. The TypeScript twin (als-twin.ts) does the same operations
 * on each number in the same order, so both give the same bits.
 */

import { dot, total } from './parts/dot.ts'

/** Rows gathered at a time, so that they stay in the first cache while all tiles pass over them. */
const panelRows: i32 = 64

/** out += factor · vector from byte `from` to `bytes`, multiples of 16. */
// @ts-ignore: decorator
@inline
function addScaled(out: usize, factor: f32, vector: usize, from: usize, bytes: usize): void {
  const factors = f32x4.splat(factor)
  for (let at = from; at < bytes; at += 16) v128.store(out + at, f32x4.add(v128.load(out + at), f32x4.mul(factors, v128.load(vector + at))))
}

// @ts-ignore: decorator
@inline
function subtractScaled(out: usize, factor: f32, vector: usize, from: usize, bytes: usize): void {
  const factors = f32x4.splat(factor)
  for (let at = from; at < bytes; at += 16) v128.store(out + at, f32x4.sub(v128.load(out + at), f32x4.mul(factors, v128.load(vector + at))))
}

/** A tile of 4 × 8 of `out` += Σ_k a_k b_kᵀ: 4 numbers at a, 8 at b, both `step` bytes further for each of `count` k. */
function addTile(out: usize, line: usize, a: usize, b: usize, step: usize, count: i32): void {
  const second = out + line
  const third = second + line
  const fourth = third + line
  let p0 = v128.load(out), q0 = v128.load(out, 16)
  let p1 = v128.load(second), q1 = v128.load(second, 16)
  let p2 = v128.load(third), q2 = v128.load(third, 16)
  let p3 = v128.load(fourth), q3 = v128.load(fourth, 16)
  for (let k = 0; k < count; k++) {
    const p = v128.load(b)
    const q = v128.load(b, 16)
    const a0 = v128.load32_splat(a)
    p0 = f32x4.add(p0, f32x4.mul(a0, p))
    q0 = f32x4.add(q0, f32x4.mul(a0, q))
    const a1 = v128.load32_splat(a, 4)
    p1 = f32x4.add(p1, f32x4.mul(a1, p))
    q1 = f32x4.add(q1, f32x4.mul(a1, q))
    const a2 = v128.load32_splat(a, 8)
    p2 = f32x4.add(p2, f32x4.mul(a2, p))
    q2 = f32x4.add(q2, f32x4.mul(a2, q))
    const a3 = v128.load32_splat(a, 12)
    p3 = f32x4.add(p3, f32x4.mul(a3, p))
    q3 = f32x4.add(q3, f32x4.mul(a3, q))
    a += step
    b += step
  }
  v128.store(out, p0)
  v128.store(out, q0, 16)
  v128.store(second, p1)
  v128.store(second, q1, 16)
  v128.store(third, p2)
  v128.store(third, q2, 16)
  v128.store(fourth, p3)
  v128.store(fourth, q3, 16)
}

/** The same, taken away: −= Σ_k a_k b_kᵀ. */
function subtractTile(out: usize, line: usize, a: usize, b: usize, step: usize, count: i32): void {
  const second = out + line
  const third = second + line
  const fourth = third + line
  let p0 = v128.load(out), q0 = v128.load(out, 16)
  let p1 = v128.load(second), q1 = v128.load(second, 16)
  let p2 = v128.load(third), q2 = v128.load(third, 16)
  let p3 = v128.load(fourth), q3 = v128.load(fourth, 16)
  for (let k = 0; k < count; k++) {
    const p = v128.load(b)
    const q = v128.load(b, 16)
    const a0 = v128.load32_splat(a)
    p0 = f32x4.sub(p0, f32x4.mul(a0, p))
    q0 = f32x4.sub(q0, f32x4.mul(a0, q))
    const a1 = v128.load32_splat(a, 4)
    p1 = f32x4.sub(p1, f32x4.mul(a1, p))
    q1 = f32x4.sub(q1, f32x4.mul(a1, q))
    const a2 = v128.load32_splat(a, 8)
    p2 = f32x4.sub(p2, f32x4.mul(a2, p))
    q2 = f32x4.sub(q2, f32x4.mul(a2, q))
    const a3 = v128.load32_splat(a, 12)
    p3 = f32x4.sub(p3, f32x4.mul(a3, p))
    q3 = f32x4.sub(q3, f32x4.mul(a3, q))
    a += step
    b += step
  }
  v128.store(out, p0)
  v128.store(out, q0, 16)
  v128.store(second, p1)
  v128.store(second, q1, 16)
  v128.store(third, p2)
  v128.store(third, q2, 16)
  v128.store(fourth, p3)
  v128.store(fourth, q3, 16)
}

/** The upper triangle of `out` [width × width] += Σ_k a_k b_kᵀ, rows of a and b `step` bytes apart. */
// @ts-ignore: decorator
@inline
function addProducts(out: usize, width: i32, a: usize, b: usize, step: usize, count: i32): void {
  const line = <usize>width << 2
  for (let i = 0; i < width; i += 4) {
    for (let j = i & ~7; j < width; j += 8) {
      addTile(out + <usize>i * line + (<usize>j << 2), line, a + (<usize>i << 2), b + (<usize>j << 2), step, count)
    }
  }
}

/** Part `task` of YᵀY: the rows from task · taskRows on. Only the upper triangle of the part is meant. Shapes: source [rows × stride],
 * out [tasks × stride × stride], whose part is zeroed here. Cost: O(taskRows · stride² / 2).
 */
export function gramPart(task: i32, worker: i32, source: usize, rows: i32, stride: i32, taskRows: i32, out: usize): void {
  const bytes = <usize>stride << 2
  const part = out + <usize>task * <usize>stride * bytes
  memory.fill(part, 0, <usize>stride * bytes)
  const end = min((task + 1) * taskRows, rows)
  for (let row = task * taskRows; row < end; row += panelRows) {
    const at = source + <usize>row * bytes
    addProducts(part, stride, at, at, bytes, min(panelRows, end - row))
  }
}

/** Solves H δ = g in place by Cholesky, H = UᵀU from its upper triangle; δ comes to lie in g. `spare` [width]. A coordinate
 * that depends on those before it, so that its pivot is no more than a millionth of its diagonal, gets 0: what is left of the pivot is rounding.
 */
function solve(h: usize, width: i32, g: usize, spare: usize): void {
  const line = <usize>width << 2
  for (let k = 0; k < width; k++) store<f32>(spare + (<usize>k << 2), load<f32>(h + <usize>k * (line + 4)) * <f32>1e-6)
  for (let from = 0; from < width; from += 8) {
    for (let k = from; k < from + 8; k++) {
      const row = h + <usize>k * line
      const start = <usize>(k & ~3) << 2
      const pivot = load<f32>(row + (<usize>k << 2))
      const inverse: f32 = pivot > load<f32>(spare + (<usize>k << 2)) ? <f32>1 / sqrt<f32>(pivot) : 0
      // The diagonal holds 1 / U_kk, which is all that the substitutions need.
      const factors = f32x4.splat(inverse)
      for (let at = start; at < line; at += 16) v128.store(row + at, f32x4.mul(v128.load(row + at), factors))
      for (let at = start; at < <usize>k << 2; at += 4) store<f32>(row + at, 0)
      for (let i = k + 1; i < from + 8; i++) {
        const by = load<f32>(row + (<usize>i << 2))
        subtractScaled(h + <usize>i * line, by, row, <usize>(i & ~3) << 2, line)
      }
      store<f32>(row + (<usize>k << 2), inverse)
    }
    // The diagonal within the panel is not read here: tiles lie to the right of it.
    const panel = h + <usize>from * line
    for (let i = from + 8; i < width; i += 4) {
      for (let j = i & ~7; j < width; j += 8) {
        subtractTile(h + <usize>i * line + (<usize>j << 2), line, panel + (<usize>i << 2), panel + (<usize>j << 2), line, 8)
      }
    }
  }
  // Uᵀ z = g
  for (let k = 0; k < width; k++) {
    const row = h + <usize>k * line
    const at = <usize>k << 2
    const inverse = load<f32>(row + at)
    const z = load<f32>(g + at) * inverse
    subtractScaled(g, z, row, <usize>(k & ~3) << 2, line)
    store<f32>(spare + at, z)
    store<f32>(row + at, 0)
    store<f32>(g + at, inverse)
  }
  // U δ = z. In g the numbers of δ follow those inverses that are still to come; they meet zeros: the diagonal and what is left of it in the same eight.
  for (let k = width - 1; k >= 0; k--) {
    const row = h + <usize>k * line
    const at = <usize>k << 2
    const from = <usize>(k & ~7) << 2
    for (let before = from; before < at; before += 4) store<f32>(row + before, 0)
    const known = dot(row + from, g + from, line - from)
    store<f32>(g + at, (load<f32>(spare + at) - known) * load<f32>(g + at))
  }
}

/** Solves the rows starts[task] … starts[task + 1] − 1 of the target, block by block, for a given source.
 *
 * Row x minimises Σ_k w_k (x·y_k − 1)² + x (αYᵀY) xᵀ + λ_x |x|², over k in its entries; with block = stride at once, else one Newton step in each block of
 * coordinates while the others stay. A row without entries becomes zeros.
 * Shapes: starts [tasks + 1]; offsets [rows + 1], indexes and weights [entries]; source [n × stride]; target [rows × stride]; gram [stride × stride], αYᵀY;
 * penalties [rows]. Scratch of each worker: block² + 3 block + 2 · 64 · block + the longest row, as float32.
 * Cost of a row of n entries: O(n (stride · block / 2 + 2 stride) + stride² + stride · block² / 6).
 */
export function solveRows(
  task: i32, worker: i32, starts: usize, offsets: usize, indexes: usize, weights: usize, source: usize, target: usize,
  stride: i32, block: i32, gram: usize, penalties: usize, scratch: usize, scratchBytes: usize,
): void {
  const end = load<i32>(starts + (<usize>(task + 1) << 2))
  const own = scratch + <usize>worker * scratchBytes
  for (let row = load<i32>(starts + (<usize>task << 2)); row < end; row++) {
    const first = load<i32>(offsets + (<usize>row << 2))
    const count = load<i32>(offsets + (<usize>(row + 1) << 2)) - first
    const x = target + (<usize>(row * stride) << 2)
    if (count == 0 || block == stride) memory.fill(x, 0, <usize>stride << 2)
    if (count == 0) continue
    solveRow(
      x, indexes + (<usize>first << 2), weights + (<usize>first << 2), count, source, stride, block, gram,
      load<f32>(penalties + (<usize>row << 2)), own,
    )
  }
}

function solveRow(
  x: usize, indexes: usize, weights: usize, count: i32, source: usize, stride: i32, block: i32, gram: usize, penalty: f32, scratch: usize,
): void {
  const bytes = <usize>stride << 2
  const whole = block == stride
  let h = scratch
  const g = h + (<usize>(block * block) << 2)
  const spare = g + (<usize>block << 2)
  const panel = spare + (<usize>block << 2)
  const scaled = panel + (<usize>(block * panelRows) << 2)
  const scores = scaled + (<usize>(block * panelRows) << 2)
  if (whole) memory.fill(scores, 0, <usize>count << 2)
  else {
    for (let k: usize = 0; k < <usize>count; k++) {
      store<f32>(scores + (k << 2), dot(x, source + <usize>load<i32>(indexes + (k << 2)) * bytes, bytes))
    }
  }
  for (let from = 0; from < stride; from += block) {
    // The last block may be narrower.
    const width = min(block, stride - from)
    const line = <usize>width << 2
    const shift = <usize>from << 2
    for (let i = 0; i < width; i++) {
      const at = <usize>i << 2
      const row = gram + <usize>(from + i) * bytes
      const own = load<f32>(x + shift + at)
      store<f32>(g + at, whole ? <f32>0 : -(dot(row, x, bytes) + penalty * own))
      memory.copy(h + <usize>i * line, row + shift, line)
      const diagonal = h + <usize>i * (line + 4)
      store<f32>(diagonal, load<f32>(diagonal) + penalty)
    }
    for (let at = 0; at < count; at += panelRows) {
      const rows = min(panelRows, count - at)
      for (let k = 0; k < rows; k++) {
        const entry = <usize>(at + k) << 2
        const y = source + <usize>load<i32>(indexes + entry) * bytes + shift
        const weight = load<f32>(weights + entry)
        const lift = weight * (<f32>1 - load<f32>(scores + entry))
        const weighted = f32x4.splat(weight)
        const lifts = f32x4.splat(lift)
        const to = <usize>k * line
        for (let byte: usize = 0; byte < line; byte += 16) {
          const values = v128.load(y + byte)
          v128.store(panel + to + byte, values)
          v128.store(scaled + to + byte, f32x4.mul(weighted, values))
          v128.store(g + byte, f32x4.add(v128.load(g + byte), f32x4.mul(lifts, values)))
        }
      }
      addProducts(h, width, scaled, panel, line, rows)
    }
    solve(h, width, g, spare)
    addScaled(x + shift, 1, g, 0, line)
    if (from + width == stride) break
    for (let k: usize = 0; k < <usize>count; k++) {
      const entry = k << 2
      const y = source + <usize>load<i32>(indexes + entry) * bytes + shift
      store<f32>(scores + entry, load<f32>(scores + entry) + dot(g, y, line))
    }
  }
}

/** Part of the loss: out[task] = Σ w (x·y − 1)² over the entries of the task's rows, in double precision. Arguments as of solveRows. */
export function lossPart(
  task: i32, worker: i32, starts: usize, offsets: usize, indexes: usize, weights: usize, source: usize, target: usize, stride: i32, out: usize,
): void {
  const bytes = <usize>stride << 2
  const end = load<i32>(starts + (<usize>(task + 1) << 2))
  let sum: f64 = 0
  for (let row = load<i32>(starts + (<usize>task << 2)); row < end; row++) {
    const last = load<i32>(offsets + (<usize>(row + 1) << 2))
    const x = target + <usize>row * bytes
    for (let entry = load<i32>(offsets + (<usize>row << 2)); entry < last; entry++) {
      const y = source + <usize>load<i32>(indexes + (<usize>entry << 2)) * bytes
      const miss: f64 = <f64>dot(x, y, bytes) - 1
      sum += <f64>load<f32>(weights + (<usize>entry << 2)) * (miss * miss)
    }
  }
  store<f64>(out + (<usize>task << 3), sum)
}

/** Target row r = Σ_k w_k y_k over its entries, over √n of their number where `root` is 1, in the first `width` coordinates; zeros without entries.
 * Arguments as of solveRows. Cost: O(entries · width).
 */
export function sumRows(
  task: i32, worker: i32, starts: usize, offsets: usize, indexes: usize, weights: usize, source: usize, target: usize, stride: i32, width: i32, root: i32,
): void {
  const bytes = <usize>stride << 2
  const line = <usize>width << 2
  const end = load<i32>(starts + (<usize>(task + 1) << 2))
  for (let row = load<i32>(starts + (<usize>task << 2)); row < end; row++) {
    const first = indexes + (<usize>load<i32>(offsets + (<usize>row << 2)) << 2)
    const last = indexes + (<usize>load<i32>(offsets + (<usize>(row + 1) << 2)) << 2)
    const factor: f32 = root && last > first ? <f32>1 / sqrt<f32>(<f32>((last - first) >> 2)) : 1
    const factors = f32x4.splat(factor)
    const x = target + <usize>row * bytes
    for (let at: usize = 0; at < line; at += 32) {
      let low = f32x4.splat(0)
      let high = f32x4.splat(0)
      for (let entry = first; entry < last; entry += 4) {
        const y = source + <usize>load<i32>(entry) * bytes + at
        const weight = v128.load32_splat(weights + (entry - indexes))
        low = f32x4.add(low, f32x4.mul(weight, v128.load(y)))
        high = f32x4.add(high, f32x4.mul(weight, v128.load(y, 16)))
      }
      v128.store(x + at, f32x4.mul(factors, low))
      v128.store(x + at, f32x4.mul(factors, high), 16)
    }
  }
}

/** Row r = row r · T / √n of the number of its entries, in the first `width` coordinates. Shapes: target [rows × stride], turn [width × width], zeros below its
 * diagonal, which lets a row be turned in its place from the last coordinates on. Cost of a row: O(width² / 2).
 */
export function turnRows(task: i32, worker: i32, starts: usize, offsets: usize, target: usize, stride: i32, width: i32, turn: usize): void {
  const line = <usize>width << 2
  const end = load<i32>(starts + (<usize>(task + 1) << 2))
  for (let row = load<i32>(starts + (<usize>task << 2)); row < end; row++) {
    const count = load<i32>(offsets + (<usize>(row + 1) << 2)) - load<i32>(offsets + (<usize>row << 2))
    if (count == 0) continue
    const factors = f32x4.splat(<f32>1 / sqrt<f32>(<f32>count))
    const x = target + ((<usize>row * <usize>stride) << 2)
    for (let from = width - 8; from >= 0; from -= 8) {
      let low = f32x4.splat(0)
      let high = f32x4.splat(0)
      let t = turn + (<usize>from << 2)
      for (let i = 0; i < from + 8; i++) {
        const by = v128.load32_splat(x + (<usize>i << 2))
        low = f32x4.add(low, f32x4.mul(by, v128.load(t)))
        high = f32x4.add(high, f32x4.mul(by, v128.load(t, 16)))
        t += line
      }
      v128.store(x + (<usize>from << 2), f32x4.mul(factors, low))
      v128.store(x + (<usize>from << 2), f32x4.mul(factors, high), 16)
    }
  }
}

/** Row r times the number of its entries, in the first `width` coordinates. */
export function scaleRows(task: i32, worker: i32, starts: usize, offsets: usize, target: usize, stride: i32, width: i32): void {
  const end = load<i32>(starts + (<usize>(task + 1) << 2))
  for (let row = load<i32>(starts + (<usize>task << 2)); row < end; row++) {
    const count = load<i32>(offsets + (<usize>(row + 1) << 2)) - load<i32>(offsets + (<usize>row << 2))
    const factors = f32x4.splat(<f32>count)
    const x = target + ((<usize>row * <usize>stride) << 2)
    for (let at: usize = 0; at < <usize>width << 2; at += 16) v128.store(x + at, f32x4.mul(factors, v128.load(x + at)))
  }
}
