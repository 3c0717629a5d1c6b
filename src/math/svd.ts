/** @file Randomized truncated SVD of a sparse matrix: A ≈ U diag(σ) Vᵀ.
 *
 * Objective: the best approximation of rank k in the least-squares sense, up to the sampling error.
 * Shapes: A csr [m × n], U [m × k], σ [k] descending, V [n × k]; row-major. k shrinks to the numerical rank.
 * Cost: 2 (1 + iterations) sparse products of O(entries · w), orthogonalisations of O((m + n) w²), w = k + oversampling.
 * Source: Halko, Martinsson, Tropp, SIAM Review 53 (2011), algorithms 4.4 and 5.1. The range finder's QR is two rounds of Gram matrix + Cholesky in double
 * precision (Yamamoto et al., ETNA 44, 2015), with eigenvectors in its place where the rank is not full. Checked against: numpy.linalg.svd (test/golden/svd.json).
 */

import { type Csr, transpose } from './csr.ts'
import { inverseFactor, symmetricEigen } from './dense.ts'
import type { Kernels } from './kernels-contract.ts'
import { createRandom } from './random.ts'

export type Svd = {
  readonly rank: number
  readonly left: Float32Array
  readonly singular: Float64Array
  readonly right: Float32Array
}

export type SvdOptions = {
  readonly k: number
  readonly seed: number | string
  readonly kernels: Kernels
  /** Power iterations: more sharpen the small singular values. */
  readonly iterations?: number
  readonly oversampling?: number
  /** Share done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

export function truncatedSvd(matrix: Csr, options: SvdOptions): Svd {
  const { k, kernels, iterations = 3, oversampling = 16 } = options
  const transposed = transpose(matrix)
  const random = createRandom(options.seed)
  const width = Math.min(k + oversampling, matrix.rows, matrix.columns)
  const steps = 2 * iterations + 2
  let done = 0
  const step = <T>(result: T): T => {
    options.progress?.(++done / steps)
    return result
  }
  if (width === 0) return { rank: 0, left: new Float32Array(0), singular: new Float64Array(0), right: new Float32Array(0) }

  const samples = new Float32Array(matrix.columns * width)
  for (let at = 0; at < samples.length; at++) samples[at] = random.normal()
  let range = step(orthonormalise(kernels.sparseTimesDense(matrix, samples, width), width, kernels))
  for (let iteration = 0; iteration < iterations; iteration++) {
    if (range.width === 0) break
    const coRange = step(orthonormalise(kernels.sparseTimesDense(transposed, range.basis, range.width), range.width, kernels))
    if (coRange.width === 0) break
    range = step(orthonormalise(kernels.sparseTimesDense(matrix, coRange.basis, coRange.width), coRange.width, kernels))
  }
  if (range.width === 0) return { rank: 0, left: new Float32Array(0), singular: new Float64Array(0), right: new Float32Array(0) }

  // AᵀQ = V Σ Wᵀ by the eigenvectors W of its Gram matrix; then U = Q W.
  const projected = kernels.sparseTimesDense(transposed, range.basis, range.width)
  const { values, vectors } = symmetricEigen(kernels.gram(projected, range.width), range.width)
  const rank = Math.min(k, values.filter((value) => value > 0).length)
  const singular = values.slice(0, rank).map(Math.sqrt)
  const turn = new Float32Array(range.width * rank)
  const turnAndScale = new Float32Array(range.width * rank)
  for (let i = 0; i < range.width; i++) {
    for (let j = 0; j < rank; j++) {
      turn[i * rank + j] = vectors[j * range.width + i]!
      turnAndScale[i * rank + j] = vectors[j * range.width + i]! / singular[j]!
    }
  }
  const left = kernels.denseTimesDense(range.basis, turn, range.width, rank)
  const right = kernels.denseTimesDense(projected, turnAndScale, range.width, rank)
  step(undefined)
  return fixSigns({ rank, left, singular, right })
}

/** An orthonormal basis of the columns' span; the width shrinks to the numerical rank. */
function orthonormalise(columns: Float32Array, width: number, kernels: Kernels): { readonly basis: Float32Array; readonly width: number } {
  let basis = columns
  let kept = width
  // The first round leaves errors of single precision times the condition number; the second removes them.
  for (let round = 0; round < 2 && kept > 0; round++) {
    const gram = kernels.gram(basis, kept)
    const factor = inverseFactor(gram, kept)
    if (factor !== undefined) {
      basis = kernels.denseTimesDense(basis, Float32Array.from(factor), kept, kept)
      continue
    }
    // Columns that depend on one another: the eigenvectors tell how many do not.
    const { values, vectors } = symmetricEigen(gram, kept)
    const rank = values.filter((value) => value > 0 && value > values[0]! * 1e-11).length
    const turn = new Float32Array(kept * rank)
    for (let i = 0; i < kept; i++) for (let j = 0; j < rank; j++) turn[i * rank + j] = vectors[j * kept + i]! / Math.sqrt(values[j]!)
    basis = rank === 0 ? new Float32Array(0) : kernels.denseTimesDense(basis, turn, kept, rank)
    kept = rank
  }
  return { basis, width: kept }
}

/** Singular vectors are unique up to sign: the largest component of each column of V is made positive. */
function fixSigns(svd: Svd): Svd {
  for (let column = 0; column < svd.rank; column++) {
    let largest = 0
    for (let at = column; at < svd.right.length; at += svd.rank) if (Math.abs(svd.right[at]!) > Math.abs(largest)) largest = svd.right[at]!
    if (largest >= 0) continue
    for (let at = column; at < svd.right.length; at += svd.rank) svd.right[at] = -svd.right[at]!
    for (let at = column; at < svd.left.length; at += svd.rank) svd.left[at] = -svd.left[at]!
  }
  return svd
}
