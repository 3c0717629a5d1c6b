/** @file Biases and factors of ratings by stochastic gradients: what the biased matrix factorization and SVD++ are made of.
 *
 * Objective: Σ (r_ui − r̂_ui)² + penalties, r̂ = μ + b_u + b_i + q_i · (p_u + |N(u)|^−½ Σ_{j ∈ N(u)} y_j); without the sum where `implicit` is not asked for.
 * Shapes: R csr [U × I] of ratings, P [U × D], Q and Y [I × D]. Cost of an epoch: O(ratings · D); memory (U + 2 I) D numbers, single precision.
 * Source: Koren, Factorization Meets the Neighborhood, KDD 2008, equations 5 and 15-16. y_j takes the sum of a person's gradients after their ratings, in place
 * of one step a rating: D instead of |N(u)| D operations a rating.
 * Checked against: gradients by differences in the test. The wasm kernel and the twin give the same bits.
 */

import type { Csr } from './csr.ts'
import type { RatingEpoch, RatingFactors, RatingPenalties, RatingState } from './descent-ratings-state.ts'
import { createRatingTwin } from './descent-ratings-twin.ts'
import type { Kernels } from './kernels-contract.ts'
import { createWorkspace } from './kernels-workspace.ts'
import { createRandom } from './random.ts'
import { ratingsWasm } from './ratings.wasm.ts'
import type { Steps } from './steps.ts'

export type RatingOptions = RatingPenalties & {
  readonly embeddingSize: number
  readonly implicit: boolean
  readonly epochs: number
  readonly learningRate: number
  /** The learning rate of an epoch is the last one's times this. */
  readonly decay: number
  /** Standard deviation of the first factors. */
  readonly deviation: number
  readonly seed: number | string
  readonly kernels: Pick<Kernels, 'name'>
  /** Share done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

/** Multiplications in one step: some milliseconds. */
const productsAStep = 2_000_000

/** In steps of some milliseconds. */
export function* ratingSteps(matrix: Csr, options: RatingOptions): Steps<RatingFactors> {
  const { embeddingSize, implicit, epochs, deviation, kernels, progress } = options
  const random = createRandom(options.seed)
  const width = Math.ceil(embeddingSize / 4) * 4
  const normals = (rows: number) => {
    const factors = new Float32Array(rows * width)
    for (let at = 0; at < factors.length; at++) if (at % width < embeddingSize) factors[at] = deviation * random.normal()
    return factors
  }
  const state: RatingState = {
    mean: Math.fround(matrix.values.reduce((sum, value) => sum + value, 0) / Math.max(1, matrix.values.length)),
    width,
    userBias: new Float32Array(matrix.rows),
    itemBias: new Float32Array(matrix.columns),
    userFactors: normals(matrix.rows),
    itemFactors: normals(matrix.columns),
    implicitFactors: implicit ? normals(matrix.columns) : new Float32Array(0),
  }
  yield
  // A person's ratings in one drawn order, the people in a new one each epoch.
  const ratings = shuffledRows(matrix, random.shuffle)
  const order = Int32Array.from({ length: matrix.rows }, (_, user) => user)
  const { epoch, finish } = kernels.name === 'wasm' ? createWasmEpoch(state, ratings, options) : createRatingTwin(state, options)
  let rate = options.learningRate
  const ratingsAStep = Math.ceil(productsAStep / Math.max(1, width))
  for (let done = 0; done < epochs; done++) {
    random.shuffle(order)
    for (let from = 0, to = 0; from < order.length; from = to) {
      for (let work = 0; to < order.length && work < ratingsAStep; to++)
        work += ratings.offsets[order[to]! + 1]! - ratings.offsets[order[to]!]! + 1
      epoch(order.subarray(from, to), ratings, rate)
      progress?.((done + to / order.length) / epochs)
      yield
    }
    rate *= options.decay
  }
  const { userFactors, itemFactors, implicitFactors, ...biases } = finish()
  const packed = (factors: Float32Array) => factors.filter((_, at) => at % width < embeddingSize)
  return {
    mean: biases.mean,
    userBias: biases.userBias,
    itemBias: biases.itemBias,
    embeddingSize,
    userFactors: packed(userFactors),
    itemFactors: packed(itemFactors),
    implicitFactors: packed(implicitFactors),
  }
}

function shuffledRows(matrix: Csr, shuffle: (places: Int32Array) => unknown): Csr {
  const places = Int32Array.from({ length: matrix.indexes.length }, (_, at) => at)
  for (let row = 0; row < matrix.rows; row++) shuffle(places.subarray(matrix.offsets[row], matrix.offsets[row + 1]))
  return { ...matrix, indexes: places.map((at) => matrix.indexes[at]!), values: Float32Array.from(places, (at) => matrix.values[at]!) }
}

function createWasmEpoch(state: RatingState, ratings: Csr, penalties: RatingPenalties): { epoch: RatingEpoch; finish(): RatingState } {
  const { width, mean } = state
  const space = createWorkspace(new WebAssembly.Module(Buffer.from(ratingsWasm, 'base64')))
  const names = ['userBias', 'itemBias', 'userFactors', 'itemFactors', 'implicitFactors'] as const
  const [userBias, itemBias, userFactors, itemFactors, implicit] = names.map((name) => space.put(state[name])) as [
    number,
    number,
    number,
    number,
    number,
  ]
  const lists = [ratings.offsets, ratings.indexes, ratings.values].map((list) => space.put(list))
  const people = space.reserve(ratings.rows * 4)
  const scratch = Array.from({ length: 3 }, () => space.reserve(width * 4))
  const hasImplicit = state.implicitFactors.length > 0
  return {
    epoch(order, _, rate) {
      space.integers(people, order.length).set(order)
      const factors = [userBias, itemBias, userFactors, itemFactors, hasImplicit ? implicit : 0, ...scratch]
      const { biasRegularization, regularization, implicitRegularization } = penalties
      const rates = [rate, biasRegularization, regularization, implicitRegularization]
      space.call('ratingEpoch', people, order.length, ...lists, mean, width, ...factors, ...rates)
    },
    finish: () => ({
      mean,
      width,
      userBias: space.floats(userBias, state.userBias.length).slice(),
      itemBias: space.floats(itemBias, state.itemBias.length).slice(),
      userFactors: space.floats(userFactors, state.userFactors.length).slice(),
      itemFactors: space.floats(itemFactors, state.itemFactors.length).slice(),
      implicitFactors: space.floats(implicit, state.implicitFactors.length).slice(),
    }),
  }
}
