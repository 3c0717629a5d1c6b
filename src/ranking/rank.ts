/** @file The ranking: one score for every candidate, as a sum whose addends are kept.
 *
 * F(j) = o · Σ_{prior, content, together, trained} β_s(m) (x_s − μ_s)/σ_s + Σ_{seeds, meaning, terms} a_s (x_s − μ_s)/σ_s + ln boost − pen;  NaN → 0.
 * o = 1 and no a_s unless words or examples were given; then o = ¼ and the a_s share the weight of what was asked, so that the request leads and taste
 * orders what it leaves open. pen: the disliked items and, as if disliked, those the request says to be unlike. With m = 0 and nothing asked, F = P.
 * F(j) depends on j, the person and the catalogue, never on the other candidates. Cost: see features.ts, and O(n log n).
 */

import type { Filter } from '../data/filter.ts'
import type { Rule } from '../data/rule.ts'
import { mix32 } from '../math/random.ts'
import type { Candidate, DrawName, SourceName } from '../pipeline/candidate.ts'
import { knownMass } from '../pipeline/known-mass.ts'
import type { RetrievalQuery } from '../pipeline/source.ts'
import { createLogBoost } from '../profile/boost.ts'
import { defaultTasteConfig, type TasteConfig } from '../profile/config.ts'
import { defaultRankConfig, type FeatureName, featureNames, type RankConfig, untrainedWeights, weightsAt } from './config.ts'
import { createDislikes } from './dislikes.ts'
import { createFeatures, type FeatureTable } from './features.ts'

export type RankOptions = {
  readonly config?: RankConfig | undefined
  /** Where the penalty of disliked items comes from. */
  readonly tasteConfig?: TasteConfig | undefined
  /** The rules in force; the soft ones favour, the hard ones have filtered already. */
  readonly rules?: readonly Rule[] | undefined
  /** Of the request: what each filter admits is favoured by its factor. */
  readonly boosts?: readonly { readonly filter: Filter; readonly boost: number }[] | undefined
  /** Integers of items that the request says to be unlike. */
  readonly unlike?: readonly number[] | undefined
}

export type Addend = FeatureName | 'boost' | 'penalty'

export type Ranked = {
  readonly item: number
  /** F: the sum of `contributions`. */
  readonly score: number
  /** The features as measured; NaN where one cannot be said. */
  readonly features: Readonly<Record<FeatureName, number>>
  /** What each adds to the score. */
  readonly contributions: Readonly<Record<Addend, number>>
  /** The feature that adds most, the prior where none adds anything. */
  readonly leading: FeatureName
  /** Integers of the person's items, or of the request's examples, behind the score, strongest first; empty where nothing of theirs is. */
  readonly because: readonly number[]
  /** Each source that proposed it, with the score in that source's unit. */
  readonly sources: readonly { readonly name: SourceName | DrawName; readonly score: number }[]
}

/**
 * The candidates, each once, best first; ties by a hash of item and seed.
 *
 * @throws PenchantError `invalid-input` when a boost of the request names an attribute the catalogue lacks.
 */
export function rank(query: RetrievalQuery, candidates: readonly Candidate[], options: RankOptions = {}): readonly Ranked[] {
  const { config = defaultRankConfig, tasteConfig = defaultTasteConfig, rules = [], boosts = [], unlike = [] } = options
  const proposals = new Map<number, Candidate[]>()
  for (const candidate of candidates) {
    const known = proposals.get(candidate.item)
    if (known === undefined) proposals.set(candidate.item, [candidate])
    else known.push(candidate)
  }
  const items = Int32Array.from(proposals.keys())
  const table = createFeatures(query, items, config.contentItems)
  const addends = createAddends(query, config)
  const ruleBoost = createLogBoost(rules, (filter) => query.snapshot.filters.admit(filter, 'missing'))
  const requestBoost = createLogBoost(boosts, (filter) => query.snapshot.filters.admit(filter))
  const dislikes = createDislikes(query, items, unlike, { unlikeWeight: config.unlikeWeight, tasteConfig })

  const scoring: Scoring = {
    table,
    add: (name, at) => addends(name, (table.values[name] as Float64Array)[at] as number),
    boost: (item) => ruleBoost(item) + requestBoost(item),
    penalty: (at) => 0 - dislikes(at),
  }
  const ranked: Ranked[] = []
  for (let at = 0; at < items.length; at++) ranked.push(new RankedCandidate(items[at]!, at, scoring, proposals.get(items[at]!)!))
  return ranked.sort((a, b) => b.score - a.score || mix32(a.item ^ query.seed) - mix32(b.item ^ query.seed))
}

/** What one request's scores are made of. */
type Scoring = {
  readonly table: FeatureTable
  add(name: FeatureName, at: number): number
  boost(item: number): number
  penalty(at: number): number
}

/** One of hundreds, of which few are shown: what only those need is worked out when asked for. */
class RankedCandidate implements Ranked {
  readonly item: number
  readonly score: number
  readonly leading: FeatureName
  readonly #at: number
  readonly #scoring: Scoring
  readonly #proposed: readonly Candidate[]
  #contributions: Ranked['contributions'] | undefined

  constructor(item: number, at: number, scoring: Scoring, proposed: readonly Candidate[]) {
    let score = 0
    let leading: FeatureName = 'prior'
    let most = 0
    for (const name of featureNames) {
      const added = scoring.add(name, at)
      score += added
      if (!(added > most)) continue
      leading = name
      most = added
    }
    this.item = item
    this.score = score + scoring.boost(item) + scoring.penalty(at)
    this.leading = leading
    this.#at = at
    this.#scoring = scoring
    this.#proposed = proposed
  }

  get features(): Ranked['features'] {
    const { values } = this.#scoring.table
    return byFeature((name) => (values[name] as Float64Array)[this.#at] as number)
  }

  get contributions(): Ranked['contributions'] {
    const { add, boost, penalty } = this.#scoring
    this.#contributions ??= { ...byFeature((name) => add(name, this.#at)), boost: boost(this.item), penalty: penalty(this.#at) }
    return this.#contributions
  }

  get because(): readonly number[] {
    return causes(this.contributions, this.#scoring.table, this.#at, this.#proposed)
  }

  get sources(): Ranked['sources'] {
    return this.#proposed.map(({ source, score }) => ({ name: source, score }))
  }
}

const byFeature = (of: (name: FeatureName) => number) =>
  Object.fromEntries(featureNames.map((name) => [name, of(name)])) as Record<FeatureName, number>

/** From a feature and its value to what it adds. */
function createAddends(
  { snapshot, taste, seeds, text, textVector }: RetrievalQuery,
  config: RankConfig,
): (name: FeatureName, value: number) => number {
  const blend = weightsAt(
    config.weights ?? untrainedWeights(config, snapshot.together.people, snapshot.trained !== undefined),
    knownMass({ snapshot, taste }),
  )
  const meant = textVector?.some((value) => value !== 0) ? 1 : 0
  const shared = text !== '' && snapshot.words.weight(text) > 0 ? 1 : 0
  const parts = Number(seeds.length > 0) + Math.max(meant, shared)
  const open = parts === 0 ? 1 : config.asked.open
  const each = parts === 0 ? 0 : config.asked.weight / parts
  const weights: Readonly<Record<FeatureName, number>> = {
    prior: open * blend.prior,
    content: open * blend.content,
    together: open * blend.together,
    trained: open * blend.trained,
    seeds: each,
    meaning: each / Math.max(1, meant + shared),
    terms: each / Math.max(1, meant + shared),
  }
  return (name, value) => {
    const { mean, deviation } = config.scales[name]
    return Number.isNaN(value) ? 0 : (weights[name] * (value - mean)) / deviation
  }
}

/** The request's examples where they add most, else what others' likes say where that adds more than content, else the nearest of the person's items. */
function causes(
  contributions: Ranked['contributions'],
  table: FeatureTable,
  at: number,
  proposed: readonly Candidate[],
): readonly number[] {
  const of = (source: SourceName) => proposed.find((candidate) => candidate.source === source)?.because ?? []
  const { seeds, content, together, trained } = contributions
  const others = Math.max(together, trained)
  if (seeds > 0 && seeds >= content && seeds >= others && of('similar').length > 0) return of('similar')
  for (const source of together >= trained ? (['together', 'trained'] as const) : (['trained', 'together'] as const))
    if (others > content && of(source).length > 0) return of(source)
  return table.nearest(at)
}
