import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random.ts'
import { atOnce } from '../math/steps.ts'
import { gainOf } from '../models/fusion/blend-weights.ts'
import { fitPairwiseLogistic } from '../models/fusion/pairwise-logistic.ts'
import { defaultTasteConfig } from '../profile/config.ts'
import { queryOf, snapshotOf, tasteOf } from '../testing/source.ts'
import {
  type BlendWeights,
  blendFeatures,
  defaultRankConfig,
  massBuckets,
  rankConfigSchema,
  untrainedWeights,
  weightsAt,
} from './config.ts'
import { learnWeights } from './learn-weights.ts'
import { type MomentCase, momentCase } from './moment-case.ts'
import { rank } from './rank.ts'

const size = blendFeatures.length

/** Cases of 20 candidates with one right; the right one scores `shift` more in the named column, all else is noise. */
function planted(column: number, shift: number, { people = 60, each = 8, seed = 'planted' } = {}): readonly MomentCase[] {
  const random = createRandom(seed)
  return Array.from({ length: people * each }, (_, n) => {
    const mass = [0.4, 1.5, 5, 20, 90][n % 5] as number
    const features = Float32Array.from({ length: 20 * size }, () => random.normal())
    features[column] = (features[column] as number) + shift
    const untrained = weightsAt(untrainedWeights(defaultRankConfig, 100), mass)
    return {
      person: `p${n % people}`,
      mass,
      features,
      right: Uint8Array.from({ length: 20 }, (_, at) => Number(at === 0)),
      targets: 1,
      untrained: Float64Array.from(blendFeatures, (name) => untrained[name]),
    }
  })
}
const learn = (cases: readonly MomentCase[], seed = 1) => atOnce(learnWeights(cases, { seed }))

describe('learning the weights', () => {
  it.each([
    [1, 'content'],
    [2, 'together'],
    [3, 'trained'],
  ] as const)('gives the weight to the one feature that tells: %i', (column, name) => {
    const { choice, weights, ndcg, moments, people } = learn(planted(column, 3))
    expect([moments, people]).toEqual([480, 60])
    expect([name, 'blend']).toContain(choice)
    for (const bucket of [1, 2, 3, 4, 5]) expect((weights as BlendWeights)[name][bucket]).toBeGreaterThan(0.8)
    expect((ndcg as Record<string, number>)[choice]).toBeGreaterThan((ndcg as Record<string, number>).untrained as number)
  })

  it('leaves the untrained ones where there is too little to say', () => {
    expect(learn(planted(1, 3, { people: 29 }))).toMatchObject({ moments: 232, choice: 'untrained', ndcg: null })
    expect(learn(planted(1, 3, { people: 66, each: 3 }))).toMatchObject({ moments: 198, choice: 'untrained', ndcg: null })
    expect(learn([])).toEqual({ moments: 0, people: 0, choice: 'untrained', weights: null, ndcg: null })
  })

  it('keeps the untrained ones where they are right already, though the blend fits as well', () => {
    const cases = planted(0, 3).map((one) => ({ ...one, untrained: Float64Array.of(1, 0, 0, 0) }))
    const { choice, weights, ndcg } = learn(cases)
    expect([choice, weights]).toEqual(['untrained', null])
    // The prior alone is the same ranking.
    expect(ndcg?.prior).toBe(ndcg?.untrained)
  })

  it('promotes a feature alone where the others only disturb, and a stranger still gets the prior', () => {
    const { choice, weights } = learn(planted(2, 1.2, { people: 40, each: 6, seed: 'alone' }))
    expect(choice).toBe('together')
    expect(weights?.together).toEqual([0, 1, 1, 1, 1, 1])
    expect(weights?.prior).toEqual([1, 0, 0, 0, 0, 0])
  })

  it('is a function of the cases and the seed', () => {
    const cases = planted(1, 1)
    expect(learn(cases)).toEqual(learn(structuredClone(cases) as MomentCase[]))
    expect(learn(cases, 2).ndcg).not.toEqual(learn(cases, 1).ndcg)
  })

  it('gives shares of 1, never negative, and at mass 0 the prior alone', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), fc.double({ min: 0.5, max: 4, noNaN: true }), fc.string(), (column, shift, seed) => {
        const { weights } = learn(planted(column, shift, { people: 40, each: 5, seed }))
        if (weights === null) return
        expect(blendFeatures.map((name) => weights[name][0])).toEqual([1, 0, 0, 0])
        for (const bucket of massBuckets.keys()) {
          const row = blendFeatures.map((name) => weights[name][bucket] as number)
          expect(row.every((beta) => beta >= 0)).toBe(true)
          expect(row.reduce((sum, beta) => sum + beta, 0)).toBeCloseTo(1, 12)
        }
      }),
      { seed: 9, numRuns: 12 },
    )
  })

  it('descends to where the slope is 0 on three pairs, by hand', () => {
    // Margins 2β, −β, β: 2/(1 + e^2β) = (e^β − 1)/(e^β + 1), so x = e^β solves x³ − x² − x − 3 = 0, x = 2.1304. The other feature only misleads.
    const pairs = {
      differences: Float32Array.of(2, 0, -1, 0, 1, -1),
      size: 2,
      knots: new Int32Array(3),
      parts: new Float64Array(3),
    }
    const [first, second] = atOnce(fitPairwiseLogistic(pairs, { knots: 1, shrinkage: 1e-9 })) as unknown as [number, number]
    expect(second).toBe(0)
    expect(first).toBeCloseTo(Math.log(2.1304), 3)
  })
})

describe('a case', () => {
  const items = [0, 1, 2].map((at) => ({ id: `i${at}`, title: `Thing ${at}`, attributes: {}, prior: [0.2, 0.9, 0.4][at] }))
  const snapshot = snapshotOf({
    items,
    vectors: [
      [1, 0],
      [4, 3],
      [-1, 0],
    ],
  })
  const taste = tasteOf(snapshot, [
    { item: 0, weight: 1 },
    { item: 2, weight: -1 },
  ])
  const query = queryOf(snapshot, { taste })
  const candidates = [1, 2, 1].map((item) => ({ item, score: 1, source: 'popular' as const }))
  const rules = [{ id: 'r', filter: { id: 'i2' }, words: '', from: 'chat', setAt: 0, boost: 2 } as const]
  const chosen = { person: 'ada', targets: new Set([1]), rules, config: defaultRankConfig, tasteConfig: defaultTasteConfig }

  it('scores as the ranking does: features, penalty and boosts', () => {
    const one = momentCase(query, candidates, chosen)
    const ranked = new Map(rank(query, candidates, { rules }).map((found) => [found.item, found.score]))
    for (const [at, item] of [1, 2].entries()) {
      let score = one.offsets?.[at] as number
      for (let column = 0; column < size; column++)
        score += (one.untrained[column] as number) * (one.features[at * size + column] as number)
      expect(score).toBeCloseTo(ranked.get(item) as number, 5)
    }
    expect([...one.right]).toEqual([1, 0])
    expect(gainOf(one, one.untrained)).toBe(1)
  })

  it('of somebody of whom nothing is known scores by learnt weights as without them, to the bit', () => {
    const config = rankConfigSchema.parse({ weights: learn(planted(1, 2)).weights })
    const scoresBy = (options: Parameters<typeof rank>[2]) => rank(queryOf(snapshot), candidates, options).map(({ score }) => score)
    expect(config.weights).toBeDefined()
    expect(scoresBy({ config })).toEqual(scoresBy({}))
  })
})
