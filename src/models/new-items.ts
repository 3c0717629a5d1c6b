/** @file Items that a fit has not seen, scored by content until the next one: one way for every model that goes by interactions.
 *
 * s_j = Σ_{n ∈ N(j)} ρ_jn s_n / Σ_{n ∈ N(j)} ρ_jn over the 20 items N(j) nearest to j by content among those that the fit has seen, with the model's scores s_n
 * for this person; a neighbour of which the model says nothing counts 0, and where it says nothing of any, nor can this. ρ is similarity above chance.
 * Shapes: n new items, neighbours and weights [n × 20], −1 and 0 where there are fewer. Cost: a scan O(I · size) once for each new item, then 20 n a query.
 * Source: the mapping by nearest neighbours of Gantner et al., Learning Attribute-to-Feature Mappings for Cold-Start Recommendations, ICDM 2010, of scores in the
 * place of factors. Checked against: a ridge map from content to the scores, which ranked held-out items worse on MovieLens and Amazon Beauty.
 */

import type { Matrix } from '../math/kernels.ts'
import type { Steps } from '../math/steps.ts'

export const contentNeighbours = 20
const atOnceItems = 8

export type NewItems = {
  /** Integers, [n]. */
  readonly items: Int32Array
  /** Integers of items that the fit has seen, [n × 20]. */
  readonly neighbours: Int32Array
  /** ρ, [n × 20] */
  readonly weights: Float32Array
}

export type Content = {
  /** [I × size] */
  readonly vectors: Float32Array
  readonly size: number
  /** The same, loaded. */
  readonly matrix: Matrix
  /** ρ of a cosine, 0..1. */
  readonly relative: (cosine: number) => number
}

/** @param seen one byte an item, 1 = the fit has seen it and it is still there, [I]. */
export function* newItemSteps(items: Int32Array, seen: Uint8Array, { vectors, size, matrix, relative }: Content): Steps<NewItems> {
  const neighbours = new Int32Array(items.length * contentNeighbours).fill(-1)
  const weights = new Float32Array(items.length * contentNeighbours)
  for (let from = 0; from < items.length; from += atOnceItems) {
    const some = items.subarray(from, from + atOnceItems)
    const queries = new Float32Array(some.length * size)
    for (const [at, item] of some.entries()) queries.set(vectors.subarray(item * size, (item + 1) * size), at * size)
    for (const [at, best] of matrix.topK(queries, seen, contentNeighbours).entries()) {
      const start = (from + at) * contentNeighbours
      neighbours.set(best.items, start)
      weights.set(best.scores.map(relative), start)
    }
    yield
  }
  return { items, neighbours, weights }
}

/** Writes the scores of the new items into `scores`, which holds those of the model. What the model says of one itself, by content of its own, stands. */
export function scoreNewItems(scores: Float32Array, { items, neighbours, weights }: NewItems): void {
  for (const [at, item] of items.entries()) {
    if (!Number.isNaN(scores[item]!)) continue
    let [sum, whole, said] = [0, 0, false]
    for (let place = at * contentNeighbours; place < (at + 1) * contentNeighbours; place++) {
      const weight = weights[place]!
      const score = scores[neighbours[place]!] ?? Number.NaN
      whole += weight
      if (Number.isNaN(score)) continue
      sum += weight * score
      said ||= weight > 0
    }
    scores[item] = said ? sum / whole : Number.NaN
  }
}
