/** @file Every item regressed on its nearest items: the candidates by cosine, the weights by coordinate descent. */

import { type Csr, transpose } from '../../math/csr.ts'
import { type RegressionOptions, regressionSteps } from '../../math/descent.ts'
import { neighbourSteps } from '../../math/neighbours.ts'
import type { Steps } from '../../math/steps.ts'

export type NeighbourRegression = RegressionOptions & {
  /** How many nearest items each item may have weights from. */
  readonly support: number
}

/** Weights by row of the item that gives them, [I × I]. @param matrix users × items, of which only the places are read. */
export function* neighbourRegressionSteps(matrix: Csr, options: NeighbourRegression): Steps<Csr> {
  const { support, kernels, progress } = options
  const items = transpose(matrix)
  const norms = Float64Array.from({ length: items.rows }, (_, item) => Math.sqrt(items.offsets[item + 1]! - items.offsets[item]!))
  const scales = { rowScale: norms, columnScale: norms }
  yield
  const near = yield* neighbourSteps(items, matrix, { ...scales, k: support, kernels, progress: (share) => progress?.(0.2 * share) })
  const weights = yield* regressionSteps(items, near, { ...options, progress: (share) => progress?.(0.2 + 0.8 * share) })
  return transpose(weights)
}
