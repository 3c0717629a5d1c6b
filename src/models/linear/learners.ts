/** @file The two learners over hashed features, for probabilities: logistic regression by FTRL-Proximal, and a factorization machine by AdaGrad.
 *
 * Both are told a person once and then items; an update moves the features of the person and of the item that was asked last.
 */

import { createRandom } from '../../math/random.ts'
import type { Features } from './hashed-features.ts'

export interface Learner {
  /** The person that the following items stand before. */
  begin(person: Features): void
  /** Log-odds of the item. */
  logit(item: Features): number
  /** Learns from the example that `logit` was asked last. @param error the probability given minus what happened (1 or 0). */
  update(error: number): void
  /** Everything that was learnt, by name: for artifacts. The arrays are the learner's own. */
  readonly state: Readonly<Record<string, Float32Array>>
  /** One that has learnt the same and goes on by itself. */
  copy(): Learner
}

const copied = (state: Learner['state']): Learner['state'] =>
  Object.fromEntries(Object.entries(state).map(([of, data]) => [of, data.slice()]))

export type FtrlOptions = { readonly learningRate: number; readonly beta: number; readonly l1: number; readonly l2: number }

/**
 * w_i = 0 where |z_i| ≤ λ1, else −(z_i − sgn(z_i) λ1) / ((β + √n_i) / α + λ2), from the state z and n of each feature; the last place is the intercept's.
 * Source: McMahan et al., Ad Click Prediction: a View from the Trenches, KDD 2013, algorithm 1.
 */
export function createFtrl(bits: number, options: FtrlOptions, state?: Learner['state']): Learner {
  const { learningRate, beta, l1, l2 } = options
  const places = 2 ** bits
  const z = state?.z ?? new Float32Array(places + 1)
  const n = state?.n ?? new Float32Array(places + 1)
  let person: Features | undefined
  let item: Features | undefined
  let base = 0

  function weight(place: number): number {
    const pull = z[place]!
    // The intercept pays no penalty.
    const free = place === places
    if (!free && Math.abs(pull) <= l1) return 0
    return -(pull - (free ? 0 : Math.sign(pull) * l1)) / ((beta + Math.sqrt(n[place]!)) / learningRate + (free ? 0 : l2))
  }
  function sum({ indexes, values, count }: Features): number {
    let total = 0
    for (let at = 0; at < count; at++) total += weight(indexes[at]!) * values[at]!
    return total
  }
  function step(place: number, gradient: number): void {
    const before = n[place]!
    const sigma = (Math.sqrt(before + gradient * gradient) - Math.sqrt(before)) / learningRate
    z[place] = z[place]! + gradient - sigma * weight(place)
    n[place] = before + gradient * gradient
  }

  return {
    state: { z, n },
    copy: () => createFtrl(bits, options, copied({ z, n })),
    begin(features) {
      person = features
      base = weight(places) + sum(features)
    },
    logit(features) {
      item = features
      return base + sum(features)
    },
    update(error) {
      step(places, error)
      for (const part of [person!, item!]) for (let at = 0; at < part.count; at++) step(part.indexes[at]!, error * part.values[at]!)
    },
  }
}

export type FactorizationOptions = {
  readonly embeddingSize: number
  readonly learningRate: number
  readonly regularization: number
  readonly deviation: number
  readonly seed: number | string
}

/**
 * ŷ = w_0 + Σ_i w_i x_i + Σ_{i<j} ⟨v_i, v_j⟩ x_i x_j, the pairs by ½ Σ_f ((Σ_i v_if x_i)² − Σ_i v_if² x_i²).
 * Source: Rendle, Factorization Machines, ICDM 2010, equations 1 and 4 and lemma 3.1; AdaGrad: Duchi, Hazan, Singer, JMLR 12 (2011), diagonal version.
 */
export function createFactorizationMachine(bits: number, options: FactorizationOptions, state?: Learner['state']): Learner {
  const { embeddingSize: size, learningRate, regularization, deviation, seed } = options
  const places = 2 ** bits
  const linear = state?.linear ?? new Float32Array(places + 1)
  const linearSquares = state?.linearSquares ?? new Float32Array(places + 1)
  const factors = state?.factors ?? drawFactors(places * size, deviation, seed)
  const squares = state?.squares ?? new Float32Array(places * size)
  const [ofPerson, sums] = [new Float64Array(size), new Float64Array(size)]
  let person: Features | undefined
  let item: Features | undefined
  let personLinear = 0
  let personPairs = 0

  /** Adds the features to the sums Σ v x; the linear part and Σ v² x² come back. */
  function gather({ indexes, values, count }: Features, into: Float64Array): readonly [linear: number, squared: number] {
    let [total, squared] = [0, 0]
    for (let at = 0; at < count; at++) {
      const [place, value] = [indexes[at]!, values[at]!]
      total += linear[place]! * value
      for (let f = 0, from = place * size; f < size; f++, from++) {
        const part = factors[from]! * value
        into[f] = into[f]! + part
        squared += part * part
      }
    }
    return [total, squared]
  }
  /** AdaGrad: each parameter's own steps get smaller with the squares of its gradients. */
  function step(of: Float32Array, history: Float32Array, place: number, gradient: number): void {
    const whole = gradient + regularization * of[place]!
    if (whole === 0) return
    history[place] = history[place]! + whole * whole
    of[place] = of[place]! - (learningRate * whole) / Math.sqrt(history[place]! + 1e-8)
  }

  return {
    state: { linear, linearSquares, factors, squares },
    copy: () => createFactorizationMachine(bits, options, copied({ linear, linearSquares, factors, squares })),
    begin(features) {
      person = features
      ofPerson.fill(0)
      ;[personLinear, personPairs] = gather(features, ofPerson)
    },
    logit(features) {
      item = features
      sums.set(ofPerson)
      const [itemLinear, itemPairs] = gather(features, sums)
      let pairs = -personPairs - itemPairs
      for (let f = 0; f < size; f++) pairs += sums[f]! * sums[f]!
      return linear[places]! + personLinear + itemLinear + pairs / 2
    },
    update(error) {
      step(linear, linearSquares, places, error)
      for (const { indexes, values, count } of [person!, item!]) {
        for (let at = 0; at < count; at++) {
          const [place, value] = [indexes[at]!, values[at]!]
          for (let f = 0, from = place * size; f < size; f++, from++)
            step(factors, squares, from, error * value * (sums[f]! - factors[from]! * value))
          step(linear, linearSquares, place, error * value)
        }
      }
    },
  }
}

function drawFactors(length: number, deviation: number, seed: number | string): Float32Array {
  const random = createRandom(seed)
  return new Float32Array(length).map(() => deviation * random.normal())
}
