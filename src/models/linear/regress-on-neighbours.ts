/** @file Every item regressed on its nearest items: the candidates by cosine, the weights by coordinate descent. */

import { type Csr, transposeSteps } from '../../math/csr.ts'
import { type RegressionOptions, regressItems } from '../../math/descent.ts'
import { nearestByColumn } from '../../math/neighbours.ts'
import { fitInSlices } from '../fitting.ts'
import type { FitContext } from '../model.ts'

export type NeighbourRegression = Omit<RegressionOptions, 'kernels' | 'threads' | 'signal' | 'progress'> & {
  /** How many nearest items each item may have weights from. */
  readonly support: number
}

/** Weights by row of the item that gives them, [I × I]. @param matrix users × items, of which only the places are read. @throws PenchantError `aborted`. */
export async function regressOnNeighbours(matrix: Csr, options: NeighbourRegression, context: Omit<FitContext, 'seed'>): Promise<Csr> {
  const { kernels, threads, signal, progress } = context
  const turned = (csr: Csr) => fitInSlices(transposeSteps(csr), { signal })
  const items = await turned(matrix)
  const norms = Float64Array.from({ length: items.rows }, (_, item) => Math.sqrt(items.offsets[item + 1]! - items.offsets[item]!))
  const near = await nearestByColumn(items, matrix, {
    ...{ k: options.support, rowScale: norms, columnScale: norms },
    ...{ kernels, threads, signal, progress: (share: number) => progress?.(0.2 * share) },
  })
  const run = { kernels, threads, signal, progress: (share: number) => progress?.(0.2 + 0.8 * share) }
  return turned(await regressItems(items, await turned(near), { ...options, ...run }))
}
