/** @file Candidates that people liked together with what this person likes: the largest Σ ω_i B_ij. Empty while nobody has acted. */

import { topK } from '../math/top-k.ts'
import { ExplainedLater } from '../pipeline/candidate.ts'
import type { Source } from '../pipeline/source.ts'
import { togetherScores, weightiest } from '../pipeline/together-scores.ts'
import { attribute, strongestCauses } from '../profile/attribution.ts'

const named = 3

export const togetherSource: Source = {
  name: 'together',
  retrieve(query, limit) {
    const { taste, snapshot, eligible, seed } = query
    if (!(taste.mass > 0)) return []
    const scores = togetherScores(query)
    const counted = { ...taste, ...weightiest(taste) }
    const causes = (item: number) => strongestCauses(attribute(counted, snapshot.together.similarity, item), named)
    const best = topK(scores, limit, { eligible, seed, above: 0 }).items
    return Array.from(best, (item) => new ExplainedLater(item, scores[item]!, 'together', causes))
  },
}
