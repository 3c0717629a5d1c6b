import { expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { createKernels } from '../math/kernels.ts'
import { createRandom } from '../math/random.ts'
import { sources } from '../retrieval/sources.ts'
import { createMemoryStorage } from '../storage/memory.ts'
import { snapshotOf } from '../testing/source.ts'
import { configSchema } from './config.ts'
import { lookBack } from './look-back.ts'
import { createPeople } from './people.ts'
import { createRecommend } from './recommend.ts'
import { createSlateLog } from './slate-log.ts'
import { createVisits } from './visits.ts'

const random = createRandom('look back')
const start = 1_700_000_000_000
const items: readonly Item[] = Array.from({ length: 60 }, (_, n) => ({
  id: `i${n}`,
  title: `Thing ${n}`,
  attributes: { kind: n % 3 === 0 ? 'third' : 'other' },
  ...(n % 7 === 0 && { releasedAt: start + n * 3_600_000 }),
}))
const vectors = items.map(() => [random.normal(), random.normal(), random.normal()])
const config = configSchema.parse({ candidates: 20 })

/** A log as it happens: before each like the page is asked for, as it was then. */
async function lived() {
  const storage = createMemoryStorage()
  let now = start
  const people = createPeople(storage.users, (id) => snapshot.indexOf(id), config.taste)
  const snapshot = snapshotOf({ items, vectors, together: people.together, popularity: people.popularity })
  const slates = createSlateLog(storage.slates, { now: () => now, keptMs: Number.POSITIVE_INFINITY })
  const visits = createVisits({ served: slates.served, indexOf: snapshot.indexOf, gapMs: 1, keptMs: 1 })
  const recommend = createRecommend({
    ...{ snapshot: () => snapshot, people, slates, visits, sources: Object.values(sources) },
    ...{ clock: { now: () => now, elapsed: () => 0 }, topicName: () => '', config },
  })
  const write = async (user: string, event: Parameters<typeof storage.log.append>[0][number]['event']) => {
    const [result] = await storage.log.append([{ user, event, receivedAt: now }])
    if (result?.status === 'appended') people.committed(user, result.evidence)
  }
  const done = new Set<string>()
  const pages = new Map<string, readonly number[]>()
  for (let step = 0; step < 400; step++) {
    now = start + step * 900_000
    const user = `p${random.integer(25)}`
    const page = await recommend({ user, k: 20, diversity: 0 })
    pages.set(
      `${user} ${now}`,
      page.items.map(({ score }) => score),
    )
    const item = `i${random.integer(60)}`
    // Of one item only the newest act of a person stands in the likes, so looking back cannot know that there was an earlier one.
    if (done.has(`${user} ${item}`)) continue
    done.add(`${user} ${item}`)
    if (step % 9 === 0) {
      const rule = { id: `r${step}`, filter: { kind: 'third' }, boost: 2, words: 'thirds', from: 'api', setAt: now } as const
      await write(user, { kind: 'rule-set', rule })
    } else await write(user, { kind: 'interaction', item, type: step % 5 === 0 ? 'dislike' : 'like', occurredAt: now })
  }
  people.settle()
  return { storage, people, snapshot, pages, write }
}

it('sees at each moment what the engine saw then: the scores of the page, with nothing of what came later', async () => {
  const { storage, people, snapshot, pages } = await lived()
  const cases = await lookBack({
    ...{ likes: people.positives(), evidence: storage.users.evidence, snapshot, sources: Object.values(sources) },
    ...{ kernels: createKernels(), config, seed: 1, signal: new AbortController().signal },
  })
  expect(cases.length).toBeGreaterThan(40)
  const seen = new Set<string>()
  for (const { person, features, untrained, offsets, right } of cases) {
    const size = untrained.length
    const scores = Array.from(right, (_, at) => untrained.reduce((sum, beta, of) => sum + beta * features[at * size + of]!, offsets![at]!))
    const best = scores.sort((a, b) => b - a).slice(0, 20)
    const then = [...pages].find(
      ([key, page]) =>
        key.startsWith(`${person} `) &&
        !seen.has(key) &&
        page.length === best.length &&
        page.every((score, at) => Math.abs(score - best[at]!) < 1e-5),
    )
    expect(then, `a page of ${person}`).toBeDefined()
    seen.add(then![0])
  }
})

it('sees nothing of somebody who was erased, nor of what was taken back', async () => {
  const { storage, people, snapshot } = await lived()
  const parts = {
    ...{ evidence: storage.users.evidence, snapshot, sources: Object.values(sources) },
    ...{ kernels: createKernels(), config, seed: 1, signal: new AbortController().signal },
  }
  await storage.users.erase('p3')
  people.erased('p3')
  const cases = await lookBack({ ...parts, likes: people.positives() })
  expect(cases.some(({ person }) => person === 'p4')).toBe(true)
  expect(cases.some(({ person }) => person === 'p3')).toBe(false)
})

it('learns nothing beside a model where there is too little to fit it on without the later likes', async () => {
  const { storage, people, snapshot } = await lived()
  const model = { name: 'ones', items: 60, score: () => new Float32Array(60).fill(1) }
  const cases = await lookBack({
    ...{ likes: people.positives(), evidence: storage.users.evidence, sources: Object.values(sources) },
    ...{ kernels: createKernels(), config, seed: 1, signal: new AbortController().signal },
    snapshot: { ...snapshot, trained: { version: 'ones.1', unit: 1, seen: new Uint8Array(60).fill(1), model } },
    fitModel: async () => {
      throw new Error('asked to fit')
    },
  })
  expect(cases).toEqual([])
})

it('judges the weights without what was only looked at before: it stays in the lists, and is never what was chosen', async () => {
  const { storage, people, snapshot, write } = await lived()
  let at = start + 400 * 900_000
  for (let step = 0; step < 200; step++)
    await write(`v${step % 20}`, {
      kind: 'interaction',
      item: `i${(7 * step + Math.floor(step / 20)) % 60}`,
      type: 'click',
      occurredAt: ++at,
    })
  people.settle()
  let looks = 0
  const noting = Object.values(sources).map((source) => ({
    ...source,
    retrieve(...[query, limit]: Parameters<typeof source.retrieve>) {
      looks += query.taste.items.length
      expect(Array.from(query.taste.items, (item) => query.eligible[item])).toEqual(Array(query.taste.items.length).fill(0))
      return source.retrieve(query, limit)
    },
  }))
  const cases = await lookBack({
    ...{ likes: people.positives(), evidence: storage.users.evidence, snapshot, sources: noting },
    ...{ kernels: createKernels(), config, seed: 1, signal: new AbortController().signal },
  })
  expect(cases.some(({ person }) => person.startsWith('v'))).toBe(true)
  expect(looks).toBeGreaterThan(100)
})
