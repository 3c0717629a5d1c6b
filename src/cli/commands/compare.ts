/** @file penchant compare: the models of a run, or of two, user by user. */

import { z } from 'zod'
import { isPenchantError, PenchantError } from '../../errors.ts'
import type { Evaluation } from '../../evaluation/evaluate.ts'
import { commonOptions, defineCommand } from '../command.ts'
import { runFolder } from '../run-folder.ts'
import { printJson } from '../slate-text.ts'
import { harmless } from '../terminal.ts'

export const compareCommand = defineCommand({
  name: 'compare',
  summary: 'Say which model of a run is better, with the interval of the difference',
  positional: ['run', 'other'],
  input: z.strictObject({
    run: z.string().min(1).describe('Folder of a run, written by evaluate --out'),
    other: z.string().min(1).optional().describe('Folder of another run on the same data and split: models of one name are compared'),
    metric: z.string().min(1).optional().describe('By which metric; the first of the run when left out').meta({ placeholder: 'name' }),
    seed: z.number().int().min(0).default(1).describe('Seed of the resampling'),
    json: commonOptions.json,
  }),
  examples: ['compare ./run', 'compare ./before ./after --metric Recall@10 --json'],
  notes: `Without another run each model is compared with the best. Differences are paired by user: their 95 % interval is a bootstrap, p a permutation test.
Both runs must be of the same data, protocol and split; sampled figures are never compared with full ones.`,
  async run({ run, other, metric, seed, json }, { terminal }) {
    // Loaded here, so that other commands start without it.
    const { compare, compareAll, comparisonTable } = await import('../../evaluation/compare.ts')
    const { parseMetric } = await import('../../evaluation/metrics/index.ts')
    const label = metric === undefined ? undefined : parseMetric(metric).label
    const options = { seed, ...(label !== undefined && { metric: label }) }
    const first = await evaluationsIn(run)
    const comparisons =
      other === undefined
        ? compareAll(first, options)
        : acrossRuns(first, run, await evaluationsIn(other), other).map(([a, b]) => compare(a, b, options))
    if (json) return printJson({ comparisons }, terminal)
    for (const line of comparisonTable(comparisons).split('\n')) terminal.out(harmless(line))
  },
})

async function evaluationsIn(folder: string): Promise<readonly Evaluation[]> {
  const { readRun } = await import('../../evaluation/run.ts')
  try {
    return (await readRun(runFolder(folder))).evaluations
  } catch (cause) {
    if (!isPenchantError(cause, 'not-found')) throw cause
    throw new PenchantError('not-found', `There is no run in ${folder}. Make one with: penchant evaluate … --out ${folder}`, { cause })
  }
}

/** Models of one name in both; where no name is in both, each of the first with each of the other. */
function acrossRuns(
  first: readonly Evaluation[],
  run: string,
  second: readonly Evaluation[],
  other: string,
): readonly (readonly [Evaluation, Evaluation])[] {
  const named = (evaluation: Evaluation, folder: string) => ({ ...evaluation, label: `${evaluation.label} (${folder})` })
  const all = first.flatMap((a) => second.map((b) => [a, b] as const))
  const same = all.filter(([a, b]) => a.label === b.label)
  return (same.length > 0 ? same : all).map(([a, b]) => [named(a, run), named(b, other)])
}
