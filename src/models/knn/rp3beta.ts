/** @file RP3β: a random walk of three steps from your items over people to candidates, popular candidates held down.
 *
 * S_hj = Σ_u (1/n_h)^α (1/|u|)^α / n_j^β over the people u who took both; n = people of an item, |u| = items of a person.
 * s_j = Σ_h w_h S_hj over the history; of each item h only the k best candidates are kept.
 * Shapes: S csr [I × I] with at most k entries a row. Cost: fit O(Σ_u |u|²), a score O(|history| · k).
 * Cold start: an item that nobody took and a person without a known item: NaN.
 * Source: Paudel, Christoffel, Newell & Bernstein, ACM TiiS 7 (2017), section 3.2, equations 3 and 6. Checked against: numpy (scripts/golden/item_knn.py).
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
import { countMatrix } from './weighting.ts'

const name = 'rp3beta'

const rp3betaConfig = z.strictObject({
  k: z.int().positive().default(200).describe('How many candidates of each item of the history count.'),
  alpha: z
    .number()
    .min(0)
    .default(0.8)
    .describe('Power of each step’s probability: 1 = the plain walk, below it large rows count for more.'),
  beta: z.number().min(0).default(0.4).describe('Power of the popularity that a candidate’s score is divided by: 0 = the plain walk.'),
  historyHalfLife: halfLifeOption.default(null),
})

export const rp3beta = defineModel({
  name,
  summary: 'A random walk from your items over people who took them to what else they took, popular items held down.',
  config: rp3betaConfig,
  search: { k: [20, 50, 100, 200, 500], alpha: [0.6, 0.8, 1, 1.2], beta: [0, 0.2, 0.4, 0.6, 0.8] },
  needs: [],
  predicts: 'ranking',
  async fit(dataset, config, context) {
    const { k, alpha, beta, historyHalfLife } = config
    const { seed, progress } = context
    requireOrder(dataset, historyHalfLife)
    const { fromItems, fromPeople } = await fitInSlices(walkSteps(dataset, alpha), { signal: context.signal })
    const { offsets } = fromItems
    const byCandidate = await nearestByColumn(fromItems, fromPeople, {
      ...context,
      k,
      columnScale: Float64Array.from({ length: fromItems.rows }, (_, item) => (offsets[item + 1]! - offsets[item]!) ** beta),
      seed: hash32(typeof seed === 'string' ? seed : [seed]),
    })
    progress?.(1)
    return createNeighbourSums({ name, config, seed, neighbours: transpose(byCandidate), halfLife: historyHalfLife })
  },
  load(bytes) {
    const { config, seed, csr } = openModel({ name, config: rp3betaConfig }, bytes)
    return createNeighbourSums({ name, config, seed, neighbours: csr('neighbours'), halfLife: config.historyHalfLife })
  },
})

function* walkSteps(dataset: Dataset, alpha: number): Steps<{ readonly fromItems: Csr; readonly fromPeople: Csr }> {
  const people = countMatrix(dataset)
  yield
  const takers = transpose(people)
  yield
  return { fromItems: stepProbabilities(takers, alpha), fromPeople: stepProbabilities(people, alpha) }
}

/** Each entry of a row: (1 / entries of the row)^power. */
function stepProbabilities(matrix: Csr, power: number): Csr {
  const values = new Float32Array(matrix.values.length)
  for (let row = 0; row < matrix.rows; row++) {
    const [from, to] = [matrix.offsets[row]!, matrix.offsets[row + 1]!]
    values.fill((to - from) ** -power, from, to)
  }
  return { ...matrix, values }
}
