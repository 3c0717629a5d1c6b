/** @file Tuning: the options of one model that do best on the validation, by successive halving. The test is never looked at.
 *
 * Configurations drawn from the model's search values are tried on a ninth of the users; the best third of them goes on to a third of the users, the best
 * third of those to all. A rung has at least 500 users where there are as many. Within a budget of trials the result is a function of the seed; within one of
 * minutes the first trial says how many fit in, each rung has its share of the time, and what is not tried by then does not go on.
 * Cost: about three times one full trial a nine configurations. Source: Jamieson & Talwalkar, AISTATS 2016.
 */

import { selectPlaces } from '../data/dataset.ts'
import { isPenchantError, messageOf, PenchantError } from '../errors.ts'
import { createRandom } from '../math/random.ts'
import type { FitContext, ModelDefinition } from '../models/model.ts'
import { drawConfigs } from './draw-configs.ts'
import { checkedConfig, evaluate, partOf } from './evaluate.ts'
import { parseMetric } from './metrics/index.ts'
import type { Part, Split } from './protocols/protocol.ts'

export type TuneOptions = Pick<FitContext, 'kernels' | 'seed' | 'threads' | 'signal'> & {
  readonly definition: ModelDefinition
  readonly split: Split
  readonly metric: string
  /** Options that stay fixed. */
  readonly base?: Readonly<Record<string, unknown>> | undefined
  /** Configurations to try, 27 where neither is given. */
  readonly trials?: number | undefined
  readonly minutes?: number | undefined
  /** Milliseconds since any moment. */
  readonly elapsed: () => number
  readonly progress?: ((event: TuneProgress) => void) | undefined
}

export type TuneProgress = {
  /** From 1. */
  readonly rung: number
  readonly rungs: number
  /** Of this rung, finished and all. */
  readonly trial: number
  readonly trials: number
  /** The best figure of this rung so far. */
  readonly best?: number | undefined
}

export type Trial = {
  readonly config: Readonly<Record<string, unknown>>
  readonly rung: number
  /** Asked on the validation. */
  readonly users: number
  /** NaN where it failed. */
  readonly value: number
  readonly low: number
  readonly high: number
  readonly seconds: number
  /** Why there is no figure. */
  readonly failed?: string | undefined
}

export type Tuning = {
  readonly model: string
  readonly metric: string
  readonly seed: number | string
  /** Of the highest rung that was reached; `config` holds the options that were set, those fixed included. */
  readonly best: Trial
  readonly trials: readonly Trial[]
  readonly stopped: 'done' | 'minutes' | 'aborted'
}

const keepOneIn = 3
const fewestUsers = 500
const defaultTrials = 27
const mostTrials = 243
/** Trials are ranked by their figures; their intervals may be rough. */
const trialSamples = 400

/**
 * @throws PenchantError `invalid-input`: options, a metric that is neither better higher nor lower, or no validation.
 * @throws PenchantError `model-unavailable` where every trial failed, `aborted` before the first was finished.
 */
export async function tune(options: TuneOptions): Promise<Tuning> {
  const { definition, split, base = {}, seed, elapsed, progress, signal } = options
  const metric = parseMetric(options.metric)
  if (metric.better === 'neither' || metric.reads === 'lists')
    throw new PenchantError(
      'invalid-input',
      `Nobody can tune for ${metric.label}: it has no best value by user. Choose NDCG@10 or the like.`,
    )
  checkedConfig(definition, base)
  const sign = metric.better === 'lower' ? -1 : 1
  const budgetMs = options.minutes === undefined ? Number.POSITIVE_INFINITY : options.minutes * 60_000
  const started = elapsed()
  const drawn = drawConfigs({
    search: definition.search,
    base,
    count: options.trials ?? (options.minutes === undefined ? defaultTrials : mostTrials),
    seed,
    complete: (config) => definition.config.safeParse(config).data ?? config,
  })
  const rungs = rungsOf(partOf(split, 'validation'), drawn.length, seed)
  const trials: Trial[] = []
  let stopped: Tuning['stopped'] = 'done'
  let waiting = drawn

  for (const [rung, part] of rungs.entries()) {
    const own: Trial[] = []
    const deadline = started + (budgetMs * (rung + 1)) / rungs.length
    for (let at = 0; at < waiting.length; at++) {
      if (trials.length > 0 && elapsed() >= deadline) {
        stopped = 'minutes'
        break
      }
      const best = own.length === 0 ? undefined : ranked(own, sign)[0]?.value
      progress?.({ rung: rung + 1, rungs: rungs.length, trial: own.length, trials: waiting.length, best })
      const trial = await tried(options, waiting[at]!, part, rung + 1, metric)
      if (trial === 'aborted') {
        stopped = 'aborted'
        break
      }
      own.push(trial)
      trials.push(trial)
      // The first trial tells what the others cost: a third of the time, or what it is, for each rung.
      if (trials.length === 1 && budgetMs < Number.POSITIVE_INFINITY)
        waiting = waiting.slice(0, Math.max(keepOneIn, Math.floor(budgetMs / rungs.length / (trial.seconds * 1_000 || 1))))
    }
    if (stopped === 'aborted') break
    const going = ranked(own, sign).slice(0, Math.ceil(own.length / keepOneIn))
    waiting = going.map(({ config }) => config)
    if (waiting.length === 0) break
  }

  const highest = Math.max(0, ...trials.filter(({ value }) => !Number.isNaN(value)).map(({ rung }) => rung))
  const [best] = ranked(
    trials.filter(({ rung }) => rung === highest),
    sign,
  )
  if (best) return { model: definition.name, metric: metric.label, seed, best, trials, stopped }
  if (stopped === 'aborted') throw new PenchantError('aborted', 'The tuning was aborted by its caller.', { cause: signal?.reason })
  throw new PenchantError('model-unavailable', `No configuration of ${definition.name} could be fitted: ${trials[0]?.failed ?? ''}`)
}

/** Best first, those that failed left out; equal figures stay in the order in which they were tried. */
const ranked = (trials: readonly Trial[], sign: number) =>
  trials.filter(({ value }) => !Number.isNaN(value)).toSorted((a, b) => sign * (b.value - a.value))

/** One configuration on one share of the users. A fit that throws is a failed trial, not the end. */
async function tried(
  { definition, split, base, kernels, seed, threads, elapsed, signal }: TuneOptions,
  config: Readonly<Record<string, unknown>>,
  part: Part,
  rung: number,
  metric: ReturnType<typeof parseMetric>,
): Promise<Trial | 'aborted'> {
  const from = elapsed()
  const outcome = { config: { ...base, ...config }, rung, users: part.cases.length }
  const seconds = () => (elapsed() - from) / 1_000
  try {
    const { metrics } = await evaluate({
      ...{ definition, config: outcome.config, splits: [{ ...split, validation: part }], part: 'validation', metrics: [metric] },
      ...{ context: { kernels, seed, threads }, elapsed, peakMemory: () => 0, samples: trialSamples, signal },
    })
    const { value, low, high } = metrics[metric.label]!
    return { ...outcome, value, low, high, seconds: seconds() }
  } catch (error) {
    if (signal?.aborted || isPenchantError(error, 'aborted')) return 'aborted'
    const nothing = { value: Number.NaN, low: Number.NaN, high: Number.NaN }
    return { ...outcome, ...nothing, seconds: seconds(), failed: messageOf(error) }
  }
}

/** The validation on a ninth, a third and all of the users; fewer rungs where there are few configurations or users. */
function rungsOf(part: Part, configs: number, seed: number | string): readonly Part[] {
  const users = part.train.users.length
  const order = createRandom(`${seed} users`).shuffle(Int32Array.from({ length: users }, (_, user) => user))
  const places = new Int32Array(users)
  for (const [at, user] of order.entries()) places[user] = at
  const least = Math.min(1, fewestUsers / part.cases.length)
  const shares = [1 / 9, 1 / 3, 1].slice(configs > 9 ? 0 : configs > 3 ? 1 : 2).map((share) => Math.max(share, least))
  return shares
    .filter((share, at) => share < (shares[at + 1] ?? 2))
    .map((share) => {
      if (share === 1) return part
      const isIn = (user: number) => places[user]! < share * users
      return { train: selectPlaces(part.train, (_, user) => isIn(user)), cases: part.cases.filter(({ user }) => isIn(user)) }
    })
}
