/** @file Rotation: what a person was shown on earlier visits and left alone makes room, a little more each time, and comes back as days go by.
 *
 * v = Σ 2^(−days since / 7) over the earlier visits that showed it; discount d = max(¼, (1 + v)^(−rotation)). The ranking's p-th item stands by d / (10 + p): its
 * reciprocal rank discounted, since F is a sum with no zero that a factor could act on. So half of d is a page of ten further down, wherever scores lie close or
 * far apart; no item falls below place 4p + 29, and what takes its place came next. The scores stay at their places, for those who weigh variety against them.
 * Shapes: [n] candidates. Cost: O(n log n) where any was shown before, else nothing. Source: impression discounting by count and days since, inverse decay: Lee, Lakshmanan,
 * Tiwari & Shah, KDD 2014; reciprocal ranks: Cormack, Clarke & Büttcher, SIGIR 2009.
 */

import { dayMs } from '../data/day.ts'
import type { ItemScore } from '../data/item-score.ts'

/** Of one item: how many earlier visits showed it, and v. */
export type ShownBefore = { readonly visits: number; readonly fading: number }

export type EarlierVisit = { readonly since: number; readonly items: Iterable<number> }

/** An item at the place where it now stands, with the score of that place. */
export type Standing<R extends ItemScore> = ItemScore & {
  readonly one: R
  /** Its place before, from 0. */
  readonly ranked: number
  /** Earlier visits that count against it. */
  readonly visits: number
}

const halfLifeMs = 7 * dayMs
/** Reciprocal ranks are 1 / (10 + p): a page of ten is half the way. */
const offset = 10
const lowestDiscount = 0.25
/** A visit so long ago counts less than a two-hundredth, and then not at all. */
const visitCountsMs = 8 * halfLifeMs

/** What earlier visits showed, by the item's integer. @param at epoch milliseconds: the same all through a visit. */
export function shownBefore(visits: Iterable<EarlierVisit>, at: number): ReadonlyMap<number, ShownBefore> {
  const shown = new Map<number, ShownBefore>()
  for (const { since, items } of visits) {
    const age = Math.max(0, at - since)
    if (age > visitCountsMs) continue
    const weight = 2 ** (-age / halfLifeMs)
    for (const item of items) {
      const before = shown.get(item)
      shown.set(item, { visits: (before?.visits ?? 0) + 1, fading: (before?.fading ?? 0) + weight })
    }
  }
  return shown
}

/**
 * The same items in the order in which they now stand; those of equal standing as they were.
 *
 * @param ranked best first. @param shown undefined for what was not shown, or may not be rotated.
 */
export function rotate<R extends ItemScore>(
  ranked: readonly R[],
  shown: (item: number) => ShownBefore | undefined,
  rotation: number,
): readonly Standing<R>[] {
  const order = ranked.map((one, place) => {
    const before = shown(one.item)
    const discount = before === undefined ? 1 : Math.max(lowestDiscount, (1 + before.fading) ** -rotation)
    return { one, ranked: place, visits: before?.visits ?? 0, standing: discount / (offset + 1 + place) }
  })
  order.sort((a, b) => b.standing - a.standing)
  return order.map(({ one, ranked: from, visits }, place) => ({ item: one.item, score: ranked[place]!.score, one, ranked: from, visits }))
}
