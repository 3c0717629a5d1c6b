/** @file Transition regression: what comes next, regressed on what was done before it. Where rules count each pair alone, here items of a history share what they explain.
 *
 * Objective: min_B Σ_t ‖e_y(t) − p_t B‖² + λ‖B‖², one example t for each act y on something new, p_t = its history: the newest item 1, half of it every
 * `historyHalfLife` items before, `window` items at most. For each y only items that came before it have a weight, the `support` that did so most.
 * With G = Σ p_tᵀp_t and C = Σ p_tᵀe_y(t): (G_SS + λI) b = C_Sy, solved by coordinate descent. s_j = Σ_h w_h B_hj, w as in p_t.
 * Shapes: B csr [K × K] over the K items that somebody touched, at most `support` a column. Cost: fit O(n window² + Σ_y (entries of G in the rows of S + passes |S|²)),
 * a score O(|history| · row); memory of the fit: the pairs of items within a window.
 * Cold start: a person needs no row, the history as of now is all; an item that nobody touched cannot be scored. Without an order it cannot be fitted.
 * Source: Choi et al., Session-aware Linear Item-Item Models for Session-based Recommendation, WWW 2021, section 3.2 (SLIT, equation 9), with the next item alone in
 * the place of the whole future, and on few weights, as in Ning & Karypis, ICDM 2011. Checked against: numpy (test/golden/transition-regression.json).
 */

import { z } from 'zod'
import { type Dataset, interactionMatrix } from '../../data/dataset.ts'
import { type Csr, transpose } from '../../math/csr.ts'
import { hash32 } from '../../math/random.ts'
import type { Steps } from '../../math/steps.ts'
import { fitInSlices } from '../fitting.ts'
import { bestRowSteps, placesOf } from '../knn/best-rows.ts'
import { compacted, createItemWeightsModel, type ItemWeightsModel, loadItemWeightsModel } from '../linear/item-weights.ts'
import { defineModel, type FitContext } from '../model.ts'
import { halfLifeOption } from '../recency.ts'

const name = 'transition-regression'

const config = z.strictObject({
  regularization: z.number().positive().default(100).describe('λ: keeps the weights small; the larger, the more examples a weight needs.'),
  historyHalfLife: halfLifeOption.default(2),
  window: z.int().positive().default(20).describe('How many of the newest items of a history count in the fit.'),
  support: z.int().min(1).max(2_000).default(200).describe('From how many of the items before it an item may have weights.'),
})

type Settings = z.output<typeof config>

export const transitionRegression = defineModel({
  name,
  summary: 'What comes next, regressed on what was done before it: the newest counts most, and items that say the same share it.',
  config,
  search: {
    regularization: [5, 20, 50, 100, 200, 400],
    historyHalfLife: [0.5, 1, 1.5, 2, 3, 5],
    window: [5, 10, 20],
    support: [100, 200, 500],
  },
  needs: ['sequence'],
  predicts: 'ranking',
  async fit(dataset, settings, context): Promise<ItemWeightsModel> {
    const { known, matrix } = compacted(interactionMatrix({ ...dataset, ratings: false }))
    const weights = await fitInSlices(regressionSteps(dataset, { known, items: matrix.columns, settings, context }), context)
    const model = { name, items: dataset.items.length, known, weights, ratings: dataset.ratings, config: settings, seed: context.seed }
    return createItemWeightsModel(model, context.kernels)
  },
  load: (bytes, kernels) => loadItemWeightsModel({ name, config }, bytes, kernels),
})

type Examples = {
  /** p, [t × K] */
  readonly histories: Csr
  /** y, [t] */
  readonly next: Int32Array
}

type Problem = {
  readonly known: Int32Array
  readonly items: number
  readonly settings: Settings
  readonly context: Pick<FitContext, 'seed' | 'progress'>
}

function* regressionSteps(dataset: Dataset, { known, items, settings, context }: Problem): Steps<Csr> {
  const { regularization, support } = settings
  const { histories, next } = yield* exampleSteps(dataset, known, settings)
  const byItem = transpose(histories)
  yield
  const seed = hash32(typeof context.seed === 'string' ? context.seed : [context.seed])
  const gram = yield* bestRowSteps({
    ...{ items, k: items, seed, worth: (sum: number) => sum },
    row(item, add) {
      for (let at = byItem.offsets[item]!; at < byItem.offsets[item + 1]!; at++)
        eachOf(histories, byItem.indexes[at]!, (other, weight) => add(other, weight * byItem.values[at]!))
    },
    progress: (share) => context.progress?.(0.4 * share),
  })
  const diagonal = Float64Array.from({ length: items }, (_, item) => {
    let sum = 0
    for (let at = byItem.offsets[item]!; at < byItem.offsets[item + 1]!; at++) sum += byItem.values[at]! ** 2
    return sum
  })
  const { starts, places } = placesOf(next, items)
  // By the item that comes: what came before it, and how much of it.
  const before = yield* bestRowSteps({
    ...{ items, k: support, seed, worth: (sum: number) => sum },
    row(item, add) {
      for (let at = starts[item]!; at < starts[item + 1]!; at++) eachOf(histories, places[at]!, add)
    },
  })
  const values = new Float32Array(before.values.length)
  const place = new Int32Array(items).fill(-1)
  let work = 0
  for (let item = 0; item < items; item++) {
    const [from, to] = [before.offsets[item]!, before.offsets[item + 1]!]
    const size = to - from
    const own = before.indexes.subarray(from, to)
    for (let at = 0; at < size; at++) place[own[at]!] = at
    const square = new Float64Array(size * size)
    for (let at = 0; at < size; at++) {
      square[at * size + at] = diagonal[own[at]!]! + regularization
      eachOf(gram, own[at]!, (other, value) => {
        if (place[other]! >= 0) square[at * size + place[other]!] = value
      })
      work += gram.offsets[own[at]! + 1]! - gram.offsets[own[at]!]!
    }
    for (const other of own) place[other] = -1
    values.set(solved(square, before.values.subarray(from, to)), from)
    work += 10 * size ** 2
    if (work < workAStep) continue
    work = 0
    context.progress?.(0.4 + (0.6 * item) / items)
    yield
  }
  return transpose({ ...before, values })
}

const workAStep = 1_000_000
const examplesAStep = 10_000
const mostPasses = 200
const tolerance = 1e-5

function eachOf({ offsets, indexes, values }: Csr, row: number, visit: (column: number, value: number) => void): void {
  for (let at = offsets[row]!; at < offsets[row + 1]!; at++) visit(indexes[at]!, values[at]!)
}

/** One example for each act on something that the person had not touched. */
function* exampleSteps(
  { users, items, offsets, item }: Dataset,
  known: Int32Array,
  { window, historyHalfLife }: Settings,
): Steps<Examples> {
  const place = new Int32Array(items.length)
  for (const [at, each] of known.entries()) place[each] = at
  const rows = [0]
  const [columns, values, next]: [number[], number[], number[]] = [[], [], []]
  for (let user = 0; user < users.length; user++) {
    const done = new Set<number>()
    for (let at = offsets[user]!; at < offsets[user + 1]!; at++) {
      const coming = place[item[at]!]!
      if (done.size > 0 && !done.has(coming)) {
        const newest = new Map<number, number>()
        for (let back = at - 1; back >= offsets[user]! && newest.size < window; back--) {
          const before = place[item[back]!]!
          if (!newest.has(before)) newest.set(before, historyHalfLife === null ? 1 : 2 ** (-newest.size / historyHalfLife))
        }
        for (const before of [...newest.keys()].sort((a, b) => a - b)) {
          columns.push(before)
          values.push(newest.get(before)!)
        }
        rows.push(columns.length)
        next.push(coming)
        if (next.length % examplesAStep === 0) yield
      }
      done.add(coming)
    }
  }
  const histories = {
    ...{ rows: next.length, columns: known.length, offsets: Int32Array.from(rows) },
    ...{ indexes: Int32Array.from(columns), values: Float32Array.from(values) },
  }
  return { histories, next: Int32Array.from(next) }
}

/** b of A b = c for a positive definite A, [n × n]. */
function solved(a: Float64Array, c: Float32Array): Float64Array {
  const size = c.length
  const b = new Float64Array(size)
  for (let pass = 0; pass < mostPasses; pass++) {
    let largest = 0
    for (let i = 0; i < size; i++) {
      let rest = c[i]!
      for (let k = 0, at = i * size; k < size; k++, at++) rest -= a[at]! * b[k]!
      const change = rest / a[i * size + i]!
      b[i] = b[i]! + change
      largest = Math.max(largest, Math.abs(change))
    }
    if (largest <= tolerance) break
  }
  return b
}
