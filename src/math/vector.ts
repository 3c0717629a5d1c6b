/** @file Arithmetic on small dense vectors; big scans belong to the kernels. Sums are kept in double precision. */

/** Inner product of two vectors of one length. */
export function dot(a: ArrayLike<number>, b: ArrayLike<number>): number {
  let sum = 0
  for (let at = 0; at < a.length; at++) sum += a[at]! * b[at]!
  return sum
}

/** Scales to length 1 in place and returns the former length; a zero vector stays zero. Squares of single precision fit a double. */
export function normalise(vector: Float32Array): number {
  const length = Math.sqrt(dot(vector, vector))
  if (length > 0) for (let at = 0; at < vector.length; at++) vector[at] = vector[at]! / length
  return length
}

/** Normalises each row of a row-major [n × size] matrix in place; returns the matrix. */
export function normaliseRows(matrix: Float32Array, size: number): Float32Array {
  for (let at = 0; at + size <= matrix.length; at += size) normalise(matrix.subarray(at, at + size))
  return matrix
}
