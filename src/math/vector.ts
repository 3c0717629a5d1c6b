/** @file Arithmetic on small dense vectors; big scans belong to the kernels. Sums are kept in double precision. */

/** Inner product of two vectors of one length. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}

/** Scales to length 1 in place and returns the former length; a zero vector stays zero. */
export function normalise(vector: Float32Array): number {
  // Scaled by the largest first, so that tiny and huge vectors neither vanish nor overflow.
  let largest = 0
  for (const value of vector) largest = Math.max(largest, Math.abs(value))
  if (largest === 0) return 0
  let squares = 0
  for (const value of vector) squares += (value / largest) ** 2
  const length = Math.sqrt(squares)
  for (let at = 0; at < vector.length; at++) vector[at] = vector[at]! / largest / length
  return length * largest
}

/** Normalises each row of a row-major [n × size] matrix in place; returns the matrix. */
export function normaliseRows(matrix: Float32Array, size: number): Float32Array {
  for (let at = 0; at + size <= matrix.length; at += size) normalise(matrix.subarray(at, at + size))
  return matrix
}
