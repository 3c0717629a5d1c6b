/** @file The report of a run: one documented JSON, and the same as a table and bars for people. */

import { z } from 'zod'
import type { Figure } from './columns.ts'
import type { Evaluation } from './evaluate.ts'
import { textTable } from './text-table.ts'

const nullable = z.number().nullable()
const figureSchema = z.strictObject({
  value: nullable.describe('Mean over users; null where nobody can be judged'),
  low: nullable.describe('Lower end of the 95 % bootstrap interval by user; null for figures of the whole catalogue'),
  high: nullable,
  users: z.number().int().describe('How many users, or folds of a figure of the whole catalogue, it is of'),
})
const figuresSchema = z.record(z.string(), figureSchema)
const id = z.union([z.string(), z.number()])

const questionSchema = z.strictObject({
  protocol: z.string(),
  options: z.record(z.string(), z.unknown()).describe('Options of the protocol, defaults filled in'),
  rule: z.string().describe('What is fitted on, what is shown, what is to be found'),
  folds: z.array(z.string()),
  sampled: z.boolean().describe('Ranked among candidates only: never comparable with full ranking'),
  part: z.enum(['test', 'validation']),
  data: z.strictObject({
    name: z.string(),
    users: z.number().int(),
    items: z.number().int(),
    interactions: z.number().int(),
    digest: z.string().describe('SHA-256 of ids and interactions'),
  }),
  digest: z.string().describe('SHA-256 of data, training and cases: figures stand side by side only where it agrees'),
})

const share = z.number().describe('0 to 1')
/** What is looked at beside the figures, when asked: of each model a row. */
export const checksSchema = z.strictObject({
  controls: z
    .array(
      z.strictObject({
        label: z.string(),
        metric: z.string(),
        plain: figureSchema.describe('As it is'),
        ties: z
          .strictObject({
            values: z.array(nullable),
            mean: nullable,
            lowest: nullable,
            highest: nullable,
            lowerEnd: nullable.describe('The lowest of the lower 95 % ends'),
          })
          .describe('With acts of the same moment dealt anew, over and over'),
        untied: figureSchema.optional().describe('Of the people whose target has a moment of its own; left out where there are none'),
        shuffled: figureSchema.describe('With every history in a random order: what is left is taste'),
      }),
    )
    .optional()
    .describe('How much of each metric is the order of the log, a row for each model and metric (--controls)'),
  robustness: z
    .array(
      z.strictObject({
        label: z.string(),
        degradation: z
          .array(z.strictObject({ share, metrics: figuresSchema }))
          .describe('The figures with this share of the training replaced at random'),
        promotion: z
          .strictObject({ item: z.string(), bots: z.number().int(), before: share, after: share })
          .describe('Share of users whose first ten items hold the pushed one, without and with the made-up profiles'),
      }),
    )
    .optional()
    .describe('How a spoilt log is borne (--robustness)'),
  exposure: z
    .array(
      z.strictObject({
        label: z.string(),
        providers: z
          .array(z.strictObject({ provider: z.string(), items: share, interactions: share, exposure: share }))
          .describe('Shares of the catalogue, of the interactions learnt from, and of the places in lists'),
      }),
    )
    .optional()
    .describe('Whose items are shown (--exposure)'),
})
export type Checks = z.output<typeof checksSchema>

/** One model's part of the report. */
export const modelReportSchema = z.strictObject({
  label: z.string(),
  model: z.string(),
  config: z.record(z.string(), z.unknown()).describe('All options, defaults filled in'),
  seed: id,
  digest: z.string().describe('Of question, model, options, seed, metrics and version: an equal one need not be evaluated again'),
  metrics: figuresSchema,
  slices: z.record(
    z.string(),
    z.strictObject({
      groups: z.array(z.strictObject({ label: z.string(), metrics: figuresSchema })),
      gap: z.record(z.string(), nullable).describe('Best minus worst group of at least 20 users'),
    }),
  ),
  unscored: z
    .strictObject({ targets: z.number(), candidates: z.number(), users: z.number(), ratings: z.number() })
    .describe('What the model could not score: ranked last; unpredicted ratings are replaced by the mean'),
  fitSeconds: z.number(),
  scoreSeconds: z.number(),
  peakMemoryBytes: z.number().describe('The most the process had held when this model was done, those before it included'),
})
export type ModelReport = z.output<typeof modelReportSchema>

export const reportSchema = z.strictObject({
  format: z.literal('penchant-evaluation/1'),
  version: z.string().describe('Of penchant'),
  question: questionSchema,
  metrics: z.array(z.string()),
  models: z.array(modelReportSchema),
  degraded: z.string().optional().describe('Why the wasm kernels did what ONNX Runtime was to do; left out where nothing was wrong'),
  ...checksSchema.shape,
})
export type Report = z.output<typeof reportSchema>

export const orNull = (value: number) => (Number.isNaN(value) ? null : value)
const nullsIn = (figures: Readonly<Record<string, number>>) =>
  Object.fromEntries(Object.entries(figures).map(([name, value]) => [name, orNull(value)]))

/** As JSON, which has no NaN, takes it. */
export function figureOf({ value, low, high, users }: Figure): z.output<typeof figureSchema> {
  return { value: orNull(value), low: orNull(low), high: orNull(high), users }
}

export function figuresOf(metrics: Evaluation['metrics']): z.output<typeof figuresSchema> {
  return Object.fromEntries(Object.entries(metrics).map(([label, figure]) => [label, figureOf(figure)]))
}

/** @param digest tells whether the model need be evaluated again. */
export function modelReport(evaluation: Evaluation, digest: string): ModelReport {
  const { label, model, config, seed, metrics, slices, unscored, fitSeconds, scoreSeconds, peakMemoryBytes } = evaluation
  const sliced = Object.entries(slices).map(([name, { groups, gap }]) => [
    name,
    { groups: groups.map((group) => ({ label: group.label, metrics: figuresOf(group.metrics) })), gap: nullsIn(gap) },
  ])
  return {
    ...{ label, model, config, seed, digest, metrics: figuresOf(metrics), slices: Object.fromEntries(sliced) },
    ...{ unscored, fitSeconds, scoreSeconds, peakMemoryBytes },
  }
}

export function reportOf(version: string, question: Evaluation['question'], models: readonly ModelReport[]): Report {
  const metrics = [...new Set(models.flatMap((model) => Object.keys(model.metrics)))]
  return {
    format: 'penchant-evaluation/1',
    version,
    question: { ...question, folds: [...question.folds], options: { ...question.options } },
    metrics,
    models: [...models],
  }
}

/** Models × metrics with half the width of their intervals, seconds and memory; then the slices by the first metric. */
export function reportTable({ question, metrics, models }: Report): string {
  const { data, protocol, rule, sampled, part, folds } = question
  const count = (value: number) => value.toLocaleString('en-US')
  const rows = models.map((model) => [
    model.label,
    ...metrics.map((metric) => figureText(model.metrics[metric])),
    model.fitSeconds.toFixed(1),
    model.scoreSeconds.toFixed(1),
    (model.peakMemoryBytes / 2 ** 20).toFixed(0),
  ])
  const notes = models.flatMap(({ label, unscored: { targets, users, ratings } }) =>
    targets + users + ratings === 0
      ? []
      : [`${label} could not score ${count(targets)} targets, ${count(users)} users, ${count(ratings)} ratings: they count as missed.`],
  )
  const slices = [...new Set(models.flatMap((model) => Object.keys(model.slices)))].map((name) =>
    sliceTable(name, models, metrics[0] ?? ''),
  )
  return [
    `${data.name}: ${count(data.users)} users, ${count(data.items)} items, ${count(data.interactions)} interactions`,
    `${protocol} (${part}${folds.length > 1 ? `, ${folds.length} folds` : ''}): ${rule}`,
    ...(sampled ? ['Ranked among a few candidates only: not comparable with a full ranking.'] : []),
    '',
    textTable(['model', ...metrics, 'fit s', 'score s', 'MB'], rows),
    ...(notes.length > 0 ? ['', ...notes] : []),
    ...slices.flatMap((table) => ['', table]),
  ].join('\n')
}

function sliceTable(name: string, models: readonly ModelReport[], metric: string): string {
  const labels = [...new Set(models.flatMap(({ slices }) => slices[name]?.groups.map(({ label }) => label) ?? []))]
  const rows = labels.map((label) => {
    const groups = models.map(({ slices }) => slices[name]?.groups.find((group) => group.label === label)?.metrics[metric])
    return [label, String(Math.max(0, ...groups.map((figure) => figure?.users ?? 0))), ...groups.map(figureText)]
  })
  const gap = ['gap', '', ...models.map(({ slices }) => slices[name]?.gap[metric]?.toFixed(4) ?? '')]
  return textTable([`${metric} by ${name}`, 'users', ...models.map(({ label }) => label)], [...rows, gap])
}

function figureText(figure: z.output<typeof figureSchema> | undefined): string {
  if (figure?.value == null) return '-'
  const { value, low, high } = figure
  return low === null || high === null ? value.toFixed(4) : `${value.toFixed(4)} ±${((high - low) / 2).toFixed(4)}`
}

const barWidth = 40

/** Bars by one metric, the first where left out: solid up to the interval, lighter within it. */
export function reportChart({ metrics, models }: Report, metric = metrics[0] ?? ''): string {
  const shown = models.flatMap(({ label, metrics: figures }) => {
    const figure = figures[metric]
    return figure?.value == null ? [] : [{ label, value: figure.value, low: figure.low ?? figure.value, high: figure.high ?? figure.value }]
  })
  const most = Math.max(...shown.map(({ high }) => high), 0)
  const width = Math.max(0, ...shown.map(({ label }) => label.length))
  const cells = (value: number) => Math.round((Math.max(0, value) / (most || 1)) * barWidth)
  const lines = shown.map(({ label, value, low, high }) => {
    const bar = '█'.repeat(cells(low)) + '▓'.repeat(cells(value) - cells(low)) + '░'.repeat(cells(high) - cells(value))
    return `${label.padEnd(width)}  ${bar.padEnd(barWidth)}  ${value.toFixed(4)}`
  })
  return shown.length === 0 ? '' : [`${metric} (▓░: 95 % interval)`, ...lines].join('\n')
}
