/** @file The moments of a log: what one person did at one time; and which of them are looked at, where all would be too many.
 *
 * Of each person the `perPerson` moments with the lowest hash of their name, of all of these the `most` with the lowest. The hash knows nothing of what happened,
 * so the draw is uniform and a person's mean over it unbiased; and a moment keeps its hash whatever the log gains, so two draws on one log agree.
 */

import { hash32 } from '../math/random.ts'

/** What one person did at one time (epoch milliseconds). */
export type LogMoment<A> = { readonly user: string; readonly at: number; readonly acts: readonly A[] }

export type MomentDraw = {
  readonly perPerson: number
  /** In all; no bound when left out. */
  readonly most?: number | undefined
  /** What is hashed of a moment: another seed in it draws others. */
  readonly name: (user: string, at: number) => string
}

/** The drawn moments of these acts, in the order of time. */
export function drawMoments<A extends { readonly user: string; readonly at: number }>(
  acts: readonly A[],
  { perPerson, most = Number.POSITIVE_INFINITY, name }: MomentDraw,
): readonly LogMoment<A>[] {
  const drawn: { readonly moment: LogMoment<A>; readonly hash: number }[] = []
  for (const [user, own] of Map.groupBy(acts, (act) => act.user)) {
    const moments = [...Map.groupBy(own, ({ at }) => at)].map(([at, acts]) => ({
      moment: { user, at, acts },
      hash: hash32(name(user, at)),
    }))
    for (const one of moments.sort((a, b) => a.hash - b.hash).slice(0, perPerson)) drawn.push(one)
  }
  const kept = drawn.length <= most ? drawn : drawn.sort((a, b) => a.hash - b.hash).slice(0, most)
  return kept.map(({ moment }) => moment).sort((a, b) => a.at - b.at || (a.user < b.user ? -1 : 1))
}

/** The time below which `share` of these times lie; ∞ at the end of them. */
export function timeAtShare(times: readonly number[], share: number): number {
  return times.toSorted((a, b) => a - b)[Math.floor(share * times.length)] ?? Number.POSITIVE_INFINITY
}
