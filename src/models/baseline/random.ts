/** @file Random: what any ranking must be better than.
 *
 * s_j = u_j / 2³², u_j a hash of item, seed and the person's history: everybody has another order, and the same person with the same history the same.
 * Shapes: nothing is learnt; [I] bytes say which items exist. Cost: O(I). Cold start: knows everybody; an item that nobody took: NaN.
 * Source: none; the baseline of every table.
 */

import { z } from 'zod'
import { hash32, mix32 } from '../../math/random.ts'
import { openModel, saveModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { chosenScores, defineModel, type Model } from '../model.ts'
import { actCounts } from './act-counts.ts'

const name = 'random'

const randomConfig = z.strictObject({})

export const random = defineModel({
  name,
  summary: 'A random order, another one for everybody: what any ranking must be better than.',
  config: randomConfig,
  search: {},
  needs: [],
  predicts: 'ranking',
  fit: async (dataset, config, context) =>
    fitInSlices(
      (function* () {
        yield
        return createRandomModel(actCounts(dataset), config, context.seed)
      })(),
      context,
    ),
  load(bytes) {
    const { config, seed, tensor } = openModel({ name, config: randomConfig }, bytes)
    return createRandomModel(tensor('counts', Int32Array), config, seed)
  },
})

function createRandomModel(counts: Int32Array, config: z.output<typeof randomConfig>, seed: number | string): Model {
  const base = hash32(typeof seed === 'string' ? seed : [seed])
  return {
    name,
    items: counts.length,
    score({ history }, chosen) {
      const known = history.items.filter((item) => item >= 0 && item < counts.length)
      const own = mix32(base ^ hash32([...known]))
      const scores = Float32Array.from(counts, (count, item) => (count > 0 ? mix32(mix32(item ^ base) ^ own) / 2 ** 32 : Number.NaN))
      return chosenScores(scores, chosen)
    },
    save: () => saveModel(name, config, seed, { counts: { shape: [counts.length], data: counts } }),
  }
}
