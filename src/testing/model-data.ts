/** @file Datasets with a known right answer, for the conformance cases of models: two groups that never mix, and tastes drawn from latent factors.
 *
 * Both carry all that a model may need: order, times, baskets, attributes and vectors of the items; with `ratings` also explicit ratings.
 */

import { createDataset, type Dataset, type DatasetRow } from '../data/dataset.ts'
import { createRandom, type Random } from '../math/random.ts'

/** A dataset to fit on, and what was kept back of each of its users: queries whose right answer is known. */
export type KnownData = { readonly train: Dataset; readonly heldOut: readonly HeldOut[] }
export type HeldOut = {
  readonly user: number
  readonly item: number
  /** The rating, or 1. */
  readonly value: number
}

const hour = 3_600_000
const start = 1_700_000_000_000
/** So many successive acts of a person are one basket. */
const basketSize = 4

/**
 * Two groups of people and of items: even people like even items only. 80 × 25; the last item has no interaction at all. Each person has 8 of the 12 items of
 * the own group, and a ninth is held out; with `ratings` also 8 of the other group, which they rate 1 or 2 instead of 4 or 5.
 */
export function checkerboard({ ratings = false, seed = 1 }: { readonly ratings?: boolean; readonly seed?: number } = {}): KnownData {
  const random = createRandom(seed)
  const [users, items] = [80, 24]
  const rows: DatasetRow[] = []
  const heldOut: HeldOut[] = []
  for (let user = 0; user < users; user++) {
    const group = user % 2
    const drawn = (of: number) => random.shuffle(Int32Array.from({ length: items / 2 }, (_, at) => 2 * at + of)).subarray(0, 9)
    const [own, other] = [drawn(group), ratings ? drawn(1 - group).subarray(1) : new Int32Array()]
    const rated = (item: number) => (ratings ? (item % 2 === group ? 4 : 1) + random.integer(2) : 1)
    heldOut.push({ user, item: own[0]!, value: rated(own[0]!) })
    const acts = random.shuffle([...own.subarray(1), ...other])
    rows.push(...acts.map((item, place) => rowOf(user, item, rated(item), place)))
  }
  const vectors = Float32Array.from({ length: items * 4 }, (_, at) => (at % 4 === (at >> 2) % 2 ? 1 : 0) + random.normal() / 10)
  const train = createDataset(rows, { name: 'checkerboard', ratings, order: 'time', users: ids('u', users), items: ids('i', items + 1) })
  return {
    train: {
      ...train,
      itemAttributes: Array.from({ length: items + 1 }, (_, item) => ({ group: item % 2 === 0 ? 'even' : 'odd' })),
      userAttributes: Array.from({ length: users }, (_, user) => ({ group: user % 2 === 0 ? 'even' : 'odd' })),
      itemVectors: { vectors: Float32Array.of(...vectors, 0, 0, 0, 0), size: 4 },
    },
    heldOut,
  }
}

export type LatentTastes = KnownData & {
  /** The true preference for each item, [I], that the held-out act of that user was drawn by (for ratings: the rating without noise). */
  readonly truth: (user: number) => Float64Array
}

/**
 * 300 people with 20 acts each on 120 items. Tastes x_u and items y_i are normal in 4 dimensions, items differ in popularity b_i, and what a person did last draws
 * on what comes next: P(i) ∝ exp(x_u·y_i + ½ y_last·y_i + b_i), no item twice. The last act is held out. With `ratings` the acts are drawn by popularity alone
 * and rated 3 + x_u·y_i + b_i / 2 with noise of .3.
 */
export function latentTastes({ ratings = false, seed = 1 }: { readonly ratings?: boolean; readonly seed?: number } = {}): LatentTastes {
  const random = createRandom(seed)
  const [users, items, size, acts] = [300, 120, 4, 20]
  const tastes = normals(random, users * size, ratings ? 0.7 : 1.2)
  const places = normals(random, items * size, ratings ? 0.7 : 1)
  const standing = normals(random, items, 0.7)
  const dot = (a: Float64Array, from: number, b: Float64Array, to: number) => {
    let sum = 0
    for (let at = 0; at < size; at++) sum += a[from * size + at]! * b[to * size + at]!
    return sum
  }
  const rows: DatasetRow[] = []
  const heldOut: HeldOut[] = []
  const truths: Float64Array[] = []
  for (let user = 0; user < users; user++) {
    let last = -1
    const done = new Set<number>()
    for (let place = 0; place < acts; place++) {
      const taste = Float64Array.from({ length: items }, (_, item) => dot(tastes, user, places, item))
      const draw = taste.map(
        (liked, item) => (ratings ? 0 : liked + (last < 0 ? 0 : dot(places, last, places, item) / 2)) + standing[item]!,
      )
      const item = drawByWeight(draw, done, random)
      const rating = taste.map((liked, at) => 3 + liked + standing[at]! / 2)
      const value = ratings ? rating[item]! + 0.3 * random.normal() : 1
      if (place < acts - 1) rows.push(rowOf(user, item, value, place))
      else {
        heldOut.push({ user, item, value })
        truths.push(ratings ? rating : draw)
      }
      done.add(item)
      last = item
    }
  }
  const train = createDataset(rows, { name: 'latent tastes', ratings, order: 'time', users: ids('u', users), items: ids('i', items) })
  return {
    train: {
      ...train,
      itemAttributes: Array.from({ length: items }, (_, item) => ({ signs: signsOf(places.subarray(item * size, (item + 1) * size)) })),
      userAttributes: Array.from({ length: users }, (_, user) => ({ signs: signsOf(tastes.subarray(user * size, (user + 1) * size)) })),
      itemVectors: { vectors: Float32Array.from(places, (value) => value + random.normal() / 10), size },
    },
    heldOut,
    truth: (user) => truths[user]!,
  }
}

const ids = (letter: string, count: number) => Array.from({ length: count }, (_, at) => `${letter}${at}`)
const normals = (random: Random, count: number, scale: number) => Float64Array.from({ length: count }, () => scale * random.normal())
const signsOf = (vector: Float64Array) => Array.from(vector, (value, at) => `${at}${value > 0 ? 'up' : 'down'}`)

const rowOf = (user: number, item: number, value: number, place: number): DatasetRow => ({
  user: `u${user}`,
  item: `i${item}`,
  value,
  at: start + user * hour + place * 24 * hour,
  basket: `u${user} ${Math.floor(place / basketSize)}`,
})

function drawByWeight(logits: Float64Array, without: ReadonlySet<number>, random: Random): number {
  const weights = logits.map((logit, item) => (without.has(item) ? 0 : Math.exp(logit)))
  let left = random.next() * weights.reduce((sum, weight) => sum + weight, 0)
  const drawn = weights.findIndex((weight) => {
    left -= weight
    return left < 0 && weight > 0
  })
  return drawn < 0 ? weights.findLastIndex((weight) => weight > 0) : drawn
}
