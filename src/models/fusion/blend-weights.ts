/** @file Learns how much each member of a blend counts, and whether the blend is worth it, from cases that the members have not seen.
 *
 * Pairs: each target that somebody puts forward against candidates drawn of the same case; weights β ≥ 0 at each knot of the mass of the history.
 * The members are models here, and the features of the live ranking there (ranking/learn-weights.ts): the pairs, the descent and the measure are these.
 * The blend and each member are judged by NDCG@10 on the same cases, the blend by weights from the other half of them. The best is promoted.
 * Shapes: features of a case [candidates × members]; β [knots × members]. Cost: O(cases · (candidates log candidates + negatives)) and the solver's.
 */

import { createRandom } from '../../math/random.ts'
import { atOnce, type Steps } from '../../math/steps.ts'
import { fitPairwiseLogistic } from './pairwise-logistic.ts'

/** The masses that weights are given for; between them they are interpolated in ln(1 + m), beyond 30 in 1 / (1 + m), below 1 they are those of 1. */
export const massKnots = [1, 3, 10, 30, Number.POSITIVE_INFINITY] as const

/** Between which knots (ascending) a mass lies: the lower one, and how far it is on the way to the next. */
export function placeOf(mass: number, knots: readonly number[] = massKnots): { readonly knot: number; readonly part: number } {
  if (mass <= (knots[0] as number)) return { knot: 0, part: 0 }
  const next = knots.findIndex((knot) => mass < knot)
  if (next < 0) return { knot: knots.length - 1, part: 0 }
  const [low, high] = [knots[next - 1] as number, knots[next] as number]
  const part =
    high === Number.POSITIVE_INFINITY ? 1 - (1 + low) / (1 + mass) : Math.log((1 + mass) / (1 + low)) / Math.log((1 + high) / (1 + low))
  return { knot: next - 1, part }
}

/** β of each member at a mass. */
export function weightsAt(weights: Float64Array, members: number, mass: number): Float64Array {
  const { knot, part } = placeOf(mass)
  return Float64Array.from({ length: members }, (_, member) => {
    const low = weights[knot * members + member]!
    return part === 0 ? low : (1 - part) * low + part * weights[(knot + 1) * members + member]!
  })
}

export type BlendCase = {
  readonly mass: number
  /** Standardised scores of the candidates, [candidates × members]. */
  readonly features: Float32Array
  /** 1 where the candidate is a target. */
  readonly right: Uint8Array
  /** How many targets there are, candidates or not. */
  readonly targets: number
  /** What stands beside the blend in the score of each candidate, whatever the weights: 0 where left out. Counts in the measure, not in the pairs. */
  readonly offsets?: Float64Array | undefined
}

export type Learnt = {
  /** [knots × members] */
  readonly weights: Float64Array
  /** NDCG@10 on the held-out cases: of each member, and last of the blend. */
  readonly validation: Float64Array
}

export type LearnOptions = {
  readonly members: number
  readonly negatives: number
  readonly shrinkage: number
  readonly seed: number | string
  /** The masses that weights are given for, ascending; `massKnots` where left out. */
  readonly knots?: readonly number[] | undefined
}

export function learnBlend(cases: readonly BlendCase[], options: LearnOptions): Learnt {
  const { members } = options
  const halves = [cases.filter((_, at) => at % 2 === 0), cases.filter((_, at) => at % 2 === 1)] as const
  const gains = new Float64Array(members + 1)
  for (const [half, own] of halves.entries()) {
    const weights = atOnce(blendSteps(halves[1 - half]!, options))
    for (const one of own) {
      for (let member = 0; member < members; member++) {
        const alone = Float64Array.from({ length: members }, (_, at) => Number(at === member))
        gains[member]! += gainOf(one, alone) / cases.length
      }
      gains[members]! += gainOf(one, weightsAt(weights, members, one.mass)) / cases.length
    }
  }
  return { weights: atOnce(blendSteps(cases, options)), validation: gains }
}

/** β from all the cases, [knots × members]. */
export function* blendSteps(cases: readonly BlendCase[], options: LearnOptions): Steps<Float64Array> {
  const { members, negatives, shrinkage, seed, knots: massesOf = massKnots } = options
  const random = createRandom(`negatives ${seed}`)
  const differences: number[] = []
  const knots: number[] = []
  const parts: number[] = []
  for (const [done, { mass, features, right }] of cases.entries()) {
    if (done % casesAStep === 0) yield
    const places = Array.from(right.keys())
    const wrong = random.shuffle(places.filter((at) => right[at] === 0)).slice(0, negatives)
    const found = random.shuffle(places.filter((at) => right[at] === 1)).slice(0, mostTargets)
    const { knot, part } = placeOf(mass, massesOf)
    for (const at of found) {
      for (const other of wrong) {
        for (let member = 0; member < members; member++)
          differences.push(features[at * members + member]! - features[other * members + member]!)
        knots.push(knot)
        parts.push(part)
      }
    }
  }
  const pairs = {
    differences: Float32Array.from(differences),
    size: members,
    knots: Int32Array.from(knots),
    parts: Float64Array.from(parts),
  }
  return yield* fitPairwiseLogistic(pairs, { knots: massesOf.length, shrinkage })
}

/** NDCG@10 of one case; items of equal score share the mean of their discounts. @param weights β of each member, [members]. */
export function gainOf({ features, right, targets, offsets }: BlendCase, weights: Float64Array): number {
  const members = weights.length
  const scores = Float64Array.from(right, (_, at) => {
    let sum = offsets?.[at] ?? 0
    for (let member = 0; member < members; member++) sum += weights[member]! * features[at * members + member]!
    return sum
  })
  let gain = 0
  for (const [at, is] of right.entries()) {
    if (is === 0) continue
    let [higher, equal] = [0, 0]
    for (const score of scores) {
      higher += Number(score > scores[at]!)
      equal += Number(score === scores[at]!)
    }
    for (let place = higher; place < Math.min(higher + equal, listed); place++) gain += discount(place) / equal
  }
  let ideal = 0
  for (let place = 0; place < Math.min(targets, listed); place++) ideal += discount(place)
  return gain / ideal
}

const listed = 10
const casesAStep = 32
/** Targets of one case that pairs are made of: the busiest people must not decide for all. */
const mostTargets = 5
const discount = (place: number) => 1 / Math.log2(place + 2)
