import { describe, expect, it } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { createRandom } from '../math/random.ts'
import { compare, compareAll, comparisonTable } from './compare.ts'
import type { Evaluation, Question } from './evaluate.ts'

const question: Question = {
  ...{ protocol: 'leave-last-out', options: {}, rule: '', folds: [''], sampled: false, part: 'test', digest: 'd' },
  data: { name: 'small', users: 8, items: 9, interactions: 10, digest: 'data' },
}
const evaluationOf = (label: string, columns: Readonly<Record<string, readonly (readonly number[])[]>>, asked = question): Evaluation => {
  const users = Object.values(columns)[0]![0]!.map((_, at) => `u${at}`)
  const value = (own: readonly (readonly number[])[]) => own[0]!.reduce((sum, one) => sum + one, 0) / users.length
  return {
    ...{ model: label, label, config: {}, seed: 1, question: asked, users, slices: {}, fitSeconds: 0, scoreSeconds: 0, peakMemoryBytes: 0 },
    unscored: { targets: 0, candidates: 0, users: 0, ratings: 0 },
    metrics: Object.fromEntries(
      Object.entries(columns).map(([name, own]) => [name, { value: value(own), low: 0, high: 0, users: users.length }]),
    ),
    columns: Object.fromEntries(Object.entries(columns).map(([name, own]) => [name, own.map((column) => Float64Array.from(column))])),
  }
}

describe('compare', () => {
  it('gives the exact p of swapping few users', () => {
    // All eight differ by the same: of 2^8 swappings only none and all reach the difference, 2 / 256.
    const worse = [0.1, 0.2, 0.3, 0.4, 0.5, 0.1, 0.2, 0.3]
    const better = worse.map((value) => value + 0.25)
    const { difference, p, ...found } = compare(evaluationOf('a', { 'NDCG@10': [better] }), evaluationOf('b', { 'NDCG@10': [worse] }))
    expect(difference.value).toBeCloseTo(0.25)
    expect(difference.low).toBeCloseTo(0.25)
    expect(p).toBeGreaterThan(0.005)
    expect(p).toBeLessThan(0.011)
    expect(found).toEqual({ metric: 'NDCG@10', first: 'a', second: 'b', users: 8, better: 'first' })
  })

  it('finds nothing where there is nothing, and is the same for a seed', () => {
    const random = createRandom(5)
    const draw = () => Array.from({ length: 200 }, () => random.next())
    const [a, b] = [evaluationOf('a', { 'NDCG@10': [draw()] }), evaluationOf('b', { 'NDCG@10': [draw()] })]
    const found = compare(a, b, { seed: 3 })
    expect(found.p).toBeGreaterThan(0.05)
    expect(found.better).toBe('neither')
    expect(compare(a, b, { seed: 3 })).toEqual(found)
    expect(compare(a, a)).toMatchObject({ p: 1, better: 'neither', difference: { value: 0 } })
  })

  it('compares errors by all ratings; less is better', () => {
    // Squares and counts: √(8 / 16) against √(32 / 16).
    const counts = Array.from({ length: 8 }, () => 2)
    const a = evaluationOf('a', { RMSE: [counts.map(() => 1), counts] })
    const b = evaluationOf('b', { RMSE: [counts.map(() => 4), counts] })
    const { difference, better } = compare(a, b)
    expect(difference.value).toBeCloseTo(Math.sqrt(0.5) - Math.sqrt(2))
    expect(better).toBe('first')
  })

  it('leaves out users of whom a metric says nothing', () => {
    const a = evaluationOf('a', { AUC: [[1, Number.NaN, 0.5]] })
    const b = evaluationOf('b', { AUC: [[0.5, Number.NaN, 0]] })
    expect(compare(a, b).difference.value).toBeCloseTo(0.5)
  })

  it('refuses what cannot be compared', () => {
    const own = { 'NDCG@10': [[1, 0, 1]] }
    const a = evaluationOf('a', own)
    const against = (other: Evaluation, metric?: string) => () => compare(a, other, { metric })
    const data = { ...question.data, digest: 'other' }
    expect(against(evaluationOf('b', own, { ...question, sampled: true }))).toThrow('candidates only')
    expect(against(evaluationOf('b', own, { ...question, data }))).toThrow('their data differ')
    expect(against(evaluationOf('b', own, { ...question, protocol: 'temporal' }))).toThrow('their protocols differ')
    expect(against(evaluationOf('b', own, { ...question, part: 'validation' }))).toThrow('their protocols differ')
    expect(against(evaluationOf('b', own, { ...question, digest: 'other' }))).toThrow('their splits differ')
    expect(against(evaluationOf('b', { 'NDCG@10': [[1, 0]] }))).toThrow('their splits differ')
    expect(against(evaluationOf('b', own), 'Recall@10')).toThrow(expect.toSatisfy((error) => isPenchantError(error, 'invalid-input')))
  })
})

describe('compareAll', () => {
  const a = evaluationOf('a', {
    'NDCG@10': [[0.1, 0.2, 0.1, 0.2]],
    RMSE: [
      [4, 4, 4, 4],
      [1, 1, 1, 1],
    ],
  })
  const b = evaluationOf('b', {
    'NDCG@10': [[0.9, 0.8, 0.9, 0.8]],
    RMSE: [
      [9, 9, 9, 9],
      [1, 1, 1, 1],
    ],
  })

  it('puts the best against each other one', () => {
    expect(compareAll([a, b]).map(({ first, second }) => [first, second])).toEqual([['b', 'a']])
    expect(compareAll([a, b], { metric: 'RMSE' }).map(({ first, second }) => [first, second])).toEqual([['a', 'b']])
    expect(() => compareAll([a])).toThrow(expect.toSatisfy((error) => isPenchantError(error, 'invalid-input')))
  })

  it('is printed in words', () => {
    const lines = comparisonTable(compareAll([a, b])).split('\n')
    expect(lines.length).toBe(3)
    expect(lines[2]).toContain('b − a')
    expect(lines[2]).toContain('+0.7000')
    expect(lines[2]).toContain('b is better')
  })
})
