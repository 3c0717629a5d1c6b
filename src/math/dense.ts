/** @file Small dense linear algebra in double precision: eigenvectors by Jacobi, positive definite systems by Cholesky. Row-major [n × n]. */

import { PenchantError } from '../errors.ts'
import { atOnce, type Steps } from './steps.ts'

export type Eigen = {
  /** Descending, [n]. */
  readonly values: Float64Array
  /** Row i is the unit eigenvector of values[i], of either sign; [n × n]. */
  readonly vectors: Float64Array
}

/** Numbers written between two pauses: less than two milliseconds. */
const writesAStep = 300_000

/**
 * Eigenvalues and eigenvectors of a symmetric matrix by cyclic Jacobi rotations.
 * Cost: about 8 sweeps of O(n³). Source: Golub & Van Loan, Matrix Computations, 4th ed., section 8.5.
 */
export const symmetricEigen = (matrix: Float64Array, n: number): Eigen => atOnce(symmetricEigenSteps(matrix, n))

/** The same in steps. */
export function* symmetricEigenSteps(matrix: Float64Array, n: number): Steps<Eigen> {
  const a = matrix.slice()
  // Row i of `basis` becomes the i-th eigenvector, so that a rotation touches two contiguous rows.
  const basis = new Float64Array(n * n)
  for (let i = 0; i < n; i++) basis[i * n + i] = 1
  let [total, writes] = [0, 0]
  for (const value of a) total += value * value

  for (let sweep = 0; sweep < 60; sweep++) {
    let off = 0
    for (let p = 0; p < n; p++) for (let q = p + 1; q < n; q++) off += a[p * n + q]! ** 2
    if (off <= total * 1e-30) break
    for (let p = 0; p < n; p++) {
      for (let q = p + 1; q < n; q++) rotate(a, basis, n, p, q)
      writes += 6 * n * (n - p)
      if (writes < writesAStep) continue
      writes = 0
      yield
    }
  }

  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => a[j * n + j]! - a[i * n + i]! || i - j)
  const values = new Float64Array(n)
  const vectors = new Float64Array(n * n)
  order.forEach((from, to) => {
    values[to] = a[from * n + from]!
    vectors.set(basis.subarray(from * n, (from + 1) * n), to * n)
  })
  return { values, vectors }
}

function rotate(a: Float64Array, basis: Float64Array, n: number, p: number, q: number): void {
  const apq = a[p * n + q]!
  if (apq === 0) return
  const theta = (a[q * n + q]! - a[p * n + p]!) / (2 * apq)
  const t = (theta >= 0 ? 1 : -1) / (Math.abs(theta) + Math.sqrt(theta * theta + 1))
  const cosine = 1 / Math.sqrt(t * t + 1)
  const sine = t * cosine
  for (let k = 0; k < n; k++) {
    const akp = a[k * n + p]!
    const akq = a[k * n + q]!
    a[k * n + p] = cosine * akp - sine * akq
    a[k * n + q] = sine * akp + cosine * akq
  }
  for (let k = 0; k < n; k++) {
    const apk = a[p * n + k]!
    const aqk = a[q * n + k]!
    a[p * n + k] = cosine * apk - sine * aqk
    a[q * n + k] = sine * apk + cosine * aqk
    const bpk = basis[p * n + k]!
    const bqk = basis[q * n + k]!
    basis[p * n + k] = cosine * bpk - sine * bqk
    basis[q * n + k] = sine * bpk + cosine * bqk
  }
  a[p * n + q] = 0
  a[q * n + p] = 0
}

/**
 * X of A X = B for a symmetric positive definite A [n × n] and B [n × m], by Cholesky. Cost: O(n³ + n² m).
 * @throws PenchantError `invalid-input` when A is not positive definite.
 */
export function solvePositiveDefinite(a: Float64Array, b: Float64Array, n: number, m: number): Float64Array {
  const lower = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = a[i * n + j]!
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!
      if (i !== j) lower[i * n + j] = sum / lower[j * n + j]!
      else if (sum > 0) lower[i * n + i] = Math.sqrt(sum)
      else throw new PenchantError('invalid-input', `The matrix is not positive definite (pivot ${i} is ${sum}): add regularization.`)
    }
  }
  const x = b.slice()
  for (let i = 0; i < n; i++) substitute(x, lower, n, m, i, 0, i, (k) => lower[i * n + k]!)
  for (let i = n - 1; i >= 0; i--) substitute(x, lower, n, m, i, i + 1, n, (k) => lower[k * n + i]!)
  return x
}

/** A column whose part beyond those before it is so small a share of its square length depends on them. */
const leastPivot = 1e-8

/**
 * R⁻¹ (upper triangular) of A = RᵀR for a symmetric positive definite A [n × n], by Cholesky: what makes columns with that Gram matrix orthonormal.
 * Cost: O(n³ / 2), a hundredth of the eigenvectors. Undefined where A is singular or nearly so.
 */
export const inverseFactor = (a: Float64Array, n: number): Float64Array | undefined => atOnce(inverseFactorSteps(a, n))

/** The same in steps. */
export function* inverseFactorSteps(a: Float64Array, n: number): Steps<Float64Array | undefined> {
  const lower = new Float64Array(n * n)
  const inverse = new Float64Array(n * n)
  let writes = 0
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < i; j++) {
      let sum = a[i * n + j]!
      for (let k = 0; k < j; k++) sum -= lower[i * n + k]! * lower[j * n + k]!
      lower[i * n + j] = sum / lower[j * n + j]!
    }
    let pivot = a[i * n + i]!
    for (let k = 0; k < i; k++) pivot -= lower[i * n + k]! ** 2
    if (!(pivot > leastPivot * a[i * n + i]!)) return undefined
    lower[i * n + i] = Math.sqrt(pivot)
    // Row i of L⁻¹.
    inverse[i * n + i] = 1
    for (let k = 0; k < i; k++) {
      const by = lower[i * n + k]!
      for (let c = 0; c <= k; c++) inverse[i * n + c] = inverse[i * n + c]! - by * inverse[k * n + c]!
    }
    for (let c = 0; c <= i; c++) inverse[i * n + c] = inverse[i * n + c]! / lower[i * n + i]!
    writes += i * i
    if (writes < writesAStep) continue
    writes = 0
    yield
  }
  const upper = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) upper[j * n + i] = inverse[i * n + j]!
  return upper
}

/** Row i of x minus the known rows from … to − 1, over the diagonal. */
function substitute(
  x: Float64Array,
  lower: Float64Array,
  n: number,
  m: number,
  i: number,
  from: number,
  to: number,
  factor: (k: number) => number,
): void {
  for (let k = from; k < to; k++) {
    const by = factor(k)
    for (let c = 0; c < m; c++) x[i * m + c] = x[i * m + c]! - by * x[k * m + c]!
  }
  for (let c = 0; c < m; c++) x[i * m + c] = x[i * m + c]! / lower[i * n + i]!
}
