/** @file Candidates that were bought in one order with the request's items: what completes them. An item that is bought in their place never is. */

import type { Source } from '../pipeline/source.ts'
import { fuse } from './fuse.ts'

export const boughtSource: Source = {
  name: 'bought',
  retrieve({ seeds, companions, eligible, seed }, limit) {
    if (companions === undefined || limit === 0) return []
    const lists = companions.map((found, place) => {
      const items = found.map(({ item }) => item).filter((item) => eligible[item] === 1)
      return { items: items.slice(0, limit), because: seeds[place] }
    })
    return fuse(lists, limit, seed).map((candidate) => ({ ...candidate, source: 'bought' }))
  },
}
