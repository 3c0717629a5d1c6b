/** @file Paired bootstrap by user: how sure the mean of something is, or the difference of two rankings on the same users.
 *
 * Resamples the users with replacement, takes the statistic of each sample and reads off the 2.5 and 97.5 % quantiles (the percentile interval).
 * Two rankings are compared on the same resamples, so what makes a user easy or hard cancels.
 * Shapes: one value a user and ranking. Cost: O(samples · users · rankings). Source: Efron & Tibshirani, An Introduction to the Bootstrap, 1993, chapter 13.
 */

import { createRandom } from '../math/random.ts'

export type Interval = { readonly value: number; readonly low: number; readonly high: number }

/** What is computed of the means of the rankings, in the order they were given. */
export type Statistic = (means: readonly number[]) => number

export const meanOf: Statistic = ([mean = Number.NaN]) => mean
export const difference: Statistic = ([mean = Number.NaN, other = Number.NaN]) => mean - other
export const ratio: Statistic = ([mean = Number.NaN, other = Number.NaN]) => mean / other

export type BootstrapOptions = { readonly samples?: number | undefined; readonly seed?: number | string | undefined }

/**
 * The statistic of the means with its 95 % interval.
 *
 * @param rankings one array a ranking; place u of each is the same user's.
 * @throws RangeError when the arrays are empty or of different lengths.
 */
export function bootstrap(rankings: readonly ArrayLike<number>[], statistic: Statistic, options: BootstrapOptions = {}): Interval {
  return bootstrapAll(rankings, [statistic], options)[0] as Interval
}

/** The same for several statistics, all on the same resamples: drawing the users is most of the work. */
export function bootstrapAll(
  rankings: readonly ArrayLike<number>[],
  statistics: readonly Statistic[],
  { samples = 2_000, seed = 1 }: BootstrapOptions = {},
): readonly Interval[] {
  const users = rankings[0]?.length ?? 0
  if (users === 0 || rankings.some(({ length }) => length !== users))
    throw new RangeError(`The rankings have ${rankings.map(({ length }) => length).join(', ')} users: give each the same, at least one.`)
  const columns = rankings.map((values) => Float64Array.from(values))
  const random = createRandom(seed)
  const times = new Float64Array(users).fill(1)
  const meansOf = () => columns.map((values) => weightedSum(values, times) / users)
  const means = meansOf()
  const drawn = statistics.map(() => new Float64Array(samples))
  for (let sample = 0; sample < samples; sample++) {
    times.fill(0)
    for (let at = 0; at < users; at++) times[random.integer(users)]! += 1
    const resampled = meansOf()
    for (const [at, statistic] of statistics.entries()) drawn[at]![sample] = statistic(resampled)
  }
  return statistics.map((statistic, at) => {
    // A sample may hold only users of whom the statistic says nothing.
    const sorted = drawn[at]!.filter((value) => !Number.isNaN(value)).sort()
    const quantile = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN
    return { value: statistic(means), low: quantile(0.025), high: quantile(0.975) }
  })
}

function weightedSum(values: Float64Array, weights: Float64Array): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at]! * weights[at]!
  return sum
}
