/** @file What candidates lose by being near a disliked item, or one the request says to be unlike.
 *
 * The penalty itself is the profile's; here one gather finds all its cosines. Cost: negatives × n inner products, vectorised.
 */

import { relativeSimilarity, vectorOf } from '../embeddings/item-space.ts'
import type { RetrievalQuery } from '../pipeline/source.ts'
import type { TasteConfig } from '../profile/config.ts'
import { createPenalty } from '../profile/penalty.ts'
import type { Taste } from '../profile/taste.ts'

/**
 * From a place in `items` to what the candidate loses, 0 and up.
 *
 * @param unlike integers that count as disliked in this request, each with the weight |ω| `unlikeWeight`.
 */
export function createDislikes(
  { snapshot, taste }: RetrievalQuery,
  items: Int32Array,
  unlike: readonly number[],
  { unlikeWeight, tasteConfig }: { readonly unlikeWeight: number; readonly tasteConfig: TasteConfig },
): (at: number) => number {
  const { space, vectors } = snapshot
  const disliking = withUnlike(taste, unlike, unlikeWeight)
  const negatives = disliking.items.filter(
    (_, place) => (disliking.signals[place] as number) < 0 && (disliking.weights[place] as number) < 0,
  )
  if (negatives.length === 0 || items.length === 0) return () => 0
  const queries = new Float32Array(negatives.length * space.size)
  for (const [place, item] of negatives.entries()) queries.set(vectorOf(space, item), place * space.size)
  const cosines = vectors.gather(queries, items)
  const nearest = new Float64Array(items.length).fill(-1)
  for (let row = 0; row < cosines.length; row += items.length)
    for (let at = 0; at < items.length; at++) if (cosines[row + at]! > nearest[at]!) nearest[at] = cosines[row + at]!
  const penalty = createPenalty(disliking, space, tasteConfig)
  const rowOf = new Map([...negatives].map((item, row) => [item, row * items.length]))
  return (at) =>
    relativeSimilarity(space, nearest[at] as number) > tasteConfig.penaltyFrom
      ? penalty(items[at] as number, (disliked) => cosines[(rowOf.get(disliked) as number) + at] as number)
      : 0
}

function withUnlike(taste: Taste, unlike: readonly number[], weight: number): Taste {
  if (unlike.length === 0) return taste
  return {
    ...taste,
    items: Int32Array.from([...taste.items, ...unlike]),
    signals: Float32Array.from([...taste.signals, ...unlike.map(() => -1)]),
    weights: Float32Array.from([...taste.weights, ...unlike.map(() => -weight)]),
  }
}
