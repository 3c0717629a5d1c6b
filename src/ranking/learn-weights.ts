/** @file The weights of the blend learnt from moments of the log, and whether they are worth it.
 *
 * Objective: pairwise logistic loss on chosen against passed candidates, β ≥ 0, for each bucket of the mass (models/fusion/blend-weights.ts). Served are
 * shares: Σ β = 1 in each bucket, as untrained, so that penalties, boosts and words count against the blend as they did; the bucket of mass 0 stays all
 * prior, since nothing else can speak there and the blend must fade into it.
 * Choice: people are dealt to two halves; each half is judged by weights from the other. Promoted is the best of {blend, each feature alone, untrained} by
 * NDCG@10, macro by person; one that is not untrained must gain with the lower end of its 90 % interval above 0. At equal figures the simpler stays.
 * Shapes: β [buckets × features]. Cost: three descents and O(moments · candidates). Source: see blend-weights.ts and pairwise-logistic.ts.
 */

import { hash32 } from '../math/random.ts'
import type { Steps } from '../math/steps.ts'
import { blendSteps, gainOf } from '../models/fusion/blend-weights.ts'
import { type BlendWeights, blendFeatures, massBuckets, weightsAt } from './config.ts'
import type { MomentCase } from './moment-case.ts'

export type WeightChoice = 'untrained' | 'blend' | keyof BlendWeights

export type LearntWeights = {
  readonly moments: number
  readonly people: number
  readonly choice: WeightChoice
  /** What is served; null = the untrained ones. */
  readonly weights: BlendWeights | null
  /** NDCG@10 of each on the halves that it was not learnt from; null where there was too little to judge by. */
  readonly ndcg: Readonly<Partial<Record<WeightChoice, number>>> | null
}

export type LearnOptions = { readonly seed: number | string }

/** Fewer say too little to choose by. */
export const fewestMoments = 200
export const fewestPeople = 30
const negatives = 40
const shrinkage = 0.05
/** Of the one-sided 95 %. */
const errorsBelow = 1.645
const casesAStep = 32

/** The cases' order does not matter for the halves, only for the draws of pairs: give them in one that is a function of the log. */
export function* learnWeights(cases: readonly MomentCase[], { seed }: LearnOptions): Steps<LearntWeights> {
  const people = new Set(cases.map(({ person }) => person)).size
  const about = { moments: cases.length, people }
  if (cases.length < fewestMoments || people < fewestPeople) return { ...about, choice: 'untrained', weights: null, ndcg: null }
  const options = { members: blendFeatures.length, negatives, shrinkage, seed, knots: massBuckets }
  const learn = function* (some: readonly MomentCase[]): Steps<BlendWeights> {
    return shares(yield* blendSteps(some, options))
  }
  const halves = [0, 1].map((half) => cases.filter(({ person }) => halfOf(person, seed) === half)) as [MomentCase[], MomentCase[]]
  const gains = new Map<WeightChoice, Map<string, number[]>>()
  for (const [half, own] of halves.entries()) {
    const contenders: readonly (readonly [WeightChoice, (one: MomentCase) => Float64Array])[] = [
      ['untrained', ({ untrained }) => untrained],
      ...spokenBy(cases).map((name) => [name, served(alone(name))] as const),
      ['blend', served(yield* learn(halves[1 - half] as MomentCase[]))],
    ]
    for (const [done, one] of own.entries()) {
      for (const [name, weightsOf] of contenders) {
        const byPerson = gains.get(name) ?? new Map<string, number[]>()
        gains.set(name, byPerson)
        byPerson.set(one.person, [...(byPerson.get(one.person) ?? []), gainOf(one, weightsOf(one))])
      }
      if (done % casesAStep === 0) yield
    }
  }
  const judged = [...gains].map(([name, byPerson]) => ({ name, means: [...byPerson.values()].map(mean) }))
  const untrained = judged[0]!.means
  const better = judged.slice(1).filter(({ means }) => leastGain(means, untrained) > 0)
  const best = better.reduce<(typeof judged)[number] | undefined>(
    (first, other) => (first === undefined || mean(other.means) > mean(first.means) ? other : first),
    undefined,
  )
  const choice = best?.name ?? 'untrained'
  return {
    ...about,
    choice,
    weights: choice === 'untrained' ? null : choice === 'blend' ? yield* learn(cases) : alone(choice),
    ndcg: Object.fromEntries(judged.map(({ name, means }) => [name, mean(means)])),
  }
}

const halfOf = (person: string, seed: number | string) => hash32(`${seed} ${person}`) & 1
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length

/** The lower end of the 90 % interval of the mean difference, by the standard error over people. */
function leastGain(means: readonly number[], others: readonly number[]): number {
  const gains = means.map((value, at) => value - (others[at] as number))
  const middle = mean(gains)
  const variance = gains.reduce((sum, gain) => sum + (gain - middle) ** 2, 0) / (gains.length - 1)
  return middle - errorsBelow * Math.sqrt(variance / gains.length)
}

function served(weights: BlendWeights): (one: MomentCase) => Float64Array {
  return ({ mass }) => {
    const at = weightsAt(weights, mass)
    return Float64Array.from(blendFeatures, (name) => at[name])
  }
}

/** The features that say something in any case. */
function spokenBy(cases: readonly MomentCase[]): readonly (keyof BlendWeights)[] {
  const size = blendFeatures.length
  return blendFeatures.filter((_, column) =>
    cases.some(({ features }) => features.some((value, at) => at % size === column && value !== 0)),
  )
}

type Six = BlendWeights['prior']
const sixOf = (read: (bucket: number) => number) => massBuckets.map((_, bucket) => read(bucket)) as Six

/** β as shares of 1 in each bucket; where nothing helped, and at mass 0, all is the prior's. */
function shares(betas: Float64Array): BlendWeights {
  const size = blendFeatures.length
  const column = (of: number) =>
    sixOf((bucket) => {
      const row = betas.subarray(bucket * size, (bucket + 1) * size)
      const sum = row.reduce((total, beta) => total + beta, 0)
      return bucket === 0 || sum === 0 ? Number(of === 0) : (row[of] as number) / sum
    })
  return { prior: column(0), content: column(1), together: column(2), trained: column(3) }
}

/** Only this feature, but for somebody of whom nothing is known. */
function alone(name: keyof BlendWeights): BlendWeights {
  const of = (one: keyof BlendWeights) => sixOf((bucket) => Number(bucket === 0 ? one === 'prior' : one === name))
  return { prior: of('prior'), content: of('content'), together: of('together'), trained: of('trained') }
}
