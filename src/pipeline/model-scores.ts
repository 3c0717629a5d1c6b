/** @file What the promoted model says of each item for this person as they are now. Retrieval and ranking of one request read the same scores.
 *
 * s_j / (unit · √n) for the model's score s_j of the n items with ω > 0, oldest first: about 1 for what the model would put in tenth place.
 * Shapes: [items]; NaN where it cannot say. Items that it has not seen are scored from their neighbours by content (models/new-items.ts).
 */

import { scoreNewItems } from '../models/new-items.ts'
import type { Taste } from '../profile/taste.ts'
import type { RetrievalQuery } from './source.ts'

const memo = new WeakMap<RetrievalQuery, Float32Array>()

/** What the model is asked with: the items with ω > 0, oldest first. */
export const modelHistory = ({ items, weights }: Taste): Int32Array => items.filter((_, place) => (weights[place] as number) > 0)

/** Undefined where no model is promoted, or nothing is known of the person. Not to be written to. */
export function modelScores(query: RetrievalQuery): Float32Array | undefined {
  const { snapshot } = query
  const { trained } = snapshot
  if (trained === undefined || !(query.taste.mass > 0)) return undefined
  const known = memo.get(query)
  if (known !== undefined) return known
  const items = modelHistory(query.taste)
  const own = trained.model.score({ history: { items, values: new Float32Array(items.length).fill(1) } })
  const scores = own.length < snapshot.items.length ? new Float32Array(snapshot.items.length).fill(Number.NaN) : own
  if (scores !== own) scores.set(own)
  if (snapshot.newItems !== undefined) scoreNewItems(scores, snapshot.newItems)
  const scale = 1 / (trained.unit * Math.sqrt(items.length))
  for (let item = 0; item < scores.length; item++) scores[item] = scores[item]! * scale
  memo.set(query, scores)
  return scores
}

/** Whether what the model says of an item comes from its content: nobody whom the model knows has taken it. */
export const isNewToModel = ({ trained }: RetrievalQuery['snapshot'], item: number): boolean =>
  trained !== undefined && trained.seen[item] !== 1
