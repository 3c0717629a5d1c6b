/** @file One look back for learning the weights: the candidates of a moment as the ranking would have measured them, and which of them were chosen then.
 *
 * Shapes: features [candidates × blendFeatures], standardised as the ranking does, 0 where one cannot be said. `offsets` = boosts of rules − penalty: what
 * stands beside the blend whatever its weights. Cost: as a ranking of the candidates.
 */

import type { Rule } from '../data/rule.ts'
import type { BlendCase } from '../models/fusion/blend-weights.ts'
import type { Candidate } from '../pipeline/candidate.ts'
import { knownMass } from '../pipeline/known-mass.ts'
import type { RetrievalQuery } from '../pipeline/source.ts'
import { createLogBoost } from '../profile/boost.ts'
import type { TasteConfig } from '../profile/config.ts'
import { blendFeatures, type RankConfig, untrainedWeights, weightsAt } from './config.ts'
import { createDislikes } from './dislikes.ts'
import { createFeatures } from './features.ts'

export type MomentCase = BlendCase & {
  readonly person: string
  /** β that would have served without anything learnt, in the order of `blendFeatures`. */
  readonly untrained: Float64Array
}

export type Chosen = {
  readonly person: string
  /** Integers of what was chosen. */
  readonly targets: ReadonlySet<number>
  readonly rules: readonly Rule[]
  readonly config: RankConfig
  readonly tasteConfig: TasteConfig
}

/** @param query the plain page as of then: no words, no examples. */
export function momentCase(
  query: RetrievalQuery,
  candidates: readonly Candidate[],
  { person, targets, rules, config, tasteConfig }: Chosen,
): MomentCase {
  const items = Int32Array.from(new Set(candidates.map(({ item }) => item)))
  const { values } = createFeatures(query, items, config.contentItems)
  const features = new Float32Array(items.length * blendFeatures.length)
  for (const [column, name] of blendFeatures.entries()) {
    const { mean, deviation } = config.scales[name]
    for (const [at, value] of values[name].entries())
      features[at * blendFeatures.length + column] = Number.isNaN(value) ? 0 : (value - mean) / deviation
  }
  const boost = createLogBoost(rules, (filter) => query.snapshot.filters.admit(filter, 'missing'))
  const loss = createDislikes(query, items, [], { unlikeWeight: config.unlikeWeight, tasteConfig })
  const { snapshot } = query
  const mass = knownMass(query)
  const untrained = weightsAt(untrainedWeights(config, snapshot.together.people, snapshot.trained !== undefined), mass)
  return {
    person,
    mass,
    features,
    right: Uint8Array.from(items, (item) => Number(targets.has(item))),
    targets: targets.size,
    offsets: Float64Array.from(items, (item, at) => boost(item) - loss(at)),
    untrained: Float64Array.from(blendFeatures, (name) => untrained[name]),
  }
}
