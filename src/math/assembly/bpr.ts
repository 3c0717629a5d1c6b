/** @file The kernel of Bayesian personalized ranking: stochastic gradient steps, one after another, over a shared memory (see als.ts beside it).
 *
 * Pointers are byte offsets; strides are multiples of 8, padded with zeros. The TypeScript twin (bpr-twin.ts) does the same operations in the same order.
 */

// @ts-ignore: decorator
@inline
function rotate(value: u32, by: u32): u32 {
  return (value << by) | (value >> (32 - by))
}

/** xoshiro128**, as in src/math/random.ts; its four words lie at `state`. */
// @ts-ignore: decorator
@inline
function draw(state: usize): u32 {
  let a = load<u32>(state), b = load<u32>(state, 4), c = load<u32>(state, 8), d = load<u32>(state, 12)
  const drawn: u32 = rotate(b * 5, 7) * 9
  const shifted: u32 = b << 9
  c ^= a
  d ^= b
  b ^= c
  a ^= d
  c ^= shifted
  store<u32>(state, a)
  store<u32>(state, b, 4)
  store<u32>(state, c, 8)
  store<u32>(state, rotate(d, 11), 12)
  return drawn
}

/** Uniform below `bound`; the bias of bound / 2³² is of no account here. */
// @ts-ignore: decorator
@inline
function below(bound: i32, state: usize): i32 {
  return <i32>((<u64>draw(state) * <u64>bound) >> 32)
}

/** Whether `item` stands among the ascending indexes of the places from … to − 1. */
function holds(indexes: usize, from: i32, to: i32, item: i32): bool {
  while (from < to) {
    const middle = (from + to) >> 1
    const found = load<i32>(indexes + (<usize>middle << 2))
    if (found == item) return true
    if (found < item) from = middle + 1
    else to = middle
  }
  return false
}

/** `samples` steps: a pair (u, i) that happened, drawn uniformly, and an item j among the candidates that u does not hold; no step where 16 draws find none.
 * x = w_u·(h_i − h_j), s = σ(−x) read from a table of 4,096 steps over −8 … 8, then all three move by rate · (s · their gradient − penalty · themselves);
 * the items move by itemRate.
 * Shapes: people [entries], offsets [U + 1], indexes [entries] ascending in each row, candidates [n], users [U × stride], items [I × stride], table [4097],
 * states [tasks × 4], seeded anew for each task.
 * Cost: O(samples · stride).
 */
export function bprSteps(
  task: i32, worker: i32, samples: i32, entries: i32, people: usize, offsets: usize, indexes: usize, candidates: usize, n: i32,
  users: usize, items: usize, stride: i32, rate: f32, itemRate: f32, penalty: f32, table: usize, states: usize,
): void {
  const state = states + (<usize>task << 4)
  const bytes = <usize>stride << 2
  for (let sample = 0; sample < samples; sample++) {
    const entry = below(entries, state)
    const user = load<i32>(people + (<usize>entry << 2))
    const from = load<i32>(offsets + (<usize>user << 2))
    const to = load<i32>(offsets + (<usize>(user + 1) << 2))
    let other = -1
    for (let tries = 0; tries < 16 && other < 0; tries++) {
      const tried = load<i32>(candidates + (<usize>below(n, state) << 2))
      if (!holds(indexes, from, to, tried)) other = tried
    }
    if (other < 0) continue
    const w = users + <usize>user * bytes
    const h = items + <usize>load<i32>(indexes + (<usize>entry << 2)) * bytes
    const o = items + <usize>other * bytes
    let low = f32x4.splat(0)
    let high = f32x4.splat(0)
    for (let at: usize = 0; at < bytes; at += 32) {
      low = f32x4.add(low, f32x4.mul(v128.load(w + at), f32x4.sub(v128.load(h + at), v128.load(o + at))))
      high = f32x4.add(high, f32x4.mul(v128.load(w + at, 16), f32x4.sub(v128.load(h + at, 16), v128.load(o + at, 16))))
    }
    const sums = f32x4.add(low, high)
    const x = f32x4.extract_lane(sums, 0) + f32x4.extract_lane(sums, 1) + (f32x4.extract_lane(sums, 2) + f32x4.extract_lane(sums, 3))
    const place: f32 = max<f32>(0, min<f32>(4095, (x + 8) * 256))
    const step = <i32>place
    const left = load<f32>(table + (<usize>step << 2))
    const s: f32 = left + (load<f32>(table + (<usize>step << 2), 4) - left) * (place - <f32>step)
    const lift = f32x4.splat(rate * s)
    const itemLift = f32x4.splat(itemRate * s)
    const keep = f32x4.splat(<f32>1 - rate * penalty)
    const itemKeep = f32x4.splat(<f32>1 - itemRate * penalty)
    for (let at: usize = 0; at < bytes; at += 16) {
      const a = v128.load(w + at)
      const b = v128.load(h + at)
      const c = v128.load(o + at)
      const moved = f32x4.mul(itemLift, a)
      v128.store(w + at, f32x4.add(f32x4.mul(keep, a), f32x4.mul(lift, f32x4.sub(b, c))))
      v128.store(h + at, f32x4.add(f32x4.mul(itemKeep, b), moved))
      v128.store(o + at, f32x4.sub(f32x4.mul(itemKeep, c), moved))
    }
  }
}
