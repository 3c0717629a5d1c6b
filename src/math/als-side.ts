/** @file One side of a factorization, users or items, as alternating least squares lays it out in the shared memory: byte offsets, and how many rows count. */

import type { Csr } from './csr.ts'

/** One side as it lies in the memory. */
export type Side = {
  readonly matrix: Csr
  /** Rows with entries. */
  readonly present: number
  readonly factors: number
  readonly penalties: number
  readonly offsets: number
  readonly indexes: number
  readonly weights: number
  readonly starts: number
  readonly tasks: number
}
