/** @file Candidates for soft words: the nearest by meaning and the best by shared words (BM25), fused by rank.
 *
 * Where only one of the two knows anything of the words, it alone answers; where neither does, the answer is empty.
 */

import { relativeSimilarity } from '../embeddings/item-space.ts'
import type { Source } from '../pipeline/source.ts'
import { fuse, type RankedList } from './fuse.ts'

export const wordsSource: Source = {
  name: 'words',
  retrieve({ snapshot, text, textVector, eligible, seed }, limit) {
    const { words, textVectors, space } = snapshot
    const lists: RankedList[] = []
    const nearest = textVector === undefined ? undefined : textVectors.topK(textVector, eligible, limit, seed)[0]
    if (nearest) lists.push({ items: nearest.items.filter((_, at) => relativeSimilarity(space, nearest.scores[at] as number) > 0) })
    if (text !== '') lists.push({ items: words.search(text, eligible, limit).map(({ item }) => item) })
    return fuse(lists, limit, seed).map((candidate) => ({ ...candidate, source: 'words' }))
  },
}
