/** @file What the numeric kernels can do, whatever runs them. Shapes are row-major; cosines are inner products of unit rows. */

import type { Csr } from './csr.ts'
import type { TopK } from './top-k.ts'

/** Loaded vectors, [rows × size]. Rows of zeros are items without a vector: they are never among the best, and their cosine is NaN. */
export interface Matrix {
  readonly rows: number
  readonly size: number
  /**
   * The k best rows for each query, best first, ties by a hash of the row and `seed`. A query of zeros, which says nothing, gets none.
   * @param queries [q × size]
   * @param eligible one byte a row, 0 = leave out; undefined = all. Only eligible rows are scanned.
   * @returns one answer a query; shorter than k where fewer rows qualify.
   */
  topK(queries: Float32Array, eligible: Uint8Array | undefined, k: number, seed?: number): readonly TopK[]
  /** Cosines [q × chosen.length]; NaN for a zero row, a zero query and a row that does not exist. */
  gather(queries: Float32Array, chosen: Int32Array): Float32Array
}

export interface Kernels {
  readonly name: 'wasm' | 'typescript'
  load(vectors: Float32Array, size: number): Matrix
  /** S · D, [sparse.rows × width]; dense is [sparse.columns × width]. */
  sparseTimesDense(sparse: Csr, dense: Float32Array, width: number): Float32Array
  /** L · R, [rows × width]; left is [rows × inner], right [inner × width]. */
  denseTimesDense(left: Float32Array, right: Float32Array, inner: number, width: number): Float32Array
  /** DᵀD, [width × width] in double precision; dense is [n × width]. */
  gram(dense: Float32Array, width: number): Float64Array
}
