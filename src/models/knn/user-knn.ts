/** @file User-kNN: what people like you took.
 *
 * S_uv = x_u·x_v / (‖x_u‖^2α ‖x_v‖^2(1−α) + λ), with bm25 x_u·x_v / (1 + λ), x the weighed rows of the interactions and x_u made of the history as it is now.
 * s_j = Σ_v S_uv [v took j] over the k nearest people v.
 * Shapes: counts csr [U × I], X the same and its transposed. Cost: fit O(n), nothing is kept for pairs of people; a score O(Σ_{h in history} n_h + k · |v| + U + I).
 * Cold start: an item that none of the neighbours took and a person without a known item: NaN.
 * Source: Herlocker, Konstan, Borchers & Riedl, SIGIR 1999; asymmetric cosine: Aiolli, RecSys 2013, equation 3; shrinkage: Bell & Koren, ICDM 2007.
 * Checked against: numpy and scipy (scripts/golden/item_knn.py).
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { type Csr, transpose } from '../../math/csr.ts'
import { hash32 } from '../../math/random.ts'
import type { Steps } from '../../math/steps.ts'
import { createBoundedHeap } from '../../math/top-k.ts'
import { csrTensors, openModel, saveModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { chosenScores, defineModel, type Model, type ModelQuery } from '../model.ts'
import { halfLifeOption, requireOrder, weighHistory } from '../recency.ts'
import { countMatrix, rowNorms, weighAct, weighDocuments, weightingOption, weightsOf } from './weighting.ts'

const name = 'user-knn'

const userKnnConfig = z.strictObject({
  k: z.int().positive().default(100).describe('How many of the most similar people count.'),
  weighting: weightingOption
    .default('cosine')
    .describe(
      'What an act counts: cosine = 1; tfidf = less on items that many take; bm25 = that, and less of people who take much, without norms.',
    ),
  shrinkage: z.number().min(0).default(10).describe('Added to the product of the norms: people who share few items count for less.'),
  alpha: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe('Share of the person’s own norm: .5 = cosine, below it people who take much count for less.'),
  historyHalfLife: halfLifeOption.default(null),
})

type Parts = {
  readonly config: z.output<typeof userKnnConfig>
  readonly seed: number | string
  /** How often each person took each item, [U × I]. */
  readonly counts: Csr
}

export const userKnn = defineModel({
  name,
  summary: 'What people like you took: your nearest neighbours by your history as it is now.',
  config: userKnnConfig,
  search: {
    k: [20, 50, 100, 200, 500],
    weighting: ['cosine', 'tfidf', 'bm25'],
    shrinkage: [0, 5, 10, 20, 50],
    alpha: [0.3, 0.4, 0.5, 0.6, 0.7],
  },
  needs: [],
  predicts: 'ranking',
  fit: async (dataset, config, context) => fitInSlices(userKnnSteps(dataset, config, context.seed), context),
  load(bytes) {
    const { config, seed, csr } = openModel({ name, config: userKnnConfig }, bytes)
    return createUserKnn({ config, seed, counts: csr('counts') })
  },
})

function* userKnnSteps(dataset: Dataset, config: Parts['config'], seed: number | string): Steps<Model> {
  requireOrder(dataset, config.historyHalfLife)
  yield
  const counts = countMatrix(dataset)
  yield
  return createUserKnn({ config, seed, counts })
}

function createUserKnn({ config, seed, counts }: Parts): Model {
  const { k, weighting, shrinkage, alpha, historyHalfLife } = config
  const [users, items] = [counts.rows, counts.columns]
  const weights = weightsOf(counts, weighting)
  const people = weighDocuments(counts, weights)
  const takers = transpose(people)
  const norms = weighting === 'bm25' ? undefined : rowNorms(people, 2 * (1 - alpha))
  const heapSeed = hash32(typeof seed === 'string' ? seed : [seed])
  const products = new Float64Array(users)
  const met = new Int32Array(users)

  /** The nearest people; their products are left at 0. */
  function nearest({ user, history }: ModelQuery) {
    const { items: done, weights: recency } = weighHistory(history, items, historyHalfLife)
    let [found, square] = [0, 0]
    for (const [at, item] of done.entries()) {
      const value = recency[at]! * weighAct(weights, item, 1, done.length)
      if (!(value > 0)) continue
      square += value ** 2
      for (let entry = takers.offsets[item]!; entry < takers.offsets[item + 1]!; entry++) {
        const other = takers.indexes[entry]!
        if (products[other] === 0) met[found++] = other
        products[other] = products[other]! + value * takers.values[entry]!
      }
    }
    const own = norms === undefined ? 1 : Math.sqrt(square) ** (2 * alpha)
    const heap = createBoundedHeap(k, heapSeed)
    for (let at = 0; at < found; at++) {
      const other = met[at]!
      if (other !== user) heap.push(other, products[other]! / (own * (norms?.[other] ?? 1) + shrinkage))
      products[other] = 0
    }
    return heap.drain()
  }

  return {
    name,
    items,
    score(query, chosen) {
      const near = nearest(query)
      const sums = new Float64Array(items)
      for (const [at, other] of near.items.entries()) {
        for (let entry = counts.offsets[other]!; entry < counts.offsets[other + 1]!; entry++) {
          const item = counts.indexes[entry]!
          sums[item] = sums[item]! + near.scores[at]!
        }
      }
      const scores = new Float32Array(items)
      for (let item = 0; item < items; item++) scores[item] = sums[item]! > 0 ? sums[item]! : Number.NaN
      return chosenScores(scores, chosen)
    },
    save: () => saveModel(name, config, seed, csrTensors('counts', counts)),
  }
}
