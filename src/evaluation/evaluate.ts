/** @file Evaluates one model under one protocol: fits it on every fold, asks it about every case, and says how good it was and how sure that is.
 *
 * Figures are means over users with 95 % bootstrap intervals by user; the columns behind them are kept, so that models can be compared in pairs.
 * Cost: the model's, plus one pass over the scores of each case (two where there are several targets).
 */

import { z } from 'zod'
import type { Dataset } from '../data/dataset.ts'
import { PenchantError } from '../errors.ts'
import type { FitContext, Model, ModelDefinition } from '../models/model.ts'
import type { Columns } from './columns.ts'
import { jsonDigest } from './digest.ts'
import { createJudge, type Verdict } from './judge.ts'
import type { Metric } from './metrics/metric.ts'
import type { DataSummary, Split } from './protocols/protocol.ts'
import { type Scorer, scoreCases } from './scoring.ts'
import type { SlicingOf } from './slices.ts'

export type EvaluateOptions = MeasureOptions & {
  readonly definition: ModelDefinition
  /** Options that differ from the defaults. */
  readonly config?: Readonly<Record<string, unknown>> | undefined
  /** What the model is called in tables; made of its name and `config` where left out. */
  readonly label?: string | undefined
  /** What is judged in place of the fitted model. */
  readonly extended?: ((model: Model, train: Dataset) => Scorer | Promise<Scorer>) | undefined
}

export type MeasureOptions = {
  /** All folds of one protocol. */
  readonly splits: readonly Split[]
  readonly part?: 'test' | 'validation' | undefined
  readonly metrics: readonly Metric[]
  readonly slices?: readonly SlicingOf[] | undefined
  readonly context: Pick<FitContext, 'kernels' | 'seed' | 'threads'>
  /** Milliseconds since any moment. */
  readonly elapsed: () => number
  /** Bytes: the most the process has held so far. */
  readonly peakMemory: () => number
  /** Of the bootstrap, 2,000 where left out. */
  readonly samples?: number | undefined
  /** Keeps the first so many items of each user's list. */
  readonly keepLists?: number | undefined
  readonly progress?: ((event: { readonly fold: string; readonly stage: 'fit' | 'score'; readonly share: number }) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/** What was asked, of what data, in what way: two evaluations stand side by side only where `digest` and `part` agree. */
export type Question = {
  readonly protocol: string
  readonly options: Readonly<Record<string, unknown>>
  readonly rule: string
  readonly folds: readonly string[]
  readonly sampled: boolean
  readonly part: 'test' | 'validation'
  readonly data: DataSummary
  /** Of data, training and cases of all folds. */
  readonly digest: string
}

export type Evaluation = Pick<Verdict, 'metrics' | 'slices' | 'unscored'> & {
  readonly model: string
  readonly label: string
  readonly config: Readonly<Record<string, unknown>>
  readonly seed: number | string
  readonly question: Question
  /** Ids; place u of every column is this user's. */
  readonly users: readonly string[]
  readonly columns: Columns
  readonly fitSeconds: number
  readonly scoreSeconds: number
  readonly peakMemoryBytes: number
  /** One a case, in order; only with `keepLists`. */
  readonly lists?: readonly Int32Array[] | undefined
}

/**
 * @throws PenchantError `invalid-input`: an option that the model does not know, data that it cannot be fitted on, a split without validation.
 * @throws PenchantError `aborted`
 */
export async function evaluate({ definition, config: given = {}, label, extended, ...options }: EvaluateOptions): Promise<Evaluation> {
  const config = checkedConfig(definition, given)
  const named = { model: definition.name, label: label ?? labelOf(definition.name, given), config }
  return measure(
    named,
    async (train, progress) => {
      const model = await definition.fit(train, config, { ...options.context, signal: options.signal, progress })
      return extended ? extended(model, train) : model
    },
    options,
  )
}

export type Named = Pick<Evaluation, 'model' | 'label' | 'config'>

/** The same for anything that scores: `scorerOf` is called once a fold. */
export async function measure(
  named: Named,
  scorerOf: (train: Dataset, progress: (share: number) => void) => Scorer | Promise<Scorer>,
  options: MeasureOptions,
): Promise<Evaluation> {
  const { splits, part = 'test', metrics, slices = [], context, elapsed, peakMemory, keepLists, progress, signal } = options
  const judge = createJudge(metrics, slices, context.seed)
  const lists: Int32Array[] = []
  let fitMs = 0
  let scoreMs = 0
  for (const split of splits) {
    const { fold } = split
    const own = partOf(split, part)
    let from = elapsed()
    progress?.({ fold, stage: 'fit', share: 0 })
    const model = await scorerOf(own.train, (share) => progress?.({ fold, stage: 'fit', share }))
    fitMs += elapsed() - from
    from = elapsed()
    const judged = judge.fold(own, keepLists === undefined ? undefined : { k: keepLists, lists })
    await scoreCases(model, own, judged.visit, {
      rankings: judge.needs.rankings || keepLists !== undefined,
      ratings: judge.needs.ratings,
      progress: (share) => progress?.({ fold, stage: 'score', share }),
      signal,
    })
    judged.end()
    scoreMs += elapsed() - from
  }
  const verdict = judge.verdict({ seed: context.seed, samples: options.samples })
  const { users } = splits[0]!.test.train
  return {
    ...named,
    seed: context.seed,
    question: questionOf(splits, part),
    users: verdict.users.map((user) => users[user]!),
    columns: verdict.columns,
    metrics: verdict.metrics,
    slices: verdict.slices,
    unscored: verdict.unscored,
    fitSeconds: fitMs / 1_000,
    scoreSeconds: scoreMs / 1_000,
    peakMemoryBytes: peakMemory(),
    ...(keepLists !== undefined && { lists }),
  }
}

/** @throws PenchantError `invalid-input` where the protocol has no validation. */
export function partOf(split: Split, part: 'test' | 'validation') {
  const found = split[part]
  if (found && found.cases.length > 0) return found
  throw new PenchantError(
    'invalid-input',
    `The protocol ${split.protocol} leaves nothing for ${part} here. Change its options, or choose another.`,
  )
}

/** @param splits all folds of one protocol */
export function questionOf(splits: readonly Split[], part: 'test' | 'validation' = 'test'): Question {
  const { protocol, options, rule, sampled, data } = splits[0]!
  const folds = splits.map(({ fold }) => fold)
  return {
    protocol,
    options,
    rule,
    folds,
    sampled,
    part,
    data,
    digest: jsonDigest([data.digest, protocol, options, splits.map(({ digest }) => digest)]),
  }
}

/** With all defaults filled in. @throws PenchantError `invalid-input` */
export function checkedConfig(definition: ModelDefinition, config: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const checked = definition.config.safeParse(config)
  if (checked.success) return checked.data
  throw new PenchantError('invalid-input', `The options of the model ${definition.name} are wrong: ${z.prettifyError(checked.error)}`, {
    details: { model: definition.name },
  })
}

/** 'item-knn', or with options that were given 'item-knn:k=50,shrinkage=10'. */
export function labelOf(name: string, config: Readonly<Record<string, unknown>> = {}): string {
  const given = Object.entries(config).map(([option, value]) => `${option}=${typeof value === 'string' ? value : JSON.stringify(value)}`)
  return given.length === 0 ? name : `${name}:${given.join(',')}`
}
