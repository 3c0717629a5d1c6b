/** @file GF-CF: graph filtering, the closed form that graph convolutions for recommendation come close to. Nothing is learnt by steps.
 *
 * R̃ = D_U^-½ R D_I^-½. Scores of a history r: r (R̃ᵀR̃ + α D_I^-½ V Vᵀ D_I^½), a linear filter (one step over the graph and back) plus an ideal low-pass
 * filter (V: the right singular vectors of R̃ with the largest singular values). All interactions count 1 in R, whatever the rating.
 * Shapes: R csr [U × I], V [I × embeddingSize]. Cost: fit one truncated SVD, on threads; score O(Σ_{i ∈ r} d_i + entries of the users reached) for the first part,
 * O(I · embeddingSize) for the second; memory 2 entries + I · embeddingSize. R̃ᵀR̃ is never built.
 * Cold start: needs no row of the person: r is the history as of now, and its values are weights where the fit was on implicit feedback. An item
 * nobody touched cannot be scored; a history of only such items scores nothing.
 * Source: Shen, Wu, Zhang, Shan, Zhang, Letaief, Li, How Powerful is Graph Convolution for Recommendation?, CIKM 2021, equation 12 and section 5.1 (α = .3).
 * Checked against: numpy (test/golden/gf-cf.json).
 */

import { z } from 'zod'
import type { ItemScore } from '../../data/item-score.ts'
import { type Csr, transposeSteps } from '../../math/csr.ts'
import type { Kernels, Matrix } from '../../math/kernels.ts'
import { atOnce, type Steps } from '../../math/steps.ts'
import { truncatedSvdOnThreads } from '../../math/svd-on-threads.ts'
import { topK } from '../../math/top-k.ts'
import { csrTensors, openModel, saveModel } from '../artifact.ts'
import { observedPairs } from '../factorization/observed.ts'
import { fitInSlices } from '../fitting.ts'
import { chosenScores, defineModel, type FitContext, type History, type Model, type ModelQuery } from '../model.ts'
import { halfLifeOption, requireOrder, weighHistory } from '../recency.ts'

const name = 'gf-cf'

const config = z.strictObject({
  embeddingSize: z.int().min(0).max(2_048).default(256).describe('Singular vectors of the low-pass filter; 0 leaves it out'),
  lowPass: z.number().min(0).default(0.3).describe('α: weight of the low-pass filter against the linear one'),
  historyHalfLife: halfLifeOption.default(null),
  iterations: z.int().min(0).max(20).default(3).describe('Power iterations of the SVD: more sharpen the small singular values'),
})

export const gfCf = defineModel({
  name,
  summary: 'Graph filtering: one step over the graph of people and items plus its smoothest directions, in closed form.',
  config,
  search: { embeddingSize: [32, 64, 128, 256, 512], lowPass: [0, 0.1, 0.3, 0.6, 1, 2] },
  needs: [],
  predicts: 'ranking',
  async fit(dataset, settings, context) {
    const { kernels, seed, signal } = context
    requireOrder(dataset, settings.historyHalfLife)
    // A rating of any height is an interaction like any other.
    const { byUser: graph } = await fitInSlices(observedPairs({ ...dataset, ratings: false }), { signal })
    const filter = settings.embeddingSize === 0 || settings.lowPass === 0 ? noFilter : await lowPassFilter(graph, settings, context)
    return fitInSlices(modelSteps({ graph, filter, ratings: dataset.ratings, config: settings, seed }, kernels), context)
  },
  load(bytes, kernels) {
    const { config: settings, seed, tensor, csr } = openModel({ name, config }, bytes)
    const graph = csr('graph')
    const [size = 0, ratings = 0] = tensor('sizes', Int32Array, 2)
    const rows = tensor('filter', Float32Array, graph.columns * size)
    return atOnce(modelSteps({ graph, filter: { rows, size }, ratings: ratings === 1, config: settings, seed }, kernels))
  },
})

/** √d_i V_i, [I × size]. */
type Filter = { readonly rows: Float32Array; readonly size: number }
type Fitted = {
  /** R. */
  readonly graph: Csr
  readonly filter: Filter
  /** Whether the values of a history are ratings, which do not weigh. */
  readonly ratings: boolean
  readonly config: z.output<typeof config>
  readonly seed: number | string
}

const noFilter: Filter = { rows: new Float32Array(0), size: 0 }

async function lowPassFilter(graph: Csr, { embeddingSize, iterations }: z.output<typeof config>, context: FitContext): Promise<Filter> {
  const { kernels, seed, threads, signal, progress } = context
  const degrees = await fitInSlices(degreeSteps(graph), { signal })
  const matrix = await fitInSlices(normalisedSteps(graph, degrees), { signal })
  const { rank, right } = await truncatedSvdOnThreads(matrix, { k: embeddingSize, seed, kernels, iterations, threads, signal, progress })
  await fitInSlices(scaleSteps(right, rank, degrees), { signal })
  return { rows: right, size: rank }
}

const numbersAStep = 100_000

/** R̃, of the same places as R. */
function* normalisedSteps(graph: Csr, degrees: Int32Array): Steps<Csr> {
  const values = new Float32Array(graph.indexes.length)
  for (let user = 0, paused = 0; user < graph.rows; user++) {
    const [from, to] = [graph.offsets[user]!, graph.offsets[user + 1]!]
    for (let at = from; at < to; at++) values[at] = 1 / Math.sqrt((to - from) * degrees[graph.indexes[at]!]!)
    if (to - paused < numbersAStep) continue
    paused = to
    yield
  }
  return { ...graph, values }
}

/** Each row of V times √d of its item, where it lies. */
function* scaleSteps(right: Float32Array, size: number, degrees: Int32Array): Steps<void> {
  for (let item = 0, paused = 0; item < degrees.length; item++) {
    const root = Math.sqrt(degrees[item]!)
    for (let at = item * size; at < (item + 1) * size; at++) right[at] = right[at]! * root
    if ((item - paused) * size < numbersAStep) continue
    paused = item
    yield
  }
}

function* degreeSteps({ columns, indexes }: Csr): Steps<Int32Array> {
  const degrees = new Int32Array(columns)
  for (let from = 0; from < indexes.length; from += 2 * numbersAStep) {
    for (const item of indexes.subarray(from, from + 2 * numbersAStep)) degrees[item]! += 1
    yield
  }
  return degrees
}

/** Some of the filter's rows, loaded. */
type Piece = { readonly first: number; readonly matrix: Matrix; readonly rows: Int32Array }

/** To load more at a time would hold up the event loop. */
function* pieceSteps({ rows, size }: Filter, kernels: Kernels): Steps<readonly Piece[]> {
  const pieces: Piece[] = []
  const rowsAPiece = Math.max(1, Math.floor((2 * numbersAStep) / Math.max(1, size)))
  for (let first = 0; first * size < rows.length; first += rowsAPiece) {
    const part = rows.subarray(first * size, (first + rowsAPiece) * size)
    pieces.push({ first, matrix: kernels.load(part, size), rows: Int32Array.from({ length: part.length / size }, (_, row) => row) })
    yield
  }
  return pieces
}

function* modelSteps(fitted: Fitted, kernels: Kernels): Steps<Model> {
  const { graph, ratings } = fitted
  const { rows: filter, size } = fitted.filter
  const { offsets, indexes, columns: items } = graph
  const degrees = yield* degreeSteps(graph)
  const roots = Float64Array.from(degrees, (degree) => 1 / Math.sqrt(degree))
  const byItem = yield* transposeSteps(graph)
  const pieces = yield* pieceSteps(fitted.filter, kernels)
  // Between calls all zeros.
  const reached = new Float64Array(graph.rows)
  const touched = new Int32Array(graph.rows)

  /** The known items with their weights; an item that stands there twice counts once, where it is newest and with that value. */
  const weightsOf = (history: History): ReadonlyMap<number, number> => {
    const values = new Map<number, number>()
    if (!ratings) for (const [at, item] of history.items.entries()) values.set(item, history.values[at]!)
    const weighed = weighHistory(history, items, fitted.config.historyHalfLife)
    const known = Array.from(weighed.items, (item, at) => [item, weighed.weights[at]! * (values.get(item) ?? 1)] as const)
    return new Map(known.filter(([item]) => degrees[item]! > 0))
  }

  /** r R̃ᵀR̃ by way of the users reached: Σ_i r_i d_i^-½ / d_u for each, spread over their items. */
  const linearInto = (sums: Float64Array, weights: ReadonlyMap<number, number>) => {
    let found = 0
    for (const [item, weight] of weights) {
      const share = weight * roots[item]!
      for (let at = byItem.offsets[item]!; at < byItem.offsets[item + 1]!; at++) {
        const user = byItem.indexes[at]!
        if (reached[user] === 0) touched[found++] = user
        reached[user]! += share
      }
    }
    for (let n = 0; n < found; n++) {
      const user = touched[n]!
      const [from, to] = [offsets[user]!, offsets[user + 1]!]
      const share = reached[user]! / (to - from)
      reached[user] = 0
      for (let at = from; at < to; at++) sums[indexes[at]!]! += share
    }
  }

  /** r D_I^-½ V: V_i = filter_i / √d_i, so each item comes in divided by its degree. */
  const directionInto = (direction: Float32Array, weights: ReadonlyMap<number, number>) => {
    const sums = new Float64Array(size)
    for (const [item, weight] of weights) {
      const share = weight / degrees[item]!
      for (let at = 0; at < size; at++) sums[at]! += share * filter[item * size + at]!
    }
    direction.set(sums)
  }

  const scoreAll = (queries: readonly ModelQuery[]): Float32Array => {
    const weights = queries.map(({ history }) => weightsOf(history))
    const directions = new Float32Array(queries.length * size)
    for (const [query, own] of weights.entries()) directionInto(directions.subarray(query * size, (query + 1) * size), own)
    const smooth = new Float32Array(queries.length * items)
    for (const { first, matrix, rows } of queries.length === 0 ? [] : pieces) {
      const part = matrix.gather(directions, rows)
      for (let query = 0; query < queries.length; query++)
        smooth.set(part.subarray(query * rows.length, (query + 1) * rows.length), query * items + first)
    }
    const scores = new Float32Array(queries.length * items).fill(Number.NaN)
    const sums = new Float64Array(items)
    for (const [query, own] of weights.entries()) {
      if (own.size === 0) continue
      sums.fill(0)
      linearInto(sums, own)
      for (let item = 0, to = query * items; item < items; item++, to++) {
        // An item that no kept direction reaches has a row of zeros, of which the kernel says NaN.
        if (degrees[item]! > 0) scores[to] = sums[item]! * roots[item]! + fitted.config.lowPass * (smooth[to] || 0)
      }
    }
    return scores
  }

  return {
    name,
    items,
    score: (query, chosen) => chosenScores(scoreAll([query]), chosen),
    scoreBatch: scoreAll,
    similarItems(item, k): readonly ItemScore[] {
      const scores = scoreAll([{ history: { items: Int32Array.of(item), values: Float32Array.of(1) } }])
      if (item >= 0 && item < items) scores[item] = Number.NaN
      const best = topK(scores, k)
      return Array.from(best.items, (other, at) => ({ item: other, score: best.scores[at]! }))
    },
    save: () =>
      saveModel(name, fitted.config, fitted.seed, {
        sizes: { shape: [2], data: Int32Array.of(size, Number(ratings)) },
        filter: { shape: [filter.length / Math.max(1, size), size], data: filter },
        ...csrTensors('graph', graph),
      }),
  }
}
