import { expect, it } from 'vitest'
import { type Evidence, type EvidenceInteraction, emptyEvidence } from '../data/evidence.ts'
import { defaultTasteConfig } from '../profile/config.ts'
import { likesSince } from './likes-since.ts'

const act = (seq: number, item: string, type: EvidenceInteraction['type'] = 'like'): EvidenceInteraction => ({
  seq,
  item,
  type,
  occurredAt: seq,
})
const evidenceOf = (...interactions: readonly EvidenceInteraction[]): Evidence => ({ ...emptyEvidence, interactions })
const places: Readonly<Record<string, number>> = { a: 0, b: 1, c: 2, d: 3 }
const since = (evidence: Evidence, fitted: number) =>
  likesSince(evidence, fitted, (id) => places[id], defaultTasteConfig).map(({ item, seq, history }) => [item, seq, ...history])

it('names what came to be liked, with what was liked before it, oldest first', () => {
  expect(since(evidenceOf(act(1, 'a'), act(2, 'b'), act(4, 'c'), act(6, 'd')), 3)).toEqual([
    [2, 4, 0, 1],
    [3, 6, 0, 1, 2],
  ])
  expect(since(evidenceOf(act(1, 'a'), act(3, 'b')), 3)).toEqual([])
  expect(since(evidenceOf(act(4, 'a'), act(5, 'gone')), 3)).toEqual([[0, 4]])
})

it('leaves an item at its first positive act, whatever comes after; what was liked before the fit is not new', () => {
  const seen = evidenceOf(act(1, 'a'), act(4, 'b', 'view'), act(5, 'c'), act(6, 'b'), act(7, 'a'))
  expect(since(seen, 3)).toEqual([
    [1, 4, 0],
    [2, 5, 0, 1],
  ])
})

it('takes an item that was turned down before as new, and drops one that is turned down since', () => {
  expect(since(evidenceOf(act(1, 'a', 'dislike'), act(4, 'a')), 3)).toEqual([[0, 4]])
  expect(since(evidenceOf(act(1, 'a'), act(4, 'b'), act(5, 'c'), act(6, 'b', 'dislike')), 3)).toEqual([[2, 5, 0]])
})

it('says nothing of somebody of whom too little from before is at hand, and the same of others whatever goes out of reach', () => {
  expect(since({ ...evidenceOf(act(1, 'a'), act(4, 'b')), truncated: true }, 3)).toEqual([])
  const acts = Array.from({ length: 204 }, (_, n) => act(n + 1, `m${n}`))
  const of = (interactions: typeof acts) =>
    likesSince({ ...evidenceOf(...interactions), truncated: true }, 202, (id) => Number(id.slice(1)), defaultTasteConfig)
  expect(of(acts).map(({ item, seq, history }) => [item, seq, history[0], history.at(-1), history.length])).toEqual([
    [202, 203, 2, 201, 200],
    [203, 204, 3, 202, 200],
  ])
  expect(of(acts.slice(2))).toEqual(of(acts))
  expect(of(acts.slice(3))).toEqual([])
})
