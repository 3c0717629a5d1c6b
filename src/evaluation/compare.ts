/** @file Which of two models is better: the difference of their figures, user by user, with a bootstrap interval and a permutation test.
 *
 * Interval: users are resampled, both models on the same resamples. Test: were the models alike, swapping them for any user would change nothing; p is the
 * share of random swappings whose difference is at least as large as the one seen, (1 + count) / (1 + permutations).
 * Cost: O((samples + permutations) · users). Source: Efron & Tibshirani 1993, chapters 13 and 15; Smucker, Allan & Carterette, CIKM 2007.
 */

import { PenchantError } from '../errors.ts'
import { createRandom } from '../math/random.ts'
import { bootstrap, type Interval, type Statistic } from './bootstrap.ts'
import { estimator } from './columns.ts'
import type { Evaluation } from './evaluate.ts'
import { parseMetric } from './metrics/index.ts'
import { textTable } from './text-table.ts'

export type Comparison = {
  readonly metric: string
  readonly first: string
  readonly second: string
  readonly users: number
  /** First minus second. */
  readonly difference: Interval
  /** Two-sided. */
  readonly p: number
  /** `neither` where the interval holds 0, or where neither more nor less is better. */
  readonly better: 'first' | 'second' | 'neither'
}

export type CompareOptions = {
  /** The first they share where left out. */
  readonly metric?: string | undefined
  readonly samples?: number | undefined
  readonly permutations?: number | undefined
  readonly seed?: number | string | undefined
}

/** @throws PenchantError `invalid-input` where data, split, protocol or part differ, or the metric has no value a user. */
export function compare(first: Evaluation, second: Evaluation, options: CompareOptions = {}): Comparison {
  const { samples = 2_000, permutations = 10_000, seed = 1 } = options
  requireSameQuestion(first, second)
  const label = options.metric ?? Object.keys(first.columns).find((name) => second.columns[name])
  const [own, other] = [first.columns[label ?? ''], second.columns[label ?? '']]
  if (label === undefined || !own || !other)
    throw new PenchantError(
      'invalid-input',
      `${first.label} and ${second.label} do not both have values by user of ${label ?? 'any metric'}. Choose of ${Object.keys(first.columns).join(', ')}.`,
    )
  const metric = parseMetric(label)
  if (metric.reads === 'lists') throw new PenchantError('invalid-input', `${label} has no value a user. Choose another metric.`)
  const a = estimator(metric, own)
  const b = estimator(metric, other)
  const width = a.columns.length
  const statistic: Statistic = (means) => a.of(means.slice(0, width)) - b.of(means.slice(width))
  const difference = bootstrap([...a.columns, ...b.columns], statistic, { samples, seed })
  const p = permutationTest(a.columns, b.columns, statistic, permutations, seed)
  const sign = metric.better === 'neither' || (difference.low <= 0 && difference.high >= 0) ? 0 : Math.sign(difference.value)
  const winner = metric.better === 'lower' ? -sign : sign
  return {
    metric: label,
    first: first.label,
    second: second.label,
    users: first.users.length,
    difference,
    p,
    better: winner > 0 ? 'first' : winner < 0 ? 'second' : 'neither',
  }
}

/** The best by the metric against each of the others, best first. */
export function compareAll(evaluations: readonly Evaluation[], options: CompareOptions = {}): readonly Comparison[] {
  const label = options.metric ?? Object.keys(evaluations[0]?.columns ?? {})[0]
  if (evaluations.length < 2 || label === undefined)
    throw new PenchantError('invalid-input', 'There are no two models with values by user to compare. Evaluate two on the same split.')
  const sign = parseMetric(label).better === 'lower' ? 1 : -1
  const figureOf = ({ metrics }: Evaluation) => metrics[label]?.value ?? Number.NaN
  const [best, ...others] = evaluations.toSorted((a, b) => sign * (figureOf(a) - figureOf(b)))
  return others.map((other) => compare(best!, other, { ...options, metric: label }))
}

/** Lines for people. */
export function comparisonTable(comparisons: readonly Comparison[]): string {
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4)}`
  const rows = comparisons.map(({ metric, first, second, users, difference: { value, low, high }, p, better }) => [
    `${first} − ${second}`,
    metric,
    signed(value),
    `${signed(low)} … ${signed(high)}`,
    p < 0.001 ? '< .001' : p.toFixed(3),
    String(users),
    better === 'neither' ? 'no difference shown' : better === 'first' ? `${first} is better` : `${second} is better`,
  ])
  return textTable(['difference', 'metric', 'mean', '95 %', 'p', 'users', ''], rows)
}

function requireSameQuestion({ question: a, label, users }: Evaluation, { question: b, label: other, users: others }: Evaluation): void {
  const what =
    a.sampled !== b.sampled
      ? 'one ranks among candidates only, the other among all items'
      : a.data.digest !== b.data.digest
        ? `their data differ (${a.data.name}, ${b.data.name})`
        : a.protocol !== b.protocol || a.part !== b.part
          ? `their protocols differ (${a.protocol} ${a.part}, ${b.protocol} ${b.part})`
          : a.digest !== b.digest || users.length !== others.length || users.some((user, at) => user !== others[at])
            ? 'their splits differ'
            : undefined
  if (what === undefined) return
  throw new PenchantError('invalid-input', `${label} and ${other} cannot be compared: ${what}. Evaluate both in one run.`)
}

/** Swaps the models for a random half of the users, again and again; users on whom they agree change nothing and are left out. */
function permutationTest(
  first: readonly Float64Array[],
  second: readonly Float64Array[],
  statistic: Statistic,
  permutations: number,
  seed: number | string,
): number {
  const users = first[0]!.length
  const differing = Array.from({ length: users }, (_, user) => user).filter((user) =>
    first.some((column, at) => column[user] !== second[at]![user]),
  )
  const gaps = first.map((column, at) => Float64Array.from(differing, (user) => column[user]! - second[at]![user]!))
  const mean = (column: Float64Array) => column.reduce((sum, value) => sum + value, 0) / users
  const means = [...first.map(mean), ...second.map(mean)]
  const seen = Math.abs(statistic(means))
  const random = createRandom(`${seed} permutations`)
  const swap = new Uint8Array(differing.length)
  let extreme = 0
  for (let permutation = 0; permutation < permutations; permutation++) {
    for (let from = 0; from < swap.length; from += 32)
      for (let at = from, bits = random.integer(2 ** 32); at < Math.min(from + 32, swap.length); at++, bits >>>= 1) swap[at] = bits & 1
    const moved = gaps.map((gap) => {
      let sum = 0
      for (let at = 0; at < gap.length; at++) sum += gap[at]! * swap[at]!
      return sum / users
    })
    const swapped = means.map((value, at) => (at < moved.length ? value - moved[at]! : value + moved[at - moved.length]!))
    // Sums in another order differ in the last digits: what is equal but for those counts as equal.
    if (Math.abs(statistic(swapped)) >= seen - 1e-12) extreme++
  }
  return (1 + extreme) / (1 + permutations)
}
