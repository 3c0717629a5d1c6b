/** @file Nudged queries: an interest looks a little towards the topics beside it, and so finds what is near it and yet of another kind.
 *
 * q' = [sin((1 − μ)φ) q + sin(μφ) c] / sin φ, φ = the angle between q and the unit centroid c of a topic, so cos(q, q') = cos μφ: μ = 0 is q, μ = 1 is c.
 * A = 1 + round(3α) nearest foreign topics, each with one nudged query in place of q. Foreign: none of the interest's items is in it, nor one of an interest
 * that the person has muted. Cost: topics × size an interest. Source: slerp, Shoemake, SIGGRAPH 1985.
 */

import type { Topics } from '../embeddings/topics.ts'
import { dot, normalise } from '../math/vector.ts'
import type { KnobValues } from '../pipeline/knobs.ts'
import type { Interest } from '../profile/taste.ts'

const moreTopics = 3
/** Below it q and c are one direction, or opposite: there is no way between them to go. */
const leastSine = 1e-3

/** The queries of one interest, all of length 1: its own alone where `mu` is 0 or no topic is foreign. */
export function nudged(
  interest: Interest,
  interests: readonly Interest[],
  topics: Topics,
  { mu, alpha }: Pick<KnobValues, 'mu' | 'alpha'>,
): readonly Float32Array[] {
  if (mu === 0) return [interest.vector]
  const avoided = [interest, ...interests.filter(({ gain }) => gain === 0)]
  const known = new Set(avoided.flatMap(({ members }) => members.map((item) => topics.of[item])))
  const size = interest.vector.length
  const foreign = Array.from({ length: topics.count }, (_, topic) => topic)
    .filter((topic) => !known.has(topic))
    .map((topic) => topics.centroids.subarray(topic * size, (topic + 1) * size))
    .map((centroid) => ({ centroid, cosine: dot(interest.vector, centroid) }))
    .sort((a, b) => b.cosine - a.cosine)
    .slice(0, 1 + Math.round(moreTopics * alpha))
  return foreign.length === 0 ? [interest.vector] : foreign.map(({ centroid }) => slerp(interest.vector, centroid, mu))
}

/** The unit vector on the great circle from `from` to `to`, at the part `share` of the angle between them; both of length 1. */
export function slerp(from: Float32Array, to: Float32Array, share: number): Float32Array {
  const angle = Math.acos(Math.min(1, Math.max(-1, dot(from, to))))
  const sine = Math.sin(angle)
  if (sine < leastSine) return from
  const [own, other] = [Math.sin((1 - share) * angle) / sine, Math.sin(share * angle) / sine]
  const vector = from.map((value, at) => own * value + other * to[at]!)
  normalise(vector)
  return vector
}
