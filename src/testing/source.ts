/** @file What every retrieval `Source` must do, as named cases for any test runner; and a small catalogue to ask it about.
 *
 * @example
 * for (const { name, run } of sourceCases(() => ({ source: popularSource, query: queryOf(snapshotOf({ items, vectors })) }))) test(name, run)
 */

import assert from 'node:assert/strict'
import { inferSchema } from '../data/catalogue-schema.ts'
import type { Item } from '../data/item.ts'
import type { Encoder } from '../embeddings/encoder.ts'
import type { ItemSpace } from '../embeddings/item-space.ts'
import { createTopics } from '../embeddings/topics.ts'
import { createFilterIndex } from '../filtering/filter-index.ts'
import { createKernels } from '../math/kernels.ts'
import { type Candidate, sourceNames } from '../pipeline/candidate.ts'
import { noKnobs } from '../pipeline/knobs.ts'
import type { Snapshot } from '../pipeline/snapshot.ts'
import type { RetrievalQuery, Source } from '../pipeline/source.ts'
import type { Taste } from '../profile/taste.ts'
import { createWordIndex } from '../retrieval/bm25.ts'

export type SourceCase = { readonly name: string; readonly run: () => Promise<void> }
export type SourceUnderTest = {
  readonly source: Source
  /** A query that the source has at least two candidates for. */
  readonly query: RetrievalQuery
}

/** The cases. @param make a new source and an equal query each time. */
export function sourceCases(make: () => SourceUnderTest): readonly SourceCase[] {
  return Object.entries(checks).map(([name, check]) => ({ name, run: async () => check(make) }))
}

const many = 1_000
const ask = async ({ source, query }: SourceUnderTest, limit = many, eligible = query.eligible) =>
  source.retrieve({ ...query, eligible }, limit)
const itemsOf = (candidates: readonly Candidate[]) => candidates.map(({ item }) => item)

const checks: Readonly<Record<string, (make: () => SourceUnderTest) => Promise<void>>> = {
  'answers in its own name, with causes that are in the catalogue': async (make) => {
    const { source, query } = make()
    const found = await ask({ source, query })
    assert.ok(sourceNames.includes(source.name), `"${source.name}" is not among the source names`)
    assert.ok(found.length >= 2, `the query brings ${found.length} candidates: give one that brings at least two`)
    for (const { source: name, because } of found) {
      assert.equal(name, source.name)
      assert.ok(because?.every((item) => query.snapshot.items[item] !== undefined) ?? true, 'a cause is not in the catalogue')
    }
  },
  'proposes only eligible items': async (make) => {
    const under = make()
    const [first] = await ask(under)
    const eligible = under.query.eligible.slice()
    eligible[(first as Candidate).item] = 0
    const found = itemsOf(await ask(under, many, eligible))
    assert.deepEqual(
      found.filter((item) => eligible[item] !== 1),
      [],
    )
    assert.ok(found.length > 0, 'taking one item out leaves nothing')
  },
  'proposes each item once': async (make) => {
    const found = itemsOf(await ask(make()))
    assert.equal(new Set(found).size, found.length)
  },
  'has the best first, each with a finite score': async (make) => {
    const scores = (await ask(make())).map(({ score }) => score)
    assert.ok(scores.every(Number.isFinite), `not all finite: ${scores}`)
    assert.deepEqual(
      scores,
      [...scores].sort((a, b) => b - a),
    )
  },
  'keeps to the limit': async (make) => {
    const all = (await ask(make())).length
    for (const limit of [0, 1, all - 1, all + 1]) assert.equal((await ask(make(), limit)).length, Math.min(limit, all))
  },
  'gives nothing when nothing is eligible': async (make) => {
    const under = make()
    assert.deepEqual(await ask(under, many, new Uint8Array(under.query.eligible.length)), [])
  },
  'gives the same for the same': async (make) => {
    const under = make()
    const first = await ask(under)
    assert.deepEqual(await ask(under), first)
    assert.deepEqual(await ask(make()), first)
  },
  'leaves the query as it was': async (make) => {
    const under = make()
    const before = under.query.eligible.slice()
    await ask(under)
    assert.deepEqual(under.query.eligible, before)
  },
}

export type SnapshotParts = Partial<Omit<Snapshot, 'items' | 'vectors'>> & {
  readonly items: readonly (Item | undefined)[]
  /** One vector an item, all of one length, scaled to length 1 here; zeros for none. */
  readonly vectors: readonly (readonly number[])[]
}

/** A snapshot of a small catalogue whose ρ is the cosine itself. Nobody has acted, unless a part says so. */
export function snapshotOf({ items, vectors: rows, ...parts }: SnapshotParts): Snapshot {
  const size = rows[0]?.length ?? 1
  const vectors = Float32Array.from(rows.flatMap((row) => row.map((value) => value / (Math.hypot(...row) || 1))))
  const matrix = kernels.load(vectors, size)
  const space: ItemSpace = {
    version: 'by hand',
    size,
    count: items.length,
    vectors,
    background: { m0: 0, m1: 1 },
    text: { size, vectors },
    topics: createTopics(vectors, matrix, 1),
  }
  const schema = inferSchema(items)
  const places = new Map(items.flatMap((item, index) => (item === undefined ? [] : [[item.id, index] as const])))
  const indexOf = (id: string) => places.get(id)
  return {
    schema,
    indexOf,
    items,
    encoder: silentEncoder(size),
    space,
    vectors: matrix,
    textVectors: matrix,
    filters: createFilterIndex(items, schema, indexOf),
    words: createWordIndex(items),
    together: { people: 0, neighbours: () => [], similarity: () => 0, addTo: () => {} },
    bought: { orders: 0, neighbours: () => [], similarity: () => 0, both: () => 0 },
    popularity: { counts: (_, count) => new Float64Array(count), total: 0, changes: 0 },
    version: 'by hand',
    ...parts,
  }
}

/** A stranger's query with nothing asked and everything eligible, unless a part says otherwise. */
export function queryOf(snapshot: Snapshot, parts: Partial<RetrievalQuery> = {}): RetrievalQuery {
  return {
    snapshot,
    taste: tasteOf(snapshot, []),
    eligible: Uint8Array.from(snapshot.items, (item) => (item === undefined ? 0 : 1)),
    text: '',
    textVector: undefined,
    seeds: [],
    knobs: noKnobs,
    now: 0,
    seed: 1,
    ...parts,
  }
}

/** A taste of items with their weights ω, the positive ones in the interests given; a share is the interest's part of the positive weight. */
export function tasteOf(
  { space, items }: Pick<Snapshot, 'space' | 'items'>,
  weighed: readonly { readonly item: number; readonly weight: number }[],
  interests: readonly (readonly number[])[] = [],
): Taste {
  const weightOf = new Map(weighed.map(({ item, weight }) => [item, weight]))
  const mass = weighed.reduce((sum, { weight }) => sum + Math.max(0, weight), 0)
  return {
    revision: weighed.length,
    digest: 0,
    items: Int32Array.from(weighed, ({ item }) => item),
    signals: Float32Array.from(weighed, ({ weight }) => Math.sign(weight)),
    weights: Float32Array.from(weighed, ({ weight }) => weight),
    known: new Set(weightOf.keys()),
    interests: interests.map((members) => {
      const sum = Float64Array.from({ length: space.size }, (_, at) =>
        members.reduce((total, item) => total + (weightOf.get(item) ?? 0) * (space.vectors[item * space.size + at] as number), 0),
      )
      const length = Math.hypot(...sum) || 1
      return {
        id: items[members[0] as number]?.id ?? '',
        members,
        vector: Float32Array.from(sum, (value) => value / length),
        share: members.reduce((total, item) => total + (weightOf.get(item) ?? 0), 0) / mass,
        gain: 1,
      }
    }),
    mass,
  }
}

const kernels = createKernels()

const silentEncoder = (embeddingSize: number): Encoder => ({
  name: 'silent',
  version: '1',
  embeddingSize,
  encodeItems: async (items) => new Float32Array(items.length * embeddingSize),
  encodeQueries: async (texts) => new Float32Array(texts.length * embeddingSize),
})
