/** @file Models that are a sparse matrix from items of the history to candidates: a score is the weighed sum over the history's rows.
 *
 * s_j = Σ_h w_h S_hj over the distinct known items h of the history, w as in recency.ts; NaN where no h speaks for j.
 * Shapes: S csr [I × I], values above 0, at most some hundred a row. Cost: O(|history| · row + I) a query; nothing is kept for a person.
 */

import type { ItemScore } from '../../data/item-score.ts'
import type { Csr } from '../../math/csr.ts'
import { createBoundedHeap } from '../../math/top-k.ts'
import { csrTensors, saveModel } from '../artifact.ts'
import { chosenScores, type Model, type ModelQuery } from '../model.ts'
import { weighHistory } from '../recency.ts'

export type NeighbourSums = {
  readonly name: string
  readonly config: Readonly<Record<string, unknown>>
  readonly seed: number | string
  /** Row h: the candidates that item h speaks for. */
  readonly neighbours: Csr
  readonly halfLife: number | null
}

export function createNeighbourSums({ name, config, seed, neighbours, halfLife }: NeighbourSums): Model {
  const items = neighbours.columns
  const sums = new Float64Array(items)

  function scoreInto(out: Float32Array, { history }: ModelQuery): void {
    const { items: done, weights } = weighHistory(history, items, halfLife)
    sums.fill(0)
    for (let at = 0; at < done.length; at++) {
      const weight = weights[at]!
      const end = neighbours.offsets[done[at]! + 1]!
      for (let entry = neighbours.offsets[done[at]!]!; entry < end; entry++) {
        const item = neighbours.indexes[entry]!
        sums[item] = sums[item]! + weight * neighbours.values[entry]!
      }
    }
    for (let item = 0; item < items; item++) out[item] = sums[item]! > 0 ? sums[item]! : Number.NaN
  }

  return {
    name,
    items,
    score(query, chosen) {
      const all = new Float32Array(items)
      scoreInto(all, query)
      return chosenScores(all, chosen)
    },
    scoreBatch(queries) {
      const all = new Float32Array(queries.length * items)
      for (const [at, query] of queries.entries()) scoreInto(all.subarray(at * items, (at + 1) * items), query)
      return all
    },
    similarItems: (item, k) => bestOfRow(neighbours, item, k),
    save: () => saveModel(name, config, seed, csrTensors('neighbours', neighbours)),
  }
}

/** The k best entries of a row, best first. */
export function bestOfRow(matrix: Csr, row: number, k: number): readonly ItemScore[] {
  if (!(row >= 0 && row < matrix.rows)) return []
  const heap = createBoundedHeap(k)
  for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) heap.push(matrix.indexes[at]!, matrix.values[at]!)
  const { items, scores } = heap.drain()
  return Array.from(items, (item, at) => ({ item, score: scores[at]! }))
}
