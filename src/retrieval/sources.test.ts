import { describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import type { SourceName } from '../pipeline/candidate.ts'
import { noKnobs } from '../pipeline/knobs.ts'
import type { PromotedModel, Together } from '../pipeline/snapshot.ts'
import type { RetrievalQuery } from '../pipeline/source.ts'
import { queryOf, snapshotOf, sourceCases, tasteOf } from '../testing/source.ts'
import { sources } from './sources.ts'

const day = 86_400_000
const now = 100 * day

/** Two kinds, east and north, and one item between; the last has no vector and nobody has acted on it. */
const vectors = [
  [1, 0],
  [4, 1],
  [3, 1],
  [1, 1],
  [1, 4],
  [0, 1],
  [-1, 1],
  [0, 0],
]
const items: readonly Item[] = vectors.map((_, at) => ({
  id: `i${at}`,
  title: at < 3 ? `Eastern harbour ${at}` : `Northern light ${at}`,
  attributes: { kind: at < 3 ? 'east' : 'north' },
  prior: [0.1, 0.9, 0.8, 0.2, 0.3, 0.7, 0.6, 0.5][at],
  releasedAt: at >= 5 ? now - at * day : now - 50 * day,
}))

/** B_ij by hand: both 0 and 1 with 2; 0 with 4. */
const pairs: readonly (readonly [number, number, number])[] = [
  [0, 2, 0.5],
  [1, 2, 0.25],
  [0, 4, 0.125],
]
const together: Together = {
  people: 30,
  neighbours: (item, limit) =>
    pairs
      .flatMap(([a, b, score]) => (a === item ? [{ item: b, score }] : b === item ? [{ item: a, score }] : []))
      .sort((a, b) => b.score - a.score)
      .slice(0, limit),
  similarity: (a, b) => pairs.find(([x, y]) => (x === a && y === b) || (x === b && y === a))?.[2] ?? 0,
  addTo(item, weight, scores) {
    for (const { item: other, score } of together.neighbours(item, 9)) scores[other] = (scores[other] ?? 0) + weight * score
  },
}
const popularity = (counts: readonly number[]) => ({
  counts: () => Float64Array.from(counts),
  changes: 0,
  total: counts.reduce((sum, count) => sum + count, 0),
})
const acted = popularity([0, 1, 0, 0, 9, 0, 0, 0])
const snapshot = snapshotOf({ items, vectors, together, popularity: acted })
const taste = tasteOf(
  snapshot,
  [
    { item: 0, weight: 1 },
    { item: 1, weight: 0.5 },
    { item: 5, weight: 0.5 },
  ],
  [[0, 1], [5]],
)
const without = (...known: readonly number[]) => Uint8Array.from(items, (_, at) => (known.includes(at) ? 0 : 1))
const query = queryOf(snapshot, { now })

/** Scores what stands one or two places after an item of the history by 12 times its own. It knows the first four items. */
const trained: PromotedModel = {
  version: 'beside.1',
  unit: 2,
  seen: Uint8Array.of(1, 1, 1, 1),
  model: {
    name: 'beside',
    items: 4,
    score: ({ history }) =>
      Float32Array.from({ length: 4 }, (_, item) =>
        [item - 1, item - 2].some((other) => history.items.includes(other)) ? 12 * item : Number.NaN,
      ),
    similarItems: (item) => [item - 1, item - 2].map((other) => ({ item: other, score: 1 })),
  },
}

const queries: Readonly<Record<SourceName, RetrievalQuery>> = {
  taste: { ...query, taste, eligible: without(0, 1, 5) },
  words: { ...query, text: 'harbour', textVector: Float32Array.of(0, 1) },
  similar: { ...query, seeds: [0, 5], eligible: without(0, 5) },
  bought: {
    ...query,
    snapshot: { ...snapshot, bought: { orders: 9, both: () => 1, ...together } },
    seeds: [0],
    companions: [together.neighbours(0, 9)],
    eligible: without(0),
  },
  together: { ...query, taste, eligible: without(0, 1, 5) },
  trained: { ...query, snapshot: { ...snapshot, trained }, taste, eligible: without(0, 1, 5) },
  popular: query,
  fresh: query,
}
describe.each(Object.values(sources))('the $name source', (source) => {
  for (const { name, run } of sourceCases(() => ({ source, query: { ...queries[source.name] } }))) it(name, run)
})

const ask = async (name: SourceName, parts: Partial<RetrievalQuery> = {}, limit = 9) =>
  sources[name].retrieve({ ...queries[name], ...parts }, limit)
const order = async (...asked: Parameters<typeof ask>) => (await ask(...asked)).map(({ item }) => item)

describe('taste', () => {
  it('gives each interest places by its share, and says which of its items count most', async () => {
    // Shares ¾ and ¼ of 3 places: Sainte-Laguë gives 2 and 1. By shares alone, not by nearness, item 4 gets the north's place.
    const found = await ask('taste', {}, 3)
    expect(found.map(({ item }) => item).sort()).toEqual([2, 3, 4])
    expect(found.find(({ item }) => item === 2)?.because).toEqual([0, 1])
    expect(found.find(({ item }) => item === 4)?.because).toEqual([5])
    // Nearest of all to the interests are 2 (east) and 4 (north): one place goes to the greater share.
    expect(await order('taste', {}, 1)).toEqual([2])
  })

  it('leaves out muted interests and what is no nearer than chance', async () => {
    const [east, north] = taste.interests
    const muted = { ...taste, interests: [{ ...east!, gain: 0 }, north!] }
    expect((await ask('taste', { taste: muted })).every(({ because }) => because?.[0] === 5)).toBe(true)
    expect(await order('taste', { taste: { ...taste, interests: [east!] } })).toEqual([2, 3, 4])
  })

  it('leaves out what is not as near as the threshold', async () => {
    // The east is unit(1 + .5 · 4/√17, .5/√17) at 4.7°; items 2, 3 and 4 stand at 18.4°, 45° and 76°, and ρ is the cosine.
    const east = { ...taste, interests: [taste.interests[0]!] }
    const near = (threshold: number) => order('taste', { taste: east, knobs: { ...noKnobs, threshold } })
    // cos 13.7° = .97, cos 40.3° = .76, cos 71.3° = .32.
    expect(await near(0.3)).toEqual([2, 3, 4])
    expect(await near(0.4)).toEqual([2, 3])
    expect(await near(0.8)).toEqual([2])
    expect(await near(0.98)).toEqual([])
  })

  it('looks towards the topics beside its interests as far as mu says, and shares its places among them', async () => {
    const east = { ...taste, interests: [taste.interests[0]!] }
    /** Item 0 to 3 in a topic at 0°, the others in one at 90°. */
    const topics = { count: 2, centroids: Float32Array.of(1, 0, 0, 1), of: Int32Array.of(0, 0, 0, 0, 1, 1, 1, -1) }
    const split = { ...snapshot, space: { ...snapshot.space, topics } }
    const first = async (mu: number) => (await order('taste', { snapshot: split, taste: east, knobs: { ...noKnobs, mu } }, 1))[0]
    // From 4.7° all the way to 90° is 85.3°: at .5 the query stands at 47.3°, nearest to item 3 at 45°; at 1 at 90°, nearest to item 4 at 76°.
    expect(await Promise.all([0, 0.5, 1].map(first))).toEqual([2, 3, 4])
  })
})

describe('taste with interests that run out', () => {
  it('fills their places with what the others have left', async () => {
    // Twelve items east; the interests north and up are alone. Quotas of nine places: 3 each.
    const wide = Array.from({ length: 15 }, (_, at) => (at < 13 ? [20, at, 0] : at === 13 ? [0, 0, 1] : [0, 0, -1])).map(
      ([x = 0, y = 0, z = 0]) => [x, y / 20, z],
    )
    const many = snapshotOf({ items: wide.map((_, at) => ({ id: `w${at}`, title: 'T', attributes: {} })), vectors: wide })
    const liked = [0, 13, 14].map((item) => ({ item, weight: 1 }))
    const eligible = Uint8Array.from(wide, (_, at) => (at === 0 || at > 12 ? 0 : 1))
    const found = await sources.taste.retrieve({ ...queryOf(many), taste: tasteOf(many, liked, [[0], [13], [14]]), eligible }, 9)
    expect(found.map(({ item }) => item)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9])
  })
})

describe('words', () => {
  it('fuses meaning and shared words by rank', async () => {
    // By meaning north: 5, 4, 3 and 6 in a tie, 2, 1. By words: 0, 1 and 2, in a tie. In both lists: 1 and 2, so they lead.
    expect((await order('words')).slice(0, 2).sort()).toEqual([1, 2])
    const [best] = await ask('words')
    expect(best!.score).toBeGreaterThan(1 / 61)
  })

  it('falls back to the one that knows something', async () => {
    expect((await order('words', { textVector: Float32Array.of(0, 0) })).sort()).toEqual([0, 1, 2])
    expect(await order('words', { text: 'zzz' }, 2)).toEqual([5, 4])
    expect(await order('words', { text: 'zzz', textVector: undefined })).toEqual([])
  })
})

describe('similar', () => {
  it('joins content and what is liked together, never the examples themselves', async () => {
    const found = await ask('similar', { seeds: [0], eligible: without() })
    // By content 1, 2, 3, 4; together 2, 4: reciprocal ranks 1/62 + 1/61, 1/64 + 1/62, 1/61, 1/63.
    expect(found.map(({ item }) => item)).toEqual([2, 4, 1, 3])
    expect(found[0]!.score).toBeCloseTo(1 / 62 + 1 / 61, 12)
    expect(found[0]!.because).toEqual([0])
  })

  it('names the nearer example first', async () => expect((await ask('similar')).find(({ item }) => item === 2)?.because).toEqual([0, 5]))
})

describe('trained', () => {
  it('brings what the model scores highest for the positives, in its own unit', async () => {
    // After 0 and 1 stand 1 (excluded), 2 and 3: 24 and 36 over 2 · √3.
    expect(await ask('trained')).toMatchObject([
      { item: 3, score: expect.closeTo(36 / (2 * Math.sqrt(3)), 5), source: 'trained', because: [1] },
      { item: 2, score: expect.closeTo(24 / (2 * Math.sqrt(3)), 5), source: 'trained', because: [1, 0] },
    ])
  })

  it('has nothing for a stranger, nor without a model', async () => {
    expect(await ask('trained', { taste: tasteOf(snapshot, []) })).toEqual([])
    expect(await ask('trained', { snapshot })).toEqual([])
  })
})

describe('bought', () => {
  it('takes the place of what is alike, where what is bought together is asked for', async () => {
    expect(await ask('bought')).toMatchObject([
      { item: 2, source: 'bought', because: [0] },
      { item: 4, source: 'bought', because: [0] },
    ])
    expect(await order('bought', { companions: undefined })).toEqual([])
    expect(await order('similar', { companions: [together.neighbours(0, 9)] })).toEqual([])
  })
})

describe('together', () => {
  it('sums weight times B and names the greatest parts first', async () => {
    expect(await ask('together')).toMatchObject([
      { item: 2, score: 1 * 0.5 + 0.5 * 0.25, source: 'together', because: [0, 1] },
      { item: 4, score: 1 * 0.125, source: 'together', because: [0] },
    ])
  })

  it('has nothing for a stranger', async () => expect(await order('together', { taste: tasteOf(snapshot, []) })).toEqual([]))
})

describe('popular', () => {
  for (const { name, run } of sourceCases(() => ({ source: sources.popular, query: queryOf(snapshotOf({ items, vectors })) })))
    it(`${name}, while nobody has acted`, run)

  it('orders by people and, where they say little, by the editors', async () => {
    // Counts and five times the prior: 10.5 for item 4 (9 people), 5.5 for item 1, then the priors alone.
    expect(await order('popular')).toEqual([4, 1, 2, 5, 6, 7, 3, 0])
  })

  it('opens with a varied page while nobody has acted: the best, then what is farthest from it', async () => {
    const editorial = { snapshot: snapshotOf({ items, vectors }) }
    // Item 1 has the best prior. Farthest from (4, 1): (−1, 1), cosine −.51; then the zero vector, likeness 0 to all.
    expect((await order('popular', editorial)).slice(0, 3)).toEqual([1, 6, 7])
  })

  it('breaks ties by the seed, not by age', async () => {
    const equal = snapshotOf({
      items: items.map(({ prior: _, ...item }) => item),
      vectors,
      popularity: popularity([1, 1, 1, 1, 1, 1, 1, 1]),
    })
    const orders = await Promise.all([1, 2, 3, 4, 5].map((seed) => order('popular', { snapshot: equal, seed })))
    expect(new Set(orders.map(String)).size).toBeGreaterThan(1)
  })
})

describe('fresh', () => {
  it('has the latest releases that nobody has acted on', async () => {
    expect(await order('fresh')).toEqual([5, 6, 7])
    expect((await ask('fresh'))[2]!.score).toBeCloseTo(2 ** (-7 / 14), 12)
    expect(await order('fresh', { snapshot: snapshotOf({ items, vectors, popularity: popularity([0, 0, 0, 0, 0, 1, 0, 0]) }) })).toEqual([
      6, 7,
    ])
    expect(await order('fresh', { now: now - 6 * day })).toEqual([6, 7])
    expect(await order('fresh', { now: now + 40 * day })).toEqual([])
  })
})
