/** @file Candidates that stand well with everybody: the largest prior P. While nobody has acted, a varied first page of the editors' best leads.
 *
 * Varied: among the 120 best eligible items, farthest first from the best (Gonzalez 1985, a 2-approximation of k-centre), so that each part of the catalogue
 * has one. Score: P; the varied ones count down to the highest P, so that they stand above all others.
 */

import { vectorOf } from '../embeddings/item-space.ts'
import { topK } from '../math/top-k.ts'
import { dot } from '../math/vector.ts'
import type { Candidate } from '../pipeline/candidate.ts'
import { priorOf } from '../pipeline/prior.ts'
import type { Snapshot } from '../pipeline/snapshot.ts'
import type { Source } from '../pipeline/source.ts'

const bestConsidered = 120
const firstPage = 12

export const popularSource: Source = {
  name: 'popular',
  retrieve({ snapshot, eligible, now, seed }, limit) {
    const prior = priorOf(snapshot, now)
    const nobodyActed = snapshot.popularity.total === 0
    const best = Array.from(topK(prior.logarithms, nobodyActed ? Math.max(limit, bestConsidered) : limit, { eligible, seed }).items)
    const candidate = (item: number, score = prior.of(item)): Candidate => ({ item, score, source: 'popular', because: [] })
    if (!nobodyActed || best.length === 0) return best.map((item) => candidate(item))
    const varied = farthestFirst(snapshot, best.slice(0, bestConsidered), Math.min(firstPage, limit))
    const highest = prior.of(best[0] as number)
    const leading = varied.map((item, place) => candidate(item, highest + varied.length - place))
    const rest = best.filter((item) => !varied.includes(item)).map((item) => candidate(item))
    return [...leading, ...rest].slice(0, limit)
  },
}

/** The best item, then each time the one whose nearest chosen item is farthest; of equals the better. */
function farthestFirst({ space }: Pick<Snapshot, 'space'>, best: readonly number[], count: number): readonly number[] {
  const nearest = new Float64Array(best.length).fill(Number.NEGATIVE_INFINITY)
  const chosen: number[] = []
  let next = 0
  while (chosen.length < Math.min(count, best.length)) {
    const item = best[next] as number
    chosen.push(item)
    nearest[next] = Number.POSITIVE_INFINITY
    const vector = vectorOf(space, item)
    let farthest = Number.POSITIVE_INFINITY
    for (const [at, other] of best.entries()) {
      if (nearest[at] === Number.POSITIVE_INFINITY) continue
      nearest[at] = Math.max(nearest[at] as number, dot(vector, vectorOf(space, other)))
      if ((nearest[at] as number) < farthest) {
        farthest = nearest[at] as number
        next = at
      }
    }
  }
  return chosen
}
