/** @file The large engine of the benchmarks: 50,000 made-up items with attributes to filter by, a log, and people with five interests and 200 acts. */

import type { Interaction, Item, Penchant } from '../src/index.ts'
import { createRandom, type Random } from '../src/math/random.ts'
import { syntheticItems, syntheticPairs } from './synthetic.ts'

const interestsEach = 5
const historyEach = 200
/** Of the items nearest to a seed, those a history is drawn from. */
const nearEach = 60
/** Different sets of five seeds, and how many are tried to find them. */
const tasteSets = 10
const mostDraws = 300
/** Of the history: 15 acts are dislikes, spread over the interests. */
const dislikesEach = 15
const firstYear = 1925
const years = 100
/** Keeps the newest ten of a hundred years: 10 % of the items. */
export const tenth = { year: { gte: firstYear + 0.9 * years } } as const

/** The synthetic items as a catalogue: words of one kind become one attribute; the year is drawn evenly. */
export function* largeCatalogue(count: number): Generator<Item> {
  const random = createRandom('large catalogue')
  for (const { id, title, text, words } of syntheticItems(count)) {
    const of = (kind: string) => words.filter((word) => word.startsWith(`${kind} `))
    const attributes = {
      genre: of('genre'),
      tags: of('tag'),
      people: of('person'),
      country: of('country'),
      year: firstYear + random.integer(years),
    }
    yield { id, title, attributes, ...(text !== undefined && { text }) }
  }
}

export type Act = { readonly user: string; readonly interaction: Interaction }

/** The likes of `people` persons, in the order of time. */
export function* largeLog(items: number, people: number, until: number): Generator<Act> {
  const { users, items: taken } = syntheticPairs(items, people)
  const span = 90 * 86_400_000
  const order = createRandom('log order').shuffle(Int32Array.from(users.keys()))
  for (const [at, pair] of order.entries()) {
    const occurredAt = Math.round(until - span + (span * at) / order.length)
    yield { user: `person-${users[pair]}`, interaction: { item: `item-${taken[pair]}`, type: 'like', occurredAt } }
  }
}

/**
 * Writes the histories of the readers: 200 acts each, on items near five seeds, a few of them dislikes, over the last month. Seeds are drawn until five of them
 * make five interests in the space as it is trained, which made-up topics by themselves do not promise.
 */
export async function addReaders(penchant: Penchant, readers: number, items: number, until: number): Promise<void> {
  const random = createRandom('readers')
  const tastes: string[][][] = []
  for (let drawn = 0; tastes.length < tasteSets && drawn < mostDraws; drawn++) {
    const seeds = Array.from({ length: interestsEach }, () => `item-${random.integer(items)}`)
    const near = await Promise.all(
      seeds.map(async (seed) => (await penchant.similar(seed, { k: nearEach })).items.map(({ item }) => item.id)),
    )
    const probe = `probe-${drawn}`
    await write(penchant, probe, near, createRandom(probe), until)
    if ((await penchant.profile(probe)).interests.length === interestsEach) tastes.push(near)
    await penchant.forget(probe)
  }
  if (tastes.length === 0) throw new Error(`No ${interestsEach} seeds of ${mostDraws} draws make ${interestsEach} interests.`)
  for (let reader = 0; reader < readers; reader++) {
    const user = readerId(reader)
    await write(penchant, user, tastes[reader % tastes.length] as string[][], createRandom(user), until)
  }
}

async function write(penchant: Penchant, user: string, near: readonly (readonly string[])[], random: Random, until: number): Promise<void> {
  const own = near.flatMap((items) =>
    Array.from(random.shuffle(Int32Array.from(items.keys())).subarray(0, historyEach / interestsEach), (at) => items[at] as string),
  )
  const chosen = Array.from(random.shuffle(Int32Array.from(own.keys())), (at) => own[at] as string)
  await penchant.trackAll(
    user,
    chosen.map((item, at) => ({
      item,
      type: at % Math.floor(historyEach / dislikesEach) === 0 ? 'dislike' : 'like',
      occurredAt: until - (historyEach - at) * 3 * 3_600_000,
    })),
  )
}

export const readerId = (reader: number) => `reader-${reader}`
