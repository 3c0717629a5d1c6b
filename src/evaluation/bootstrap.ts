/** @file Paired bootstrap by user: how sure the mean of something is, or the difference of two rankings on the same users.
 *
 * Resamples the users with replacement, takes the statistic of each sample and reads off the 2.5 and 97.5 % quantiles (the percentile interval).
 * Two rankings are compared on the same resamples, so what makes a user easy or hard cancels.
 * Shapes: one value a user and ranking. Cost: O(samples · users). Source: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
 */

import { createRandom } from '../math/random.ts'

export type Interval = { readonly value: number; readonly low: number; readonly high: number }

/** What is computed of the means of the rankings, in the order they were given. */
export type Statistic = (means: readonly number[]) => number

export const meanOf: Statistic = ([mean = Number.NaN]) => mean
export const difference: Statistic = ([mean = Number.NaN, other = Number.NaN]) => mean - other
export const ratio: Statistic = ([mean = Number.NaN, other = Number.NaN]) => mean / other

/**
 * The statistic of the means with its 95 % interval.
 *
 * @param rankings one array a ranking; place u of each is the same user's.
 * @throws RangeError when the arrays are empty or of different lengths.
 */
export function bootstrap(
  rankings: readonly (readonly number[])[],
  statistic: Statistic,
  { samples = 2_000, seed = 1 }: { readonly samples?: number; readonly seed?: number | string } = {},
): Interval {
  const users = rankings[0]?.length ?? 0
  if (users === 0 || rankings.some(({ length }) => length !== users))
    throw new RangeError(`The rankings have ${rankings.map(({ length }) => length).join(', ')} users: give each the same, at least one.`)
  const random = createRandom(seed)
  const sums = new Float64Array(rankings.length)
  const of = (place: (at: number) => number): number => {
    sums.fill(0)
    for (let at = 0; at < users; at++) {
      const user = place(at)
      for (const [ranking, values] of rankings.entries()) sums[ranking]! += values[user] as number
    }
    return statistic(Array.from(sums, (sum) => sum / users))
  }
  const drawn = Float64Array.from({ length: samples }, () => of(() => random.integer(users))).sort()
  const quantile = (share: number) => drawn[Math.min(samples - 1, Math.floor(share * samples))] as number
  return { value: of((at) => at), low: quantile(0.025), high: quantile(0.975) }
}
