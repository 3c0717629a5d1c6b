/** @file Which moments of a log are predicted: at most so many of each user, drawn by a seed, between two shares of the log. All are learnt from. */

import type { Moment, ReplayEvent } from '../../src/evaluation/replay.ts'
import { hash32 } from '../../src/math/random.ts'

export type Sample = {
  readonly from: number
  readonly until: number
  /** At most so many moments of a user. A user's mean over a uniform draw is unbiased. */
  readonly perUser: number
}

const keyOf = (user: string, at: number) => `${user} ${at}`

/** Whether a moment is among those drawn; only moments with a relevant event are. */
export function drawMoments(events: readonly ReplayEvent[], { from, until, perUser }: Sample): (moment: Moment) => boolean {
  const times = events.map(({ interaction }) => interaction.occurredAt).sort((a, b) => a - b)
  const [first, last] = [from, until].map((share) => times[Math.floor(share * times.length)] ?? Number.POSITIVE_INFINITY) as [
    number,
    number,
  ]
  const within = events.filter(({ relevant, interaction: { occurredAt } }) => relevant && occurredAt >= first && occurredAt < last)
  const drawn = new Set<string>()
  for (const [user, own] of Map.groupBy(within, (event) => event.user)) {
    const moments = [...new Set(own.map(({ interaction }) => interaction.occurredAt))]
    const order = moments.map((at) => ({ at, hash: hash32(keyOf(user, at)) })).sort((a, b) => a.hash - b.hash)
    for (const { at } of order.slice(0, perUser)) drawn.add(keyOf(user, at))
  }
  return ({ user, at }) => drawn.has(keyOf(user, at))
}
