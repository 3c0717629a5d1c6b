/** @file The kernel of sparse regressions of items on items, for threads over one shared memory (compiled with --sharedMemory, see scripts/build-kernels.ts).
 *
 * A task is a fixed range of items, so that the result does not depend on which thread does it; `worker` only picks the scratch memory. Pointers are byte offsets.
 * The TypeScript twin (descent-twin.ts) does the same operations in the same order, so both give the same bits.
 */

// @ts-ignore: decorator
@inline
function integerAt(list: usize, at: i32): i32 {
  return load<i32>(list + (<usize>at << 2))
}

/** Regresses the items starts[first + task] … − 1 of the next on their candidates: min_w ½‖x_j − X_S w‖² + ½ l2 ‖w‖² + l1 |w|₁, for a binary X by columns.
 * After a pass over all candidates only those with a weight take part until they rest; then all again, until a pass over all changes nothing above `tolerance`.
 * Shapes: starts [tasks + 1]; X by columns: offsets [I + 1], users [entries]; candidates of each item: nearOffsets [I + 1], near; out as near, float32. Scratch of each
 * worker, float64: the residual [people] (zeros, left so), weights [most candidates].
 */
export function regressItems(
  task: i32, worker: i32, first: i32, starts: usize, offsets: usize, users: usize, people: i32, nearOffsets: usize, near: usize,
  l1: f64, l2: f64, positive: i32, tolerance: f64, mostPasses: i32, scratch: usize, scratchBytes: usize, out: usize,
): void {
  const residual = scratch + <usize>worker * scratchBytes
  const weights = residual + (<usize>people << 3)
  const to = integerAt(starts, first + task + 1)
  for (let item = integerAt(starts, first + task); item < to; item++) {
    const begun = integerAt(nearOffsets, item)
    const count = integerAt(nearOffsets, item + 1) - begun
    const start = integerAt(offsets, item)
    const end = integerAt(offsets, item + 1)
    for (let at = start; at < end; at++) store<f64>(residual + (<usize>integerAt(users, at) << 3), 1)
    for (let n = 0; n < count; n++) store<f64>(weights + (<usize>n << 3), 0)
    let all = true
    for (let pass = 0; pass < mostPasses; pass++) {
      let largest: f64 = 0
      for (let n = 0; n < count; n++) {
        const weight = load<f64>(weights + (<usize>n << 3))
        if (!all && weight == 0) continue
        const other = integerAt(near, begun + n)
        const begin = users + (<usize>integerAt(offsets, other) << 2)
        const stop = users + (<usize>integerAt(offsets, other + 1) << 2)
        const size = <f64>((stop - begin) >> 2)
        let sum: f64 = 0
        for (let place = begin; place < stop; place += 4) sum += load<f64>(residual + (<usize>load<i32>(place) << 3))
        const pull = sum + size * weight
        let next = (abs(pull) <= l1 ? 0 : pull > 0 ? pull - l1 : pull + l1) / (size + l2)
        if (positive && next < 0) next = 0
        const change = next - weight
        if (change == 0) continue
        for (let place = begin; place < stop; place += 4) {
          const cell = residual + (<usize>load<i32>(place) << 3)
          store<f64>(cell, load<f64>(cell) - change)
        }
        store<f64>(weights + (<usize>n << 3), next)
        if (abs(change) > largest) largest = abs(change)
      }
      if (largest <= tolerance) {
        if (all) break
        all = true
      } else all = false
    }
    for (let at = start; at < end; at++) store<f64>(residual + (<usize>integerAt(users, at) << 3), 0)
    for (let n = 0; n < count; n++) {
      const other = integerAt(near, begun + n)
      const last = integerAt(offsets, other + 1)
      for (let at = integerAt(offsets, other); at < last; at++) store<f64>(residual + (<usize>integerAt(users, at) << 3), 0)
      store<f32>(out + (<usize>(begun + n) << 2), <f32>load<f64>(weights + (<usize>n << 3)))
    }
  }
}
