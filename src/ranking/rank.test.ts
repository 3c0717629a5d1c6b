import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import type { Candidate } from '../pipeline/candidate.ts'
import { priorOf } from '../pipeline/prior.ts'
import type { Together } from '../pipeline/snapshot.ts'
import { queryOf, snapshotOf, tasteOf } from '../testing/source.ts'
import {
  blendWeightsSchema,
  defaultRankConfig,
  massBuckets,
  type RankConfig,
  rankConfigSchema,
  untrainedWeights,
  weightsAt,
} from './config.ts'
import { type Ranked, rank } from './rank.ts'

const vectors = [
  [1, 0],
  [4, 3],
  [3, 4],
  [0, 1],
  [-1, 0],
  [0, 0],
]
const items: readonly Item[] = vectors.map((_, at) => ({
  id: `i${at}`,
  title: `Thing ${at}`,
  attributes: { kind: at % 2 === 0 ? 'even' : 'odd' },
  prior: [0.5, 0.1, 0.9, 0.3, 0.7, 0.2][at],
  ...(at === 4 && { text: 'lantern' }),
}))
/** B by hand: 0 with 1 .5, 0 with 3 .25, 1 with 3 .125. */
const B: Readonly<Record<string, number>> = { '0 1': 0.5, '0 3': 0.25, '1 3': 0.125 }
const similarity = (a: number, b: number) => B[`${Math.min(a, b)} ${Math.max(a, b)}`] ?? 0
const together: Together = {
  people: 50,
  neighbours: () => [],
  similarity,
  addTo: (item, weight, scores) => {
    for (let other = 0; other < scores.length; other++) scores[other] = scores[other]! + weight * similarity(item, other)
  },
}
const snapshot = snapshotOf({ items, vectors, together })
const prior = items.map((_, item) => priorOf(snapshot, 0).of(item))
const candidates: readonly Candidate[] = items.map((_, item) => ({ item, score: 1, source: 'popular' }))
const stranger = queryOf(snapshot)
const person = (weighed: Parameters<typeof tasteOf>[1]) => queryOf(snapshot, { taste: tasteOf(snapshot, weighed) })
const byItem = (ranked: readonly Ranked[]) => new Map(ranked.map((one) => [one.item, one]))
const of = (ranked: readonly Ranked[], item: number) => byItem(ranked).get(item) as Ranked

describe('rank', () => {
  it('gives a stranger exactly the prior', () => {
    const ranked = rank(stranger, candidates)
    expect(ranked.map(({ item }) => item)).toEqual([2, 4, 0, 3, 5, 1])
    for (const { item, score, leading } of ranked) expect([score, leading === 'prior']).toEqual([prior[item], true])
  })

  it('adds up prior, content and liked together by hand', () => {
    // m = 1 + ½; κ = ½; trust in likes together = .9 · 50/100.
    const ranked = rank(
      person([
        { item: 0, weight: 1 },
        { item: 3, weight: 0.5 },
      ]),
      candidates,
    )
    // Between m = 1 (known 2/3) and m = 3 (known 6/7) in ln(1 + m).
    const part = Math.log(2.5 / 2) / Math.log(4 / 2)
    const known = ((1 - part) * 2) / 3 + (part * 6) / 7
    const one = of(ranked, 1)
    // Content of (.8, .6): ((1 · .8)⁴ + (½ · .6)⁴)/(1 + 1/16), its fourth root; of (0, 1): (½)⁴/(1 + 1/16); together: (1 · ½ + ½ · ⅛)/√1.5.
    const content = (0.4177 / 1.0625) ** 0.25
    expect(one.features.content).toBeCloseTo(content, 6)
    expect(of(ranked, 3).features.content).toBeCloseTo((1 / 17) ** 0.25, 6)
    expect(one.features.together).toBeCloseTo(0.5625 / Math.sqrt(1.5), 12)
    expect(one.contributions.prior).toBeCloseTo((1 - known) * (prior[1] as number), 12)
    expect(one.contributions.content).toBeCloseTo(known * 0.55 * 10 * content, 5)
    expect(one.contributions.together).toBeCloseTo((known * 0.45 * 5.625) / Math.sqrt(1.5), 12)
    expect(one.score).toBeCloseTo(
      Object.values(one.contributions).reduce((sum, addend) => sum + addend, 0),
      12,
    )
    expect(one.because).toEqual([0, 3])
  })

  it('names what was liked together where that adds more', () => {
    const trusting: RankConfig = { ...defaultRankConfig, togetherShare: 1, togetherPeople: 1 }
    const proposed: readonly Candidate[] = [...candidates, { item: 3, score: 0.25, source: 'together', because: [0] }]
    const three = of(rank(person([{ item: 0, weight: 1 }]), proposed, { config: trusting }), 3)
    expect(three.features.content).toBe(0)
    expect(three.because).toEqual([0])
    expect(three.sources).toEqual([
      { name: 'popular', score: 1 },
      { name: 'together', score: 0.25 },
    ])
  })

  it('takes what cannot be said as 0: an item without a vector', () => {
    const five = of(rank(person([{ item: 0, weight: 3 }]), candidates), 5)
    expect(five.features.content).toBeNaN()
    expect(five.features.meaning).toBeNaN()
    expect(five.contributions.content).toBe(0)
    expect(five.score).toBeCloseTo((1 / 7) * (prior[5] as number), 12)
  })

  it('lets words lead, and the prior orders what they leave open', () => {
    expect(rank({ ...stranger, text: 'lantern' }, candidates).map(({ item }) => item)).toEqual([4, 2, 0, 3, 5, 1])
    expect(of(rank({ ...stranger, text: 'lantern' }, candidates), 4).leading).toBe('terms')
    const meant = rank({ ...stranger, text: 'unknown', textVector: Float32Array.of(0, 1) }, candidates)
    expect(meant.slice(0, 3).map(({ item }) => item)).toEqual([3, 2, 1])
    expect(of(meant, 2).contributions.meaning).toBeCloseTo(8, 5)
    expect(of(meant, 2).contributions.prior).toBeCloseTo(0.25 * (prior[2] as number), 12)
  })

  it('lets examples lead: near or liked together', () => {
    const ranked = rank({ ...stranger, seeds: [0] }, candidates)
    // .8 + .2 · .5 for item 1; .6 for item 2; 0 + 1 · .25 for item 3.
    expect([1, 2, 3].map((item) => of(ranked, item).features.seeds)).toEqual([0.9, 0.6, 0.25].map((value) => expect.closeTo(value, 6)))
    expect(ranked.slice(0, 3).map(({ item }) => item)).toEqual([0, 1, 2])
  })

  it('shares the weight of what was asked between words and examples', () => {
    const both = of(rank({ ...stranger, seeds: [0], text: 'lantern' }, candidates), 4)
    expect(both.contributions.terms).toBeCloseTo(0.5 * 10 * Math.min(1, both.features.terms), 9)
  })

  it('keeps the prior for words that nobody knows', () => {
    expect(rank({ ...stranger, text: 'zebra' }, candidates)).toEqual(rank(stranger, candidates))
  })

  it('takes a dislike from its like alone, and what the request says to be unlike too', () => {
    const plain = rank(stranger, candidates)
    const disliking = rank(person([{ item: 3, weight: -1 }]), candidates)
    // ρ(3, 2) = .8: 2 · 1 · (.8 − .2)/.8; ρ(3, 0) = 0.
    expect(of(disliking, 2).score).toBeCloseTo((prior[2] as number) - 1.5, 5)
    expect(of(disliking, 0).score).toBe(of(plain, 0).score)
    expect(of(rank(stranger, candidates, { unlike: [3] }), 2).contributions.penalty).toBeCloseTo(-3, 5)
  })

  it('adds the logarithm of soft rules and of boosts', () => {
    const rule = { id: 'r', filter: { kind: 'odd' }, words: 'odd', from: 'chat', setAt: 0 } as const
    const rules = [{ ...rule, boost: 2 }, rule, { ...rule, filter: { lost: 'odd' }, boost: 4 }]
    const ranked = rank(stranger, candidates, {
      rules,
      boosts: [
        { filter: { kind: 'odd' }, boost: 0.5 },
        { filter: { id: 'i1' }, boost: 4 },
      ],
    })
    expect([0, 1, 3].map((item) => of(ranked, item).contributions.boost)).toEqual([0, Math.log(4), 0])
    expect(() => rank(stranger, candidates, { boosts: [{ filter: { lost: 'odd' }, boost: 2 }] })).toThrow(/no attribute "lost"/)
  })

  it('breaks ties by the seed', () => {
    const equal = snapshotOf({ items: items.map(({ prior: _, ...item }) => item), vectors })
    const orders = [1, 2, 3, 4, 5].map((seed) => String(rank(queryOf(equal, { seed }), candidates).map(({ item }) => item)))
    expect(new Set(orders).size).toBeGreaterThan(1)
  })

  it('ranks nothing', () => expect(rank(stranger, [])).toEqual([]))
})

describe('the weights', () => {
  it('are the untrained ones exactly at each bucket', () => {
    const weights = untrainedWeights(defaultRankConfig, 0)
    expect(blendWeightsSchema.parse(weights)).toEqual(weights)
    for (const mass of [0, 1, 3, 10, 30]) expect(weightsAt(weights, mass).prior).toBeCloseTo(0.5 / (mass + 0.5), 12)
    expect(weightsAt(weights, 0)).toEqual({ prior: 1, content: 0, together: 0, trained: 0 })
    expect(weightsAt(weights, 1e12).prior).toBeCloseTo(0, 9)
    expect(massBuckets).toHaveLength(6)
  })

  it('give a promoted model half of what the live counts would have', () => {
    const [alone, beside] = [untrainedWeights(defaultRankConfig, 50), untrainedWeights(defaultRankConfig, 50, true)]
    for (const mass of [1, 10]) {
      const live = weightsAt(alone, mass).together
      expect(weightsAt(beside, mass)).toMatchObject({ together: live / 2, trained: live / 2, content: weightsAt(alone, mass).content })
    }
    const model = { name: 'ones', items: 4, score: () => Float32Array.of(Number.NaN, 3, 6, Number.NaN) }
    const query = {
      ...person([{ item: 0, weight: 1 }]),
      snapshot: { ...snapshot, trained: { version: 'ones.1', unit: 2, seen: Uint8Array.of(1, 1, 1, 1), model } },
    }
    const ranked = rank(query, candidates)
    // known 2/3 at m = 1, trust .45, half of it; 6 / (2 · √1) over .3.
    expect(of(ranked, 2).contributions.trained).toBeCloseTo((2 / 3) * 0.225 * 10, 9)
    expect(of(ranked, 5).features.trained).toBeNaN()
    expect(of(ranked, 5).contributions.trained).toBe(0)
  })

  it('take learnt ones in their place, never negative', () => {
    const six = (weight: number) => [weight, weight, weight, weight, weight, weight]
    const config = rankConfigSchema.parse({ weights: { prior: six(0), content: six(2), together: six(0) } })
    expect(of(rank(person([{ item: 0, weight: 1 }]), candidates, { config }), 1).score).toBeCloseTo(16, 5)
    expect(() => rankConfigSchema.parse({ weights: { prior: six(-1), content: six(2), together: six(0) } })).toThrow()
  })
})

describe('invariants', () => {
  const weighed = fc.uniqueArray(fc.record({ item: fc.nat(5), weight: fc.float({ min: Math.fround(0.01), max: 2, noNaN: true }) }), {
    selector: ({ item }) => item,
    maxLength: 4,
  })
  const unit = fc.float({ min: 0, max: 1, noNaN: true })
  const requests = fc.record({
    weighed,
    seeds: fc.uniqueArray(fc.nat(5), { maxLength: 2 }),
    text: fc.constantFrom('', 'lantern', 'thing'),
    textVector: fc.option(fc.constantFrom(Float32Array.of(0, 1), Float32Array.of(0.6, 0.8)), { nil: undefined }),
    rows: fc.array(fc.tuple(fc.float({ min: -1, max: 1, noNaN: true }), fc.float({ min: -1, max: 1, noNaN: true })), {
      minLength: 6,
      maxLength: 6,
    }),
    bs: fc.array(unit, { minLength: 36, maxLength: 36 }),
    counts: fc.array(fc.nat(9), { minLength: 6, maxLength: 6 }),
  })
  type Request = typeof requests extends fc.Arbitrary<infer T> ? T : never
  const build = ({ weighed, seeds, text, textVector, rows, bs, counts }: Request) => {
    const B = (a: number, b: number) => bs[Math.min(a, b) * 6 + Math.max(a, b)] as number
    const made = snapshotOf({
      items,
      vectors: rows,
      together: {
        people: 20,
        neighbours: () => [],
        similarity: B,
        addTo: (item, weight, scores) => {
          for (let other = 0; other < 6; other++) scores[other] = scores[other]! + weight * B(item, other)
        },
      },
      popularity: { counts: () => Float64Array.from(counts), total: 1, changes: 1 },
    })
    return queryOf(made, { taste: tasteOf(made, weighed), seeds, text, textVector })
  }
  const orderOf = (ranked: readonly Ranked[]) => ranked.map(({ item }) => item)

  it('(iv) disliking an untouched item raises no score, and items at ρ ≤ .2 keep theirs bit for bit', () => {
    fc.assert(
      fc.property(requests, fc.nat(5), unit, (request, disliked, strength) => {
        fc.pre(!request.weighed.some(({ item }) => item === disliked))
        const before = byItem(rank(build(request), candidates))
        const query = build({ ...request, weighed: [...request.weighed, { item: disliked, weight: -strength }] })
        const { vectors, size } = query.snapshot.space
        for (const { item, score } of rank(query, candidates)) {
          const former = (before.get(item) as Ranked).score
          expect(score).toBeLessThanOrEqual(former)
          const cosine = Array.from({ length: size }, (_, at) => vectors[item * size + at]! * vectors[disliked * size + at]!).reduce(
            (a, b) => a + b,
          )
          if (cosine < 0.199) expect(score).toBe(former)
        }
      }),
      { seed: 4, numRuns: 200 },
    )
  })

  it('(vii) adding a candidate reorders no others and moves no score', () => {
    fc.assert(
      fc.property(requests, fc.nat(5), (request, added) => {
        const all = rank(build(request), candidates)
        const fewer = rank(
          build(request),
          candidates.filter(({ item }) => item !== added),
        )
        expect(orderOf(fewer)).toEqual(orderOf(all).filter((item) => item !== added))
        for (const { item, score } of fewer) expect(score).toBe(of(all, item).score)
      }),
      { seed: 7, numRuns: 200 },
    )
  })

  it('(viii) more of a feature never lowers a score: raising one B, by untrained weights and by any others', () => {
    const shares = fc.array(unit, { minLength: 6, maxLength: 6 })
    const weights = fc.option(fc.record({ prior: shares, content: shares, together: shares, trained: shares }), { nil: undefined })
    fc.assert(
      fc.property(requests, fc.nat(35), unit, weights, (request, at, more, given) => {
        const config = rankConfigSchema.parse({ weights: given })
        const raised = { ...request, bs: request.bs.map((b, place) => (place === at ? Math.min(1, b + more) : b)) }
        const before = byItem(rank(build(request), candidates, { config }))
        for (const { item, score } of rank(build(raised), candidates, { config }))
          expect(score).toBeGreaterThanOrEqual((before.get(item) as Ranked).score)
      }),
      { seed: 8, numRuns: 200 },
    )
  })

  it('gives finite scores that are the sum of their addends', () => {
    fc.assert(
      fc.property(requests, (request) => {
        for (const { score, contributions } of rank(build(request), candidates)) {
          expect(score).toSatisfy(Number.isFinite)
          expect(score).toBeCloseTo(
            Object.values(contributions).reduce((sum, addend) => sum + addend, 0),
            9,
          )
        }
      }),
      { seed: 9, numRuns: 200 },
    )
  })
})
