/** @file A run: several models on the same split. With a folder it can be stopped and taken up again, and compared with another.
 *
 * The folder holds run.json, the report of all models finished so far, and one file a model with its values by user.
 * A model whose file bears the same digest (data, split, options, seed, metrics, version) is read instead of fitted.
 */

import type { Dataset } from '../data/dataset.ts'
import { PenchantError } from '../errors.ts'
import type { Kernels } from '../math/kernels.ts'
import type { Algebra } from '../math/kernels-contract.ts'
import type { ModelDefinition } from '../models/model.ts'
import { contentOf, withColdItems } from './cold-scores.ts'
import { jsonDigest } from './digest.ts'
import {
  checkedConfig,
  type EvaluateOptions,
  type Evaluation,
  evaluate,
  labelOf,
  type MeasureOptions,
  measure,
  type Named,
  type Question,
  questionOf,
} from './evaluate.ts'
import { parseMetric } from './metrics/index.ts'
import { splitsOf } from './protocols/index.ts'
import type { EvaluationSource } from './protocols/protocol.ts'
import { attributePopularityReference, randomReference } from './references.ts'
import { modelReport, type Report, reportOf, reportSchema } from './report.ts'
import { fileOf, keptEvaluation, keptText, parsed, type RunFiles } from './run-files.ts'
import type { Scorer } from './scoring.ts'
import { groupSlices, historySlices, popularitySlices, type SlicingOf } from './slices.ts'

export type RunOptions = {
  readonly source: EvaluationSource
  readonly protocol: string
  readonly protocolOptions?: Readonly<Record<string, unknown>> | undefined
  readonly models: readonly {
    readonly definition: ModelDefinition
    readonly config?: Readonly<Record<string, unknown>> | undefined
    readonly label?: string | undefined
  }[]
  readonly metrics: readonly string[]
  /** `popularity`, `history`, or an attribute of the users. */
  readonly slices?: readonly string[] | undefined
  readonly kernels: Kernels
  /** That the kernels were opened with: another one's figures differ in the last places. */
  readonly algebra?: Algebra | undefined
  readonly seed: number | string
  readonly threads?: number | undefined
  /** Milliseconds since any moment. */
  readonly elapsed: () => number
  /** Bytes: the most the process has held so far. */
  readonly peakMemory: () => number
  /** Of penchant. */
  readonly version: string
  readonly files?: RunFiles | undefined
  readonly progress?: ((event: RunProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

export type RunProgress = {
  readonly label: string
  readonly fold: string
  readonly stage: 'fit' | 'score' | 'read'
  /** Of this model, 0..1. */
  readonly share: number
  /** Models finished, and all. */
  readonly done: number
  readonly of: number
}

export type { RunFiles } from './run-files.ts'

export type Run = { readonly report: Report; readonly evaluations: readonly Evaluation[] }

/**
 * @throws PenchantError `invalid-input`: wrong names or options, or a folder that holds a run on another split.
 * @throws PenchantError `aborted`: what was finished is in the folder.
 */
export async function evaluateModels(options: RunOptions): Promise<Run> {
  const { source, models, kernels, algebra, seed, threads, elapsed, peakMemory, version, files, progress, signal } = options
  const metrics = options.metrics.map(parseMetric)
  const slices = (options.slices ?? []).map((name) => slicingOf(name, source))
  const cold = options.protocol === 'cold-items'
  let content: ReturnType<typeof contentOf> | undefined
  /** Most models say nothing of an item that nobody has touched: they are judged with its content beside them, as the engine asks them. */
  const extended: EvaluateOptions['extended'] = async (model, train) => {
    content ??= contentOf(source.dataset, { kernels, seed, signal })
    const known = await content
    return known ? withColdItems(model, train, known) : model
  }
  const planned = [
    ...models.map((model) => plannedModel(model, cold ? extended : undefined)),
    // Figures among cold items mean something beside these two only.
    ...(cold ? coldReferences(options) : []),
  ]
  const twice = planned.find(({ label }, at) => planned.findIndex((other) => other.label === label) < at)
  if (twice) throw new PenchantError('invalid-input', `The model ${twice.label} is named twice. Name it once.`)
  const splits = splitsOf(options.protocol, source, options.protocolOptions)
  const question = questionOf(splits)
  const asked = [
    version,
    seed,
    question.digest,
    metrics.map(({ label }) => label),
    options.slices ?? [],
    ...(cold ? ['by content'] : []),
    ...(algebra === 'onnx' ? ['onnx'] : []),
  ]
  let folder = files && (await earlierReport(files, question))
  const done: { readonly evaluation: Evaluation; readonly digest: string }[] = []

  for (const { label, model, config, evaluated } of planned) {
    const tell = (stage: RunProgress['stage'], fold: string, share: number) =>
      progress?.({ label, fold, stage, share, done: done.length, of: planned.length })
    const digest = jsonDigest([...asked, model, label, config])
    const name = fileOf(label)
    const kept = await files?.read(name)
    let evaluation = kept === undefined ? undefined : keptEvaluation(kept, name, question, digest)
    if (evaluation) tell('read', '', 1)
    else {
      evaluation = await evaluated({
        ...{ splits, metrics, slices, context: { kernels, seed, threads }, elapsed, peakMemory, signal },
        progress: ({ fold, stage, share }) => {
          const at = splits.findIndex((split) => split.fold === fold)
          tell(stage, fold, (at + (stage === 'fit' ? share : 1 + share) / 2) / splits.length)
        },
      })
      await files?.write(name, keptText(evaluation, digest))
    }
    done.push({ evaluation, digest })
    const report = modelReport(evaluation, digest)
    folder = [...(folder ?? []).filter((other) => other.label !== label), report]
    await files?.write('run.json', `${JSON.stringify(reportOf(version, question, folder), null, 1)}\n`)
  }
  const reports = done.map(({ evaluation, digest }) => modelReport(evaluation, digest))
  return { report: reportOf(version, question, reports), evaluations: done.map(({ evaluation }) => evaluation) }
}

type Planned = Named & { readonly evaluated: (options: MeasureOptions) => Promise<Evaluation> }

function plannedModel(
  { definition, config: given = {}, label = labelOf(definition.name, given) }: RunOptions['models'][number],
  extended: EvaluateOptions['extended'],
): Planned {
  const config = checkedConfig(definition, given)
  return {
    model: definition.name,
    label,
    config,
    evaluated: (options) => evaluate({ definition, config: given, label, extended, ...options }),
  }
}

function coldReferences({ seed }: RunOptions): readonly Planned[] {
  const reference = (model: string, scorerOf: (train: Dataset) => Scorer): Planned => {
    const named = { model, label: model, config: {} }
    return { ...named, evaluated: (options) => measure(named, scorerOf, options) }
  }
  return [
    reference('reference: random', (train) => randomReference(train, seed)),
    reference('reference: popularity of attributes', attributePopularityReference),
  ]
}

/** @throws PenchantError `not-found` where there is no run, `invalid-input` where its files are damaged. */
export async function readRun(files: Pick<RunFiles, 'read'>): Promise<Run> {
  const text = await files.read('run.json')
  if (text === undefined) throw new PenchantError('not-found', 'There is no run.json in this folder. Give the folder of a run.')
  const report = parsed(text, 'run.json', reportSchema)
  const evaluations = await Promise.all(
    report.models.map(async ({ label, digest }) => {
      const name = fileOf(label)
      const evaluation = keptEvaluation((await files.read(name)) ?? '', name, report.question, digest)
      if (evaluation) return evaluation
      throw new PenchantError('invalid-input', `${name} is of another run than run.json. Run the evaluation again.`)
    }),
  )
  return { report, evaluations }
}

async function earlierReport(files: RunFiles, question: Question) {
  const text = await files.read('run.json')
  if (text === undefined) return undefined
  const report = parsed(text, 'run.json', reportSchema)
  if (report.question.digest === question.digest) return report.models
  throw new PenchantError(
    'invalid-input',
    `The folder holds a run on ${report.question.data.name} by ${report.question.protocol} with another split. Give another folder.`,
  )
}

/** @throws PenchantError `invalid-input` where nobody has the attribute. */
function slicingOf(name: string, { dataset }: EvaluationSource): SlicingOf {
  if (name === 'popularity') return popularitySlices
  if (name === 'history') return historySlices
  if (dataset.userAttributes?.some((attributes) => Object.hasOwn(attributes, name))) return groupSlices(name)
  throw new PenchantError(
    'invalid-input',
    `No user of ${dataset.name} has the attribute ${name}. Slice by popularity, history or one they have.`,
  )
}
