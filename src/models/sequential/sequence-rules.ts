/** @file Sequence rules: what people took soon after what you took last.
 *
 * R_hj = Σ 1 / (x − y) over all rows of the log with h at place y and j at a later place x, x − y ≤ window; S_hj = R_hj / (n_h^ρ n_j^π + λ), n = acts on an item.
 * s_j = Σ_h w_h S_hj over the history, the newest item weighing most.
 * Shapes: S csr [I × I], of each h the k best. Cost: fit O(n · window), a score O(|history| · k).
 * Cold start: an item that followed none of the history and a person without a known item: NaN. Without an order it cannot be fitted.
 * Source: Ludewig & Jannach, Evaluation of session-based recommendation algorithms, UMUAI 28 (2018), section 3.1.3 (SR, weight 1/distance), there for the last item
 * only and with ρ = π = λ = 0; weights of the history and the powers of popularity are added. Checked against: hand arithmetic.
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { hash32 } from '../../math/random.ts'
import type { Steps } from '../../math/steps.ts'
import { openModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { bestRowSteps, placesOf } from '../knn/best-rows.ts'
import { createNeighbourSums } from '../knn/neighbour-sums.ts'
import { defineModel, type FitContext, type Model } from '../model.ts'
import { halfLifeOption } from '../recency.ts'

const name = 'sequence-rules'

const sequenceRulesConfig = z.strictObject({
  k: z.int().positive().default(200).describe('How many candidates of each item of the history count.'),
  window: z.int().positive().default(20).describe('How many places apart two items may be.'),
  fromPower: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe('Power of the number of acts on the item of the history that a rule is divided by.'),
  toPower: z
    .number()
    .min(0)
    .max(1)
    .default(0.1)
    .describe('Power of the number of acts on the candidate that a rule is divided by: 0 favours what many take.'),
  shrinkage: z.number().min(0).default(5).describe('Added below: rules that few acts support count for less.'),
  historyHalfLife: halfLifeOption.default(2),
})

export const sequenceRules = defineModel({
  name,
  summary: 'What people took soon after what you took last.',
  config: sequenceRulesConfig,
  search: {
    window: [1, 2, 5, 10, 20],
    fromPower: [0, 0.3, 0.5, 0.7],
    toPower: [0, 0.1, 0.2, 0.3, 0.5],
    shrinkage: [0, 2, 5, 10],
    historyHalfLife: [0.5, 1, 1.5, 2, 5, 10],
  },
  needs: ['sequence'],
  predicts: 'ranking',
  fit: async (dataset, config, context) => fitInSlices(sequenceRulesSteps(dataset, config, context), context),
  load(bytes) {
    const { config, seed, csr } = openModel({ name, config: sequenceRulesConfig }, bytes)
    return createNeighbourSums({ name, config, seed, neighbours: csr('neighbours'), halfLife: config.historyHalfLife })
  },
})

function* sequenceRulesSteps(dataset: Dataset, config: z.output<typeof sequenceRulesConfig>, { seed, progress }: FitContext): Steps<Model> {
  const { k, window, fromPower, toPower, shrinkage, historyHalfLife } = config
  const { users, items, offsets, item } = dataset
  yield
  const { starts, places } = placesOf(item, items.length)
  const ends = new Int32Array(item.length)
  for (let user = 0; user < users.length; user++) ends.fill(offsets[user + 1]!, offsets[user], offsets[user + 1])
  const acts = (of: number) => starts[of + 1]! - starts[of]!
  const neighbours = yield* bestRowSteps({
    items: items.length,
    row(from, add) {
      for (let at = starts[from]!; at < starts[from + 1]!; at++) {
        const place = places[at]!
        const end = Math.min(ends[place]!, place + window + 1)
        for (let later = place + 1; later < end; later++) add(item[later]!, 1 / (later - place))
      }
    },
    worth: (sum, from, to) => sum / (acts(from) ** fromPower * acts(to) ** toPower + shrinkage),
    k,
    seed: hash32(typeof seed === 'string' ? seed : [seed]),
    progress,
  })
  return createNeighbourSums({ name, config, seed, neighbours, halfLife: historyHalfLife })
}
