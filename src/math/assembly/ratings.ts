/** @file The kernel of factors of ratings by stochastic gradients in AssemblyScript, compiled by scripts/build-kernels.ts.
 *
 * Pointers are byte offsets into the imported memory, which JavaScript owns and lays out (src/math/descent-ratings.ts). The twin (descent-ratings-twin.ts)
 * does the same operations in the same order.
 */

// @ts-ignore: decorator
@inline
function integerAt(list: usize, at: i32): i32 {
  return load<i32>(list + (<usize>at << 2))
}

// @ts-ignore: decorator
@inline
function dot(a: usize, b: usize, bytes: usize): f32 {
  let sums = f32x4.splat(0)
  for (let at: usize = 0; at < bytes; at += 16) sums = f32x4.add(sums, f32x4.mul(v128.load(a + at), v128.load(b + at)))
  return f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
}

/** Stochastic gradients for r̂ = μ + b_u + b_i + q_i · (p_u + |N(u)|^−½ Σ_{j ∈ N(u)} y_j), without the sum where `implicit` is 0.
 * People in the order given, each with all ratings as they lie; y takes the sum of a person's gradients after them.
 * Shapes: order [people], offsets [U + 1], items and values [n], factors [rows × width] float32 with width a multiple of 4, sum, own and step [width].
 */
export function ratingEpoch(
  order: usize, people: i32, offsets: usize, items: usize, values: usize, mean: f32, width: i32, userBias: usize, itemBias: usize,
  userFactors: usize, itemFactors: usize, implicit: usize, sum: usize, own: usize, step: usize,
  rate: f32, biasRegularization: f32, regularization: f32, implicitRegularization: f32,
): void {
  const bytes = <usize>width << 2
  const rates = f32x4.splat(rate)
  const shrink = f32x4.splat(regularization)
  for (let n = 0; n < people; n++) {
    const user = integerAt(order, n)
    const start = integerAt(offsets, user)
    const end = integerAt(offsets, user + 1)
    if (start == end) continue
    const p = userFactors + <usize>user * bytes
    let bias = load<f32>(userBias + (<usize>user << 2))
    const norm: f32 = <f32>1 / sqrt<f32>(<f32>(end - start))
    const norms = f32x4.splat(norm)
    for (let at: usize = 0; at < bytes; at += 16) {
      let total = f32x4.splat(0)
      if (implicit) {
        for (let place = start; place < end; place++) {
          total = f32x4.add(total, v128.load(implicit + <usize>integerAt(items, place) * bytes + at))
        }
        total = f32x4.mul(total, norms)
      }
      v128.store(sum + at, total)
      v128.store(step + at, f32x4.splat(0))
    }
    for (let place = start; place < end; place++) {
      const item = integerAt(items, place)
      const q = itemFactors + <usize>item * bytes
      const biasAt = itemBias + (<usize>item << 2)
      const itemBiasNow = load<f32>(biasAt)
      for (let at: usize = 0; at < bytes; at += 16) v128.store(own + at, f32x4.add(v128.load(p + at), v128.load(sum + at)))
      const error: f32 = load<f32>(values + (<usize>place << 2)) - (mean + bias + itemBiasNow + dot(own, q, bytes))
      bias = bias + rate * (error - biasRegularization * bias)
      store<f32>(biasAt, itemBiasNow + rate * (error - biasRegularization * itemBiasNow))
      const errors = f32x4.splat(error)
      for (let at: usize = 0; at < bytes; at += 16) {
        const pNow = v128.load(p + at)
        const qNow = v128.load(q + at)
        const pull = f32x4.mul(errors, qNow)
        v128.store(step + at, f32x4.add(v128.load(step + at), pull))
        v128.store(p + at, f32x4.add(pNow, f32x4.mul(rates, f32x4.sub(pull, f32x4.mul(shrink, pNow)))))
        const push = f32x4.sub(f32x4.mul(errors, v128.load(own + at)), f32x4.mul(shrink, qNow))
        v128.store(q + at, f32x4.add(qNow, f32x4.mul(rates, push)))
      }
    }
    store<f32>(userBias + (<usize>user << 2), bias)
    if (implicit) {
      const heavier = f32x4.splat(implicitRegularization * <f32>(end - start))
      for (let place = start; place < end; place++) {
        const y = implicit + <usize>integerAt(items, place) * bytes
        for (let at: usize = 0; at < bytes; at += 16) {
          const yNow = v128.load(y + at)
          const pull = f32x4.sub(f32x4.mul(norms, v128.load(step + at)), f32x4.mul(heavier, yNow))
          v128.store(y + at, f32x4.add(yNow, f32x4.mul(rates, pull)))
        }
      }
    }
  }
}
