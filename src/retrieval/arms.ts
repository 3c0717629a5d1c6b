/** @file Candidates of drawn arms: of each topic the items that stand best with everybody (the prior P), and what the sources have found in it already.
 *
 * Score: the probability with which the arm was drawn. Cost: one pass over the catalogue for all arms.
 */

import { createBoundedHeap } from '../math/top-k.ts'
import type { Candidate } from '../pipeline/candidate.ts'
import { priorOf } from '../pipeline/prior.ts'
import type { RetrievalQuery } from '../pipeline/source.ts'

export type ArmsAsked = {
  readonly drawn: readonly { readonly arm: number; readonly propensity: number }[]
  /** One byte an item, 1 = may be drawn. */
  readonly open: Uint8Array
  /** Integers of items that are on the page already. */
  readonly taken: ReadonlySet<number>
  /** The most that the prior brings from each arm. */
  readonly limit: number
}

/** @param found of the sources: those in a drawn arm are kept, with their causes. */
export function armCandidates(
  { snapshot, now, seed }: RetrievalQuery,
  found: readonly Candidate[],
  { drawn, open, taken, limit }: ArmsAsked,
): readonly Candidate[] {
  const { of } = snapshot.space.topics
  const { logarithms } = priorOf(snapshot, now)
  const heaps = new Map(drawn.map(({ arm }) => [arm, createBoundedHeap(limit, seed)]))
  const isOpen = (item: number) => open[item] === 1 && !taken.has(item)
  for (let item = 0; item < open.length; item++) if (isOpen(item)) heaps.get(of[item]!)?.push(item, logarithms[item]!)
  const propensities = new Map(drawn.map(({ arm, propensity }) => [arm, propensity]))
  const known = found.filter(({ item }) => isOpen(item) && propensities.has(of[item]!))
  const items = new Set([...heaps.values()].flatMap((heap) => [...heap.drain().items]).concat(known.map(({ item }) => item)))
  const own = [...items].map((item): Candidate => ({ item, score: propensities.get(of[item]!)!, source: 'explore', because: [] }))
  return [...own, ...known]
}
