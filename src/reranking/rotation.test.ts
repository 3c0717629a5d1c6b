import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random.ts'
import { type EarlierVisit, rotate, shownBefore } from './rotation.ts'

const day = 86_400_000
const now = 20_000 * day
const ranked = Array.from({ length: 60 }, (_, item) => ({ item, score: 3 - item / 10 }))
const order = (visits: readonly EarlierVisit[], rotation = 1, at = now, from = ranked) => {
  const shown = shownBefore(visits, at)
  return rotate(from, (item) => shown.get(item), rotation)
}
const itemsOf = (standing: ReturnType<typeof order>) => standing.map(({ item }) => item)
const seen = (daysAgo: number, ...items: readonly number[]): EarlierVisit => ({ since: now - daysAgo * day, items })
const placeOf = (item: number, standing: ReturnType<typeof order>) => standing.findIndex((one) => one.item === item)

describe('what was shown before makes room', () => {
  it('by the discount of its reciprocal rank: a page of ten for one visit just gone', () => {
    // d = 1/(1 + 1): ½ · 1/(10 + 1) = 1/22, as much as the twelfth has, who stood behind it.
    expect(placeOf(0, order([seen(0, 0)]))).toBe(10)
    // A week ago: v = ½, d = ⅔, 2/33 = 1/16.5: behind the sixth, 1/16.
    expect(placeOf(0, order([seen(7, 0)]))).toBe(5)
    // Half of the knob: d = 1/√2, 1/15.56: behind the fifth, 1/15.
    expect(placeOf(0, order([seen(0, 0)], 0.5))).toBe(4)
    // Three visits: v = 3, d = ¼, 1/44: behind the thirty-third, before the thirty-fourth, whose equal it is; and no further.
    for (const visits of [3, 4, 30]) expect(placeOf(0, order(Array.from({ length: visits }, () => seen(0, 0))))).toBe(32)
  })

  it('says from where, and for how many visits; the scores stay at their places', () => {
    const standing = order([seen(0, 0, 59), seen(7, 0)])
    expect(standing.find(({ item }) => item === 0)).toMatchObject({ ranked: 0, visits: 2, one: ranked[0] })
    expect(standing.find(({ item }) => item === 1)).toMatchObject({ ranked: 1, visits: 0 })
    expect(standing.map(({ score }) => score)).toEqual(ranked.map(({ score }) => score))
  })

  it('not at all where nothing was shown, or the knob is at 0', () => {
    expect(itemsOf(order([]))).toEqual(itemsOf(order([seen(0, 1, 2, 3)], 0)))
    expect(itemsOf(order([]))).toEqual(ranked.map(({ item }) => item))
    expect(order([seen(0, 1)], 1, now, [])).toEqual([])
  })
})

describe('what visits showed', () => {
  it('is counted, and fades by half in a week; after eight it is gone', () => {
    const shown = shownBefore([seen(0, 3), seen(7, 3, 4), seen(56, 5), seen(56.01, 6), seen(-1, 7)], now)
    expect([...shown]).toEqual([
      [3, { visits: 2, fading: 1.5 }],
      [4, { visits: 1, fading: 0.5 }],
      [5, { visits: 1, fading: 1 / 256 }],
      // The clock was put back.
      [7, { visits: 1, fading: 1 }],
    ])
  })
})

describe('over random pasts', () => {
  const random = createRandom('rotation')
  const pasts = Array.from({ length: 60 }, () => {
    const visits = Array.from({ length: 1 + random.integer(8) }, () =>
      seen(random.next() * 60, ...new Set(Array.from({ length: 12 }, () => random.integer(60)))),
    )
    return { visits, rotation: random.next(), item: random.integer(60), daysAgo: random.next() * 50 }
  })

  it('one more visit never raises an item, nor changes the order of the others', () => {
    let fell = 0
    for (const { visits, rotation, item, daysAgo } of pasts) {
      const before = order(visits, rotation)
      const after = order([...visits, seen(daysAgo, item)], rotation)
      expect(placeOf(item, after)).toBeGreaterThanOrEqual(placeOf(item, before))
      fell += Number(placeOf(item, after) > placeOf(item, before))
      const others = (standing: ReturnType<typeof order>) => itemsOf(standing).filter((other) => other !== item)
      expect(others(after)).toEqual(others(before))
    }
    expect(fell).toBeGreaterThan(10)
  })

  it('a higher knob never raises what alone was shown', () => {
    for (const { item, rotation, daysAgo } of pasts) {
      const at = (knob: number) => placeOf(item, order([seen(daysAgo, item)], knob))
      expect(at(rotation)).toBeLessThanOrEqual(at(Math.min(1, rotation + 0.3)))
    }
  })

  it('days without a visit bring an item back, after eight weeks to where it was', () => {
    for (const { visits, rotation, item } of pasts) {
      const alone = visits.map(({ since }) => ({ since, items: [item] }))
      const later = [0, 3, 10, 30].map((days) => placeOf(item, order(alone, rotation, now + days * day)))
      expect(later).toEqual(later.toSorted((a, b) => b - a))
      expect(itemsOf(order(visits, rotation, now + 56.1 * day))).toEqual(itemsOf(order([])))
    }
  })

  it('no item falls below place 4p + 29', () => {
    for (const { visits, rotation } of pasts)
      for (const [place, { ranked: from }] of order(visits, rotation).entries()) expect(place + 1).toBeLessThanOrEqual(4 * (from + 1) + 29)
  })
})
