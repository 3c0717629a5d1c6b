/** @file Maximal marginal relevance: the next item is the best compromise between its score and its likeness to those already chosen.
 *
 * MMR = argmax_{j ∉ S} [λ rel(j) − (1 − λ) max_{s ∈ S} ρ_js]; the first is the best by score. rel = the score brought to 0..1 over the candidates; ρ of the
 * item space, 0 where an item has no vector. Cost: O(k · n) inner products. Source: Carbonell & Goldstein, SIGIR 1998.
 */

import type { ItemScore } from '../data/item-score.ts'
import { type ItemSpace, relativeSimilarity, vectorOf } from '../embeddings/item-space.ts'
import type { Snapshot } from '../pipeline/snapshot.ts'

export type Marginal = {
  /** λ rel(j) − (1 − λ) max ρ to the chosen, by place in `ranked`. */
  value(place: number): number
  /** Adds to the chosen. */
  choose(place: number): void
}

/** The running values of MMR over `ranked`, best first. @param lambda 1 = relevance alone, 0 = variety alone. */
export function createMarginal(ranked: readonly ItemScore[], snapshot: Pick<Snapshot, 'space' | 'vectors'>, lambda: number): Marginal {
  const items = Int32Array.from(ranked.map(({ item }) => item))
  const nearest = new Float64Array(items.length)
  const highest = ranked[0]?.score ?? 0
  const spread = highest - (ranked.at(-1)?.score ?? 0)
  const relevance = Float64Array.from(ranked.map(({ score }) => (spread > 0 ? 1 - (highest - score) / spread : 1)))
  return {
    value: (place) => lambda * (relevance[place] as number) - (1 - lambda) * (nearest[place] as number),
    choose(place) {
      const similarities = similaritiesTo(snapshot, items[place] as number, items)
      for (let at = 0; at < items.length; at++) nearest[at] = Math.max(nearest[at] as number, similarities[at] as number)
    },
  }
}

/** At most `k` of `ranked` (best first), reordered by MMR; of equals the better ranked. */
export function mmr<R extends ItemScore>(
  ranked: readonly R[],
  snapshot: Pick<Snapshot, 'space' | 'vectors'>,
  k: number,
  lambda: number,
): readonly R[] {
  const marginal = createMarginal(ranked, snapshot, lambda)
  const left = new Set(ranked.keys())
  const chosen: R[] = []
  while (chosen.length < k && left.size > 0) {
    let best = -1
    let highest = Number.NEGATIVE_INFINITY
    for (const place of left) {
      const value = marginal.value(place)
      if (best >= 0 && !(value > highest)) continue
      best = place
      highest = value
    }
    left.delete(best)
    marginal.choose(best)
    chosen.push(ranked[best] as R)
  }
  return chosen
}

/** ρ of one item to each of `items`, 0 where either has no vector. */
function similaritiesTo(
  { space, vectors }: { readonly space: ItemSpace; readonly vectors: Snapshot['vectors'] },
  item: number,
  items: Int32Array,
): Float32Array {
  const similarities = vectors.gather(vectorOf(space, item), items)
  for (let at = 0; at < similarities.length; at++) {
    const cosine = similarities[at] as number
    similarities[at] = Number.isNaN(cosine) ? 0 : relativeSimilarity(space, cosine)
  }
  return similarities
}
