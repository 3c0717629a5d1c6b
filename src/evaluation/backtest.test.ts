import { expect, test } from 'vitest'
import type { Item } from '../data/item.ts'
import { createRandom } from '../math/random.ts'
import { type BacktestOptions, backtest } from './backtest.ts'
import { type Contender, decayedPopularity, liveItemKnn } from './contenders.ts'
import type { ReplayEvent } from './replay.ts'

const [minute, hour] = [60_000, 3_600_000]
const start = Date.UTC(2026, 0, 5)
const like = (user: string, item: string, at: number, relevant = true): ReplayEvent => ({
  user,
  interaction: { item, type: relevant ? 'like' : 'view', occurredAt: at },
  relevant,
})
const settings: Omit<BacktestOptions, 'events' | 'contenders'> = {
  lagsMilliseconds: [0, hour],
  shuffled: true,
  seed: 1,
  warmUp: 0.2,
  perUser: 3,
  refitEvery: 0.5,
}

/** 150 people, one sitting of eight minutes each, all from one of five shelves of twelve items: one act tells the shelf. */
const random = createRandom(2)
const sittings = Array.from({ length: 150 }, (_, user) => {
  const shelf = random.integer(5)
  const items = random.shuffle(Array.from({ length: 12 }, (_, item) => item)).slice(0, 8)
  return items.map((item, place) => like(`u${user}`, `${shelf} ${item}`, start + user * 20 * minute + place * minute))
}).flat()
const items: readonly Item[] = [...new Set(sittings.map(({ interaction }) => interaction.item))].map((id) => ({
  id,
  title: id,
  attributes: {},
}))
const all = () => true

test('knowing at once is worth much to who uses it, and nothing to popularity; the difference is paired', async () => {
  const contenders = [liveItemKnn(items, all), decayedPopularity(items, all)]
  const { runs, freshness, differences, users, moments } = await backtest({ ...settings, events: sittings, contenders })
  expect(runs.map(({ contender, lagMilliseconds }) => [contender, lagMilliseconds])).toEqual([
    ['item-knn', 0],
    ['popularity', 0],
    ['item-knn', hour],
    ['popularity', hour],
  ])
  expect([users, moments]).toEqual([120, 360])
  expect(freshness[0]?.gain.low).toBeGreaterThan(0.2)
  expect(Math.abs(freshness[1]?.gain.value ?? 1)).toBeLessThan(0.05)
  expect(differences).toEqual([{ first: 'item-knn', second: 'popularity', difference: expect.anything() }])
  expect(differences[0]?.difference.low).toBeGreaterThan(0.2)
  // Before the first act nobody knows the shelf.
  const [stranger, known] = runs[0]?.buckets ?? []
  expect(known?.ndcg).toBeGreaterThan(2 * (stranger?.ndcg ?? 1))
  // One place each of item-kNN for the twelve of the shelf: the best there is on it is reached.
  expect(runs[0]?.buckets.find(({ from }) => from === 3)?.ndcg).toBeGreaterThan(0.4)
})

/** Notes whom it is asked for, and always answers with b. */
function notebook(): { readonly contender: Contender; readonly notes: string[] } {
  const notes: string[] = []
  const contender: Contender = {
    name: 'notebook',
    open: () => ({
      setNow: () => {},
      refit: async () => void notes.push('refit'),
      close: async () => void notes.push('closed'),
      recommender: {
        trackAll: async (user, interactions) => {
          notes.push(`${user} ${interactions.map(({ item }) => item).join(' ')}`)
          return []
        },
        recommend: async ({ user }) => {
          notes.push(`${user}?`)
          const item = { id: 'b', title: 'b', attributes: {} }
          const reason = { kind: 'popular' as const, text: '' }
          return { slateId: '', items: [{ item, position: 0, score: 1, reason, sources: [] }], tier: 'popular', degraded: [], revision: 0 }
        },
      },
    }),
  }
  return { contender, notes }
}

test('asks about wishes for new items alone, before they are revealed', async () => {
  const { contender, notes } = notebook()
  const events = [
    like('ann', 'a', start),
    like('ann', 'b', start + hour),
    like('ann', 'c', start + 2 * hour, false),
    like('ann', 'a', start + 3 * hour),
    like('ben', 'c', start + 4 * hour),
  ]
  const report = await backtest({ ...settings, events, contenders: [contender], lagsMilliseconds: [0] })
  expect(notes).toEqual(['ann a', 'refit', 'ann?', 'ann b', 'ann c', 'ann a', 'refit', 'ben?', 'closed'])
  expect(report).toMatchObject({ moments: 2, users: 2, freshness: [], differences: [], runs: [{ ndcg: { value: 0.5 } }] })
  expect(report.runs[0]?.buckets.map(({ users: count, ndcg }) => [count, ndcg])).toEqual([
    [1, 0],
    [1, 1],
    [0, Number.NaN],
    [0, Number.NaN],
    [0, Number.NaN],
  ])
})

test('refuses a log with nothing to predict, and stops when told to, with everything closed', async () => {
  const { contender, notes } = notebook()
  const options = { ...settings, warmUp: 0.5, contenders: [contender], events: [like('ann', 'a', start), like('ann', 'a', start + hour)] }
  await expect(backtest(options)).rejects.toMatchObject({ code: 'invalid-input' })
  notes.length = 0
  await expect(backtest({ ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'aborted' })
  expect(notes).toEqual(['closed'])
})
