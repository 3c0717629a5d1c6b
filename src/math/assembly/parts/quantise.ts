/** @file Eight-bit copies of vectors and the bound of what an inner product of them leaves out. Compiled into the kernels that import it. */

import { total } from './dot.ts'

/** Behind the eight-bit values of a row: its scale, its error and its length, and four bytes to spare. */
export const measures: usize = 16

/** Below it squares of single numbers may be nothing where they are not. */
const leastSquare: f32 = 1e-20

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
    measure(out + <usize>width, scale, most, total(left, f32x4.splat(0)), total(whole, f32x4.splat(0)))
    vectors += <usize>stride << 2
    out += <usize>width + measures
  }
}

/** Writes the scale, the error and the norm, by the squares of what is left out and of the whole. */
export function measure(to: usize, scale: f32, most: f32, left: f32, whole: f32): void {
  // What is no number, or too small for its square, is left to the exact scores: its error has no bound.
  const error = Mathf.sqrt(left)
  store<f32>(to, scale)
  store<f32>(to, error == error && (whole > leastSquare || most == 0) ? error : f32.MAX_VALUE, 4)
  store<f32>(to, Mathf.sqrt(whole), 8)
}
