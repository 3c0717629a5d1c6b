/** @file penchant evaluate: models on the same data and split, with intervals, in one table. */

import { z } from 'zod'
import { version } from '../../engine/version.ts'
import { isPenchantError, PenchantError } from '../../errors.ts'
import { defineCommand } from '../command.ts'
import { evaluationNotes, evaluationOptions, loadData, protocolOf } from '../evaluation-options.ts'
import { entryOf, parseNamedList } from '../named-options.ts'
import { progressLine } from '../progress.ts'
import { runFolder } from '../run-folder.ts'
import { printJson } from '../slate-text.ts'
import { harmless } from '../terminal.ts'

export const evaluate = defineCommand({
  name: 'evaluate',
  summary: 'Compare models on a log: fit, rank all items, and measure with intervals',
  input: z.strictObject({
    ...evaluationOptions,
    models: z
      .string({ error: 'name the models, separated by commas' })
      .min(1)
      .describe('Models, separated by commas; options follow a name: ease:regularization=500,item-knn')
      .meta({ placeholder: 'names' }),
    metrics: z.string().min(1).default('NDCG@10,Recall@10').describe('Metrics, separated by commas').meta({ placeholder: 'names' }),
    slices: z
      .string()
      .min(1)
      .optional()
      .describe('Figures by part too: popularity, history, or an attribute of the users')
      .meta({ placeholder: 'names' }),
    controls: z.boolean().default(false).describe('Also how much of the figures is the order of the log: needs times'),
    robustness: z.boolean().default(false).describe('Also how the models bear noise in the log and profiles made up to push an item'),
    exposure: z
      .string()
      .min(1)
      .optional()
      .describe('Also whose items are shown, by this attribute of the items')
      .meta({ placeholder: 'attribute' }),
    out: z
      .string()
      .min(1)
      .optional()
      .describe('Folder of the run: models that are there are not fitted again; compare reads it')
      .meta({ placeholder: 'folder' }),
  }),
  examples: [
    'evaluate --data movielens-latest-small --models most-popular,item-knn,ease --out ./run',
    'evaluate --data csv:clicks.csv --protocol temporal --models item-knn,ease:regularization=200 --metrics NDCG@10,Coverage@10 --json',
    'evaluate --data movielens-100k --protocol given --models biased-mf,svd-plus-plus --metrics RMSE,MAE',
  ],
  notes: evaluationNotes,
  async run({ models, metrics, slices, controls, robustness, exposure, out, seed, threads, algebra, ...input }, surroundings) {
    // Loaded here, so that other commands start without the models.
    const { modelDefinitions } = await import('../../models/index.ts')
    const { checksText } = await import('../../evaluation/checks.ts')
    const { runNamed } = await import('../../evaluation/named-run.ts')
    const { reportChart, reportTable } = await import('../../evaluation/report.ts')
    const { terminal, clock, signal } = surroundings
    const chosen = parseNamedList(models, '--models')
    for (const named of chosen) entryOf(named, modelDefinitions, 'model', ({ config }) => config)
    const protocol = await protocolOf(input.protocol)
    const draw = progressLine(terminal, clock, !input.json)
    try {
      const { report } = await runNamed({
        load: () => loadData(input, protocol.name, surroundings),
        ...{ models: chosen, metrics: namesIn(metrics), slices: slices === undefined ? undefined : namesIn(slices) },
        ...{ protocol: protocol.name, protocolOptions: protocol.options, controls, robustness, exposure },
        ...{ seed, threads, algebra, version, elapsed: clock.elapsed, signal },
        files: out === undefined ? undefined : runFolder(out),
        progress: ({ label, fold, stage, share, done, of }) =>
          draw(`${harmless(label)}${fold === '' ? '' : ` ${harmless(fold)}`}: ${stage}`, done + share, of),
        tell: (what) => terminal.status(harmless(what)),
      })
      terminal.status('')
      if (report.degraded !== undefined) terminal.note(harmless(report.degraded))
      if (input.json) return printJson(report, terminal)
      terminal.out(harmlessLines(reportTable(report)))
      terminal.out('')
      terminal.out(harmlessLines(reportChart(report)))
      const checks = checksText(report)
      if (checks !== '') terminal.out(harmlessLines(`\n${checks}`))
      if (out !== undefined) terminal.out(terminal.paint('dim', `Kept in ${harmless(out)}. See: penchant compare ${harmless(out)}`))
    } catch (error) {
      if (out === undefined || !isPenchantError(error, 'aborted')) throw error
      throw new PenchantError('aborted', `Stopped. What was finished is in ${out}: run the same again to go on.`, { cause: error })
    }
  },
})

const namesIn = (text: string): readonly string[] =>
  text
    .split(',')
    .map((name) => name.trim())
    .filter(Boolean)

const harmlessLines = (text: string) => text.split('\n').map(harmless).join('\n')
