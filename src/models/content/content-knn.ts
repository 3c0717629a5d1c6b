/** @file Content-kNN: what is like what you took, by the items' content alone.
 *
 * s_j = Σ of the k largest w_h cos(v_h, v_j) over the distinct known items h of the history, w by recency where asked for; v any encoder's vectors.
 * Few neighbours answer for several interests at once; all of them (k = the whole history) are the mean of one taste.
 * Shapes: V [I × D], unit rows. Cost: nothing is learnt; a score O(|history| · I · D). Only the newest 200 items of a history are looked at.
 * Cold start: scores items that nobody took yet. A person without an item that has a vector, and an item without a vector: NaN.
 * Source: Lops, de Gemmis & Semeraro, Content-based recommender systems, Recommender Systems Handbook (2011), section 3.4.2.3 (nearest neighbour).
 */

import { z } from 'zod'
import type { Kernels, Matrix } from '../../math/kernels.ts'
import { isZero } from '../../math/shape.ts'
import { normaliseRows } from '../../math/vector.ts'
import { openModel, saveModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { chosenScores, defineModel, type Model } from '../model.ts'
import { halfLifeOption, requireOrder, weighHistory } from '../recency.ts'

const name = 'content-knn'
const longestHistory = 200
/** Rows of cosines held at once. */
const atOnceRows = 16

const contentKnnConfig = z.strictObject({
  k: z.int().positive().default(5).describe('How many of the most similar items of the history count for a candidate.'),
  historyHalfLife: halfLifeOption.default(null),
})

type Parts = {
  readonly config: z.output<typeof contentKnnConfig>
  readonly seed: number | string
  /** Unit rows, or zeros, [I × size]. */
  readonly vectors: Float32Array
  readonly size: number
  readonly kernels: Kernels
}

export const contentKnn = defineModel({
  name,
  summary: 'What is like what you took, by the items’ content alone: new items too.',
  config: contentKnnConfig,
  search: { k: [1, 2, 5, 10, 20], historyHalfLife: [null, 20, 10, 5, 2] },
  needs: ['item-vectors'],
  predicts: 'ranking',
  fit: async (dataset, config, { kernels, seed, signal, progress }) =>
    fitInSlices(
      (function* () {
        requireOrder(dataset, config.historyHalfLife)
        yield
        const { vectors, size } = dataset.itemVectors!
        return createContentKnn({ config, seed, vectors: normaliseRows(vectors.slice(), size), size, kernels })
      })(),
      { signal, progress },
    ),
  load(bytes, kernels) {
    const { config, seed, tensor } = openModel({ name, config: contentKnnConfig }, bytes)
    const [items = 0, size = 0] = tensor('shape', Int32Array, 2)
    return createContentKnn({ config, seed, vectors: tensor('vectors', Float32Array, items * size), size, kernels })
  },
})

function createContentKnn({ config, seed, vectors, size, kernels }: Parts): Model {
  const items = vectors.length / size
  const matrix = kernels.load(vectors, size)
  const every = Int32Array.from({ length: items }, (_, item) => item)
  const vectorOf = (item: number) => vectors.subarray(item * size, (item + 1) * size)
  const hasVector = Uint8Array.from(every, (item) => Number(!isZero(vectors, item * size, size)))

  return {
    name,
    items,
    score({ history }, chosen) {
      const { items: done, weights } = weighHistory(history, items, config.historyHalfLife)
      const places = [...done.keys()].filter((place) => hasVector[done[place]!]).slice(0, longestHistory)
      const best = createBest(items, Math.min(config.k, places.length))
      for (let from = 0; from < places.length; from += atOnceRows) {
        const some = places.slice(from, from + atOnceRows)
        const queries = new Float32Array(some.length * size)
        for (const [at, place] of some.entries()) queries.set(vectorOf(done[place]!), at * size)
        const cosines = matrix.gather(queries, every)
        for (const [at, place] of some.entries()) best.add(cosines.subarray(at * items, (at + 1) * items), weights[place]!)
      }
      const scores = best.sums()
      for (let item = 0; item < items; item++) if (places.length === 0 || !hasVector[item]) scores[item] = Number.NaN
      return chosenScores(scores, chosen)
    },
    similarItems: (item, k) => (item >= 0 && item < items ? nearest(matrix, vectorOf(item), item, k) : []),
    save: () =>
      saveModel(name, config, seed, {
        shape: { shape: [2], data: Int32Array.of(items, size) },
        vectors: { shape: [items, size], data: vectors },
      }),
  }
}

function nearest(matrix: Matrix, vector: Float32Array, item: number, k: number) {
  const [best] = matrix.topK(vector, undefined, k + 1)
  return Array.from(best!.items, (other, at) => ({ item: other, score: best!.scores[at]! }))
    .filter((other) => other.item !== item)
    .slice(0, k)
}

/** The k largest values of each item, and their sum in descending order. */
function createBest(items: number, k: number) {
  const kept = new Float64Array(k * items).fill(Number.NEGATIVE_INFINITY)
  return {
    add(cosines: Float32Array, weight: number) {
      for (let item = 0; item < items; item++) {
        let value = weight * cosines[item]!
        if (!(value > kept[(k - 1) * items + item]!)) continue
        for (let rank = 0; rank < k; rank++) {
          const held = kept[rank * items + item]!
          if (value <= held) continue
          kept[rank * items + item] = value
          value = held
        }
      }
    },
    sums() {
      const sums = new Float64Array(items)
      for (let rank = 0; rank < k; rank++) for (let item = 0; item < items; item++) sums[item]! += kept[rank * items + item]!
      return new Float32Array(sums)
    },
  }
}
