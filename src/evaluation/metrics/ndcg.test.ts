import { describe, expect, it } from 'vitest'
import { rankedList } from '../ranked-targets.ts'
import { ndcg } from './ndcg.ts'

const list = (relevant: number, ...scores: readonly (readonly [number, boolean])[]) =>
  rankedList(
    scores.map(([score, isRelevant]) => ({ score, relevant: isRelevant })),
    relevant,
  )

describe('ndcg', () => {
  it('discounts by the logarithm of the place', () => {
    // Hit at place 2 of one relevant item: 1 / log2(3).
    expect(ndcg(list(1, [3, false], [2, true], [1, false]), 10)).toBeCloseTo(0.63093, 5)
    // Hits at 1 and 3 of three relevant: (1 + ½) / (1 + 1/log2(3) + ½) = 1.5 / 2.13093.
    expect(ndcg(list(3, [3, true], [2, false], [1, true]), 10)).toBeCloseTo(0.70392, 5)
  })

  it('counts nothing beyond k, and at most k relevant items in the ideal list', () => {
    expect(ndcg(list(1, [3, false], [2, false], [1, true]), 2)).toBe(0)
    expect(ndcg(list(5, [3, true], [2, true], [1, false]), 2)).toBe(1)
  })

  it('gives items of equal score the mean of their places', () => {
    // Two tied at places 1 and 2, one relevant: (1 + 0.63093) / 2, whichever stands first.
    expect(ndcg(list(1, [2, true], [2, false]), 10)).toBeCloseTo(0.81546, 5)
    expect(ndcg(list(1, [2, false], [2, true]), 10)).toBeCloseTo(0.81546, 5)
    // Tied over the cut at k = 1: the relevant one has half of place 1.
    expect(ndcg(list(1, [2, true], [2, false]), 1)).toBe(0.5)
  })

  it('takes items of a list that have no score one by one', () => {
    expect(ndcg(list(1, [Number.NaN, false], [Number.NaN, true]), 10)).toBeCloseTo(0.63093, 5)
  })

  it('is NaN where nothing was relevant', () => {
    expect(ndcg(list(0, [1, false]), 10)).toBeNaN()
  })
})
