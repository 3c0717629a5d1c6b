/** @file The contract of a model: fitted on a dataset, it scores items for a person's history as it is now.
 *
 * Untrained and trained are two types. A model knows no storage, HTTP, clock or environment: randomness, abort signal and progress come in as arguments.
 * Items are integers of the dataset it was fitted on (`items` ids in its artifact). NaN = cannot score, never 0.
 */

import type { z } from 'zod'
import type { Dataset } from '../data/dataset.ts'
import type { ItemScore } from '../data/item-score.ts'
import { PenchantError } from '../errors.ts'
import type { Kernels } from '../math/kernels.ts'
import type { ArtifactBytes } from '../math/tensors.ts'

/** What one person did, as of now, oldest first where order is known. */
export type History = {
  /** Integers of items, [n]. */
  readonly items: Int32Array
  /** 1 of an implicit interaction, else the rating, [n]. */
  readonly values: Float32Array
  /** Epoch milliseconds, [n]; left out where unknown. */
  readonly times?: Float64Array | undefined
}

export type ModelQuery = {
  /** The person's integer where they were in the dataset of the fit: models with rows of their own for users read theirs, all others ignore it. */
  readonly user?: number | undefined
  readonly history: History
}

export interface Model {
  /** The definition's name. */
  readonly name: string
  /** I: how many items it knows. */
  readonly items: number
  /**
   * Scores of the given items, or of all, in their order: [items.length] or [I]. Higher is better; for a model that predicts ratings the expected rating.
   * Items of the history are scored like all others: leaving them out is the caller's part. NaN where the model cannot say anything.
   */
  score(query: ModelQuery, items?: Int32Array): Float32Array
  /** Scores of all items for several queries, [queries × I], equal to `score` of each to the bit; where many at once are faster. */
  scoreBatch?(queries: readonly ModelQuery[]): Float32Array
  /** The k most similar items, best first, without the item itself. */
  similarItems?(item: number, k: number): readonly ItemScore[]
  /** The artifact; `load` of the definition makes an equal model of it. */
  save(): Uint8Array
}

export type FitContext = {
  readonly kernels: Kernels
  readonly seed: number | string
  /** Worker threads that may be used, 1 and up; the result is the same for any. */
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Share done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
  /**
   * The artifact of an earlier fit of this model, on items of the same integers (more may have come since): a model that `startsWarm` starts from what that
   * found, where its config is equal, and takes fewer rounds. Every other fits as without it.
   */
  readonly from?: ArtifactBytes | undefined
}

/** What a dataset must have, for a model to be fitted on it. */
export type Need = 'sequence' | 'time' | 'ratings' | 'item-vectors' | 'item-attributes' | 'baskets'

export interface ModelDefinition<C extends z.ZodObject = z.ZodObject> {
  readonly name: string
  /** One sentence for people. */
  readonly summary: string
  /** Options with defaults and descriptions. */
  readonly config: C
  /** Values worth trying of each option, in ascending order; options left out stay at their defaults. */
  readonly search: Readonly<Record<string, readonly unknown[]>>
  readonly needs: readonly Need[]
  /** `ratings` = scores are expected ratings. */
  readonly predicts: 'ranking' | 'ratings'
  /** Whether a fit can start from an earlier one, by `from` of its context. */
  readonly startsWarm?: boolean | undefined
  /** @throws PenchantError `invalid-input` where the dataset lacks what it needs, `artifact-mismatch` where `from` is damaged or of another model, `aborted`. */
  fit(dataset: Dataset, config: z.output<C>, context: FitContext): Model | Promise<Model>
  /** @throws PenchantError `artifact-mismatch`. */
  load(bytes: ArtifactBytes, kernels: Kernels): Model
}

/** Gives the type of the config to `fit`, which checks first that the dataset has what the model needs, and hears of an earlier fit only where it can use one. */
export function defineModel<C extends z.ZodObject>(definition: ModelDefinition<C>): ModelDefinition<C> {
  return {
    ...definition,
    fit(dataset, config, context) {
      requireNeeds(definition, dataset)
      return definition.fit(dataset, config, definition.startsWarm ? context : { ...context, from: undefined })
    },
  }
}

const reasons: Readonly<Record<Need, string>> = {
  sequence: 'has no order in which things happened',
  time: 'has no times',
  ratings: 'has no ratings',
  'item-vectors': 'has no vectors of the items’ content',
  'item-attributes': 'has no attributes of the items',
  baskets: 'does not say what was bought together (an orderId of each purchase)',
}

function requireNeeds({ name, needs }: Pick<ModelDefinition, 'name' | 'needs'>, dataset: Dataset): void {
  const has: Readonly<Record<Need, boolean>> = {
    sequence: dataset.order !== 'none',
    time: dataset.order === 'time',
    ratings: dataset.ratings,
    'item-vectors': dataset.itemVectors !== undefined,
    'item-attributes': dataset.itemAttributes !== undefined,
    baskets: dataset.baskets !== undefined,
  }
  const missing = needs.find((need) => !has[need])
  if (missing === undefined) return
  throw new PenchantError(
    'invalid-input',
    `The model ${name} cannot be fitted on ${dataset.name}: it ${reasons[missing]}. Choose another model.`,
    {
      details: { model: name, dataset: dataset.name, missing },
    },
  )
}

/** The history of one user of a dataset. */
export function historyOf(dataset: Dataset, user: number): History {
  const [from, to] = [dataset.offsets[user]!, dataset.offsets[user + 1]!]
  return {
    items: dataset.item.subarray(from, to),
    values: dataset.value.subarray(from, to),
    ...(dataset.times && { times: dataset.times.subarray(from, to) }),
  }
}

/** Those scores that were asked for, of scores of all items. */
export const chosenScores = (all: Float32Array, items: Int32Array | undefined): Float32Array =>
  items === undefined ? all : Float32Array.from(items, (item) => all[item] ?? Number.NaN)
