/** @file z_B: what everybody's likes say of each item for this person. Retrieval and ranking of one request read the same sums.
 *
 * z_j = Σ ω_i B_ij over the person's positives i, the 64 weightiest (item kNN; Deshpande & Karypis 2004): a function of the person and everybody's counts,
 * never of the candidates. Shapes: [N]. Cost: O(rows of those positives), which are long where items are popular: hence the 64.
 */

import type { Taste } from '../profile/taste.ts'
import type { RetrievalQuery } from './source.ts'

const mostPositives = 64

const memo = new WeakMap<RetrievalQuery, Float64Array>()
/** Arrays that no request needs any more: each is as long as the catalogue, and making one a request would keep the collector busy. */
const shelf: Float64Array[] = []
const mostOnShelf = 4

/** z of every eligible item, 0 where nothing is known and for all others. Computed at the first call for a query, the same array until `releaseTogether`; not to be written to. */
export function togetherScores(query: RetrievalQuery): Float64Array {
  const known = memo.get(query)
  if (known !== undefined) return known
  const { snapshot, taste } = query
  const place = shelf.findIndex(({ length }) => length === snapshot.items.length)
  const scores = (place < 0 ? undefined : shelf.splice(place, 1)[0]?.fill(0)) ?? new Float64Array(snapshot.items.length)
  const { items, weights } = weightiest(taste)
  for (const [at, item] of items.entries()) snapshot.together.addTo(item, weights[at] as number, scores, query.eligible)
  memo.set(query, scores)
  return scores
}

/** The request is answered: its sums may serve another. */
export function releaseTogether(query: RetrievalQuery): void {
  const scores = memo.get(query)
  if (scores === undefined) return
  memo.delete(query)
  shelf.unshift(scores)
  shelf.length = Math.min(shelf.length, mostOnShelf)
}

/** The items that z is summed over with their weights, heaviest first, of equals the newest: what z is attributed to. */
export function weightiest(taste: Taste): { readonly items: Int32Array; readonly weights: Float32Array } {
  const { items, weights } = taste
  const places: number[] = []
  for (let place = 0; place < items.length; place++) if (weights[place]! > 0) places.push(place)
  const kept = places.sort((a, b) => weights[b]! - weights[a]! || b - a).slice(0, mostPositives)
  return { items: Int32Array.from(kept, (place) => items[place]!), weights: Float32Array.from(kept, (place) => weights[place]!) }
}
