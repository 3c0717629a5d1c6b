/** @file Candidates near the person's interests: each interest asks by itself and gets places by its share, so that a small one is heard too.
 *
 * Query: q_m = unit Σ ω_i x_i of every unmuted interest, with the knobs mu and alpha some nudged ones in its place (nudge.ts), which share its places;
 * score: the cosine to the query that brought the item. Items no nearer than chance (ρ = 0) or than the knob `threshold` are left out.
 * Cost: one scan of the eligible rows for all queries. Source: PinnerSage (Pal et al., KDD 2020); quotas by Sainte-Laguë.
 */

import { relativeSimilarity } from '../embeddings/item-space.ts'
import { mix32 } from '../math/random.ts'
import type { TopK } from '../math/top-k.ts'
import type { Source } from '../pipeline/source.ts'
import { shareQuotas } from '../profile/quotas.ts'
import type { Interest } from '../profile/taste.ts'
import { nudged } from './nudge.ts'

type Place = { readonly item: number; readonly score: number; readonly asked: number }

export const tasteSource: Source = {
  name: 'taste',
  retrieve({ snapshot, taste, eligible, seed, knobs }, limit) {
    const interests = taste.interests.filter(({ gain, share }) => gain > 0 && share > 0)
    if (interests.length === 0 || limit === 0) return []
    const { size, topics } = snapshot.space
    const asked = interests.flatMap((interest) => {
      const vectors = nudged(interest, taste.interests, topics, knobs)
      return vectors.map((vector) => ({ vector, interest, share: interest.share / vectors.length }))
    })
    const queries = new Float32Array(asked.length * size)
    for (const [at, { vector }] of asked.entries()) queries.set(vector, at * size)
    const quotas = shareQuotas(
      asked.map(({ share }) => share),
      limit,
    )
    const isFar = (similarity: number) => similarity === 0 || similarity < knobs.threshold
    const nearest = (k: number) =>
      snapshot.vectors.topK(queries, eligible, k, seed).map(({ items, scores }) => {
        const near = scores.findIndex((score) => isFar(relativeSimilarity(snapshot.space, score)))
        return near < 0 ? { items, scores } : { items: items.subarray(0, near), scores: scores.subarray(0, near) }
      })
    // Twice the largest quota does unless queries overlap much or run out: short lists make the scan a third faster.
    const few = Math.min(limit, 2 * Math.max(...quotas))
    const dealt = deal(quotas, nearest(few), limit)
    const places = dealt.filled || few === limit ? dealt.places : deal(quotas, nearest(limit), limit).places
    const weightOf = new Map([...taste.items].map((item, at) => [item, taste.weights[at] as number]))
    const reasons = asked.map(({ interest }) => strongestMembers(interest, weightOf))
    return places
      .sort((a, b) => b.score - a.score || mix32(a.item ^ seed) - mix32(b.item ^ seed))
      .map(({ item, score, asked }) => ({ item, score, source: 'taste', because: reasons[asked] as readonly number[] }))
  },
}

/** Each query its quota of its own best; places that nobody can fill go to the best left over. `filled`: the quotas alone filled all. */
function deal(quotas: readonly number[], found: readonly TopK[], limit: number): { readonly places: Place[]; readonly filled: boolean } {
  const taken = new Set<number>()
  const own: Place[] = []
  const over: Place[] = []
  for (const [asked, { items, scores }] of found.entries()) {
    let places = quotas[asked] as number
    for (let at = 0; at < items.length; at++) {
      const item = items[at] as number
      if (taken.has(item)) continue
      const place = { item, score: scores[at] as number, asked }
      if (places-- > 0) {
        taken.add(item)
        own.push(place)
      } else over.push(place)
    }
  }
  if (own.length === limit) return { places: own, filled: true }
  for (const place of over.sort((a, b) => b.score - a.score)) {
    if (own.length >= limit) break
    if (!taken.has(place.item)) own.push(place)
    taken.add(place.item)
  }
  return { places: own, filled: false }
}

function strongestMembers({ members }: Interest, weightOf: ReadonlyMap<number, number>): number[] {
  return [...members].sort((a, b) => (weightOf.get(b) ?? 0) - (weightOf.get(a) ?? 0)).slice(0, 3)
}
