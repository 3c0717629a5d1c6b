import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { queryOf, snapshotOf, tasteOf } from '../testing/source.ts'
import { diversify } from './diversify.ts'
import { mmr } from './mmr.ts'

const itemsFor = (vectors: readonly unknown[]): readonly Item[] => vectors.map((_, at) => ({ id: `i${at}`, title: 'T', attributes: {} }))
const itemsOf = (list: readonly { readonly item: number }[]) => list.map(({ item }) => item)

describe('mmr', () => {
  const vectors = [
    [1, 0],
    [1, 0],
    [0, 1],
    [3, 4],
  ]
  const snapshot = snapshotOf({ items: itemsFor(vectors), vectors })
  const ranked = [10, 9, 5, 0].map((score, item) => ({ item, score }))

  it('chooses by hand: λ rel − (1 − λ) max ρ', () => {
    // λ = ½, rel = 1, .9, .5, 0. After 0: ½(.9 − 1), ½(.5 − 0), ½(0 − .6). After 2: −.05 against ½(0 − .8).
    expect(itemsOf(mmr(ranked, snapshot, 4, 0.5))).toEqual([0, 2, 1, 3])
    // λ = .9: .81 − .1 = .71 against .45; then .45 against −.06.
    expect(itemsOf(mmr(ranked, snapshot, 4, 0.9))).toEqual([0, 1, 2, 3])
  })

  it('is the ranking at λ = 1, and starts from the best at λ = 0', () => {
    expect(mmr(ranked, snapshot, 3, 1)).toEqual(ranked.slice(0, 3))
    // ρ to 0: 1, 0, .6: item 2; then the nearest chosen: 1 is at 1, 3 at .8.
    expect(itemsOf(mmr(ranked, snapshot, 4, 0))).toEqual([0, 2, 3, 1])
  })

  it('keeps the order of equal scores without vectors, and takes nothing from nothing', () => {
    const blank = snapshotOf({ items: itemsFor([1, 2, 3]), vectors: [[0], [0], [0]] })
    const equal = [2, 0, 1].map((item) => ({ item, score: 1 }))
    expect(itemsOf(mmr(equal, blank, 3, 0.5))).toEqual([2, 0, 1])
    expect(mmr([], blank, 3, 0.5)).toEqual([])
  })
})

describe('diversify', () => {
  // Twenty items a kind along three axes, each with a direction of its own beside: ρ within a kind 16/17, across kinds at most 1/17.
  const kinds = [0, 1, 2]
  const vectors = kinds.flatMap((kind) =>
    Array.from({ length: 20 }, (_, at) => Array.from({ length: 23 }, (_, axis) => (axis === kind ? 4 : axis === at + 3 ? 1 : 0))),
  )
  const kindOf = (item: number) => Math.floor(item / 20)
  const snapshot = snapshotOf({ items: itemsFor(vectors), vectors })
  const scored = (scoreOf: (item: number) => number, unknown: ReadonlySet<number> = new Set()) =>
    vectors
      .map((_, item) => ({ item, score: scoreOf(item) }))
      .filter(({ item }) => !unknown.has(item))
      .sort((a, b) => b.score - a.score)
  const liking = (...groups: readonly (readonly number[])[]) => {
    const taste = tasteOf(
      snapshot,
      groups.flat().map((item) => ({ item, weight: 0.9 })),
      groups,
    )
    return queryOf(snapshot, { taste })
  }
  const sharesOf = (list: readonly { readonly item: number }[]) =>
    kinds.map((kind) => list.filter(({ item }) => kindOf(item) === kind).length)

  it('raises three liked of one kind to at least six of ten, though the ranking has two', () => {
    const query = liking([0, 1, 2])
    const ranked = scored((item) => (kindOf(item) === 0 ? 1 : 2) - item / 100, query.taste.known)
    expect(sharesOf(ranked.slice(0, 10))[0]).toBe(0)
    const [first] = sharesOf(diversify(query, ranked, { k: 10 }))
    expect(first).toBeGreaterThanOrEqual(6)
    expect(first).toBeLessThan(10)
  })

  it('never gives one kind all ten, though the ranking does', () => {
    const query = liking([0, 1, 2])
    const ranked = scored((item) => (kindOf(item) === 0 ? 9 : 0) - item / 100, query.taste.known)
    expect(sharesOf(ranked.slice(0, 10))[0]).toBe(10)
    const [first] = sharesOf(diversify(query, ranked, { k: 10 }))
    expect(first).toBeGreaterThanOrEqual(6)
    expect(first).toBeLessThan(10)
  })

  it('hears three of one kind and three of another in the same ten', () => {
    const query = liking([0, 1, 2], [20, 21, 22])
    const ranked = scored((item) => 5 - kindOf(item) - item / 100, query.taste.known)
    expect(sharesOf(ranked.slice(0, 10))).toEqual([10, 0, 0])
    const [first, second, open] = sharesOf(diversify(query, ranked, { k: 10 })) as [number, number, number]
    // m = 5.4: .9 · 5.4/5.7 of ten places, halved, is 4.3 each: a quota of 4, so 3 to 5.
    expect(first).toBeGreaterThanOrEqual(3)
    expect(first).toBeLessThanOrEqual(5)
    expect(second).toBeGreaterThanOrEqual(3)
    expect(open).toBeGreaterThanOrEqual(1)
  })

  it('starts from the best and fills up where a kind has run out', () => {
    const query = liking([0, 1, 2])
    const ranked = scored((item) => -item).filter(({ item }) => kindOf(item) === 0 && item > 2)
    const slate = diversify(query, ranked, { k: 10 })
    expect(slate[0]!.item).toBe(3)
    expect(slate).toHaveLength(10)
    expect(diversify(query, ranked, { k: 100 })).toHaveLength(17)
  })

  it('keeps the ranking at diversity 0, and lets a request with words or examples go before the interests', () => {
    const query = liking([0, 1, 2])
    const ranked = scored((item) => (kindOf(item) === 2 ? 100 : 0) - item / 100, query.taste.known)
    expect(diversify(query, ranked, { k: 10, diversity: 0 })).toEqual(ranked.slice(0, 10))
    expect(sharesOf(diversify({ ...query, text: 'anything' }, ranked, { k: 10 }))).toEqual([0, 0, 10])
    expect(sharesOf(diversify({ ...query, seeds: [40] }, ranked, { k: 10 }))).toEqual([0, 0, 10])
  })

  it('mixes kinds for a stranger', () => {
    const ranked = scored((item) => -item)
    expect(sharesOf(diversify(queryOf(snapshot), ranked, { k: 10 })).filter((count) => count > 0).length).toBeGreaterThan(1)
  })

  it('leaves a muted interest unheard', () => {
    const query = liking([0, 1, 2], [20, 21, 22])
    const [one, other] = query.taste.interests
    const muted = { ...query, taste: { ...query.taste, interests: [one!, { ...other!, gain: 0 }] } }
    const ranked = scored((item) => (kindOf(item) === 1 ? -9 : 0) - item / 100, query.taste.known)
    expect(sharesOf(diversify(muted, ranked, { k: 10 }))[1]).toBe(0)
  })

  it('shows k distinct items of the ranking, whatever the taste', () => {
    const groups = fc.constantFrom<(readonly number[])[][]>([], [[0]], [[0, 1], [20]], [[0], [20], [40, 41]])
    fc.assert(
      fc.property(
        groups,
        fc.integer({ min: 0, max: 70 }),
        fc.float({ min: 0, max: 1, noNaN: true }),
        fc.nat(60),
        (liked, k, diversity, kept) => {
          const query = liking(...liked)
          const ranked = scored((item) => (item * 37) % 60).slice(0, kept)
          const slate = itemsOf(diversify(query, ranked, { k, diversity }))
          expect(slate).toHaveLength(Math.min(k, kept))
          expect(new Set(slate).size).toBe(slate.length)
          expect(itemsOf(ranked)).toEqual(expect.arrayContaining(slate))
        },
      ),
      { seed: 3, numRuns: 100 },
    )
  })
})
