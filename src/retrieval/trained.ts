/** @file Candidates that the promoted model scores highest for this person as they are now. Empty while none is fitted. */

import { topK } from '../math/top-k.ts'
import { ExplainedLater } from '../pipeline/candidate.ts'
import { modelHistory, modelScores } from '../pipeline/model-scores.ts'
import type { Source } from '../pipeline/source.ts'

const named = 3
/** How far down the model's list of similar items the causes are looked for. */
const similarConsidered = 200

export const trainedSource: Source = {
  name: 'trained',
  retrieve(query, limit) {
    const scores = modelScores(query)
    if (scores === undefined) return []
    const { snapshot, taste, eligible, seed } = query
    const own = new Set(modelHistory(taste))
    const causes = (item: number) => {
      const similar = snapshot.trained?.model.similarItems?.(item, similarConsidered) ?? []
      return similar
        .filter((other) => own.has(other.item))
        .slice(0, named)
        .map((other) => other.item)
    }
    const { items, scores: best } = topK(scores, limit, { eligible: eligible.subarray(0, scores.length), seed })
    return Array.from(items, (item, place) => new ExplainedLater(item, best[place]!, 'trained', causes))
  },
}
