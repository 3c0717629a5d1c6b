/** @file Markov chain of first order with back-off: what follows the newest item; as far as that is not known, what follows the one before it, and so on.
 *
 * P(j | h_1 … h_m) = (1 − λ) c(h_1, j) / N(h_1) + λ P(j | h_2 … h_m), h_1 the newest; at the end of the history P(j) = n_j / n.
 * λ = θ T(h) / (N(h) + θ T(h)): N(h) = acts that followed h, T(h) = different items among them (Witten-Bell for θ = 1). Scores are probabilities.
 * Shapes: c csr [I × I]. Cost: fit O(n), a score O(|history| · followers + I).
 * Cold start: an item that nobody took and a person without a known item: NaN. Without an order it cannot be fitted.
 * Source: Witten & Bell, IEEE Trans. Information Theory 37 (1991), method C; back-off over skipped items instead of longer contexts. Checked against: hand arithmetic.
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { type Csr, csrFromEntries } from '../../math/csr.ts'
import { csrTensors, openModel, saveModel } from '../artifact.ts'
import { actCounts } from '../baseline/act-counts.ts'
import { fitInSlices } from '../fitting.ts'
import { bestOfRow } from '../knn/neighbour-sums.ts'
import { chosenScores, defineModel, type Model } from '../model.ts'
import { weighHistory } from '../recency.ts'

const name = 'markov'
/** Below it, what is left for older items moves no score in single precision. */
const leastShare = 1e-8

const markovConfig = z.strictObject({
  backOff: z
    .number()
    .positive()
    .default(1)
    .describe('θ: how much is left to older items; 1 = Witten-Bell, more = older items count for more.'),
})

type Parts = {
  readonly config: z.output<typeof markovConfig>
  readonly seed: number | string
  /** c: how often the column followed the row at once, [I × I]. */
  readonly follows: Csr
  /** n: acts, [I]. */
  readonly counts: Int32Array
}

export const markov = defineModel({
  name,
  summary: 'What follows the item you took last; where little is known of that, the one before it, and at last what is popular.',
  config: markovConfig,
  search: { backOff: [0.2, 0.5, 1, 2, 5] },
  needs: ['sequence'],
  predicts: 'ranking',
  fit: async (dataset, config, context) =>
    fitInSlices(
      (function* () {
        yield
        return createMarkov({ config, seed: context.seed, follows: followers(dataset), counts: actCounts(dataset) })
      })(),
      context,
    ),
  load(bytes) {
    const { config, seed, csr, tensor } = openModel({ name, config: markovConfig }, bytes)
    const follows = csr('follows')
    return createMarkov({ config, seed, follows, counts: tensor('counts', Int32Array, follows.rows) })
  },
})

function createMarkov({ config, seed, follows, counts }: Parts): Model {
  const items = follows.rows
  const all = counts.reduce((sum, count) => sum + count, 0)
  const known = Float64Array.from({ length: items }, (_, item) => {
    let sum = 0
    for (let at = follows.offsets[item]!; at < follows.offsets[item + 1]!; at++) sum += follows.values[at]!
    return sum
  })
  return {
    name,
    items,
    score({ history }, chosen) {
      const { items: newestFirst } = weighHistory(history, items, null)
      const sums = new Float64Array(items)
      let [left, met] = [1, false]
      for (const item of newestFirst) {
        met ||= counts[item]! > 0
        const [from, to] = [follows.offsets[item]!, follows.offsets[item + 1]!]
        if (from === to || left < leastShare) continue
        const unknown = config.backOff * (to - from)
        const share = left / (known[item]! + unknown)
        for (let at = from; at < to; at++) sums[follows.indexes[at]!]! += share * follows.values[at]!
        left = share * unknown
      }
      const scores = new Float32Array(items)
      for (let item = 0; item < items; item++)
        scores[item] = met && counts[item]! > 0 ? sums[item]! + (left * counts[item]!) / all : Number.NaN
      return chosenScores(scores, chosen)
    },
    similarItems: (item, k) => bestOfRow(follows, item, k),
    save: () => saveModel(name, config, seed, { counts: { shape: [items], data: counts }, ...csrTensors('follows', follows) }),
  }
}

/** An item that follows itself says nothing about what comes next. */
function followers({ users, items, offsets, item }: Dataset): Csr {
  const rows: number[] = []
  const columns: number[] = []
  for (let user = 0; user < users.length; user++) {
    for (let place = offsets[user]! + 1; place < offsets[user + 1]!; place++) {
      if (item[place] === item[place - 1]) continue
      rows.push(item[place - 1]!)
      columns.push(item[place]!)
    }
  }
  return csrFromEntries(items.length, items.length, {
    rows: Int32Array.from(rows),
    columns: Int32Array.from(columns),
    values: new Float32Array(rows.length).fill(1),
  })
}
