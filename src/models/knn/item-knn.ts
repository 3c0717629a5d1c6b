/** @file Item-kNN: what is taken by the same people as what you took.
 *
 * S_jh = x_j·x_h / (‖x_j‖^2α ‖x_h‖^2(1−α) + λ), with bm25 x_j·x_h / (1 + λ), x the weighed columns of the interactions; of each candidate j only its k nearest h count.
 * s_j = Σ_h w_h S_jh over the history, w by recency where asked for. α = .5: cosine; below it popular candidates are favoured.
 * Shapes: X csr [U × I], S csr [I × I] with at most k entries for each candidate. Cost: fit O(Σ_u |u|²), a score O(|history| · k).
 * Cold start: an item that nobody took and a person without a known item: NaN.
 * Source: Deshpande & Karypis, TOIS 2004, section 4; shrinkage: Bell & Koren, ICDM 2007; asymmetric cosine: Aiolli, RecSys 2013, equation 4.
 * Checked against: numpy and scipy (scripts/golden/item_knn.py).
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { type Csr, transpose } from '../../math/csr.ts'
import { nearestByColumn } from '../../math/neighbours.ts'
import { hash32 } from '../../math/random.ts'
import type { Steps } from '../../math/steps.ts'
import { openModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { defineModel } from '../model.ts'
import { halfLifeOption, requireOrder } from '../recency.ts'
import { createNeighbourSums } from './neighbour-sums.ts'
import { countMatrix, rowNorms, type Weighting, weighDocuments, weightingOption, weightsOf } from './weighting.ts'

const name = 'item-knn'

const itemKnnConfig = z.strictObject({
  k: z.int().positive().default(200).describe('How many neighbours of each candidate count.'),
  weighting: weightingOption
    .default('cosine')
    .describe(
      'What an act counts: cosine = 1; tfidf = less for people who take much; bm25 = that, and less for items that many take, without norms.',
    ),
  shrinkage: z.number().min(0).default(10).describe('Added to the product of the norms: pairs that few people share count for less.'),
  alpha: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe('Share of the candidate in the norm: .5 = cosine; below it popular candidates are favoured, above it held down.'),
  historyHalfLife: halfLifeOption.default(null),
})

export const itemKnn = defineModel({
  name,
  summary: 'What is taken by the same people as what you took: neighbours of each item, summed over the history.',
  config: itemKnnConfig,
  search: {
    k: [20, 50, 100, 200, 500],
    weighting: ['cosine', 'tfidf', 'bm25'],
    shrinkage: [0, 5, 10, 50, 100, 200],
    alpha: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6],
  },
  needs: [],
  predicts: 'ranking',
  async fit(dataset, config, context) {
    const { k, weighting, shrinkage, alpha, historyHalfLife } = config
    const { seed, progress } = context
    requireOrder(dataset, historyHalfLife)
    const { columns, rows } = await fitInSlices(weighedSteps(dataset, weighting), { signal: context.signal })
    const neighbours = await nearestByColumn(columns, rows, {
      ...context,
      k,
      shrinkage,
      ...(weighting !== 'bm25' && { rowScale: rowNorms(columns, 2 * alpha), columnScale: rowNorms(columns, 2 * (1 - alpha)) }),
      seed: hash32(typeof seed === 'string' ? seed : [seed]),
    })
    progress?.(1)
    return createNeighbourSums({ name, config, seed, neighbours, halfLife: historyHalfLife })
  },
  load(bytes) {
    const { config, seed, csr } = openModel({ name, config: itemKnnConfig }, bytes)
    return createNeighbourSums({ name, config, seed, neighbours: csr('neighbours'), halfLife: config.historyHalfLife })
  },
})

/** What everybody took, weighed, by item and by person. */
function* weighedSteps(dataset: Dataset, weighting: Weighting): Steps<{ readonly columns: Csr; readonly rows: Csr }> {
  const people = countMatrix(dataset)
  yield
  const counts = transpose(people)
  yield
  const columns = weighDocuments(counts, weightsOf(counts, weighting))
  yield
  return { columns, rows: transpose(columns) }
}
