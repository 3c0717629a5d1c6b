/** @file What inverts a symmetric matrix in place, block by block, whatever runs it: wasm or its twin. */

/** Rows and columns of a block: every size is rounded up to a multiple of it. */
export const blockSize = 64

/** A symmetric matrix that is being inverted in place: what wasm and the twin both do. */
export type Sweeper = {
  /** Adds rows from … to − 1 of XᵀX left of the diagonal, and on it. */
  gram(from: number, to: number): void
  addToDiagonal(value: number): void
  /** A sweep over the block of columns from `column` on has three parts: the block and its panel; the row that is not positive, −1 when all are. */
  prepare(column: number): number
  /** All others, in rows from … to − 1. */
  subtract(column: number, from: number, to: number): void
  finish(column: number): void
  /** The lower triangle with what lies above it undefined, [stride × stride]. */
  lower(): Float32Array | Float64Array
}

/** Rows that only fill the last block get a diagonal of 1, which changes nothing in the others. */
export function addToDiagonal(lower: Float32Array | Float64Array, value: number, size: number, stride: number): void {
  for (let at = 0; at < size; at++) lower[at * stride + at]! += value
  for (let at = size; at < stride; at++) lower[at * stride + at] = 1
}
