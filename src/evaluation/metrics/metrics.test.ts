import { describe, expect, it } from 'vitest'
import { createDataset, type Dataset } from '../../data/dataset.ts'
import { isPenchantError } from '../../errors.ts'
import type { Case } from '../protocols/protocol.ts'
import { coverage } from './coverage.ts'
import { gini } from './gini.ts'
import { metricNames, parseMetric } from './index.ts'
import { intraListDiversity, similarityOf } from './intra-list-diversity.ts'
import { novelty } from './novelty.ts'
import { expectedItems, serendipity } from './serendipity.ts'

/** What a rating metric says of several users together. */
function ofUsers(text: string, users: readonly (readonly [predicted: readonly number[], actual: readonly number[]])[]): number {
  const metric = parseMetric(text)
  if (metric.reads !== 'ratings') throw new Error('not of ratings')
  const rows = users.map(([predicted, actual]) => metric.of(Float32Array.from(predicted), Float32Array.from(actual)))
  return metric.combine(rows[0]!.map((_, column) => rows.reduce((sum, row) => sum + row[column]!, 0) / rows.length))
}

describe('metrics of predictions', () => {
  const users = [
    [
      [4, 3],
      [5, 3],
    ],
    [[1], [4]],
  ] as const

  it('are over all ratings of all users', () => {
    // Errors 1, 0, 3.
    expect(ofUsers('RMSE', users)).toBeCloseTo(Math.sqrt(10 / 3), 6)
    expect(ofUsers('MAE', users)).toBeCloseTo(4 / 3, 6)
  })

  it('take probabilities for what they are', () => {
    const chances = [
      [
        [0.8, 0.25],
        [1, 0],
      ],
      [[0.5], [1]],
    ] as const
    expect(ofUsers('LogLoss', chances)).toBeCloseTo(-(Math.log(0.8) + Math.log(0.75) + Math.log(0.5)) / 3, 6)
    // Bins .8, .2 and .5 with one prediction each: |−.2| + |.25| + |−.5| over 3.
    expect(ofUsers('CalibrationError', chances)).toBeCloseTo(0.95 / 3, 6)
    // Two users in one bin: errors −.4 and +.6 cancel to .2 over two predictions.
    expect(
      ofUsers('CalibrationError', [
        [[0.6], [1]],
        [[0.6], [0]],
      ]),
    ).toBeCloseTo(0.1, 6)
    // A sure prediction that is wrong costs 1e-7's surprise, not infinity.
    expect(ofUsers('LogLoss', [[[0], [1]]])).toBeCloseTo(-Math.log(1e-7), 4)
    for (const wrong of [
      [[3], [1]],
      [[0.5], [4]],
    ] as const)
      expect(() => ofUsers('LogLoss', [wrong])).toThrow(expect.toSatisfy((error) => isPenchantError(error, 'invalid-input')))
  })
})

describe('metrics of lists', () => {
  const lists = [Int32Array.of(0, 1), Int32Array.of(0, 2)]

  it('say how much of the catalogue is shown, and how evenly', () => {
    expect(coverage(lists, 4)).toBe(0.75)
    // Places 0, 1, 1, 2: Σ (2i − 5) x = −1·1 + 1·1 + 3·2 = 6, over 4 · 4.
    expect(gini(lists, 4)).toBeCloseTo(6 / 16)
    expect(gini([Int32Array.of(0, 1), Int32Array.of(2, 3)], 4)).toBe(0)
    expect(gini([new Int32Array()], 4)).toBeNaN()
  })

  it('say how rare, how different and how surprising the items are', () => {
    // Half of four users, then all of them: 1 and 0 bits.
    expect(novelty(Int32Array.of(0, 1), [2, 4, 0], 4)).toBe(0.5)
    expect(novelty(Int32Array.of(2), [2, 4, 0], 4)).toBe(2)
    const similarity = (item: number, other: number) => (item + other === 1 ? 1 : 0)
    expect(intraListDiversity(Int32Array.of(0, 1, 2), similarity)).toBeCloseTo(2 / 3)
    expect(intraListDiversity(Int32Array.of(0), similarity)).toBeNaN()
    const expected = expectedItems(Int32Array.of(3, 1, 0, 2), Int32Array.of(3), 2)
    expect([...expected]).toEqual([1, 0])
    expect(serendipity(Int32Array.of(0, 2), Int32Array.of(0, 2), expected, 2)).toBe(0.5)
  })

  const dataset: Dataset = {
    ...createDataset(
      [
        { user: 'a', item: 'x' },
        { user: 'b', item: 'x' },
        { user: 'b', item: 'y' },
        { user: 'b', item: 'x' },
      ],
      { name: 'small', order: 'sequence', items: ['x', 'y', 'z'] },
    ),
  }

  it('measure unlikeness by vectors, else by the words of attributes', () => {
    const vectors = { vectors: Float32Array.of(1, 0, 0, 2, 1, 1), size: 2 }
    const cosine = similarityOf({ ...dataset, itemVectors: vectors })
    expect(cosine(0, 1)).toBe(0)
    expect(cosine(0, 2)).toBeCloseTo(Math.SQRT1_2)
    const itemAttributes = [{ genres: ['drama', 'war'], year: 1990 }, { genres: ['drama'], country: 'fr' }, {}]
    // One word of three.
    expect(similarityOf({ ...dataset, itemAttributes })(0, 1)).toBeCloseTo(1 / 3)
    expect(() => similarityOf(dataset)).toThrow(expect.toSatisfy((error) => isPenchantError(error, 'invalid-input')))
  })

  it('compare lists with what people had chosen', () => {
    const metric = parseMetric('popularitylift@1')
    if (metric.reads !== 'list') throw new Error('not of lists')
    const one: Case = { user: 0, history: { items: Int32Array.of(1), values: Float32Array.of(1) }, targets: Int32Array.of(2) }
    // x had two people, y one: twice as popular.
    const row = metric.prepare(dataset)(Int32Array.of(0), one)
    expect(row).toEqual([2, 1])
    expect(metric.combine(row)).toBe(1)
  })
})

describe('parseMetric', () => {
  it('knows every name it lists, in any case', () => {
    for (const name of metricNames) {
      const label = name.replace('[@k]', '').replace('@k', '@10')
      expect(parseMetric(label.toLowerCase()).label).toBe(label)
    }
    expect(parseMetric('MRR@5').cutoff).toBe(5)
    expect(parseMetric('RMSE').better).toBe('lower')
  })

  it('refuses what it does not know, a missing and a superfluous k', () => {
    for (const wrong of ['Accuracy@10', 'NDCG', 'AUC@10', 'NDCG@0', 'NDCG@ten', ''])
      expect(() => parseMetric(wrong), wrong).toThrow(expect.toSatisfy((error) => isPenchantError(error, 'invalid-input')))
  })
})
