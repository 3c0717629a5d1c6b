/** @file penchant/evaluate: models compared on a log, from a program. The command `penchant evaluate` does the same from a shell. */

import { loadDataset } from './data/loaders/dataset-kinds.ts'
import { systemClock } from './engine/clock.ts'
import { version } from './engine/version.ts'
import { PenchantError } from './errors.ts'
import { evaluateModels, type Run } from './evaluation/run.ts'
import { createKernels } from './math/kernels.ts'
import { modelDefinitions } from './models/index.ts'

export { type Comparison, compareAll } from './evaluation/compare.ts'
export { reportChart, reportTable } from './evaluation/report.ts'
export { modelDefinitions } from './models/index.ts'

export type EvaluateOptions = {
  /** `csv:FILE`, `jsonl:FILE`, or a published set as `KIND:FOLDER`; see docs/evaluation.md. */
  readonly data: string
  /** With csv and jsonl: what becomes of each column. */
  readonly map?: string | undefined
  /** Only users and items with so many interactions or more. */
  readonly minInteractions?: number | undefined
  readonly protocol?: string | undefined
  readonly protocolOptions?: Readonly<Record<string, unknown>> | undefined
  /** Names, with options where they differ from the defaults. */
  readonly models: readonly (string | { readonly model: string; readonly config?: Readonly<Record<string, unknown>> })[]
  readonly metrics?: readonly string[] | undefined
  readonly seed?: number | undefined
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Fits each model on the past, ranks all items for everybody, and measures with 95 % intervals.
 *
 * @throws PenchantError `invalid-input` for unknown names or options, and for data that lacks what the protocol or a model needs.
 * @example
 * const { report } = await evaluate({ data: 'csv:clicks.csv', models: ['most-popular', 'item-knn', 'ease'] })
 * console.log(reportTable(report))
 */
export async function evaluate(options: EvaluateOptions): Promise<Run> {
  const { data, map, minInteractions, protocol = 'leave-last-out', protocolOptions, models, signal } = options
  const { metrics = ['NDCG@10', 'Recall@10'], seed = 1, threads = 1 } = options
  const source = await loadDataset(data, { now: systemClock.now(), map, minInteractions })
  return evaluateModels({
    ...{ source, protocol, protocolOptions, metrics, seed, threads, version, signal },
    models: models.map((named) => {
      const { model, config = {} } = typeof named === 'string' ? { model: named } : named
      const definition = Object.hasOwn(modelDefinitions, model) ? modelDefinitions[model] : undefined
      if (definition) return { definition, config }
      throw new PenchantError('invalid-input', `There is no model "${model}". There are ${Object.keys(modelDefinitions).join(', ')}.`)
    }),
    kernels: createKernels(),
    elapsed: systemClock.elapsed,
    peakMemory: () => process.resourceUsage().maxRSS * 1_024,
  })
}
