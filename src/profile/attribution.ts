/** @file Attribution: which of a person's items an item's score comes from.
 *
 * z(j) = Σ_{ω_i>0} ω_i B_ij for an item-item similarity B; the part of item i is c_ij = ω_i B_ij. Cost: one look-up of B for each positive item.
 */

import type { ItemScore } from '../data/item-score.ts'
import type { Taste } from './taste.ts'

export type Attribution = {
  /** z(j). */
  readonly total: number
  /** The person's items with their c_ij, in the order of the window; those with c_ij = 0 are left out. Added in this order they give `total` exactly. */
  readonly parts: readonly ItemScore[]
}

/** @param similarity B_ij, 0 when it knows nothing of the pair. */
export function attribute(taste: Taste, similarity: (item: number, other: number) => number, item: number): Attribution {
  const parts: ItemScore[] = []
  let total = 0
  for (let place = 0; place < taste.items.length; place++) {
    const own = taste.items[place]!
    const weight = taste.weights[place]!
    const score = weight > 0 ? weight * similarity(own, item) : 0
    if (!score) continue
    parts.push({ item: own, score })
    total += score
  }
  return { total, parts }
}

/** The items with the greatest parts, strongest first; equal parts newest first. */
export function strongestCauses({ parts }: Attribution, limit: number): readonly number[] {
  return [...parts]
    .reverse()
    .sort((a, b) => b.score - a.score)
    .slice(0, limit)
    .map(({ item }) => item)
}
