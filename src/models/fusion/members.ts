/** @file The members of a fusion: models by name with their configs, fitted one after another, asked together, kept in one artifact.
 *
 * Shapes: scores of a member for a batch, [queries × I]. Cost: the sum over the members. Where a fit is stopped, it is the member that stops.
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { PenchantError } from '../../errors.ts'
import type { Kernels } from '../../math/kernels.ts'
import type { Tensor } from '../../math/tensors.ts'
import type { OpenedModel } from '../artifact.ts'
import { chosenScores, type FitContext, type History, type Model, type ModelDefinition, type ModelQuery } from '../model.ts'

/** The models that may be members, by name. Fusions are none of them. */
export type Definitions = Readonly<Record<string, ModelDefinition>>

const memberSchema = z.strictObject({
  model: z.string().min(1).describe('Name of the model'),
  config: z.record(z.string(), z.unknown()).default({}).describe('Its options'),
})

/** `item-knn+gf-cf`, or a list of {model, config}. */
export const membersSchema = z.union([z.string().min(1), z.array(memberSchema).min(1)])
export type Members = z.output<typeof membersSchema>

export type Member = { readonly definition: ModelDefinition; readonly config: Readonly<Record<string, unknown>> }

/** @throws PenchantError `invalid-input` for a name that is no model's, or options that it does not have. */
export function membersOf(members: Members, definitions: Definitions): readonly Member[] {
  const named = typeof members === 'string' ? members.split('+').map((model) => ({ model: model.trim(), config: {} })) : members
  return named.map(({ model, config }) => {
    const definition = Object.hasOwn(definitions, model) ? definitions[model] : undefined
    if (definition === undefined)
      throw new PenchantError(
        'invalid-input',
        `No model that can be fused is named ${model}. There are ${Object.keys(definitions).join(', ')}.`,
      )
    const parsed = definition.config.safeParse(config)
    if (!parsed.success) {
      const issue = parsed.error.issues[0]
      throw new PenchantError(
        'invalid-input',
        `The member ${model} is wrong at ${issue?.path.join('.') || 'its options'}: ${issue?.message}.`,
      )
    }
    return { definition, config: parsed.data }
  })
}

/** Fits all on the same data with the same seed, so that a member is what it would be alone. */
export async function fitMembers(
  members: readonly Member[],
  dataset: Dataset,
  context: FitContext,
  [from, to]: readonly [number, number] = [0, 1],
): Promise<readonly Model[]> {
  const models: Model[] = []
  for (const [at, { definition, config }] of members.entries()) {
    stopIfAsked(context.signal)
    const start = from + ((to - from) * at) / members.length
    models.push(
      await definition.fit(dataset, config, {
        ...context,
        progress: (share) => context.progress?.(start + ((to - from) * share) / members.length),
      }),
    )
  }
  return models
}

export function stopIfAsked(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new PenchantError('aborted', 'The fit of the fusion was stopped. Nothing was kept.')
}

/** Scores of each model for the queries, [queries × I] each. */
export function scoresOf(models: readonly Model[], queries: readonly ModelQuery[]): readonly Float32Array[] {
  return models.map((model) => {
    if (model.scoreBatch) return model.scoreBatch(queries)
    const scores = new Float32Array(queries.length * model.items)
    for (const [at, query] of queries.entries()) scores.set(model.score(query), at * model.items)
    return scores
  })
}

/** One byte an item: 1 where it is not in the history. */
export function outsideHistory(history: History, items: number): Uint8Array {
  const outside = new Uint8Array(items).fill(1)
  for (const item of history.items) outside[item] = 0
  return outside
}

/** Turns the members' scores of one query, [I] each, into those of the fusion. */
export type Fuse = (rows: readonly Float32Array[], history: History) => Float32Array

export function fusedModel(name: string, models: readonly Model[], fuse: Fuse, save: () => Uint8Array): Model {
  const items = models[0]?.items ?? 0
  const scoreBatch = (queries: readonly ModelQuery[]): Float32Array => {
    const scores = scoresOf(models, queries)
    const fused = new Float32Array(queries.length * items)
    for (const [at, { history }] of queries.entries()) {
      const rows = scores.map((all) => all.subarray(at * items, (at + 1) * items))
      fused.set(fuse(rows, history), at * items)
    }
    return fused
  }
  return { name, items, score: (query, chosen) => chosenScores(scoreBatch([query]), chosen), scoreBatch, save }
}

/** The members' own artifacts as tensors of one: their bytes, padded to whole words. */
export function memberTensors(
  models: readonly Model[],
): Readonly<Record<string, { readonly shape: readonly number[]; readonly data: Tensor }>> {
  const artifacts = models.map((model) => model.save())
  const words = artifacts.map((bytes) => {
    const padded = new Uint8Array(Math.ceil(bytes.length / 8) * 8)
    padded.set(bytes)
    return new Uint32Array(padded.buffer)
  })
  return {
    lengths: { shape: [models.length], data: Int32Array.from(artifacts, ({ length }) => length) },
    ...Object.fromEntries(words.map((data, at) => [`member ${at}`, { shape: [data.length], data }])),
  }
}

/** @throws PenchantError `artifact-mismatch` where a member is missing, of another format or does not fit the others. */
export function loadMembers(
  members: readonly Member[],
  { tensor, checked }: Pick<OpenedModel<z.ZodObject>, 'tensor' | 'checked'>,
  kernels: Kernels,
): readonly Model[] {
  const lengths = tensor('lengths', Int32Array, members.length)
  const models = members.map(({ definition }, at) => {
    const words = tensor(`member ${at}`, Uint32Array, Math.ceil(lengths[at]! / 8) * 2)
    const bytes = new Uint8Array(words.buffer, words.byteOffset, lengths[at])
    return definition.load(checked ? { checked: bytes } : bytes, kernels)
  })
  if (models.some(({ items }) => items !== models[0]?.items))
    throw new PenchantError('artifact-mismatch', 'The members in the artifact of the fusion know different items. Train again.')
  return models
}
