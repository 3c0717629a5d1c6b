/** @file Weights: how much each item of a person counts at a moment.
 *
 * ω_i = g_i s_i [(1 − η) 2^(−(t − t_i)/H) + η o c_i 2^(−k_i/h)]: a lasting part that fades in months, and a part of the open session that fades with
 * every later positive item (k_i). g = control of the item's interest. |ω| ≤ 2.
 * t = max(newest positive act, start of the UTC day), so that a weight holds still within a day; only the session reads the clock itself.
 * The session and t come from the positive, unmuted items alone: a dislike, and an item that is muted, change no other item's weight.
 */

import { dayMs } from '../data/day.ts'
import type { TasteConfig } from './config.ts'

const minute = 60_000

export type Session = {
  readonly open: boolean
  /** Epoch milliseconds of its first act; NaN before the first. */
  readonly since: number
  /** When it closes unless something positive happens, epoch milliseconds. */
  readonly until: number
}

/** The newest session: acts with gaps below `sessionGapMinutes`, open while the last of them is younger than that. @param times sorted in place. */
export function newestSession(times: Float64Array, now: number, config: TasteConfig): Session {
  if (times.length === 0) return { open: false, since: Number.NaN, until: Number.NEGATIVE_INFINITY }
  times.sort()
  const gap = config.sessionGapMinutes * minute
  let start = times.length - 1
  while (start > 0 && times[start]! - times[start - 1]! < gap) start--
  const until = times[times.length - 1]! + gap
  return { open: now < until, since: times[start]!, until }
}

/** The t of the lasting part. @param newest time of the newest positive act, −Infinity for none. */
export function fadingMoment(newest: number, now: number): number {
  return Math.max(newest, startOfDay(now))
}

function startOfDay(now: number): number {
  return Math.floor(now / dayMs) * dayMs
}

export type Weighing = {
  readonly signal: number
  readonly gain: number
  /** t_i, epoch milliseconds. */
  readonly at: number
  /** k_i: positive, unmuted items with a later effective act. */
  readonly later: number
}

/** ω of one item. An act younger than the session gap counts as in session whatever else happened, so that a lone dislike counts in full at once. */
export function weigh(
  { signal, gain, at, later }: Weighing,
  moment: { readonly fading: number; readonly now: number; readonly session: Session },
  config: TasteConfig,
): number {
  const { sessionShare } = config
  const { fading, now, session } = moment
  const lasting = 2 ** (-Math.max(0, fading - at) / (config.halfLifeDays * dayMs))
  const inSession = (session.open && at >= session.since) || now - at < config.sessionGapMinutes * minute
  const passing = inSession ? 2 ** (-later / config.sessionHalfLifeItems) : 0
  return gain * signal * ((1 - sessionShare) * lasting + sessionShare * passing)
}

/** The first moment after `now` at which a weight changes though nothing happens: the day turns, the session closes, a dislike leaves it. */
export function weightsHoldUntil(now: number, session: Session, negativeTimes: readonly number[], config: TasteConfig): number {
  const ends = [session.until, ...negativeTimes.map((at) => at + config.sessionGapMinutes * minute)]
  return ends.reduce((soonest, end) => (end > now && end < soonest ? end : soonest), startOfDay(now) + dayMs)
}
