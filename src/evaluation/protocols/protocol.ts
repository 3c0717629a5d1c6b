/** @file The contract of a protocol: from a dataset to what models are fitted on, what they are asked, and what would be right.
 *
 * Every protocol says of each interaction what it is in the test and, apart from it, in the validation: learnt from, only shown as history when the model
 * is asked, to be found, or left out. What is to be found is never shown, and an item of the history is never to be found: it is filtered from the ranking.
 */

import type { z } from 'zod'
import { type Dataset, selectPlaces } from '../../data/dataset.ts'
import type { History } from '../../models/model.ts'

/** A split that comes with the data. Both datasets have the same users and items under the same integers. */
export type GivenSplit = {
  readonly name: string
  readonly train: Dataset
  /** What is to be found. */
  readonly test: Dataset
  /** The items to rank, by user; an empty array for a user without any. */
  readonly candidates?: readonly Int32Array[] | undefined
}

/** What there is to split. */
export type EvaluationSource = { readonly dataset: Dataset; readonly given?: readonly GivenSplit[] | undefined }

/** One question to a model: what this person did, and what would be a right answer. */
export type Case = {
  /** Integer of the dataset. */
  readonly user: number
  readonly history: History
  /** Items to be found, distinct, none of the history; empty where only ratings are to be predicted. */
  readonly targets: Int32Array
  /** Ratings to be predicted, of held-out items. */
  readonly rated?: { readonly items: Int32Array; readonly values: Float32Array } | undefined
  /** Ranked instead of all items; the targets are among them. */
  readonly candidates?: Int32Array | undefined
}

export type Part = { readonly train: Dataset; readonly cases: readonly Case[] }

export type DataSummary = {
  readonly name: string
  readonly users: number
  readonly items: number
  readonly interactions: number
  readonly digest: string
}

export type Split = {
  readonly protocol: string
  readonly options: Readonly<Record<string, unknown>>
  /** One sentence that says what is fitted on, what is shown and what is to be found. */
  readonly rule: string
  /** Empty for the only split, else which of several. */
  readonly fold: string
  /** Ranked among candidates, not among all items: such figures never stand beside those of a full ranking. */
  readonly sampled: boolean
  readonly data: DataSummary
  readonly test: Part
  /** For choosing models and options; nothing of the test is in it. */
  readonly validation: Part | undefined
  /** Of the test. */
  readonly digest: string
}

export interface Protocol<O extends z.ZodObject = z.ZodObject> {
  readonly name: string
  /** One sentence for people. */
  readonly summary: string
  readonly options: O
  /** @throws PenchantError `invalid-input` where the data lacks what the protocol needs. */
  split(source: EvaluationSource, options: z.output<O>): readonly Split[]
}

/** Gives the type of the options to `split`. */
export const defineProtocol = <O extends z.ZodObject>(protocol: Protocol<O>): Protocol<O> => protocol

/** What one interaction is in a part: learnt from and shown, only shown, to be found, or left out. */
export const role = { train: 0, shown: 1, target: 2, out: 3 } as const

export type PartOptions = {
  /** The least value that makes an interaction a target; null = every one does. Ratings below it are still to be predicted. */
  readonly relevantFrom?: number | null | undefined
  readonly candidates?: ((user: number) => Int32Array | undefined) | undefined
}

/** @param roles of each place of the dataset's columns, [n] */
export function partByRoles(dataset: Dataset, roles: Uint8Array, options: PartOptions = {}): Part {
  const { offsets } = dataset
  const cases: Case[] = []
  for (let user = 0; user < dataset.users.length; user++) {
    const shown: number[] = []
    const held: number[] = []
    for (let place = offsets[user]!; place < offsets[user + 1]!; place++) {
      if (roles[place] === role.target) held.push(place)
      else if (roles[place] !== role.out) shown.push(place)
    }
    const found = held.length > 0 && caseOf(user, rowsAt(dataset, shown), rowsAt(dataset, held), dataset.ratings, options)
    if (found) cases.push(found)
  }
  return { train: selectPlaces(dataset, (place) => roles[place] === role.train), cases }
}

/** The case of one user, or undefined where nothing is left to be found or predicted. */
export function caseOf(
  user: number,
  history: History,
  held: History,
  ratings: boolean,
  { relevantFrom, candidates }: PartOptions,
): Case | undefined {
  const known = new Set(history.items)
  const targets = new Set<number>()
  for (const [at, item] of held.items.entries())
    if (!known.has(item) && (relevantFrom == null || held.values[at]! >= relevantFrom)) targets.add(item)
  const ranked = candidates?.(user)
  if (targets.size === 0 && !(ratings && held.items.length > 0)) return undefined
  return {
    user,
    history,
    targets: Int32Array.from(targets),
    ...(ratings && { rated: { items: held.items, values: held.values } }),
    ...(ranked && { candidates: Int32Array.from(new Set([...ranked, ...targets]).difference(known)) }),
  }
}

function rowsAt({ item, value, times }: Dataset, places: readonly number[]): History {
  return {
    items: Int32Array.from(places, (place) => item[place]!),
    values: Float32Array.from(places, (place) => value[place]!),
    ...(times && { times: Float64Array.from(places, (place) => times[place]!) }),
  }
}
