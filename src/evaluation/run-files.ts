/** @file The files of a run's folder: one a model, with its report and its values by user. */

import { z } from 'zod'
import { PenchantError } from '../errors.ts'
import { jsonDigest } from './digest.ts'
import type { Evaluation, Question } from './evaluate.ts'
import { modelReport, modelReportSchema } from './report.ts'

/** A folder of texts. `write` replaces a file as a whole or not at all. */
export type RunFiles = {
  /** undefined = no such file. */
  read(name: string): Promise<string | undefined>
  write(name: string, text: string): Promise<void>
}

const keptSchema = z.strictObject({
  model: modelReportSchema,
  users: z.array(z.string()),
  columns: z.record(z.string(), z.array(z.array(z.number().nullable()))),
})

/** A label becomes a file name that no other label has. */
export const fileOf = (label: string) =>
  `model-${label.replace(/[^A-Za-z0-9.-]+/g, '_').slice(0, 80)}-${jsonDigest(label).slice(0, 8)}.json`

export function keptText(evaluation: Evaluation, digest: string): string {
  const columns = Object.entries(evaluation.columns).map(([label, own]) => [label, own.map((column) => [...column])] as const)
  // JSON writes NaN as null.
  const kept: z.input<typeof keptSchema> = {
    model: modelReport(evaluation, digest),
    users: [...evaluation.users],
    columns: Object.fromEntries(columns),
  }
  return JSON.stringify(kept)
}

/** undefined where the file is of another question, model, option, seed, metric or version. */
export function keptEvaluation(text: string, name: string, question: Question, digest: string): Evaluation | undefined {
  const { model, users, columns } = parsed(text, name, keptSchema)
  if (model.digest !== digest) return undefined
  const number = (value: number | null) => value ?? Number.NaN
  const figures = (of: typeof model.metrics) =>
    Object.fromEntries(
      Object.entries(of).map(([label, { value, low, high, users: count }]) => [
        label,
        { value: number(value), low: number(low), high: number(high), users: count },
      ]),
    )
  const slices = Object.entries(model.slices).map(([slice, { groups, gap }]) => [
    slice,
    {
      groups: groups.map((group) => ({ label: group.label, metrics: figures(group.metrics) })),
      gap: Object.fromEntries(Object.entries(gap).map(([label, value]) => [label, number(value)])),
    },
  ])
  const { digest: _, ...rest } = model
  return {
    ...rest,
    question,
    metrics: figures(model.metrics),
    slices: Object.fromEntries(slices),
    users,
    columns: Object.fromEntries(
      Object.entries(columns).map(([label, own]) => [label, own.map((column) => Float64Array.from(column, number))]),
    ),
  }
}

/** @throws PenchantError `invalid-input` where the text is not JSON of this shape. */
export function parsed<S extends z.ZodType>(text: string, name: string, schema: S): z.output<S> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw new PenchantError('invalid-input', `${name} is damaged. Delete it and run the evaluation again.`, { cause })
  }
  const checked = schema.safeParse(value)
  if (checked.success) return checked.data
  throw new PenchantError('invalid-input', `${name} is not what this version of penchant writes. Delete it and run the evaluation again.`, {
    cause: checked.error,
  })
}
