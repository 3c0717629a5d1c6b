/** @file The features of candidates: one number a feature and candidate, NaN where it cannot be said. Each depends on the candidate alone, not on the others.
 *
 * prior     P_j, standardised over the catalogue
 * content   (Σ (ω_i ρ_ij)⁴ / Σ ω_i⁴)^¼ over the person's positives i: 1 = as near as can be to all of them. ρ ends at 1, so the nearest alone would tie with
 *           every tenth neighbour; the fourth power still lets the near ones speak.
 * together  Σ (ω_i/u) B_ij / √max(1, m), m in units u of the log (pipeline/known-mass.ts)
 * trained   what the promoted model says (see pipeline/model-scores.ts): 1 = what it would put in tenth place
 * seeds     near ∨ liked together with the request's examples: s̄ + (1 − s̄) B̄, means over the examples; where what is bought together with them is asked
 *           for, the mean of B over orders, 1 = as much as the item that is bought most with the example
 * meaning   ρ of the words' vector and the item's text
 * terms     BM25 / Σ idf, at most 1: 1 = every word about once in an item of common length
 * Shapes: n candidates, each [n]. Cost: one gather of (positives + seeds) × n inner products.
 */

import { relativeSimilarity, vectorOf } from '../embeddings/item-space.ts'
import { knownMass } from '../pipeline/known-mass.ts'
import { modelScores } from '../pipeline/model-scores.ts'
import { priorOf } from '../pipeline/prior.ts'
import type { RetrievalQuery } from '../pipeline/source.ts'
import { togetherScores } from '../pipeline/together-scores.ts'
import type { FeatureName } from './config.ts'

export type FeatureTable = {
  readonly values: Readonly<Record<FeatureName, Float64Array>>
  /** The person's items by ω_i ρ_ij for the candidate at a place, the strongest three of those above 0. */
  nearest(at: number): readonly number[]
}

const named = 3

/** @param contentItems how many of the person's positive items, the weightiest, content looks at. */
export function createFeatures(query: RetrievalQuery, items: Int32Array, contentItems: number): FeatureTable {
  const { snapshot, taste, seeds, companions, text, textVector, now } = query
  // Not Float64Array.from, which makes an object for each item.
  const column = (read: (item: number, at: number) => number) => {
    const values = new Float64Array(items.length)
    for (let at = 0; at < items.length; at++) values[at] = read(items[at] as number, at)
    return values
  }
  const unknown = () => new Float64Array(items.length).fill(Number.NaN)
  const prior = priorOf(snapshot, now)

  const { m0, m1 } = snapshot.space.background
  // As relativeSimilarity, without reading the space a hundred thousand times.
  const rho = (cosine: number) => Math.min(1, Math.max(0, (cosine - m0) / (m1 - m0)))
  const positives = weightiest(query, contentItems)
  const cosines = gatherCosines(query, [...positives.map(({ item }) => item), ...seeds], items)

  const z = taste.mass > 0 && snapshot.together.people > 0 ? togetherScores(query) : undefined
  const trained = modelScores(query)
  const spread = (snapshot.loudness?.unit ?? 1) * Math.sqrt(Math.max(1, knownMass(query)))
  const weight = text === '' ? 0 : snapshot.words.weight(text)
  const bm25 = weight > 0 ? snapshot.words.scores(text) : undefined
  const meanings = textVector?.some((value) => value !== 0) ? snapshot.textVectors.gather(textVector, items) : undefined
  return {
    values: {
      prior: column(prior.of),
      content: contentOf(positives, cosines, items.length, snapshot.space.background),
      together: z === undefined ? unknown() : column((item) => (z[item] as number) / spread),
      trained: trained === undefined ? unknown() : column((item) => trained[item] ?? Number.NaN),
      seeds:
        seeds.length === 0
          ? unknown()
          : companions !== undefined
            ? column(companionship(query, companions))
            : column((item, at) =>
                seedSimilarity(query, item, (seed) => rho(cosines[(positives.length + seed) * items.length + at] as number)),
              ),
      meaning: meanings === undefined ? unknown() : column((_, at) => relativeSimilarity(snapshot.space, meanings[at] as number)),
      terms: bm25 === undefined ? unknown() : column((item) => Math.min(1, (bm25[item] as number) / weight)),
    },
    nearest(at) {
      const near: { readonly item: number; readonly part: number }[] = []
      for (let place = 0; place < positives.length; place++) {
        const { item, weight } = positives[place]!
        const part = weight * rho(cosines[place * items.length + at]!)
        if (!(part > 0) || (near.length === named && part <= near.at(-1)!.part)) continue
        // After its equals: of these the weightier item stands first.
        near.splice(near.findLastIndex((other) => other.part >= part) + 1, 0, { item, part })
        near.length = Math.min(near.length, named)
      }
      return near.map(({ item }) => item)
    },
  }
}

type Positive = { readonly item: number; readonly weight: number }

/** The person's positives by weight, then newest first. */
function weightiest({ taste }: RetrievalQuery, limit: number): readonly Positive[] {
  const { items, weights } = taste
  const places: number[] = []
  for (let at = 0; at < items.length; at++) if (weights[at]! > 0) places.push(at)
  places.sort((a, b) => weights[b]! - weights[a]! || b - a)
  return places.slice(0, limit).map((at) => ({ item: items[at]!, weight: weights[at]! }))
}

/** Cosines [from × items], NaN where either has no vector. */
function gatherCosines({ snapshot }: RetrievalQuery, from: readonly number[], items: Int32Array): Float32Array {
  if (from.length === 0 || items.length === 0) return new Float32Array(0)
  const { space, vectors } = snapshot
  const queries = new Float32Array(from.length * space.size)
  for (const [at, item] of from.entries()) queries.set(vectorOf(space, item), at * space.size)
  return vectors.gather(queries, items)
}

/** (Σ (ω_i ρ_ij)⁴ / Σ ω_i⁴)^¼ for each candidate j, over the positives with a vector. */
function contentOf(
  positives: readonly Positive[],
  cosines: Float32Array,
  count: number,
  { m0, m1 }: RetrievalQuery['snapshot']['space']['background'],
): Float64Array {
  const spread = m1 - m0
  const near = new Float64Array(count)
  const whole = new Float64Array(count)
  for (const [place, { weight }] of positives.entries()) {
    const squared = weight * weight
    const fourth = squared * squared
    const row = place * count
    for (let at = 0; at < count; at++) {
      const cosine = cosines[row + at] as number
      if (cosine > m0) {
        const similarity = cosine < m1 ? (cosine - m0) / spread : 1
        const part = squared * similarity * similarity
        near[at] = (near[at] as number) + part * part
      } else if (Number.isNaN(cosine)) continue
      whole[at] = (whole[at] as number) + fourth
    }
  }
  // 0 / 0 is NaN: an item without a vector.
  for (let at = 0; at < count; at++) near[at] = Math.sqrt(Math.sqrt(near[at]! / whole[at]!))
  return near
}

/** How strongly an item is bought together with the seeds. */
function companionship(
  { snapshot: { bought }, seeds }: RetrievalQuery,
  companions: NonNullable<RetrievalQuery['companions']>,
): (item: number) => number {
  const strongest = companions.map(([most]) => most?.score ?? Number.POSITIVE_INFINITY)
  return (item) => seeds.reduce((sum, seed, place) => sum + bought.similarity(seed, item) / strongest[place]!, 0) / seeds.length
}

/** @param similarityTo ρ of the item and the seed at a place, NaN where either has no vector. */
function seedSimilarity({ snapshot, seeds }: RetrievalQuery, item: number, similarityTo: (seed: number) => number): number {
  let content = 0
  let known = 0
  let together = 0
  for (const [place, seed] of seeds.entries()) {
    const similarity = similarityTo(place)
    if (!Number.isNaN(similarity)) {
      content += similarity
      known++
    }
    together += snapshot.together.similarity(seed, item)
  }
  const liked = together / seeds.length
  if (known === 0) return liked > 0 ? liked : Number.NaN
  return content / known + (1 - content / known) * liked
}
