/** @file Attribute-kNN: what bears the same words as what you took: brand, category, words of the title.
 *
 * S_hj = x_h·x_j / (‖x_h‖ ‖x_j‖ + λ), with bm25 x_h·x_j / (1 + λ), x the weighed words of an item's attributes: a word that few items bear says more. Of each
 * candidate j only its k nearest h count. s_j = Σ_h w_h S_hj over the history, w by recency where asked for. Nothing of the log is in it.
 * Shapes: X csr [I × words], S csr [I × I] with at most k entries for each candidate. Cost: fit O(Σ_word n_word²), a score O(|history| · k).
 * Cold start: scores items that nobody took yet. An item without attributes, or among whose nearest is none of the history, and a person without one: NaN.
 * Source: Lops, de Gemmis & Semeraro, Content-based recommender systems, Recommender Systems Handbook (2011), section 3.3.1.1 (TF-IDF, cosine).
 * Checked against: hand arithmetic.
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { type Csr, csrFromEntries, transpose } from '../../math/csr.ts'
import { nearestByColumn } from '../../math/neighbours.ts'
import { hash32 } from '../../math/random.ts'
import type { Steps } from '../../math/steps.ts'
import { openModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { createNeighbourSums } from '../knn/neighbour-sums.ts'
import { rowNorms, type Weighting, weighDocuments, weightingOption, weightsOf } from '../knn/weighting.ts'
import { hashRows } from '../linear/hashed-features.ts'
import { defineModel } from '../model.ts'
import { halfLifeOption, requireOrder } from '../recency.ts'

const name = 'attribute-knn'

const attributeKnnConfig = z.strictObject({
  k: z.int().positive().default(500).describe('How many neighbours of each candidate count.'),
  weighting: weightingOption
    .default('tfidf')
    .describe(
      'What a word counts: cosine = 1; tfidf = less where many items bear it; bm25 = that, and less of items with many words, without norms.',
    ),
  shrinkage: z.number().min(0).default(0).describe('Added to the product of the norms: items of which little is said count for less.'),
  historyHalfLife: halfLifeOption.default(null),
})

export const attributeKnn = defineModel({
  name,
  summary: 'What bears the same words as what you took, rare ones most: brand, category, title; new items too.',
  config: attributeKnnConfig,
  search: {
    k: [100, 200, 500, 1_000],
    weighting: ['cosine', 'tfidf', 'bm25'],
    shrinkage: [0, 5, 20, 50],
    historyHalfLife: [null, 10, 5, 2, 1],
  },
  needs: ['item-attributes'],
  predicts: 'ranking',
  async fit(dataset, config, context) {
    const { k, weighting, shrinkage, historyHalfLife } = config
    const { seed, signal, progress } = context
    requireOrder(dataset, historyHalfLife)
    const { rows, columns } = await fitInSlices(wordSteps(dataset, weighting), { signal })
    const norms = weighting === 'bm25' ? undefined : rowNorms(rows, 1)
    const neighbours = await nearestByColumn(rows, columns, {
      ...{ ...context, k, shrinkage, rowScale: norms, columnScale: norms },
      seed: hash32(typeof seed === 'string' ? seed : [seed]),
    })
    progress?.(1)
    return createNeighbourSums({ name, config, seed, neighbours, halfLife: historyHalfLife })
  },
  load(bytes) {
    const { config, seed, csr } = openModel({ name, config: attributeKnnConfig }, bytes)
    return createNeighbourSums({ name, config, seed, neighbours: csr('neighbours'), halfLife: config.historyHalfLife })
  },
})

/** The words of each item, weighed, by item and by word. */
function* wordSteps({ itemAttributes = [] }: Dataset, weighting: Weighting): Steps<{ readonly rows: Csr; readonly columns: Csr }> {
  const { offsets, hashes } = hashRows('item', itemAttributes)
  yield
  const places = new Map<number, number>()
  for (const hash of hashes) if (!places.has(hash)) places.set(hash, places.size)
  const items = new Int32Array(hashes.length)
  for (let item = 0; item < itemAttributes.length; item++) items.fill(item, offsets[item], offsets[item + 1])
  const columns = hashes.map((hash) => places.get(hash)!)
  yield
  const values = new Float32Array(hashes.length).fill(1)
  const counts = csrFromEntries(itemAttributes.length, places.size, { rows: items, columns, values })
  yield
  const rows = weighDocuments(counts, weightsOf(counts, weighting))
  yield
  return { rows, columns: transpose(rows) }
}
