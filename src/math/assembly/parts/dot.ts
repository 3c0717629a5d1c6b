/** @file Inner products in the order of additions that the twins keep, so that both give the same bits. Compiled into the kernels that import it. */

/** Eight partial sums to one, in the order that the twin keeps. */
// @ts-ignore: decorator
@inline
export function total(low: v128, high: v128): f32 {
  const sums = f32x4.add(low, high)
  return f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
}

// @ts-ignore: decorator
@inline
export function dot(a: usize, b: usize, bytes: usize): f32 {
  let low = f32x4.splat(0)
  let high = f32x4.splat(0)
  for (let at: usize = 0; at < bytes; at += 32) {
    low = f32x4.add(low, f32x4.mul(v128.load(a + at), v128.load(b + at)))
    high = f32x4.add(high, f32x4.mul(v128.load(a + at, 16), v128.load(b + at, 16)))
  }
  return total(low, high)
}
