/** @file Products of matrices, and Gram matrices. Compiled into the kernels of one thread and into those of several (../products.ts). */

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
