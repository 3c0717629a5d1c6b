/** @file Most popular: how often each item was taken, all in all or of late.
 *
 * s_j = Σ 2^(−age / half-life) over the acts on j, age before the newest act of all; without a half-life the number of acts. The same for everybody.
 * Shapes: one score an item. Cost: O(n). Cold start: knows everybody; an item that nobody took: NaN.
 * Not the live count (popularity.ts), which follows every act: this one is fitted once, as all models of an evaluation are.
 * Source: the baseline of every table; the decay as in popularity.ts, by exact age instead of whole days.
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { dayMs } from '../../data/day.ts'
import { PenchantError } from '../../errors.ts'
import { openModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { defineModel } from '../model.ts'
import { actCounts } from './act-counts.ts'
import { createItemStanding } from './item-standing.ts'

const name = 'most-popular'

const mostPopularConfig = z.strictObject({
  halfLifeDays: z
    .number()
    .positive()
    .nullable()
    .default(null)
    .describe('After how many days an act counts half, back from the newest of all; null = all acts count alike. Needs data with times.'),
})

export const mostPopular = defineModel({
  name,
  summary: 'What most people took, all in all or of late: the same for everybody.',
  config: mostPopularConfig,
  search: {},
  needs: [],
  predicts: 'ranking',
  fit: async (dataset, config, context) =>
    fitInSlices(
      (function* () {
        yield
        return createItemStanding({ name, config, seed: context.seed, standing: decayedCounts(dataset, config.halfLifeDays) })
      })(),
      context,
    ),
  load(bytes) {
    const { config, seed, tensor } = openModel({ name, config: mostPopularConfig }, bytes)
    return createItemStanding({ name, config, seed, standing: tensor('standing', Float32Array) })
  },
})

function decayedCounts(dataset: Dataset, halfLifeDays: number | null): Float32Array {
  const counts = actCounts(dataset)
  const sums = Float64Array.from(counts)
  if (halfLifeDays !== null) {
    const { times } = dataset
    if (times === undefined) {
      throw new PenchantError('invalid-input', `${dataset.name} has no times: set halfLifeDays to null.`, {
        details: { dataset: dataset.name },
      })
    }
    const newest = times.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY)
    sums.fill(0)
    for (let place = 0; place < times.length; place++) {
      sums[dataset.item[place]!]! += 2 ** ((times[place]! - newest) / dayMs / halfLifeDays)
    }
  }
  return Float32Array.from(sums, (sum, item) => (counts[item]! > 0 ? sum : Number.NaN))
}
