/** @file SLIM: sparse linear weights from item to item, fitted by an elastic net over each item's nearest items.
 *
 * Objective for each item j: min_w ½‖x_j − X_S w‖² + ½ l2 ‖w‖² + l1 |w|₁, w ≥ 0 where `positive`, over its `support` nearest items S by cosine (fSLIM), for the
 * binary X [U × I] (a rating of any height counts 1). Shapes: W csr [I × I], a few dozen weights an item.
 * Cost: see math/descent.ts and math/neighbours.ts; memory the weights and one number a person.
 * Cold start: a person needs no row, the history as of now is all; an item that nobody touched cannot be scored.
 * Source: Ning & Karypis, SLIM: Sparse Linear Methods for Top-N Recommender Systems, ICDM 2011, equations 3-4 and section IV.E (feature selection).
 * Checked against: numpy (test/golden/slim.json).
 */

import { z } from 'zod'
import { observedPairs } from '../factorization/observed.ts'
import { fitInSlices } from '../fitting.ts'
import { defineModel } from '../model.ts'
import { halfLifeOption, requireOrder } from '../recency.ts'
import { compactedSteps, createItemWeightsModel, type ItemWeightsModel, loadItemWeightsModel } from './item-weights.ts'
import { regressOnNeighbours } from './regress-on-neighbours.ts'

const name = 'slim'

const config = z.strictObject({
  l1: z.number().min(0).default(1).describe('Penalty on the size of weights: the larger, the fewer of them.'),
  l2: z.number().min(0).default(30).describe('Penalty on their squares: keeps them small.'),
  positive: z.boolean().default(true).describe('Only weights above 0: an item may speak for others, not against them.'),
  support: z.int().min(1).max(5_000).default(200).describe('From how many nearest items an item may have weights.'),
  historyHalfLife: halfLifeOption.default(null),
  tolerance: z.number().positive().default(1e-3).describe('A pass that changes no weight by more than this is the last.'),
  mostPasses: z.int().min(1).default(100).describe('Passes over the weights of an item at most.'),
})

export const slim = defineModel({
  name,
  summary: 'Few weights from item to item, learnt by an elastic net over each item’s nearest items.',
  config,
  search: { l1: [0, 0.1, 0.3, 1, 3, 10], l2: [3, 10, 30, 100, 300], positive: [false, true], support: [100, 200, 500] },
  needs: [],
  predicts: 'ranking',
  async fit(dataset, settings, context): Promise<ItemWeightsModel> {
    requireOrder(dataset, settings.historyHalfLife)
    const { byUser } = await fitInSlices(observedPairs({ ...dataset, ratings: false }), { signal: context.signal })
    const { known, matrix } = await fitInSlices(compactedSteps(byUser), { signal: context.signal })
    const weights = await regressOnNeighbours(matrix, settings, context)
    context.progress?.(1)
    const model = { name, items: dataset.items.length, known, weights, ratings: dataset.ratings, config: settings, seed: context.seed }
    return createItemWeightsModel(model, context.kernels)
  },
  load: (bytes, kernels) => loadItemWeightsModel({ name, config }, bytes, kernels),
})
