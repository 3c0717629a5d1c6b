/** @file Which items may be drawn for a place: those that may be shown, without what would belong to an interest that the person has muted.
 *
 * An item belongs to a muted interest where ρ(x, u) ≥ joinAt, u = Σ s_i x_i over its items: the rule by which it would have joined (profile/interests.ts).
 * Cost: nothing where nothing is muted; else one gather of the eligible rows.
 */

import { relativeSimilarity, vectorOf } from '../embeddings/item-space.ts'
import { normalise } from '../math/vector.ts'
import type { RetrievalQuery } from '../pipeline/source.ts'

/** One byte an item, 1 = may be drawn. The query's own mask where nothing is muted: not to be written to. @param joinAt of the taste. */
export function drawable({ snapshot, taste, eligible }: RetrievalQuery, joinAt: number): Uint8Array {
  const muted = taste.interests.filter(({ gain }) => gain === 0)
  if (muted.length === 0) return eligible
  const { space, vectors } = snapshot
  const signalOf = new Map([...taste.items].map((item, place) => [item, taste.signals[place]!]))
  const centroids = new Float32Array(muted.length * space.size)
  for (const [at, { members }] of muted.entries()) {
    const centroid = centroids.subarray(at * space.size, (at + 1) * space.size)
    for (const item of members) {
      const row = vectorOf(space, item)
      for (let i = 0; i < space.size; i++) centroid[i] = centroid[i]! + (signalOf.get(item) ?? 0) * row[i]!
    }
    normalise(centroid)
  }
  const items = Int32Array.from(eligible.keys()).filter((item) => eligible[item] === 1)
  const cosines = vectors.gather(centroids, items)
  const mask = eligible.slice()
  for (const [place, cosine] of cosines.entries()) if (relativeSimilarity(space, cosine) >= joinAt) mask[items[place % items.length]!] = 0
  return mask
}
