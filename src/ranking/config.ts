/** @file What the ranking weighs: one schema with its defaults, and the weights of the blend by how much is known of the person. */

import { z } from 'zod'
import { placeOf } from '../models/fusion/blend-weights.ts'

/** The features an item is scored by; each a number that grows with how well the item suits, NaN where it cannot be said. */
export const featureNames = ['prior', 'content', 'together', 'trained', 'seeds', 'meaning', 'terms'] as const
export type FeatureName = (typeof featureNames)[number]

/** The features whose weights are learnt: those that a plain page is made of, in the order of every row of weights. */
export const blendFeatures = ['prior', 'content', 'together', 'trained'] as const

/** The masses m = Σ_{ω>0} ω that weights are given for; between them they are interpolated in ln(1 + m), beyond 30 in 1 / (1 + m). */
export const massBuckets = [0, 1, 3, 10, 30, Number.POSITIVE_INFINITY] as const

const weight = z.number().min(0).max(1_000)
const sixWeights = z.tuple([weight, weight, weight, weight, weight, weight])
/** β of each feature that speaks of the person, one for each of `massBuckets`. Never negative: more of a feature must not lower a score. */
export const blendWeightsSchema = z.strictObject({
  prior: sixWeights,
  content: sixWeights,
  together: sixWeights,
  trained: sixWeights.default([0, 0, 0, 0, 0, 0]),
})
export type BlendWeights = z.infer<typeof blendWeightsSchema>

const scale = (deviation: number) =>
  z.strictObject({ mean: z.number().default(0), deviation: z.number().positive().default(deviation) }).prefault({})

/**
 * μ and σ are frozen numbers, never taken from the candidates: one more candidate must not move the others. ρ, B and the word scores live in 0..1 by
 * construction, and a tenth of that range counts as much as one deviation of the prior over the catalogue.
 */
const scalesSchema = z.strictObject({
  prior: scale(1),
  content: scale(0.1),
  together: scale(0.1),
  trained: scale(0.3),
  seeds: scale(0.1),
  meaning: scale(0.1),
  terms: scale(0.1),
})

export const rankConfigSchema = z.strictObject({
  /** Learnt weights; left out, the untrained ones: β₀ = κ/(m + κ) for the prior, the rest shared by content and together. */
  weights: blendWeightsSchema.optional(),
  /** κ: the mass at which what is known of the person and what everybody likes weigh the same. */
  kappa: z.number().positive().default(0.5),
  /** The untrained share of `together` in what speaks of the person, once very many people have acted. */
  togetherShare: z.number().min(0).max(1).default(0.9),
  /** The number of people at which `together` has half of that share: few people's likes say little. */
  togetherPeople: z.number().positive().default(50),
  /** The untrained share of a promoted model in what `together` would have without it. */
  trainedShare: z.number().min(0).max(1).default(0.5),
  scales: scalesSchema.prefault({}),
  /** With words or examples in the request: `weight` of how well an item answers them, shared by those given, and `open`, what the blend still counts for. */
  asked: z.strictObject({ weight: weight.default(1), open: z.number().min(0).max(1).default(0.25) }).prefault({}),
  /** The weight |ω| of an item that the request says to be unlike. */
  unlikeWeight: z.number().min(0).max(2).default(2),
  /** How many of the person's positive items, the weightiest, content looks at. */
  contentItems: z.number().int().min(1).max(1_024).default(128),
})
export type RankConfig = z.infer<typeof rankConfigSchema>
export const defaultRankConfig: RankConfig = rankConfigSchema.parse({})

/** The weights before anything was learnt from the log; exact at the masses of `massBuckets`. @param promoted whether a model speaks too. */
export function untrainedWeights(config: RankConfig, people: number, promoted = false): BlendWeights {
  const trust = config.togetherShare * (people / (people + config.togetherPeople))
  const known = massBuckets.map((mass) => (mass === Number.POSITIVE_INFINITY ? 1 : mass / (mass + config.kappa)))
  const six = (values: readonly number[]) => values as BlendWeights['prior']
  return {
    prior: six(known.map((share) => 1 - share)),
    content: six(known.map((share) => share * (1 - trust))),
    together: six(known.map((share) => share * trust * (promoted ? 1 - config.trainedShare : 1))),
    trained: six(known.map((share) => share * trust * (promoted ? config.trainedShare : 0))),
  }
}

/** The weights at a mass. At 0 they are exactly those of the first bucket. */
export function weightsAt(weights: BlendWeights, mass: number): Readonly<Record<keyof BlendWeights, number>> {
  const { knot, part } = placeOf(mass, massBuckets)
  const at = (six: readonly number[]) =>
    part === 0 ? (six[knot] as number) : (1 - part) * (six[knot] as number) + part * (six[knot + 1] as number)
  return { prior: at(weights.prior), content: at(weights.content), together: at(weights.together), trained: at(weights.trained) }
}
