/** @file Candidates like the request's examples ("like these two"): the nearest of each by content and by what is liked together, fused by rank. */

import { relativeSimilarity, vectorOf } from '../embeddings/item-space.ts'
import type { Source } from '../pipeline/source.ts'
import { fuse, type RankedList } from './fuse.ts'

/** How many more neighbours are asked for than places: neighbours are cut before eligibility is known. */
const surplus = 4

export const similarSource: Source = {
  name: 'similar',
  retrieve({ snapshot, seeds, companions, eligible, seed }, limit) {
    const { space, vectors, together } = snapshot
    if (seeds.length === 0 || companions !== undefined || limit === 0) return []
    const lists: RankedList[] = []
    const queries = new Float32Array(seeds.length * space.size)
    for (const [at, item] of seeds.entries()) queries.set(vectorOf(space, item), at * space.size)
    for (const [at, { items, scores }] of vectors.topK(queries, eligible, limit + seeds.length, seed).entries()) {
      const near = items.filter((item, rank) => !seeds.includes(item) && relativeSimilarity(space, scores[rank] as number) > 0)
      lists.push({ items: near, because: seeds[at] })
    }
    for (const because of seeds) {
      const neighbours = together.neighbours(because, limit * surplus)
      const items = neighbours.map(({ item }) => item).filter((item) => eligible[item] === 1 && !seeds.includes(item))
      lists.push({ items: items.slice(0, limit), because })
    }
    return fuse(lists, limit, seed).map((candidate) => ({ ...candidate, source: 'similar' }))
  },
}
