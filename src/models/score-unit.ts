/** @file The unit of a model's scores: what makes scores of unlike models count alike beside other features of a ranking.
 *
 * unit = mean over people of (their tenth-best score, of items that they have not had) / √(items of their history). Frozen when a model is promoted: one more
 * candidate must not move the others. Cost: one scoring of the catalogue for each of at most 200 people, drawn by the seed.
 */

import type { Dataset } from '../data/dataset.ts'
import { createRandom } from '../math/random.ts'
import { topK } from '../math/top-k.ts'
import { historyOf, type Model } from './model.ts'

const mostPeople = 200
const place = 10

/** Above 0; 1 where nobody has so many scored items. */
export function scoreUnit(model: Model, dataset: Dataset, seed: number | string): number {
  const people = createRandom(`unit ${seed}`).shuffle(Int32Array.from(dataset.users.keys())).subarray(0, mostPeople)
  let sum = 0
  let count = 0
  for (const user of people) {
    const history = historyOf(dataset, user)
    const scores = model.score({ history })
    for (const item of history.items) scores[item] = Number.NaN
    const best = topK(scores, place).scores
    const tenth = best[place - 1]
    if (tenth === undefined || !(tenth > 0)) continue
    sum += tenth / Math.sqrt(new Set(history.items).size)
    count++
  }
  return count === 0 ? 1 : sum / count
}
