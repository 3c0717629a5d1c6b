/** @file EASE: every item regressed on all others, in closed form. The strongest of the simple models wherever the catalogue is small against the log.
 *
 * Objective: min_B ‖X − XB‖² + λ‖B‖², diag(B) = 0, for the binary X [U × I] (a rating of any height counts 1): with P = (XᵀX + λI)⁻¹, B_ij = −P_ij / P_jj.
 * Shapes: B [I × I] float32. Cost: Σ_u n_u² / 2 + I³; 3,706 items take two seconds on one core. Memory 2 × 4 I² bytes in the fit, 5 × 4 I² in ONNX Runtime.
 * The inverse is found by the wasm kernels or, where the optional package is there, in ONNX Runtime; the artifact says which (`algebra`): weights agree within 1e-4 of the largest.
 * Larger catalogues: above `maxItems` items that somebody touched, each item is regressed on its `support` nearest items alone (by cosine), the same objective
 * with the other weights held at 0: the sparse approximation of Steck, Markov Random Fields for Collaborative Filtering, NeurIPS 2019, section 3.2, with a
 * fixed number of neighbours in the place of a threshold. The fitted model says so, loaded too: its `plan` is `truncated`.
 * Cold start: a person needs no row, the history as of now is all; an item that nobody touched cannot be scored.
 * Recency: `historyHalfLife` lets older items of the history count less (not in the fit); refused where the data has no order.
 * Source: Steck, Embarrassingly Shallow Autoencoders for Sparse Data, WWW 2019, equations 1-8 (algorithm 1).
 * Checked against: numpy (test/golden/ease.json).
 */

import { z } from 'zod'
import { interactionMatrix } from '../../data/dataset.ts'
import type { Csr } from '../../math/csr.ts'
import { inverseOfGram } from '../../math/inverse.ts'
import type { Steps } from '../../math/steps.ts'
import { fitInSlices } from '../fitting.ts'
import { defineModel, type FitContext } from '../model.ts'
import { halfLifeOption, requireOrder } from '../recency.ts'
import { compacted, createItemWeightsModel, type ItemWeightsModel, loadItemWeightsModel } from './item-weights.ts'
import { regressOnNeighbours } from './regress-on-neighbours.ts'

const name = 'ease'

const config = z.strictObject({
  regularization: z.number().positive().default(500).describe('λ: keeps the weights small; the smaller the log, the smaller it should be.'),
  historyHalfLife: halfLifeOption.default(null),
  maxItems: z
    .int()
    .min(1)
    .max(32_000)
    .default(12_000)
    .describe('Above so many items each is regressed on its nearest items alone; 12,000 need 1.2 GB in the fit and 576 MB after it.'),
  support: z.int().min(1).max(5_000).default(300).describe('How many nearest items, where there are more than maxItems.'),
})

export const ease = defineModel({
  name,
  summary: 'Every item regressed on all others in closed form: strong where the catalogue is small against the log.',
  config,
  search: { regularization: [20, 50, 100, 200, 500, 1_000, 2_000, 5_000], support: [100, 300, 500] },
  needs: [],
  predicts: 'ranking',
  async fit(dataset, settings, context): Promise<ItemWeightsModel> {
    const { regularization, historyHalfLife, maxItems, support } = settings
    requireOrder(dataset, historyHalfLife)
    const { known, matrix } = compacted(interactionMatrix({ ...dataset, ratings: false }))
    const penalties = { l1: 0, l2: regularization, positive: false, tolerance: 1e-5, mostPasses: 1_000 }
    const { weights, algebra } =
      known.length > maxItems
        ? { weights: await regressOnNeighbours(matrix, { ...penalties, support }, context), algebra: 'wasm' as const }
        : await denseWeights(matrix, regularization, context)
    context.progress?.(1)
    const { ratings, items } = dataset
    const model = { name, items: items.length, known, weights, ratings, config: settings, seed: context.seed, algebra }
    return createItemWeightsModel(model, context.kernels)
  },
  load: (bytes, kernels) => loadItemWeightsModel({ name, config }, bytes, kernels),
})

async function denseWeights(matrix: Csr, regularization: number, context: FitContext) {
  const { values, algebra } = await inverseOfGram(matrix, { ...context, regularization })
  return { weights: await fitInSlices(overDiagonal(values, matrix.columns), { signal: context.signal }), algebra }
}

/** Each column over minus its diagonal, which becomes 0. */
function* overDiagonal(values: Float32Array | Float64Array, size: number): Steps<Float32Array> {
  const scale = Float64Array.from({ length: size }, (_, item) => -1 / values[item * size + item]!)
  const weights = values instanceof Float32Array ? values : new Float32Array(values.length)
  for (let i = 0, at = 0; i < size; i++) {
    for (let j = 0; j < size; j++, at++) weights[at] = i === j ? 0 : values[at]! * scale[j]!
    if (i % 256 === 255) yield
  }
  return weights
}
