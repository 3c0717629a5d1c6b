import { describe, expect, it } from 'vitest'
import type { Interaction } from '../data/interaction.ts'
import type { Recommender } from '../pipeline/recommender.ts'
import { byUser, type ReplayEvent, replay, shuffledInSessions } from './replay.ts'

const hour = 3_600_000
const event = (user: string, item: string, at: number, value = 5): ReplayEvent => ({
  user,
  interaction: { item, type: 'rating', value, occurredAt: at },
  relevant: value >= 4,
})

/** Writes down what it is told and asked, and always answers with the same items in order. */
function notebook(answer: readonly string[]) {
  let now = Number.NaN
  const notes: string[] = []
  const recommender: Recommender = {
    track: () => Promise.reject(new Error('not used')),
    undo: () => Promise.reject(new Error('not used')),
    async trackAll(user, interactions: readonly Interaction[]) {
      notes.push(`${user} ${interactions.map(({ item }) => item).join(' ')}`)
      return []
    },
    async recommend({ user }) {
      notes.push(`${user}? at ${now}`)
      const items = answer.map((id, position) => ({
        item: { id, title: id, attributes: {} },
        position,
        score: -position,
        reason: { kind: 'popular' as const, text: '' },
        sources: [],
      }))
      return { slateId: 's', items, tier: 'popular', degraded: [], revision: 0 }
    },
  }
  return {
    recommender,
    notes,
    setNow: (moment: number) => {
      now = moment
    },
  }
}

describe('replay', () => {
  it('asks before it reveals, events of one moment together, and skips moments without a target', async () => {
    const { recommender, notes, setNow } = notebook(['x', 'b'])
    // Not in order, so that sorting is seen; the first of five (20 %) warms up.
    const events = [event('u', 'd', 30, 2), event('u', 'a', 10), event('v', 'w', 40), event('u', 'c', 20, 3), event('u', 'b', 20)]
    const predictions = await replay(recommender, events, { setNow })
    expect(notes).toEqual(['u a', 'u? at 20', 'u c b', 'u d', 'v? at 40'])
    // b stands second of x, b: 1 / log2(3); w is not listed.
    expect(predictions.map(({ user, prior, ndcg }) => [user, prior, Number(ndcg.toFixed(4))])).toEqual([
      ['u', 1, 0.6309],
      ['v', 0, 0],
    ])
  })

  it('reveals an event only once its lag is over', async () => {
    const { recommender, notes, setNow } = notebook([])
    const events = [event('u', 'a', 0), event('u', 'b', 0.5 * hour), event('u', 'c', 1.2 * hour), event('u', 'd', 1.6 * hour)]
    await replay(recommender, events, { setNow, lagMilliseconds: hour, warmUp: 0.25 })
    expect(notes).toEqual([`u? at ${0.5 * hour}`, 'u a', `u? at ${1.2 * hour}`, 'u b', `u? at ${1.6 * hour}`])
  })

  it('stops where told and trains at the shares asked for', async () => {
    const { recommender, notes, setNow } = notebook([])
    const events = Array.from({ length: 10 }, (_, at) => event(`u${at}`, 'a', at))
    const refit = async () => void notes.push('refit')
    await replay(recommender, events, { setNow, until: 0.8, refit, refitEvery: 0.4 })
    expect(notes.filter((note) => note === 'refit').length).toBe(2)
    expect(notes.indexOf('refit')).toBe(notes.indexOf('u2? at 2') - 1)
    expect(notes.at(-1)).toBe('u7? at 7')
  })

  it('averages by user before anything else', () => {
    const of = (user: string, ndcg: number) => ({ name: 'page', user, at: 0, prior: 0, ndcg })
    expect([...byUser([of('u', 1), of('v', 0.5), of('u', 0)])]).toEqual([
      ['u', 0.5],
      ['v', 0.5],
    ])
  })
})

describe('shuffledInSessions', () => {
  const minute = 60_000
  const evening = Array.from({ length: 12 }, (_, at) => event('u', `e${at}`, at * minute))
  const nextDay = Array.from({ length: 12 }, (_, at) => event('u', `n${at}`, 24 * hour + at * minute))

  it('deals the items of a session anew to its times and leaves sessions apart', () => {
    const shuffled = shuffledInSessions([...evening, ...nextDay], 1)
    const items = (from: number) => shuffled.slice(from, from + 12).map(({ interaction }) => interaction.item)
    expect(shuffled.map(({ interaction }) => interaction.occurredAt)).toEqual(
      [...evening, ...nextDay].map((one) => one.interaction.occurredAt),
    )
    expect(items(0)).not.toEqual(evening.map((one) => one.interaction.item))
    expect(items(0).toSorted()).toEqual(evening.map((one) => one.interaction.item).toSorted())
    expect(items(12).toSorted()).toEqual(nextDay.map((one) => one.interaction.item).toSorted())
    expect(shuffledInSessions([...evening, ...nextDay], 1)).toEqual(shuffled)
  })
})
