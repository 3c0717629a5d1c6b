/** @file Randomized truncated SVD of a sparse matrix: A ≈ U diag(σ) Vᵀ.
 *
 * Objective: the best approximation of rank k in the least-squares sense, up to the sampling error.
 * Shapes: A csr [m × n], U [m × k], σ [k] descending, V [n × k]; row-major. k shrinks to the numerical rank.
 * Cost: 2 (1 + iterations) sparse products of O(entries · w), orthogonalisations of O((m + n) w²), w = k + oversampling.
 * Source: Halko, Martinsson, Tropp, SIAM Review 53 (2011), algorithms 4.4 and 5.1. The range finder's QR is two rounds of Gram matrix + Cholesky in double
 * precision (Yamamoto et al., ETNA 44, 2015), with eigenvectors in its place where the rank is not full. Checked against: numpy.linalg.svd (test/golden/svd.json).
 */

import { type Csr, transpose } from './csr.ts'
import type { Kernels } from './kernels-contract.ts'
import { type Svd, type SvdProducts, type SvdSettings, svdSteps } from './svd-steps.ts'

export type { Svd } from './svd-steps.ts'

export type SvdOptions = SvdSettings & { readonly kernels: Kernels }

/** On the calling thread, without a pause: for workers. */
export function truncatedSvd(matrix: Csr, options: SvdOptions): Svd {
  const { k, oversampling = 16 } = options
  const steps = svdSteps(openProducts(matrix, options.kernels, Math.min(k + oversampling, matrix.rows, matrix.columns)), options)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value
}

function openProducts(matrix: Csr, kernels: Kernels, widest: number): SvdProducts<Float32Array> {
  const transposed = transpose(matrix)
  const turns = createTurns(Math.max(matrix.rows, matrix.columns) * widest)
  return {
    rows: matrix.rows,
    columns: matrix.columns,
    draw(width, next) {
      const samples = turns.next(matrix.columns * width)
      for (let at = 0; at < samples.length; at++) samples[at] = next()
      return samples
    },
    sparse(other, dense, width) {
      const side = other ? transposed : matrix
      return kernels.sparseTimesDense(side, dense, width, turns.next(side.rows * width))
    },
    turn: (left, inner, right, width) => kernels.denseTimesDense(left, right, inner, width, turns.next((left.length / inner) * width)),
    gram: (dense, width) => kernels.gram(dense, width),
    kept: (left, inner, right, width) => kernels.denseTimesDense(left, right, inner, width),
  }
}

/**
 * Two arrays that are filled in turn, each product from the one before it: left to the collector, a dozen of them would add up. Resizable ones have
 * pages of their own, which the system has back at once; malloc would keep them for the thread.
 */
type Turns = { next(length: number): Float32Array }

function createTurns(longest: number): Turns {
  const bytes = longest * Float32Array.BYTES_PER_ELEMENT
  const make = () => new Float32Array(new ArrayBuffer(bytes, { maxByteLength: bytes }), 0, longest)
  let [other, last] = [make(), make()]
  return {
    next(length) {
      ;[other, last] = [last, other]
      return last.subarray(0, length)
    },
  }
}
