/** @file What an act says when people or items are compared by who took what: the weights of a matrix whose rows are compared ("documents") over its columns ("terms").
 *
 * c_dt = how often. cosine: 1.   tfidf: √c_dt · idf_t.   bm25: idf_t · c_dt (K + 1) / (K (1 − B + B · length_d / mean length) + c_dt), K = 100, B = .8.
 * idf_t = ln(documents / (1 + documents with t)): for items as documents, an act of a person who takes everything says little. What weighs nothing is left out.
 * Source: the weightings of github.com/benfred/implicit (nearest_neighbours.py); Robertson & Zaragoza 2009 for BM25.
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { type Csr, csrFromEntries } from '../../math/csr.ts'

export const weightingOption = z.enum(['cosine', 'tfidf', 'bm25'])

export type Weighting = z.infer<typeof weightingOption>

const saturation = 100
const lengthShare = 0.8

/** What makes the weight of an act. */
export type Weights = {
  readonly weighting: Weighting
  /** By term; 1 of cosine. */
  readonly idf: Float64Array
  /** Acts a document. */
  readonly meanLength: number
}

export function weightsOf({ rows, columns, indexes, values }: Csr, weighting: Weighting): Weights {
  const documents = new Float64Array(columns)
  for (const column of indexes) documents[column]!++
  return {
    weighting,
    idf: weighting === 'cosine' ? documents.fill(1) : documents.map((count) => Math.log(rows / (1 + count))),
    meanLength: values.reduce((sum, value) => sum + value, 0) / rows,
  }
}

/** @param length acts of the document. */
export function weighAct({ weighting, idf, meanLength }: Weights, term: number, count: number, length: number): number {
  if (weighting === 'cosine') return 1
  if (weighting === 'tfidf') return Math.sqrt(count) * idf[term]!
  return (idf[term]! * count * (saturation + 1)) / (saturation * (1 - lengthShare + (lengthShare * length) / meanLength) + count)
}

/** The same matrix with weights for counts, all above 0. */
export function weighDocuments(counts: Csr, weights: Weights): Csr {
  const offsets = new Int32Array(counts.rows + 1)
  const indexes = new Int32Array(counts.indexes.length)
  const values = new Float32Array(counts.indexes.length)
  let kept = 0
  for (let row = 0; row < counts.rows; row++) {
    const [from, to] = [counts.offsets[row]!, counts.offsets[row + 1]!]
    let length = 0
    for (let at = from; at < to; at++) length += counts.values[at]!
    for (let at = from; at < to; at++) {
      const weight = Math.fround(weighAct(weights, counts.indexes[at]!, counts.values[at]!, length))
      if (!(weight > 0)) continue
      indexes[kept] = counts.indexes[at]!
      values[kept++] = weight
    }
    offsets[row + 1] = kept
  }
  return { ...counts, offsets, indexes: indexes.subarray(0, kept), values: values.subarray(0, kept) }
}

/** Users × items: how often. */
export function countMatrix(dataset: Dataset): Csr {
  const rows = new Int32Array(dataset.item.length)
  for (let user = 0; user < dataset.users.length; user++) rows.fill(user, dataset.offsets[user], dataset.offsets[user + 1])
  const values = new Float32Array(dataset.item.length).fill(1)
  return csrFromEntries(dataset.users.length, dataset.items.length, { rows, columns: dataset.item, values })
}

/** ‖row‖^power of each row. */
export function rowNorms({ rows, offsets, values }: Csr, power: number): Float64Array {
  return Float64Array.from({ length: rows }, (_, row) => {
    let sum = 0
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) sum += values[at]! ** 2
    return Math.sqrt(sum) ** power
  })
}
