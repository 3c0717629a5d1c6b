/** @file A backtest: LIVE on somebody's own log. Several recommenders see the same events and answer the same questions; how much does it help to know at once?
 *
 * Every contender is replayed with each lag Δ. Headline: gain of Δ = 0 over the longest lag, with the order inside sessions shuffled, so that it is taste and
 * not the order of a page. Macro by user, 95 % paired bootstrap by user, by number of prior events. At most `perUser` moments a person are asked
 * (data/moments.ts); every event is learnt from. An item that the person had acted on before is no target.
 * Cost: contenders × lags × (events + questions). Source: replay.ts.
 */

import { drawMoments, timeAtShare } from '../data/moments.ts'
import { PenchantError } from '../errors.ts'
import { bootstrap, difference, type Interval, meanOf } from './bootstrap.ts'
import type { Contender } from './contenders.ts'
import {
  byUser,
  type Moment,
  type Prediction,
  priorBuckets,
  type Question,
  type ReplayEvent,
  replay,
  shuffledInSessions,
} from './replay.ts'

export type BacktestOptions = {
  readonly events: readonly ReplayEvent[]
  /** The first is compared with each of the others. */
  readonly contenders: readonly Contender[]
  /** Δ in milliseconds, ascending from 0. */
  readonly lagsMilliseconds: readonly number[]
  /** Deals the items of each session anew to its times. */
  readonly shuffled: boolean
  readonly seed: number | string
  /** The share of the events that are only learnt from. */
  readonly warmUp: number
  readonly perUser: number
  /** Models are fitted again after so large a share of the events. */
  readonly refitEvery: number
  readonly progress?: ((contender: string, lagMilliseconds: number, share: number) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export type Bucket = {
  /** From so many prior events on, up to the next bucket. */
  readonly from: number
  readonly users: number
  /** NDCG@10, NaN where nobody is in it. */
  readonly ndcg: number
}

export type BacktestReport = {
  readonly moments: number
  readonly users: number
  readonly runs: readonly {
    readonly contender: string
    readonly lagMilliseconds: number
    /** NDCG@10, macro by user. */
    readonly ndcg: Interval
    readonly buckets: readonly Bucket[]
  }[]
  /** What each contender gains by knowing at once: Δ = 0 minus the longest lag, on the same moments. */
  readonly freshness: readonly { readonly contender: string; readonly gain: Interval }[]
  /** The first contender minus each other, at the shortest lag. */
  readonly differences: readonly { readonly first: string; readonly second: string; readonly difference: Interval }[]
}

/** @throws PenchantError `invalid-input` where the log has no moment to predict, `aborted`. */
export async function backtest(options: BacktestOptions): Promise<BacktestReport> {
  const { contenders, lagsMilliseconds, signal } = options
  const events = options.shuffled ? shuffledInSessions(options.events, options.seed) : options.events
  const drawn = drawnMoments(events, options)
  const runs: {
    readonly contender: string
    readonly lagMilliseconds: number
    readonly users: ReadonlyMap<string, number>
    readonly predictions: readonly Prediction[]
  }[] = []
  for (const lagMilliseconds of lagsMilliseconds)
    for (const { name, open } of contenders) {
      const opened = await open()
      try {
        const { recommender, setNow, refit } = opened
        let asked = 0
        const predictions = await replay(recommender, events, {
          setNow,
          warmUp: options.warmUp,
          lagMilliseconds,
          refitEvery: options.refitEvery,
          signal,
          questions: questionsAbout(events, drawn, () => options.progress?.(name, lagMilliseconds, asked++ / drawn.size)),
          ...(refit && { refit }),
        })
        runs.push({ contender: name, lagMilliseconds, users: byUser(predictions), predictions })
      } catch (error) {
        if (signal?.aborted) throw new PenchantError('aborted', 'The backtest was stopped.', { cause: error })
        throw error
      } finally {
        await opened.close?.()
      }
    }
  const first = runs[0]
  if (first === undefined || first.predictions.length === 0)
    throw new PenchantError('invalid-input', 'The log has no moment to predict: after the warm-up nobody wishes for something new.')

  const valuesOf = (users: ReadonlyMap<string, number>) => [...users.values()]
  const runOf = (contender: string, lag: number | undefined) =>
    runs.find((run) => run.contender === contender && run.lagMilliseconds === lag)
  const paired = (one: (typeof runs)[number] | undefined, other: (typeof runs)[number] | undefined) =>
    bootstrap([valuesOf(one?.users ?? new Map()), valuesOf(other?.users ?? new Map())], difference)
  const [shortest, longest] = [lagsMilliseconds[0], lagsMilliseconds.at(-1)]
  return {
    moments: first.predictions.length,
    users: first.users.size,
    runs: runs.map(({ contender, lagMilliseconds, users, predictions }) => ({
      contender,
      lagMilliseconds,
      ndcg: bootstrap([valuesOf(users)], meanOf),
      buckets: bucketsOf(predictions),
    })),
    freshness:
      shortest === longest
        ? []
        : contenders.map(({ name }) => ({ contender: name, gain: paired(runOf(name, shortest), runOf(name, longest)) })),
    differences: contenders.slice(1).map(({ name }) => ({
      first: first.contender,
      second: name,
      difference: paired(runOf(first.contender, shortest), runOf(name, shortest)),
    })),
  }
}

const keyOf = (user: string, at: number) => JSON.stringify([user, at])

/** The moments that are asked about: with a wish, after the warm-up, at most `perUser` a person. */
function drawnMoments(events: readonly ReplayEvent[], { warmUp, perUser, seed }: BacktestOptions): ReadonlySet<string> {
  const first = timeAtShare(
    events.map(({ interaction }) => interaction.occurredAt),
    warmUp,
  )
  const wishes = events.flatMap(({ user, relevant, interaction: { occurredAt: at } }) => (relevant && at >= first ? [{ user, at }] : []))
  const drawn = drawMoments(wishes, { perPerson: perUser, name: (user, at) => `${seed} ${keyOf(user, at)}` })
  return new Set(drawn.map(({ user, at }) => keyOf(user, at)))
}

/** What is asked at a moment: which of the wishes are for something that the person had never acted on. */
function questionsAbout(
  events: readonly ReplayEvent[],
  drawn: ReadonlySet<string>,
  onAsked: () => void,
): (moment: Moment) => readonly Question[] {
  const firstActs = new Map<string, number>()
  const pairOf = ({ user, interaction }: ReplayEvent) => JSON.stringify([user, interaction.item])
  for (const event of events) {
    const pair = pairOf(event)
    firstActs.set(pair, Math.min(event.interaction.occurredAt, firstActs.get(pair) ?? Number.POSITIVE_INFINITY))
  }
  return ({ user, at, events: acts }) => {
    if (!drawn.has(keyOf(user, at))) return []
    const wished = acts.flatMap((event) => (event.relevant && firstActs.get(pairOf(event)) === at ? [event.interaction.item] : []))
    if (wished.length === 0) return []
    onAsked()
    return [{ name: 'page', request: { user, k: 10, diversity: 0 }, targets: new Set(wished) }]
  }
}

function bucketsOf(predictions: readonly Prediction[]): readonly Bucket[] {
  return priorBuckets.map((from, bucket) => {
    const to = priorBuckets[bucket + 1] ?? Number.POSITIVE_INFINITY
    const users = [...byUser(predictions.filter(({ prior }) => prior >= from && prior < to)).values()]
    return { from, users: users.length, ndcg: users.reduce((sum, value) => sum + value, 0) / users.length }
  })
}
