import { expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import type { Source } from '../pipeline/source.ts'
import { sources } from '../retrieval/sources.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import { snapshotOf } from '../testing/source.ts'
import { configSchema } from './config.ts'
import { createPeople } from './people.ts'
import { createRecommend } from './recommend.ts'
import { createSlateLog } from './slate-log.ts'
import { createVisits } from './visits.ts'

const items: readonly Item[] = ['a', 'b', 'c'].map((id, n) => ({
  id,
  title: id.toUpperCase(),
  attributes: { year: 2000 + n },
  prior: n / 2,
}))
const snapshot = snapshotOf({
  items,
  vectors: [
    [1, 0],
    [0, 1],
    [1, 1],
  ],
})
const broken: Source = {
  name: 'fresh',
  retrieve() {
    throw new Error('the shelf is on fire')
  },
}

function recommendFrom(used: readonly Source[]) {
  const storage = createMemoryStorage()
  const config = configSchema.parse({})
  const slates = createSlateLog(storage.slates, { now: () => 0, keptMs: Number.POSITIVE_INFINITY })
  const recommend = createRecommend({
    snapshot: () => snapshot,
    people: createPeople(storage.users, snapshot.indexOf, config.taste),
    slates,
    visits: createVisits({ served: slates.served, indexOf: snapshot.indexOf, gapMs: 1, keptMs: 1 }),
    sources: used,
    clock: { now: () => 0, elapsed: () => 0 },
    topicName: () => 'letters',
    config,
  })
  return { recommend, slates }
}

it('goes on without a source that fails, and says which and why', async () => {
  const { recommend } = recommendFrom([sources.popular, broken])
  const slate = await recommend({ k: 3, diversity: 0 })
  expect(slate.items.map(({ item }) => item.id)).toEqual(['c', 'b', 'a'])
  expect(slate.degraded).toEqual([{ stage: 'retrieve', from: 'fresh', to: 'the other sources', reason: 'the shelf is on fire' }])
})

it('traces every stage with the number of candidates it left', async () => {
  const { recommend } = recommendFrom([sources.popular])
  const { trace } = await recommend({ k: 2, filter: { year: { gte: 2001 } }, trace: true })
  expect(trace?.map(({ stage, candidates }) => [stage, candidates])).toEqual([
    ['profile', 0],
    ['filtering', 2],
    ['retrieval', 2],
    ['ranking', 2],
    ['reranking', 2],
  ])
  expect(trace?.[1]?.notes).toEqual(['Filter of the request: 1 fewer, 2 left.'])
})

it('records what was served, in order, and continues from it', async () => {
  const { recommend, slates } = recommendFrom([sources.popular])
  const first = await recommend({ k: 2, diversity: 0 })
  expect((await slates.get(first.slateId))?.slots.map(({ item, position }) => [item, position])).toEqual([
    ['c', 0],
    ['b', 1],
  ])
  expect((await recommend({ k: 2, after: first.slateId })).items.map(({ item }) => item.id)).toEqual(['a'])
})

it('never recommends the examples of a request, nor what it is to be unlike', async () => {
  const { recommend } = recommendFrom(Object.values(sources))
  expect((await recommend({ seeds: ['a'], unlike: ['b'] })).items.map(({ item }) => item.id)).toEqual(['c'])
})
