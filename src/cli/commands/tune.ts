/** @file penchant tune: the options of one model that do best on the validation. */

import { z } from 'zod'
import { PenchantError } from '../../errors.ts'
import { requirePredictions } from '../../evaluation/predictions.ts'
import type { Tuning } from '../../evaluation/tune.ts'
import { openKernels } from '../../math/onnx/algebra.ts'
import { defineCommand } from '../command.ts'
import { evaluationNotes, evaluationOptions, loadData, protocolOf } from '../evaluation-options.ts'
import { entryOf, parseNamed, textOfNamed } from '../named-options.ts'
import { progressLine } from '../progress.ts'
import { printJson } from '../slate-text.ts'
import { harmless, type Terminal } from '../terminal.ts'

const shownTrials = 20

export const tuneCommand = defineCommand({
  name: 'tune',
  summary: 'Find the options of a model that do best on the validation part',
  input: z.strictObject({
    ...evaluationOptions,
    model: z
      .string({ error: 'name the model' })
      .min(1)
      .describe('The model; options given after its name stay fixed: ease:regularization=500')
      .meta({ placeholder: 'name' }),
    metric: z.string().min(1).default('NDCG@10').describe('What to do best at').meta({ placeholder: 'name' }),
    minutes: z.number().positive().optional().describe('Time to spend'),
    trials: z.number().int().min(1).max(10_000).optional().describe('Configurations to try; 27 when neither is given'),
  }),
  examples: [
    'tune --data movielens-latest-small --model ease --minutes 5',
    'tune --data csv:clicks.csv --protocol temporal --model item-knn --metric Recall@20 --trials 50 --json',
  ],
  notes: `Successive halving: many configurations on few users, the better ones on more. Only the validation part is looked at, never the test.\n\n${evaluationNotes}`,
  async run({ model, metric, minutes, trials, seed, threads, algebra, ...input }, surroundings) {
    // Loaded here, so that other commands start without the models.
    const { modelDefinitions } = await import('../../models/index.ts')
    const { parseMetric } = await import('../../evaluation/metrics/index.ts')
    const { splitsOf } = await import('../../evaluation/protocols/index.ts')
    const { tune } = await import('../../evaluation/tune.ts')
    const { terminal, clock, signal } = surroundings
    const named = parseNamed(model, '--model')
    const definition = entryOf(named, modelDefinitions, 'model', ({ config }) => config)
    const { label, better } = parseMetric(metric)
    requirePredictions(definition, label)
    const protocol = await protocolOf(input.protocol)
    const { kernels, degraded } = await openKernels(algebra)
    const source = await loadData(input, protocol.name, surroundings)
    const [split] = splitsOf(protocol.name, source, protocol.options)
    if (split?.validation === undefined)
      throw new PenchantError('invalid-input', `The protocol ${protocol.name} has no validation part on this data. Choose another.`)
    const draw = progressLine(terminal, clock, !input.json)
    const tuning = await tune({
      ...{ definition, split, metric: label, kernels, seed, threads, signal, base: named.options },
      ...{ elapsed: clock.elapsed, ...(minutes !== undefined && { minutes }), ...(trials !== undefined && { trials }) },
      progress: ({ rung, rungs, trial, trials: of, best }) =>
        draw(`rung ${rung} of ${rungs}${best === undefined ? '' : `, best ${best.toFixed(4)}`}`, trial, of),
    })
    terminal.status('')
    const problem = degraded()
    if (problem !== undefined) terminal.note(harmless(problem))
    if (input.json) printJson(tuning, terminal)
    else printTuning(tuning, better === 'lower', terminal)
  },
})

function printTuning({ model, metric, best, trials, stopped }: Tuning, lowerIsBetter: boolean, { out, paint }: Terminal): void {
  const sign = lowerIsBetter ? -1 : 1
  const worth = ({ value }: Tuning['best']) => (Number.isNaN(value) ? Number.NEGATIVE_INFINITY : sign * value)
  const ordered = [...trials].sort((a, b) => b.rung - a.rung || (worth(a) < worth(b) ? 1 : worth(a) > worth(b) ? -1 : 0))
  out(paint('dim', `${metric.padStart(10)}  ${'users'.padStart(7)}  ${'seconds'.padStart(7)}  model`))
  for (const { config, value, users, seconds, failed } of ordered.slice(0, shownTrials)) {
    const figures = [
      failed === undefined ? value.toFixed(4).padStart(10) : 'failed'.padStart(10),
      String(users).padStart(7),
      seconds.toFixed(1).padStart(7),
    ]
    // Not cut, so that it can be copied.
    const row = [...figures, harmless(textOfNamed({ name: model, options: config }))].join('  ')
    out(failed === undefined ? row : paint('yellow', `${row}: ${harmless(failed)}`))
  }
  if (ordered.length > shownTrials) out(paint('dim', `and ${ordered.length - shownTrials} more (--json shows all)`))
  out('')
  out(
    `${paint('bold', harmless(textOfNamed({ name: model, options: best.config })))}  ${metric} ${best.value.toFixed(4)} [${best.low.toFixed(4)}, ${best.high.toFixed(4)}]`,
  )
  if (stopped === 'aborted') out(paint('yellow', 'Stopped before the end: the best so far.'))
  if (stopped === 'minutes') out(paint('dim', 'The time is spent: the best so far.'))
}
