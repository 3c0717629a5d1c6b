/** @file The Gram matrix of sparse rows and the inverse of a symmetric positive definite matrix, for threads over one shared memory (compiled with
 * --sharedMemory, see scripts/build-kernels.ts). Kernels take (task, worker, …); tasks of rows run beside one another, the others one after another.
 *
 * Pointers are byte offsets into the imported memory, which JavaScript owns and lays out (src/math/inverse.ts). Matrices are [size × size] with size a
 * multiple of 64; only the lower triangle means anything. Every function stands once for float32 and once for float64. The twin (inverse-twin.ts) does the
 * same operations in the same order.
 */

/** Rows and columns of a block; a multiple of every strip. */
const block: i32 = 64
/** A strip of rows fills two vectors: 8 rows of float32, 4 of float64. */
const stripBytes: usize = 32

/** Row i of G = XᵀX left of its diagonal, for i in from … to − 1: users of item i (by columns of X), times what else they have (by rows of X). */
function gramRows<T>(
  itemOffsets: usize, itemUsers: usize, itemValues: usize, userOffsets: usize, userItems: usize, userValues: usize, from: i32, to: i32, out: usize, size: i32,
): void {
  for (let i = from; i < to; i++) {
    const row = out + <usize>i * <usize>size * sizeof<T>()
    const end = load<i32>(itemOffsets + (<usize>(i + 1) << 2))
    for (let at = load<i32>(itemOffsets + (<usize>i << 2)); at < end; at++) {
      const user = load<i32>(itemUsers + (<usize>at << 2))
      const factor = <T>load<f32>(itemValues + (<usize>at << 2))
      const last = load<i32>(userOffsets + (<usize>(user + 1) << 2))
      for (let other = load<i32>(userOffsets + (<usize>user << 2)); other < last; other++) {
        const j = load<i32>(userItems + (<usize>other << 2))
        if (j > i) break
        const place = row + <usize>j * sizeof<T>()
        store<T>(place, load<T>(place) + factor * <T>load<f32>(userValues + (<usize>other << 2)))
      }
    }
  }
}

/** The inverse of a [64 × 64] symmetric matrix of float64 in place, by Gauss and Jordan; 0, or 1 + the place of a pivot that is not above 0. */
function invertBlock(d: usize): i32 {
  for (let p = 0; p < block; p++) {
    const pivotRow = d + (<usize>(p * block) << 3)
    const pivot = load<f64>(pivotRow + (<usize>p << 3))
    if (!(pivot > 0)) return p + 1
    store<f64>(pivotRow + (<usize>p << 3), 1)
    const scale = 1 / pivot
    for (let c = 0; c < block; c++) store<f64>(pivotRow + (<usize>c << 3), load<f64>(pivotRow + (<usize>c << 3)) * scale)
    for (let i = 0; i < block; i++) {
      if (i == p) continue
      const row = d + (<usize>(i * block) << 3)
      const factor = load<f64>(row + (<usize>p << 3))
      store<f64>(row + (<usize>p << 3), 0)
      for (let c = 0; c < block; c++) {
        const at = <usize>c << 3
        store<f64>(row + at, load<f64>(row + at) - factor * load<f64>(pivotRow + at))
      }
    }
  }
  return 0
}

/** Where element (row, c) of a packed panel lies: strips of rows one after another, in each the rows' elements of one column side by side. */
// @ts-ignore: decorator
@inline
function packed<T>(row: i32, c: i32): usize {
  const width = <i32>(stripBytes / sizeof<T>())
  return <usize>(row / width) * (<usize>block * stripBytes) + <usize>c * stripBytes + <usize>(row % width) * sizeof<T>()
}

/** A sweep eliminates the block of columns from `k` on; after all of them the matrix is −A⁻¹.
 * B_kk = −P, B_ik = A_ik P, B_ij = A_ij − A_ik P A_kj, with P = A_kk⁻¹. This first part writes B_kk, and A_ik and A_ik P to panels of their own.
 * `pivot`: [64 × 64] float64; `narrow`: [64 × 64] T; `panel`, `product`: [size × 64] T. Returns 0, or 1 + the row within the block that is not positive.
 */
function prepare<T>(a: usize, size: i32, k: i32, pivot: usize, narrow: usize, panel: usize, product: usize): i32 {
  const bytes = <usize>size * sizeof<T>()
  const width = <i32>(stripBytes / sizeof<T>())
  for (let r = 0; r < block; r++) {
    for (let c = 0; c <= r; c++) {
      const value = <f64>load<T>(a + <usize>(k + r) * bytes + <usize>(k + c) * sizeof<T>())
      store<f64>(pivot + (<usize>(r * block + c) << 3), value)
      store<f64>(pivot + (<usize>(c * block + r) << 3), value)
    }
  }
  const failed = invertBlock(pivot)
  if (failed) return failed
  for (let r = 0; r < block; r++) {
    for (let c = 0; c <= r; c++) {
      const value = <T>load<f64>(pivot + (<usize>(r * block + c) << 3))
      store<T>(narrow + <usize>(r * block + c) * sizeof<T>(), value)
      store<T>(narrow + <usize>(c * block + r) * sizeof<T>(), value)
      store<T>(a + <usize>(k + r) * bytes + <usize>(k + c) * sizeof<T>(), -value)
    }
  }
  for (let i = 0; i < k; i++) {
    for (let c = 0; c < block; c++) store<T>(panel + packed<T>(i, c), load<T>(a + <usize>(k + c) * bytes + <usize>i * sizeof<T>()))
  }
  for (let i = k + block; i < size; i++) {
    for (let c = 0; c < block; c++) store<T>(panel + packed<T>(i, c), load<T>(a + <usize>i * bytes + <usize>(k + c) * sizeof<T>()))
  }
  // product = panel · P, a strip of rows and four columns at a time.
  for (let i = 0; i < size; i += width) {
    if (i == k) i += block
    if (i >= size) break
    const strip = <usize>(i / width) * (<usize>block * stripBytes)
    for (let c = 0; c < block; c += 4) {
      let p0 = v128.splat<T>(<T>0), p1 = v128.splat<T>(<T>0), q0 = v128.splat<T>(<T>0), q1 = v128.splat<T>(<T>0)
      let r0 = v128.splat<T>(<T>0), r1 = v128.splat<T>(<T>0), s0 = v128.splat<T>(<T>0), s1 = v128.splat<T>(<T>0)
      let from = panel + strip
      let by = narrow + <usize>c * sizeof<T>()
      for (let d = 0; d < block; d++) {
        const low = v128.load(from)
        const high = v128.load(from, 16)
        const pf = v128.load_splat<T>(by), qf = v128.load_splat<T>(by, sizeof<T>())
        p0 = v128.add<T>(p0, v128.mul<T>(low, pf))
        p1 = v128.add<T>(p1, v128.mul<T>(high, pf))
        q0 = v128.add<T>(q0, v128.mul<T>(low, qf))
        q1 = v128.add<T>(q1, v128.mul<T>(high, qf))
        const rf = v128.load_splat<T>(by, 2 * sizeof<T>()), sf = v128.load_splat<T>(by, 3 * sizeof<T>())
        r0 = v128.add<T>(r0, v128.mul<T>(low, rf))
        r1 = v128.add<T>(r1, v128.mul<T>(high, rf))
        s0 = v128.add<T>(s0, v128.mul<T>(low, sf))
        s1 = v128.add<T>(s1, v128.mul<T>(high, sf))
        from += stripBytes
        by += <usize>block * sizeof<T>()
      }
      const to = product + strip + <usize>c * stripBytes
      v128.store(to, p0)
      v128.store(to, p1, 16)
      v128.store(to, q0, 32)
      v128.store(to, q1, 48)
      v128.store(to, r0, 64)
      v128.store(to, r1, 80)
      v128.store(to, s0, 96)
      v128.store(to, s1, 112)
    }
  }
  return 0
}

/** The second part of a sweep: B_ij of the rows from … to − 1, multiples of 8. */
function subtract<T>(a: usize, size: i32, k: i32, from: i32, to: i32, panel: usize, product: usize): void {
  const bytes = <usize>size * sizeof<T>()
  const width = <i32>(stripBytes / sizeof<T>())
  for (let i = from; i < to; i += width) {
    if (i >= k && i < k + block) continue
    const left = product + <usize>(i / width) * (<usize>block * stripBytes)
    for (let half = 0; half < width; half += 4) {
      const rows = a + <usize>(i + half) * bytes
      const factors = left + <usize>half * sizeof<T>()
      for (let j = 0; j <= i; j += width) {
        if (j == k) j += block
        if (j > i) break
        subtractTile<T>(rows + <usize>j * sizeof<T>(), bytes, factors, panel + <usize>(j / width) * (<usize>block * stripBytes))
      }
    }
  }
}

/** The last part of a sweep: B_ik. */
function finish<T>(a: usize, size: i32, k: i32, product: usize): void {
  const bytes = <usize>size * sizeof<T>()
  for (let i = 0; i < k; i++) {
    for (let c = 0; c < block; c++) store<T>(a + <usize>(k + c) * bytes + <usize>i * sizeof<T>(), load<T>(product + packed<T>(i, c)))
  }
  for (let i = k + block; i < size; i++) {
    for (let c = 0; c < block; c++) store<T>(a + <usize>i * bytes + <usize>(k + c) * sizeof<T>(), load<T>(product + packed<T>(i, c)))
  }
}

/** Four rows and a strip of columns of A, minus 64 products each. */
// @ts-ignore: decorator
@inline
function subtractTile<T>(tile: usize, bytes: usize, factors: usize, strip: usize): void {
  let p0 = v128.splat<T>(<T>0), p1 = v128.splat<T>(<T>0), q0 = v128.splat<T>(<T>0), q1 = v128.splat<T>(<T>0)
  let r0 = v128.splat<T>(<T>0), r1 = v128.splat<T>(<T>0), s0 = v128.splat<T>(<T>0), s1 = v128.splat<T>(<T>0)
  const end = strip + <usize>block * stripBytes
  while (strip < end) {
    const low = v128.load(strip)
    const high = v128.load(strip, 16)
    const pf = v128.load_splat<T>(factors), qf = v128.load_splat<T>(factors, sizeof<T>())
    p0 = v128.add<T>(p0, v128.mul<T>(low, pf))
    p1 = v128.add<T>(p1, v128.mul<T>(high, pf))
    q0 = v128.add<T>(q0, v128.mul<T>(low, qf))
    q1 = v128.add<T>(q1, v128.mul<T>(high, qf))
    const rf = v128.load_splat<T>(factors, 2 * sizeof<T>()), sf = v128.load_splat<T>(factors, 3 * sizeof<T>())
    r0 = v128.add<T>(r0, v128.mul<T>(low, rf))
    r1 = v128.add<T>(r1, v128.mul<T>(high, rf))
    s0 = v128.add<T>(s0, v128.mul<T>(low, sf))
    s1 = v128.add<T>(s1, v128.mul<T>(high, sf))
    strip += stripBytes
    factors += stripBytes
  }
  v128.store(tile, v128.sub<T>(v128.load(tile), p0))
  v128.store(tile, v128.sub<T>(v128.load(tile, 16), p1), 16)
  tile += bytes
  v128.store(tile, v128.sub<T>(v128.load(tile), q0))
  v128.store(tile, v128.sub<T>(v128.load(tile, 16), q1), 16)
  tile += bytes
  v128.store(tile, v128.sub<T>(v128.load(tile), r0))
  v128.store(tile, v128.sub<T>(v128.load(tile, 16), r1), 16)
  tile += bytes
  v128.store(tile, v128.sub<T>(v128.load(tile), s0))
  v128.store(tile, v128.sub<T>(v128.load(tile, 16), s1), 16)
}

/** Rows starts[task] … starts[task + 1] − 1 of the Gram matrix. */
export function gramPart32(
  task: i32, worker: i32, starts: usize, a: usize, b: usize, c: usize, d: usize, e: usize, f: usize, out: usize, size: i32,
): void {
  gramRows<f32>(a, b, c, d, e, f, load<i32>(starts + (<usize>task << 2)), load<i32>(starts + (<usize>(task + 1) << 2)), out, size)
}

/** Puts 0 in `failed`, or 1 + the row within the block that is not positive. */
export function prepare32(
  task: i32, worker: i32, a: usize, size: i32, k: i32, panel: usize, product: usize, pivot: usize, narrow: usize, failed: usize,
): void {
  store<i32>(failed, prepare<f32>(a, size, k, pivot, narrow, panel, product))
}

/** Rows starts[task] … starts[task + 1] − 1. */
export function subtractPart32(task: i32, worker: i32, starts: usize, a: usize, size: i32, k: i32, panel: usize, product: usize): void {
  subtract<f32>(a, size, k, load<i32>(starts + (<usize>task << 2)), load<i32>(starts + (<usize>(task + 1) << 2)), panel, product)
}

export function finish32(task: i32, worker: i32, a: usize, size: i32, k: i32, product: usize): void {
  finish<f32>(a, size, k, product)
}

/** Rows starts[task] … starts[task + 1] − 1 of the Gram matrix. */
export function gramPart64(
  task: i32, worker: i32, starts: usize, a: usize, b: usize, c: usize, d: usize, e: usize, f: usize, out: usize, size: i32,
): void {
  gramRows<f64>(a, b, c, d, e, f, load<i32>(starts + (<usize>task << 2)), load<i32>(starts + (<usize>(task + 1) << 2)), out, size)
}

/** Puts 0 in `failed`, or 1 + the row within the block that is not positive. */
export function prepare64(
  task: i32, worker: i32, a: usize, size: i32, k: i32, panel: usize, product: usize, pivot: usize, narrow: usize, failed: usize,
): void {
  store<i32>(failed, prepare<f64>(a, size, k, pivot, narrow, panel, product))
}

/** Rows starts[task] … starts[task + 1] − 1. */
export function subtractPart64(task: i32, worker: i32, starts: usize, a: usize, size: i32, k: i32, panel: usize, product: usize): void {
  subtract<f64>(a, size, k, load<i32>(starts + (<usize>task << 2)), load<i32>(starts + (<usize>(task + 1) << 2)), panel, product)
}

export function finish64(task: i32, worker: i32, a: usize, size: i32, k: i32, product: usize): void {
  finish<f64>(a, size, k, product)
}
