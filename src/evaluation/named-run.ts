/** @file A run from names, with the checks beside it: what the command `penchant evaluate` and penchant/evaluate share. */

import { PenchantError } from '../errors.ts'
import { openKernels } from '../math/onnx/algebra.ts'
import { modelDefinitions } from '../models/index.ts'
import { type AskedChecks, checkEvaluation } from './checks.ts'
import { parseMetric } from './metrics/index.ts'
import { requirePredictions } from './predictions.ts'
import type { EvaluationSource } from './protocols/protocol.ts'
import { evaluateModels, type Run, type RunOptions } from './run.ts'

export type NamedRunOptions = Omit<RunOptions, 'source' | 'models' | 'kernels' | 'peakMemory'> &
  AskedChecks & {
    /** Called once the names are known to be right. */
    readonly load: () => Promise<EvaluationSource>
    readonly models: readonly { readonly name: string; readonly options: Readonly<Record<string, unknown>> }[]
    /** Called before each model of each check. */
    readonly tell?: ((what: string) => void) | undefined
  }

/** @throws PenchantError as `evaluateModels` and `checkEvaluation`, and `invalid-input` for a model that is not there or cannot be measured so. */
export async function runNamed({
  load,
  models,
  controls,
  robustness,
  exposure,
  algebra = 'auto',
  tell,
  ...run
}: NamedRunOptions): Promise<Run> {
  const chosen = models.map(({ name, options }) => ({ definition: definitionOf(name), config: options }))
  const metrics = run.metrics.map(parseMetric)
  for (const { label } of metrics) for (const { definition } of chosen) requirePredictions(definition, label)
  const { kernels, degraded } = await openKernels(algebra)
  const source = await load()
  // In kilobytes.
  const peakMemory = () => process.resourceUsage().maxRSS * 1_024
  const { report, evaluations } = await evaluateModels({
    ...run,
    metrics: metrics.map(({ label }) => label),
    source,
    models: chosen,
    kernels,
    algebra,
    peakMemory,
  })
  const { protocol, protocolOptions = {}, seed, threads, elapsed, signal } = run
  const checks = await checkEvaluation({
    ...{ source, protocol, protocolOptions, controls, robustness, exposure, tell },
    // References among cold items are no models.
    models: report.models.flatMap(({ label, model, config }) => {
      const definition = modelDefinitions[model]
      return definition ? [{ label, definition, config }] : []
    }),
    shared: { metrics, context: { kernels, seed, threads }, elapsed, peakMemory, signal },
  })
  const problem = degraded()
  return { report: { ...report, ...checks, ...(problem !== undefined && { degraded: problem }) }, evaluations }
}

function definitionOf(name: string) {
  const definition = Object.hasOwn(modelDefinitions, name) ? modelDefinitions[name] : undefined
  if (definition) return definition
  throw new PenchantError('invalid-input', `There is no model "${name}". There are ${Object.keys(modelDefinitions).join(', ')}.`)
}
