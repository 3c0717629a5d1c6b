import { expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import type { Candidate } from '../pipeline/candidate.ts'
import { queryOf, snapshotOf } from '../testing/source.ts'
import { armCandidates } from './arms.ts'

const items: readonly Item[] = [0.1, 0.9, 0.5, 0.7, 0.3, 0.8].map((prior, at) => ({ id: `i${at}`, title: 'T', attributes: {}, prior }))
const plain = snapshotOf({ items, vectors: items.map(() => [1, 0]) })
/** Items 0 to 2 in arm 0, 3 and 4 in arm 1, 5 in none. */
const topics = { count: 2, centroids: Float32Array.of(1, 0, 0, 1), of: Int32Array.of(0, 0, 0, 1, 1, -1) }
const query = queryOf({ ...plain, space: { ...plain.space, topics } })
const drawn = [{ arm: 0, propensity: 0.75 }]
const asked = { drawn, open: Uint8Array.of(1, 1, 1, 1, 1, 1), taken: new Set<number>(), limit: 1 }
const brought = (candidates: readonly Candidate[]) => candidates.map(({ item, source, score }) => [item, source, score])

it('brings the best of each drawn arm by the prior, with the probability of the arm', () => {
  expect(brought(armCandidates(query, [], asked))).toEqual([[1, 'explore', 0.75]])
  expect(brought(armCandidates(query, [], { ...asked, taken: new Set([1]) }))).toEqual([[2, 'explore', 0.75]])
  expect(brought(armCandidates(query, [], { ...asked, open: Uint8Array.of(1, 0, 0, 1, 1, 1) }))).toEqual([[0, 'explore', 0.75]])
  const both = [...drawn, { arm: 1, propensity: 0.5 }]
  expect(brought(armCandidates(query, [], { ...asked, drawn: both, limit: 2 })).map(([item]) => item)).toEqual([1, 2, 3, 4])
})

it('keeps what the sources found in the arm, and nothing from elsewhere', () => {
  const found = [0, 3, 5].map((item): Candidate => ({ item, score: 0.5, source: 'taste' }))
  expect(brought(armCandidates(query, found, asked))).toEqual([
    [1, 'explore', 0.75],
    [0, 'explore', 0.75],
    [0, 'taste', 0.5],
  ])
  expect(brought(armCandidates(query, found, { ...asked, taken: new Set([0]) }))).toEqual([[1, 'explore', 0.75]])
})
