import { describe, expect, test } from 'vitest'
import { createRandom } from '../math/random.ts'
import { inspectLog } from './log-doctor.ts'
import type { ReplayEvent } from './replay.ts'

const [minute, day] = [60_000, 86_400_000]
const start = Date.UTC(2026, 0, 5, 8)
const like = (user: string, item: string, at: number, relevant = true): ReplayEvent => ({
  user,
  interaction: { item, type: relevant ? 'like' : 'view', occurredAt: at },
  relevant,
})

/**
 * 250 people with four runs of five items, each run from one of ten shelves of ten. `apart`: a run is a day of its own, so the shelf of the day is what matters;
 * else all runs are one sitting, gone through shelf by shelf, as down a page.
 */
function shelves(apart: boolean): readonly ReplayEvent[] {
  const random = createRandom(3)
  return Array.from({ length: 250 }, (_, user) => {
    const begun = start + user * 97 * minute
    const runs = random.shuffle(Array.from({ length: 10 }, (_, shelf) => shelf)).slice(0, 4)
    return runs.flatMap((shelf, run) => {
      const items = random.shuffle(Array.from({ length: 10 }, (_, item) => item)).slice(0, 5)
      return items.map((item, place) =>
        like(`u${user}`, `${shelf} ${item}`, begun + (apart ? run * day : run * 10 * minute) + place * minute),
      )
    })
  }).flat()
}

describe('the order of a log', () => {
  test('is real where the gain of recency outlives shuffling inside sessions', () => {
    const { order, facts, advice } = inspectLog(shelves(true), { seed: 1 })
    expect(facts.recency?.ordered.low).toBeGreaterThan(0)
    expect(facts.recency?.shuffled.low).toBeGreaterThan(0)
    expect(order).toBe('real')
    expect(advice.find(({ verdict }) => verdict === 'best')?.family).toBe('sequential')
  })

  test('is that of a page where shuffling takes the gain away: sequence models are refused', () => {
    const { order, facts, advice, sentences } = inspectLog(shelves(false), { seed: 1 })
    expect(facts.recency?.ordered.low).toBeGreaterThan(0)
    expect(facts.recency?.shuffled.low).toBeLessThanOrEqual(0)
    expect(order).toBe('page-order')
    expect(advice.find(({ family }) => family === 'sequential')?.verdict).toBe('refuse')
    expect(sentences.join(' ')).toContain('So the order inside a session is that of a page')
  })

  test('cannot be told from dates alone', () => {
    const dated = shelves(true).map(({ interaction, ...event }) => ({
      ...event,
      interaction: { ...interaction, occurredAt: interaction.occurredAt - (interaction.occurredAt % day) },
    }))
    const { order, facts, sentences } = inspectLog(dated, { seed: 1 })
    expect([order, facts.timeUnitSeconds]).toEqual(['unknown', 86_400])
    expect(sentences.join(' ')).toContain('All times are whole days')
  })
})

test('the facts of a small log, by hand', () => {
  // Sessions: ann 3 + 1, ben 1, cy 1.
  const log = [
    like('ann', 'a', start),
    like('ann', 'b', start + minute),
    like('ann', 'c', start + minute, false),
    like('ben', 'a', start + 2 * minute),
    like('ann', 'a', start + day),
    like('ann', 'b', start + minute),
    like('cy', 'd', start + 2 * day),
  ]
  const { facts, replayable, order, sentences } = inspectLog(log, { seed: 1 })
  expect(facts).toEqual({
    events: 7,
    users: 3,
    items: 4,
    wishes: 6,
    density: 5 / 12,
    medianEventsAUser: 1,
    medianEventsASession: 1,
    days: 2,
    timeUnitSeconds: 60,
    // Three of ann's share a minute.
    tiedShare: 3 / 7,
    duplicateShare: 1 / 7,
    repeatShare: 1 / 7,
    // The first two of seven are learnt from; of the four later wishes one is for an item, two are by people not seen before.
    coldItemShare: 1 / 4,
    coldUserShare: 2 / 4,
  })
  expect([replayable, order]).toEqual([false, 'unknown'])
  expect(sentences.at(-1)).toBe('The log cannot be replayed: it needs times that differ, 30 people and 60 wishes.')
})

test('an empty log has nothing to say, and says so', () => {
  expect(inspectLog([], { seed: 1 })).toMatchObject({ replayable: false, facts: { events: 0, density: 0, coldItemShare: 0 } })
})
