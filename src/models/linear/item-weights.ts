/** @file What EASE, SLIM and the transition regression are once fitted: weights from item to item. A history scores the sum of its items' rows.
 *
 * score_j = Σ_{i ∈ history} x_i B_ij. x_i is 1, or the value of an implicit interaction, times its recency (recency.ts). Shapes: B dense or csr [K × K] over the K
 * items that somebody touched. Cost of a score: history · K dense, the entries of the rows sparse.
 */

import type { z } from 'zod'
import { PenchantError } from '../../errors.ts'
import type { Csr } from '../../math/csr.ts'
import type { Kernels } from '../../math/kernels.ts'
import { atOnce, type Steps } from '../../math/steps.ts'
import type { ArtifactBytes } from '../../math/tensors.ts'
import { topK } from '../../math/top-k.ts'
import { csrTensors, type FittedBy, openModel, saveModel } from '../artifact.ts'
import type { History, Model } from '../model.ts'
import { type halfLifeOption, weighHistory } from '../recency.ts'

const { fround } = Math

/** `dense`: every item has a weight from every other. `truncated`: only from its nearest items (`support`), because a dense matrix would not fit. */
export type WeightsPlan = 'dense' | 'truncated'

export type ItemWeightsModel = Model & {
  readonly plan: WeightsPlan
  /** How many weights it keeps, without the diagonal. */
  readonly entries: number
  /** What inverted its matrix; undefined where none was. */
  readonly algebra: FittedBy | undefined
}

/** A product of matrices copies the weights first: above 256 MB one query after another is as fast. */
const mostBatched = 8_192

export type ItemWeights = {
  readonly name: string
  /** I: how many items the data has. */
  readonly items: number
  /** Integers of the items that somebody touched in the fit, ascending, [K]. */
  readonly known: Int32Array
  /** Over the known items, [K × K]. */
  readonly weights: Float32Array | Csr
  /** Values of histories are ratings and say nothing about their weight. */
  readonly ratings: boolean
  readonly config: { readonly historyHalfLife: number | null }
  readonly seed: number | string
  readonly algebra?: FittedBy | undefined
}

export function createItemWeightsModel(fitted: ItemWeights, kernels: Kernels): ItemWeightsModel {
  const { name, items, known, weights, ratings, config } = fitted
  const dense = weights instanceof Float32Array
  const size = known.length
  /** Row of an item, −1 where it is unknown. */
  const places = new Int32Array(items).fill(-1)
  for (const [place, item] of known.entries()) places[item] = place

  /** Rows of the history's items with their weights, newest first. */
  function vectorOf(history: History): { readonly rows: Int32Array; readonly factors: Float32Array } {
    const last = new Map<number, number>()
    if (!ratings) for (const [at, item] of history.items.entries()) last.set(item, history.values[at]!)
    const done = { ...history, items: history.items.filter((item) => (places[item] ?? -1) >= 0) }
    const weighed = weighHistory(done, items, config.historyHalfLife)
    return {
      rows: weighed.items.map((item) => places[item]!),
      factors: Float32Array.from(weighed.items, (item, at) => weighed.weights[at]! * (last.get(item) ?? 1)),
    }
  }

  /** @param chosen columns, where only some are asked for: the same sums in the same order. */
  function addRow(out: Float32Array, row: number, factor: number, chosen: Int32Array | undefined): void {
    if (!dense) {
      for (let at = weights.offsets[row]!; at < weights.offsets[row + 1]!; at++)
        out[weights.indexes[at]!] = out[weights.indexes[at]!]! + fround(factor * weights.values[at]!)
    } else if (chosen === undefined)
      for (let column = 0, at = row * size; column < size; column++, at++) out[column] = out[column]! + fround(factor * weights[at]!)
    else for (let n = 0; n < chosen.length; n++) if (chosen[n]! >= 0) out[n] = out[n]! + fround(factor * weights[row * size + chosen[n]!]!)
  }

  /** Sums of all known items to their places among all items, from `at` on. */
  function spread(sums: Float32Array, scores: Float32Array, at: number): void {
    for (let column = 0; column < size; column++) scores[at + known[column]!] = sums[column]!
  }

  return {
    name,
    items,
    plan: dense ? 'dense' : 'truncated',
    entries: dense ? size * size - size : weights.values.length,
    algebra: fitted.algebra,
    score({ history }, chosen) {
      const { rows, factors } = vectorOf(history)
      const scores = new Float32Array(chosen?.length ?? items).fill(Number.NaN)
      if (rows.length === 0) return scores
      if (dense && chosen !== undefined) {
        const columns = chosen.map((item) => places[item] ?? -1)
        scores.fill(0)
        for (const [at, row] of rows.entries()) addRow(scores, row, factors[at]!, columns)
        return scores.map((score, n) => (columns[n]! < 0 ? Number.NaN : score))
      }
      const sums = new Float32Array(size)
      for (const [at, row] of rows.entries()) addRow(sums, row, factors[at]!, undefined)
      if (chosen !== undefined) return scores.map((none, n) => sums[places[chosen[n]!] ?? -1] ?? none)
      spread(sums, scores, 0)
      return scores
    },
    ...(dense &&
      size <= mostBatched && {
        scoreBatch(queries) {
          const vectors = queries.map(({ history }) => vectorOf(history))
          const offsets = new Int32Array(queries.length + 1)
          for (const [at, { rows }] of vectors.entries()) offsets[at + 1] = offsets[at]! + rows.length
          const histories: Csr = {
            rows: queries.length,
            columns: size,
            offsets,
            indexes: Int32Array.from(vectors.flatMap(({ rows }) => [...rows])),
            values: Float32Array.from(vectors.flatMap(({ factors }) => [...factors])),
          }
          const sums = kernels.sparseTimesDense(histories, weights, size)
          const scores = new Float32Array(queries.length * items).fill(Number.NaN)
          for (const [at, { rows }] of vectors.entries())
            if (rows.length > 0) spread(sums.subarray(at * size, (at + 1) * size), scores, at * items)
          return scores
        },
      }),
    similarItems(item, k) {
      const row = places[item] ?? -1
      if (row < 0) return []
      const sums = new Float32Array(size)
      addRow(sums, row, 1, undefined)
      const best = topK(sums, k, { above: 0 })
      return Array.from(best.items, (column, at) => ({ item: known[column]!, score: best.scores[at]! }))
    },
    save() {
      const tensors = {
        sizes: { shape: [3], data: Int32Array.of(items, Number(ratings), Number(dense)) },
        known: { shape: [size], data: known },
        ...(dense ? { weights: { shape: [size, size], data: weights } } : csrTensors('weights', weights)),
      }
      return saveModel(name, config, fitted.seed, tensors, fitted.algebra)
    },
  }
}

/** @throws PenchantError `artifact-mismatch`. */
export function loadItemWeightsModel<
  C extends z.ZodObject<{ historyHalfLife: typeof halfLifeOption | z.ZodDefault<typeof halfLifeOption> }>,
>(definition: { readonly name: string; readonly config: C }, bytes: ArtifactBytes, kernels: Kernels): ItemWeightsModel {
  const { config, seed, algebra, tensor, csr } = openModel(definition, bytes)
  const [items = 0, ratings, dense] = tensor('sizes', Int32Array, 3)
  const known = tensor('known', Int32Array)
  const weights = dense === 1 ? tensor('weights', Float32Array, known.length ** 2) : csr('weights')
  const square = weights instanceof Float32Array || (weights.rows === known.length && weights.columns === known.length)
  if (!square || known.some((item) => item < 0 || item >= items))
    throw new PenchantError(
      'artifact-mismatch',
      `The weights in the artifact of the model ${definition.name} do not fit its items. Fit it again.`,
    )
  const fitted = { name: definition.name, items, known, weights, ratings: ratings === 1, config, seed, algebra }
  return createItemWeightsModel(fitted, kernels)
}

type Compacted = { readonly known: Int32Array; readonly matrix: Csr }

const entriesAStep = 100_000

/** The items that somebody touched, and the matrix with their columns alone. */
export function* compactedSteps(matrix: Csr): Steps<Compacted> {
  const places = new Int32Array(matrix.columns)
  const { length } = matrix.indexes
  for (let from = 0; from < length; from += entriesAStep) {
    for (const item of matrix.indexes.subarray(from, from + entriesAStep)) places[item] = 1
    yield
  }
  const known = Int32Array.from(places.keys()).filter((item) => places[item] === 1)
  for (const [place, item] of known.entries()) places[item] = place
  const indexes = new Int32Array(length)
  for (let from = 0; from < length; from += entriesAStep) {
    for (let at = from; at < Math.min(from + entriesAStep, length); at++) indexes[at] = places[matrix.indexes[at]!]!
    yield
  }
  return { known, matrix: { ...matrix, columns: known.length, indexes } }
}

export const compacted = (matrix: Csr): Compacted => atOnce(compactedSteps(matrix))
