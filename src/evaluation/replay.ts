/** @file LIVE: replays a log through a recommender as it happened. Predict, then learn; nobody's future is seen.
 *
 * Events go in the order of time. The first share warms up. After it, the events of one person at one moment are predicted together before any of them is
 * revealed; those that are relevant are the targets, and every event moves the profile. With a lag Δ, an event is revealed Δ after it happened.
 * Eligibility is the recommender's: give items a `releasedAt`, and a clock that `setNow` moves.
 * Measured: NDCG@10 of each request, macro by user. Source: prequential evaluation (Dawid 1984; Vinagre et al. 2014 for recommenders).
 */

import type { Interaction } from '../data/interaction.ts'
import { createRandom } from '../math/random.ts'
import type { Recommender, RecommendRequest } from '../pipeline/recommender.ts'
import { ndcg } from './metrics/ndcg.ts'
import { rankedList } from './ranked-targets.ts'

export type ReplayEvent = {
  readonly user: string
  readonly interaction: Interaction & { readonly occurredAt: number }
  /** Whether finding this item would have been right: a rating of 4 or more, a like, a purchase. */
  readonly relevant: boolean
}

/** The events of one person at one moment. */
export type Moment = {
  readonly user: string
  readonly at: number
  readonly events: readonly ReplayEvent[] /** Their events before. */
  readonly prior: number
}

/** A request put before the moment is revealed, and the items that answer it. */
export type Question = { readonly name: string; readonly request: RecommendRequest; readonly targets: ReadonlySet<string> }

export type Prediction = {
  readonly name: string
  readonly user: string
  readonly at: number
  readonly prior: number
  readonly ndcg: number
}

export type ReplayOptions = {
  /** Moves the clock of the recommender, epoch milliseconds. */
  readonly setNow: (now: number) => void
  /** The share of the events that are only learnt from. */
  readonly warmUp?: number | undefined
  /** The share of the events after which the replay ends. */
  readonly until?: number | undefined
  /** Δ. */
  readonly lagMilliseconds?: number | undefined
  /** What to ask at a moment; the plain page where left out. None = nothing is predicted there. */
  readonly questions?: ((moment: Moment) => readonly Question[]) | undefined
  /** Called after the warm-up and then at each further `refitEvery` of the events: time to train. */
  readonly refit?: (() => Promise<void>) | undefined
  readonly refitEvery?: number | undefined
  readonly signal?: AbortSignal | undefined
}

const k = 10

export const plainQuestion = ({ user, events }: Moment): readonly Question[] => {
  const targets = new Set(events.filter(({ relevant }) => relevant).map(({ interaction }) => interaction.item))
  return targets.size === 0 ? [] : [{ name: 'page', request: { user, k, diversity: 0 }, targets }]
}

/** Replays the events and resolves with every prediction, in order. @throws DOMException when the signal aborts. */
export async function replay(
  recommender: Pick<Recommender, 'trackAll' | 'recommend'>,
  events: readonly ReplayEvent[],
  options: ReplayOptions,
): Promise<readonly Prediction[]> {
  const { setNow, warmUp = 0.2, until = 1, lagMilliseconds = 0, questions = plainQuestion, refit, refitEvery = 1, signal } = options
  const ordered = inTime(events)
  const end = Math.floor(until * ordered.length)
  const warm = Math.floor(warmUp * ordered.length)
  const predictions: Prediction[] = []
  const counts = new Map<string, number>()
  let revealed = 0

  const reveal = async (upTo: number) => {
    while (revealed < upTo) {
      const { user } = ordered[revealed] as ReplayEvent
      const run: Interaction[] = []
      while (revealed < upTo && ordered[revealed]?.user === user && run.length < 500)
        run.push((ordered[revealed++] as ReplayEvent).interaction)
      setNow(Math.max(...run.map(({ occurredAt = 0 }) => occurredAt)) + lagMilliseconds)
      await recommender.trackAll(user, run)
    }
  }

  let due = warm
  for (const { from, moment } of moments(ordered, end)) {
    signal?.throwIfAborted()
    if (from >= warm) {
      let visible = revealed
      while (visible < from && (ordered[visible] as ReplayEvent).interaction.occurredAt + lagMilliseconds <= moment.at) visible++
      await reveal(visible)
      if (refit && from >= due) {
        await refit()
        due += refitEvery * ordered.length
      }
      const prior = counts.get(moment.user) ?? 0
      for (const { name, request, targets } of questions({ ...moment, prior })) {
        setNow(moment.at)
        const { items } = await recommender.recommend(request)
        const list = items.map(({ item, score }) => ({ score, relevant: targets.has(item.id) }))
        predictions.push({ name, user: moment.user, at: moment.at, prior, ndcg: ndcg(rankedList(list, targets.size), k) })
      }
    }
    counts.set(moment.user, (counts.get(moment.user) ?? 0) + moment.events.length)
  }
  return predictions
}

/** By time, at one time by user; the order of a user's events at one time is kept. */
function inTime(events: readonly ReplayEvent[]): readonly ReplayEvent[] {
  return [...events].sort((a, b) => a.interaction.occurredAt - b.interaction.occurredAt || (a.user < b.user ? -1 : Number(a.user > b.user)))
}

function* moments(
  ordered: readonly ReplayEvent[],
  end: number,
): Generator<{ readonly from: number; readonly moment: Omit<Moment, 'prior'> }> {
  for (let from = 0, to = 0; from < end; from = to) {
    const { user, interaction } = ordered[from] as ReplayEvent
    const at = interaction.occurredAt
    for (to = from; to < end && ordered[to]?.user === user && ordered[to]?.interaction.occurredAt === at; ) to++
    yield { from, moment: { user, at, events: ordered.slice(from, to) } }
  }
}

/**
 * The control: each person's items dealt anew to the times of their session (acts with gaps below 30 minutes). What still helps afterwards is taste, and
 * not the order in which a page listed the items.
 */
export function shuffledInSessions(events: readonly ReplayEvent[], seed: number | string, gapMinutes = 30): readonly ReplayEvent[] {
  const byUser = Map.groupBy(inTime(events), ({ user }) => user)
  return [...byUser].flatMap(([user, own]) => {
    const random = createRandom(`${seed} ${user}`)
    const sessions: ReplayEvent[][] = []
    for (const [place, event] of own.entries()) {
      const gap = event.interaction.occurredAt - (own[place - 1]?.interaction.occurredAt ?? Number.NEGATIVE_INFINITY)
      if (gap < gapMinutes * 60_000) sessions.at(-1)?.push(event)
      else sessions.push([event])
    }
    return sessions.flatMap((session) => {
      const times = session.map(({ interaction }) => interaction.occurredAt)
      return random.shuffle([...session]).map((event, place) => ({
        ...event,
        interaction: { ...event.interaction, occurredAt: times[place] as number },
      }))
    })
  })
}

/** Prior-event buckets of the report: from so many events on. */
export const priorBuckets = [0, 1, 3, 10, 50] as const

/** The mean of each user's predictions, by user: what is macro-averaged and resampled. */
export function byUser(predictions: readonly Prediction[]): ReadonlyMap<string, number> {
  const users = Map.groupBy(predictions, ({ user }) => user)
  return new Map([...users].map(([user, own]) => [user, own.reduce((sum, one) => sum + one.ndcg, 0) / own.length]))
}
