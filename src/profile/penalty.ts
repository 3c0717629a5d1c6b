/** @file Negatives are local: a disliked item takes from the score of what is near it, and of nothing else.
 *
 * pen(j) = 2 · max_{s_i<0} |ω_i| · max(0, (ρ_ij − .2)/.8). Cost: O(negatives × size) an item.
 */

import type { TasteConfig } from './config.ts'
import type { Taste } from './taste.ts'
import { dot, hasVector, rho, type TasteSpace } from './vectors.ts'

/** @param cosineTo the item's cosine to a disliked one, by integer, where it is at hand already. */
export type Penalty = (item: number, cosineTo?: (disliked: number) => number) => number

/** From an item's integer to what its score loses, 0 and up; exactly 0 for items no nearer than `penaltyFrom` to any disliked one. */
export function createPenalty(taste: Taste, space: TasteSpace, config: TasteConfig): Penalty {
  const negatives: { readonly disliked: number; readonly weight: number }[] = []
  for (const [place, item] of taste.items.entries()) {
    const weight = -taste.weights[place]!
    if (weight > 0 && hasVector(space, item)) negatives.push({ disliked: item, weight })
  }
  if (negatives.length === 0) return () => 0
  negatives.sort((a, b) => b.weight - a.weight)
  return (item, cosineTo = (disliked) => dot(space.vectors, disliked * space.size, space.vectors, item * space.size, space.size)) => {
    if (!hasVector(space, item)) return 0
    let most = 0
    for (const { disliked, weight } of negatives) {
      // A lighter one cannot take more than its weight.
      if (weight <= most) break
      const similarity = rho(space, cosineTo(disliked))
      const reach = Math.max(0, (similarity - config.penaltyFrom) / (1 - config.penaltyFrom))
      most = Math.max(most, weight * reach)
    }
    return config.penalty * most
  }
}
