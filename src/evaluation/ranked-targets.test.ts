import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random.ts'
import { auc } from './metrics/auc.ts'
import { hitRate } from './metrics/hit-rate.ts'
import { map } from './metrics/map.ts'
import { mrr } from './metrics/mrr.ts'
import { ndcg } from './metrics/ndcg.ts'
import { precision } from './metrics/precision.ts'
import { recall } from './metrics/recall.ts'
import { meanRank, type RankedTargets, rankTargets } from './ranked-targets.ts'

const rank = (scores: readonly number[], targets: readonly number[], cutoff?: number) =>
  rankTargets(Float32Array.from(scores), Int32Array.from(targets), { cutoff })

describe('rankTargets', () => {
  it('counts what is higher and what is level, one target or several', () => {
    expect(rank([5, 3, 3, 9, 3], [1]).groups).toEqual([{ higher: 2, size: 3, targets: 1 }])
    expect(rank([5, 3, 3, 9, 3], [1, 3, 4]).groups).toEqual([
      { higher: 0, size: 1, targets: 1 },
      { higher: 2, size: 3, targets: 2 },
    ])
    // Two above, half of the two others level with it.
    expect(meanRank({ higher: 2, size: 3, targets: 1 })).toBe(3)
  })

  it('never lists what has no score: nothing is gained, whatever the metric', () => {
    expect(rank([Number.NaN, 1], [0])).toEqual({ groups: [], targets: 1, candidates: 2 })
    const nothing = rank([Number.NaN, Number.NaN, Number.NaN], [0, 1])
    expect([ndcg(nothing, 10), recall(nothing, 10), hitRate(nothing, 10), mrr(nothing), map(nothing), auc(nothing)]).toEqual([
      0, 0, 0, 0, 0, 0,
    ])
    // A target with a score stands above everything without one.
    expect(rank([Number.NaN, 1, Number.NaN], [1]).groups).toEqual([{ higher: 0, size: 1, targets: 1 }])
    expect(rankTargets(Float32Array.of(Number.NaN, 1, 2), Int32Array.of(1), { filtered: 1 }).candidates).toBe(2)
  })

  it('leaves out groups below the cut, and counts ties across it whole', () => {
    expect(rank([9, 5, 5, 5, 1, 0], [2, 4], 2).groups).toEqual([{ higher: 1, size: 3, targets: 1 }])
    expect(rank([9, 5, 5, 5, 1, 0], [0, 5], 2).groups).toEqual([{ higher: 0, size: 1, targets: 1 }])
  })
})

/** The definition of each metric for one order of the items. */
const plain: Readonly<Record<string, (hits: readonly boolean[], relevant: number, k: number) => number>> = {
  recall: (hits, relevant, k) => hits.slice(0, k).filter(Boolean).length / relevant,
  precision: (hits, _, k) => hits.slice(0, k).filter(Boolean).length / k,
  hitRate: (hits, _, k) => Number(hits.slice(0, k).some(Boolean)),
  mrr: (hits, _, k) => (hits.slice(0, k).some(Boolean) ? 1 / (hits.indexOf(true) + 1) : 0),
  map: (hits, relevant, k) =>
    hits.slice(0, k).reduce((sum, hit, at) => sum + (hit ? hits.slice(0, at + 1).filter(Boolean).length / (at + 1) : 0), 0) /
    Math.min(k, relevant),
  ndcg: (hits, relevant, k) => {
    const gain = hits.slice(0, k).reduce((sum, hit, at) => sum + (hit ? 1 / Math.log2(at + 2) : 0), 0)
    let ideal = 0
    for (let at = 0; at < Math.min(k, relevant); at++) ideal += 1 / Math.log2(at + 2)
    return gain / ideal
  },
}
const measured: Readonly<Record<string, (ranked: RankedTargets, k: number) => number>> = { recall, precision, hitRate, mrr, map, ndcg }

function* orders(items: readonly number[]): Generator<readonly number[]> {
  if (items.length === 0) yield []
  for (const [at, item] of items.entries()) for (const rest of orders(items.toSpliced(at, 1))) yield [item, ...rest]
}

describe('metrics of a ranking', () => {
  it('are the means over all orders of equal scores', () => {
    const random = createRandom(11)
    for (let round = 0; round < 25; round++) {
      const scores = Array.from({ length: 6 }, () => (random.next() < 0.15 ? Number.NaN : random.integer(3)))
      const targets = random.shuffle([0, 1, 2, 3, 4, 5]).slice(0, 1 + random.integer(3))
      const scored = [0, 1, 2, 3, 4, 5].filter((item) => !Number.isNaN(scores[item]))
      const consistent = [...orders(scored)].filter((order) =>
        order.every((item, at) => at === 0 || scores[order[at - 1]!]! >= scores[item]!),
      )
      for (const k of [1, 2, 4, 6]) {
        for (const [name, of] of Object.entries(plain)) {
          const expected =
            consistent.reduce(
              (sum, order) =>
                sum +
                of(
                  order.map((item) => targets.includes(item)),
                  targets.length,
                  k,
                ),
              0,
            ) / consistent.length
          const metric = measured[name]!
          expect(metric(rank(scores, targets), k), `${name}@${k} of ${scores} for ${targets}`).toBeCloseTo(expected, 10)
          expect(metric(rank(scores, targets, k), k), `${name}@${k} with a cut-off`).toBeCloseTo(expected, 10)
        }
      }
    }
  })

  it('are what they are by hand', () => {
    // Hits at places 2 and 4 of three relevant; the third has no score.
    const ranked = rank([9, 8, 7, 6, Number.NaN], [1, 3, 4])
    expect(recall(ranked, 3)).toBeCloseTo(1 / 3)
    expect(precision(ranked, 4)).toBe(0.5)
    expect(hitRate(ranked, 1)).toBe(0)
    expect(hitRate(ranked, 2)).toBe(1)
    expect(mrr(ranked)).toBe(0.5)
    expect(mrr(ranked, 1)).toBe(0)
    expect(map(ranked)).toBeCloseTo((1 / 2 + 2 / 4) / 3)
    // Two negatives: 0 and 2. Target 1 is above one, target 3 above none, target 4 above none: 1 of 6 pairs.
    expect(auc(ranked)).toBeCloseTo(1 / 6)
  })

  it('AUC counts ties as half', () => {
    expect(auc(rank([1, 1, 1, 1], [0]))).toBe(0.5)
    // Pairs of target 0 (score 2) with 1, 2 (scores 2, 1): half and whole; target 3 (score 0) with both: none.
    expect(auc(rank([2, 2, 1, 0], [0, 3]))).toBeCloseTo(1.5 / 4)
    expect(auc(rank([1, 2], [0, 1]))).toBeNaN()
  })

  it('say nothing where nothing was relevant', () => {
    for (const metric of Object.values(measured)) expect(metric(rank([1, 2], []), 2)).toBeNaN()
  })
})
