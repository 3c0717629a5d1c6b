/** @file What the numeric kernels can do, whatever runs them. Shapes are row-major; cosines are inner products of unit rows. */

import type { Csr } from './csr.ts'
import type { TopK } from './top-k.ts'

/** What does dense algebra: `auto` is ONNX Runtime where the package is there, for what it does faster; `onnx` for all that it can do. */
export const algebras = ['auto', 'wasm', 'onnx'] as const
export type Algebra = (typeof algebras)[number]

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
  /** S · D, [sparse.rows × width]; dense is [sparse.columns × width]. @param into takes the product in place of a new array; no operand. */
  sparseTimesDense(sparse: Csr, dense: Float32Array, width: number, into?: Float32Array): Float32Array
  /** L · R, [rows × width]; left is [rows × inner], right [inner × width]. @param into as above. */
  denseTimesDense(left: Float32Array, right: Float32Array, inner: number, width: number, into?: Float32Array): Float32Array
  /** DᵀD, [width × width] in double precision; dense is [n × width]. */
  gram(dense: Float32Array, width: number): Float64Array
  /** Another engine for the dense algebra of fits and batches, where one was asked for and is there: see onnx/algebra.ts. */
  readonly dense?: DenseAlgebra | undefined
}

/** Many queries at a time, ahead of need. */
export interface BatchTopK {
  /**
   * As `topK` of a Matrix. Wait for one answer before asking for the next.
   * @throws PenchantError `aborted`, `invalid-input` for shapes that do not fit.
   */
  topK(queries: Float32Array, eligible: Uint8Array | undefined, k: number, seed?: number): Promise<readonly TopK[]>
  /** Ends the threads. */
  close(): Promise<void>
}

export type Work = {
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** The lower triangle of a symmetric matrix. */
export type Lower = {
  /** In rows of `stride`, smallest diagonals first. */
  readonly values: Float32Array | Float64Array
  readonly stride: number
  /** The place of each row and column in the answer; so many count. */
  readonly places: Int32Array
}

/** Finds the inverse [size × size], symmetric up to rounding, or the column that is not positive. @throws PenchantError `aborted`. */
export type Invert = (lower: Lower) => Promise<Float32Array | Float64Array | { readonly failed: number }>

/** Each of its products holds up the thread that asks for it: never one that serves. Undefined = the kernels are to do it. */
export interface DenseAlgebra {
  inverse(options: Work & { readonly progress?: ((share: number) => void) | undefined }): Promise<Invert | undefined>
  /** What `openBatchTopK` gives, to the bit. @param exact opens the kernels on the same vectors. */
  topK(vectors: Float32Array, size: number, options: Work & { readonly exact: () => Promise<BatchTopK> }): Promise<BatchTopK | undefined>
}
