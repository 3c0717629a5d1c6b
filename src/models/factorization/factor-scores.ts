/** @file Scores and neighbours from embeddings of items: inner products with a person's embedding, cosines between items. A row of zeros is an unknown item. */

import type { ItemScore } from '../../data/item-score.ts'
import type { Kernels, Matrix } from '../../math/kernels.ts'
import { isZero } from '../../math/shape.ts'
import type { Steps } from '../../math/steps.ts'
import { topK } from '../../math/top-k.ts'
import { chosenScores, type Model, type ModelQuery } from '../model.ts'

export type FactorScores = {
  /** Those items that have an embedding, ascending. */
  readonly known: Int32Array
  knows(item: number): boolean
  /** The embeddings of these items, [items.length × D]. */
  rowsOf(items: Int32Array): Float32Array
  /** The answering part of a model. @param embed a person's embedding [D]; undefined = nothing is known of them. */
  answers(embed: (query: ModelQuery) => Float32Array | undefined): Required<Pick<Model, 'score' | 'scoreBatch' | 'similarItems'>>
}

/** So many people's scores are computed at once. */
const batch = 64
/** Numbers loaded in a turn of the event loop. */
const pieceNumbers = 2 ** 17

/** Rows from `first` on, and their places within the piece. */
type Piece = { readonly first: number; readonly matrix: Matrix; readonly rows: Int32Array }

/** Loads the embeddings piece by piece, so that no turn of the event loop takes long. @param embeddings [I × D] */
export function* factorScores(embeddings: Float32Array, size: number, kernels: Kernels): Steps<FactorScores> {
  const items = embeddings.length / size
  const lengths = new Float64Array(items)
  const pieces: Piece[] = []
  const pieceRows = Math.max(1, Math.floor(pieceNumbers / size))
  for (let first = 0; first < items; first += pieceRows) {
    const last = Math.min(items, first + pieceRows)
    const matrix = kernels.load(embeddings.subarray(first * size, last * size), size)
    pieces.push({ first, matrix, rows: Int32Array.from({ length: last - first }, (_, row) => row) })
    yield
    for (let item = first; item < last; item++) {
      let square = 0
      for (let at = item * size; at < (item + 1) * size; at++) square += embeddings[at]! * embeddings[at]!
      lengths[item] = Math.sqrt(square)
    }
    yield
  }
  const knows = (item: number) => item >= 0 && item < items && !isZero(embeddings, item * size, size)

  /** Inner products of embeddings [n × D] with all items, [n × I]; NaN where one of the two is zeros. */
  function products(queries: Float32Array): Float32Array {
    const count = queries.length / size
    const all = new Float32Array(count * items)
    for (const { first, matrix, rows } of pieces) {
      const part = matrix.gather(queries, rows)
      for (let query = 0; query < count; query++)
        all.set(part.subarray(query * rows.length, (query + 1) * rows.length), query * items + first)
    }
    return all
  }

  return {
    known: Int32Array.from({ length: items }, (_, item) => item).filter(knows),
    knows,
    rowsOf(chosen) {
      const rows = new Float32Array(chosen.length * size)
      for (let at = 0; at < chosen.length; at++) rows.set(embeddings.subarray(chosen[at]! * size, (chosen[at]! + 1) * size), at * size)
      return rows
    },
    answers: (embed) => ({
      score: (query, chosen) => chosenScores(products(embed(query) ?? new Float32Array(size)), chosen),
      scoreBatch(queries) {
        const scores = new Float32Array(queries.length * items)
        for (let from = 0; from < queries.length; from += batch) {
          const part = queries.slice(from, from + batch)
          // A person of whom nothing is known keeps an embedding of zeros, whose scores are NaN.
          const embedded = new Float32Array(part.length * size)
          part.forEach((query, at) => {
            const embedding = embed(query)
            if (embedding !== undefined) embedded.set(embedding, at * size)
          })
          scores.set(products(embedded), from * items)
        }
        return scores
      },
      similarItems(item, k): readonly ItemScore[] {
        if (!knows(item)) return []
        const cosines = products(embeddings.slice(item * size, (item + 1) * size)).map(
          (product, other) => product / (lengths[item]! * lengths[other]!),
        )
        cosines[item] = Number.NaN
        const best = topK(cosines, k)
        return Array.from(best.items, (other, at) => ({ item: other, score: best.scores[at]! }))
      },
    }),
  }
}
