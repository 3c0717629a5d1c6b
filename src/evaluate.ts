/** @file penchant/evaluate: models compared on a log, from a program. The command `penchant evaluate` does the same from a shell. */

import { loadDataset } from './data/loaders/dataset-kinds.ts'
import { systemClock } from './engine/clock.ts'
import { version } from './engine/version.ts'
import type { AskedChecks } from './evaluation/checks.ts'
import { runNamed } from './evaluation/named-run.ts'
import { dataSplit } from './evaluation/protocols/index.ts'
import type { Run } from './evaluation/run.ts'

export { checksText } from './evaluation/checks.ts'
export { type Comparison, compareAll } from './evaluation/compare.ts'
export { reportChart, reportTable } from './evaluation/report.ts'
export { modelDefinitions } from './models/index.ts'

export type EvaluateOptions = AskedChecks & {
  /** `csv:FILE`, `jsonl:FILE`, or a published set as `KIND:FOLDER`; see docs/evaluation.md. */
  readonly data: string
  /** With csv and jsonl: what becomes of each column. */
  readonly map?: string | undefined
  /** Only users and items with so many interactions or more. */
  readonly minInteractions?: number | undefined
  /** Only ratings of so much or more, which then count as interactions. */
  readonly minRating?: number | undefined
  readonly protocol?: string | undefined
  readonly protocolOptions?: Readonly<Record<string, unknown>> | undefined
  /** Names, with options where they differ from the defaults. */
  readonly models: readonly (string | { readonly model: string; readonly config?: Readonly<Record<string, unknown>> })[]
  readonly metrics?: readonly string[] | undefined
  /** Figures by part too: `popularity`, `history`, or an attribute of the users. */
  readonly slices?: readonly string[] | undefined
  readonly seed?: number | undefined
  readonly threads?: number | undefined
  /** What does dense algebra: `wasm`, `onnx` (the package onnxruntime-node), or `auto`, the default: that one where it is there and faster. */
  readonly algebra?: 'auto' | 'wasm' | 'onnx' | undefined
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
  const {
    data,
    map,
    minInteractions,
    minRating,
    models,
    protocol = 'leave-last-out',
    metrics = ['NDCG@10', 'Recall@10'],
    seed = 1,
    threads = 1,
    ...rest
  } = options
  const split = dataSplit(protocol, minInteractions !== undefined || minRating !== undefined)
  return runNamed({
    ...{ ...rest, protocol, metrics, seed, threads, version, elapsed: systemClock.elapsed },
    load: () => loadDataset(data, { now: systemClock.now(), map, minInteractions, minRating, split }),
    models: models.map((named) =>
      typeof named === 'string' ? { name: named, options: {} } : { name: named.model, options: named.config ?? {} },
    ),
  })
}
