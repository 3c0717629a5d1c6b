/** @file Which moments of a log are predicted: at most so many of each user, between two shares of the log. All are learnt from. */

import { drawMoments, timeAtShare } from '../../src/data/moments.ts'
import type { Moment, ReplayEvent } from '../../src/evaluation/replay.ts'

export type Sample = {
  readonly from: number
  readonly until: number
  /** At most so many moments of a user. */
  readonly perUser: number
}

const keyOf = (user: string, at: number) => `${user} ${at}`

/** Whether a moment is among those drawn; only moments with a relevant event are. */
export function momentsBetween(events: readonly ReplayEvent[], { from, until, perUser }: Sample): (moment: Moment) => boolean {
  const times = events.map(({ interaction }) => interaction.occurredAt)
  const [first, last] = [timeAtShare(times, from), timeAtShare(times, until)]
  const relevant = events.flatMap(({ user, relevant, interaction: { occurredAt: at } }) =>
    relevant && at >= first && at < last ? [{ user, at }] : [],
  )
  const drawn = new Set(drawMoments(relevant, { perPerson: perUser, name: keyOf }).map(({ user, at }) => keyOf(user, at)))
  return ({ user, at }) => drawn.has(keyOf(user, at))
}
