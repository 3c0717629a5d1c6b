/** @file The slate out of the ranking: every interest is heard by its share, some places stay open, and neighbours do not crowd.
 *
 * Places: the interests together get .8 · m/(m + .3) of the slate, dealt by their shares (Sainte-Laguë); the rest is open, for what belongs to no interest.
 * Each group's number may be one off its quota where the scores say so; an interest with a place keeps at least one, and so do the open ones: three liked of
 * one kind raise that kind to most of the slate and never to all of it. Within these bounds each place goes to the best by MMR. A request with words or
 * examples asked for something else than the interests: MMR alone. Cost: O((k + interests) · n) inner products.
 * Source: bounds after Steck, Calibrated Recommendations, RecSys 2018 (shares of the slate follow shares of the taste).
 */

import { z } from 'zod'
import type { ItemScore } from '../data/item-score.ts'
import { relativeSimilarity } from '../embeddings/item-space.ts'
import type { RetrievalQuery } from '../pipeline/source.ts'
import { shareQuotas } from '../profile/quotas.ts'
import { createMarginal, mmr } from './mmr.ts'

const share = z.number().min(0).max(1)

export const diversifyConfigSchema = z.strictObject({
  /** 1 − λ of MMR for a stranger where the request says nothing; it fades as the interests take their part. 0 = relevance alone … 1 = variety alone. */
  diversity: share.default(0.2),
  /** The same where words or examples were given: who asks for something wants it. */
  askedDiversity: share.default(0.1),
  /** The most of the slate that interests can have. */
  personalShare: share.default(0.8),
  /** The mass m at which they have half of that. */
  personalMass: z.number().positive().default(0.3),
  /** ρ from which an item takes a place of its nearest interest; so the open places hold what is unlike all of them. */
  joinAt: share.default(0.3),
})
export type DiversifyConfig = z.infer<typeof diversifyConfigSchema>
const defaultDiversifyConfig: DiversifyConfig = diversifyConfigSchema.parse({})

export type DiversifyOptions = {
  readonly k: number
  /** Of the request. 0 keeps the order of the ranking. */
  readonly diversity?: number | undefined
  readonly config?: DiversifyConfig | undefined
}

type Group = { taken: number; readonly least: number; readonly most: number }

/** At most `k` of `ranked` (best first), in the order to show. */
export function diversify<R extends ItemScore>(query: RetrievalQuery, ranked: readonly R[], options: DiversifyOptions): readonly R[] {
  const { k, config = defaultDiversifyConfig } = options
  const asked = query.seeds.length > 0 || query.text !== ''
  const personal = personalPart(query.taste, config)
  const diversity = options.diversity ?? (asked ? config.askedDiversity : config.diversity * (1 - personal))
  if (diversity === 0) return ranked.slice(0, k)
  if (asked) return mmr(ranked, query.snapshot, k, 1 - diversity)

  const interests = query.taste.interests.filter(({ gain, share }) => gain > 0 && share > 0)
  const groupOf = nearestInterests(query, interests, ranked, config.joinAt)
  const groups = bounds(interests, groupOf, Math.min(k, ranked.length), personal)
  const marginal = createMarginal(ranked, query.snapshot, 1 - diversity)
  const left = new Set(ranked.keys())
  const chosen: R[] = []
  while (chosen.length < k && left.size > 0) {
    const places = Math.min(k, ranked.length) - chosen.length
    const owed = groups.reduce((sum, { taken, least }) => sum + Math.max(0, least - taken), 0)
    const admits = ({ taken, least, most }: Group) => (owed >= places ? taken < least : taken < most)
    const best = bestPlace(left, (place) => admits(groups[groupOf[place] as number] as Group), marginal.value)
    left.delete(best)
    marginal.choose(best)
    groups[groupOf[best] as number]!.taken++
    chosen.push(ranked[best] as R)
  }
  return chosen
}

/** The first of the admitted with the highest value; of all where none is admitted. */
function bestPlace(left: ReadonlySet<number>, admitted: (place: number) => boolean, value: (place: number) => number): number {
  const highest = (among: (place: number) => boolean) => {
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (const place of left) {
      if (!among(place)) continue
      const worth = value(place)
      if (best >= 0 && !(worth > most)) continue
      best = place
      most = worth
    }
    return best
  }
  const best = highest(admitted)
  return best >= 0 ? best : highest(() => true)
}

/** For each ranked item the place of its interest, the number of interests for those that belong to none. */
function nearestInterests(
  { snapshot }: RetrievalQuery,
  interests: RetrievalQuery['taste']['interests'],
  ranked: readonly ItemScore[],
  joinAt: number,
): Int32Array {
  const { space, vectors } = snapshot
  const groupOf = new Int32Array(ranked.length).fill(interests.length)
  if (interests.length === 0) return groupOf
  const queries = new Float32Array(interests.length * space.size)
  for (const [at, { vector }] of interests.entries()) queries.set(vector, at * space.size)
  const cosines = vectors.gather(queries, Int32Array.from(ranked.map(({ item }) => item)))
  for (let place = 0; place < ranked.length; place++) {
    let most = Number.NEGATIVE_INFINITY
    for (let at = 0; at < interests.length; at++) {
      const cosine = cosines[at * ranked.length + place] as number
      if (!(cosine > most) || relativeSimilarity(space, cosine) < joinAt) continue
      most = cosine
      groupOf[place] = at
    }
  }
  return groupOf
}

/** The part of the slate that the interests get together. */
function personalPart({ interests, mass }: RetrievalQuery['taste'], { personalShare, personalMass }: DiversifyConfig): number {
  return interests.some(({ gain, share }) => gain > 0 && share > 0) ? (personalShare * mass) / (mass + personalMass) : 0
}

/** How many places each interest, and last the open group, gets at least and at most. */
function bounds(interests: RetrievalQuery['taste']['interests'], groupOf: Int32Array, k: number, personal: number): readonly Group[] {
  const quotas = shareQuotas([...interests.map(({ share }) => personal * share), 1 - personal], k)
  const available = new Int32Array(quotas.length)
  for (const group of groupOf) available[group]!++
  return quotas.map((quota, group) => ({
    taken: 0,
    least: Math.min(available[group] as number, Math.max(Math.min(1, quota), quota - 1)),
    most: group === interests.length ? k : quota + 1,
  }))
}
