/** @file The model that ranks beside the live counts: fitted on everybody's likes in a worker, kept on disk, promoted with the next snapshot.
 *
 * What is kept is one small artifact, the card: which model, of what, and where its bytes are: in a file that stood before the card named it, or, in a storage
 * without a folder, behind the card. After a crash there is the old model or the new one, never half of each, and no bytes but those the card's seal is of.
 * The card before it is kept too, and its file: where the newest cannot be read, the one before ranks. What has seen somebody who was erased is not kept so.
 */

import { join } from 'node:path'
import { isPenchantError, messageOf, PenchantError } from '../errors.ts'
import type { Kernels } from '../math/kernels.ts'
import type { Algebra } from '../math/kernels-contract.ts'
import { requireAlgebra } from '../math/onnx/algebra.ts'
import { inSlices, type Steps } from '../math/steps.ts'
import { fitInWorker, openInWorker } from '../models/fit-in-worker.ts'
import type { FitColumns, KeptArtifact } from '../models/fit-messages.ts'
import type { ModelDefinition } from '../models/model.ts'
import { tidyModelFiles } from '../models/model-file.ts'
import type { PromotedModel } from '../pipeline/snapshot.ts'
import type { Positive } from '../profile/positives.ts'
import type { ArtifactStore } from '../storage/storage.ts'
import { type Card, cardText, packCard, unpackCard } from './model-card.ts'
import type { FitReason, FitRecord } from './refit-schedule.ts'

export type Likes = ReadonlyMap<string, readonly Pick<Positive, 'item' | 'at'>[]>

export type FittedModel = { readonly model: PromotedModel; readonly record: FitRecord }

export type FitOptions = {
  readonly why: FitReason
  /** Starts anew also where the model could start from the one before. */
  readonly cold?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

export type ModelFitting = {
  /**
   * What was kept by the same config, if anything fitting was; `failure` says why it is not the newest; both undefined where nothing was kept.
   * @param items how many the catalogue has: a model that knows more is of another catalogue.
   */
  open(items: number): Promise<{ readonly fitted?: FittedModel | undefined; readonly failure?: string | undefined }>
  /** Fits and keeps. @throws PenchantError as the fit does; then what was kept before still is. */
  fit(likes: Likes, items: number, options: FitOptions): Promise<FittedModel>
  /** Somebody was erased: the next fit starts anew, since what it would start from has seen them. Resolves once that is durable. */
  forgot(): Promise<void>
}

export type ModelFittingParts = {
  readonly artifacts: ArtifactStore
  /** Where the files of models are, for this process alone. Left out: the bytes go into `artifacts`, which takes as long as copying them. */
  readonly folder?: string | undefined
  readonly kernels: Kernels
  /** What does the dense algebra of the fits. */
  readonly algebra: Algebra
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Name and options of the model. */
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
}

const artifactKey = 'model'
/** The card before it; empty where none is to be kept. */
const beforeKey = 'model-before'
/** When somebody was erased last, epoch milliseconds. */
const forgottenKey = 'model-forgot'
const seed = 1
const usersAStep = 500
const sortedAtOnce = 2_048

/** @throws PenchantError `invalid-input` for a name that is no model's, a model that the log does not suffice for, options it does not have, or an algebra that is not there. */
export async function createModelFitting(parts: ModelFittingParts): Promise<ModelFitting> {
  const { artifacts, folder, kernels, algebra, now, name, options } = parts
  requireAlgebra(algebra)
  const definition = await rankingModel(name, options)
  const sameConfig = (card: Card) => card.name === name && JSON.stringify(card.options) === JSON.stringify(options)
  const promoted = ({ version, unit, seen, record }: Card, bytes: Uint8Array): FittedModel => ({
    record,
    model: { version, unit, seen, model: definition.load({ checked: bytes }, kernels) },
  })
  const kept = async (key: string) => {
    const packed = await artifacts.get(key)
    if (packed === undefined || packed.length === 0) return undefined
    const { card, rest } = unpackCard(packed)
    const artifact: KeptArtifact = card.file === undefined ? { bytes: rest } : { file: join(folder ?? '', card.file) }
    return { card, artifact, packed }
  }
  /** The same, or why it cannot be read where it is damaged. */
  const keptOrDamage = async (key: string) => {
    try {
      return await kept(key)
    } catch (error) {
      if (!isPenchantError(error, 'artifact-mismatch')) throw error
      return error
    }
  }
  /** Whoever asks goes on without what is damaged: the record says that the fit was no warm one, and `open` has told what it could not read. */
  const readable = async (key: string) => {
    const found = await keptOrDamage(key)
    return isPenchantError(found) ? undefined : found
  }
  const isForgetful = async ({ record }: Card) => {
    const forgotten = await artifacts.get(forgottenKey)
    return forgotten !== undefined && record.at <= Number(new TextDecoder().decode(forgotten))
  }
  /** What to start from: only a model that can makes it worth reading. */
  const start = async (cold: boolean): Promise<KeptArtifact | undefined> => {
    if (cold || !definition.startsWarm) return undefined
    const before = await readable(artifactKey)
    return before && sameConfig(before.card) && !(await isForgetful(before.card)) ? before.artifact : undefined
  }
  /** What was opened, or fitted, last: known to be whole. */
  let serving: string | undefined
  /** Sets the card that serves aside for the one to come. A card whose model could not be opened leaves the one before it in its place. */
  const setAside = async () => {
    const newest = await readable(artifactKey)
    const aside = newest?.card.version === serving ? newest : await readable(beforeKey)
    const isKept = aside !== undefined && !(await isForgetful(aside.card))
    await artifacts.put(beforeKey, isKept ? aside.packed : new Uint8Array())
    return isKept ? aside.card.file : undefined
  }

  return {
    async open(items) {
      const cards = await Promise.all([artifactKey, beforeKey].map(keptOrDamage))
      const files = cards.map((found) => (isPenchantError(found) ? undefined : found?.card.file))
      if (folder !== undefined) await tidyModelFiles(folder, files)
      let failure: string | undefined
      for (const found of cards) {
        try {
          if (isPenchantError(found)) throw found
          if (found === undefined || !sameConfig(found.card)) continue
          const bytes = await openInWorker({ name, artifact: found.artifact, seal: found.card.seal })
          const fitted = promoted(found.card, bytes)
          if (fitted.model.model.items > items) continue
          serving = found.card.version
          return { fitted, failure }
        } catch (error) {
          // The engine serves with the one before, or with none, and says so; the next fit makes it anew from the log, which holds all of it.
          failure ??= messageOf(error)
        }
      }
      return { failure }
    },
    async fit(likes, items, { why, cold = false, signal }) {
      const at = now()
      const columns = await inSlices(columnsOf(likes, items))
      const seen = new Uint8Array(items)
      for (const item of columns.item) seen[item] = 1
      const count = columns.item.length
      const order = { name, config: options, seed, algebra, columns, from: await start(cold), folder }
      const { bytes, seal, file, unit, warm, degraded } = await fitInWorker(order, { signal })
      const version = `${name}.${items}.${count}.${seal.slice(0, 8)}`
      const record = { at, why, likes: count, warm, ...(degraded !== undefined && { degraded }) }
      const card: Card = { version, unit, name, options, seal, file, seen, record }
      const next = promoted(card, bytes)
      const aside = await setAside()
      await artifacts.put(artifactKey, packCard(cardText(card), file === undefined ? bytes : new Uint8Array()))
      serving = version
      if (folder !== undefined) await tidyModelFiles(folder, [file, aside])
      return next
    },
    forgot: () => artifacts.put(forgottenKey, new TextEncoder().encode(String(now()))),
  }
}

async function rankingModel(name: string, options: Readonly<Record<string, unknown>>): Promise<ModelDefinition> {
  // Loaded only where a model is asked for: the engine without one starts without them.
  const { modelDefinitions } = await import('../models/index.ts')
  const ranks = ({ predicts, needs }: ModelDefinition) =>
    predicts === 'ranking' && needs.every((need) => need === 'sequence' || need === 'time')
  const names = Object.values(modelDefinitions)
    .filter(ranks)
    .map((definition) => definition.name)
  const definition = names.includes(name) ? modelDefinitions[name] : undefined
  if (definition === undefined)
    throw new PenchantError('invalid-input', `The config names the model ${name}. Choose "none" or one of ${names.join(', ')}.`)
  const parsed = definition.config.safeParse(options)
  if (parsed.success) return definition
  const [issue] = parsed.error.issues
  throw new PenchantError(
    'invalid-input',
    `The options of the model ${name} are wrong at ${issue?.path.join('.') || 'top'}: ${issue?.message}.`,
  )
}

/** Everybody's likes, one person after another by their ids, so that the same log gives the same model, in the order in which they liked. */
function* columnsOf(likes: Likes, items: number): Steps<FitColumns> {
  const people = yield* sortedSteps([...likes.keys()])
  const count = [...likes.values()].reduce((sum, { length }) => sum + length, 0)
  const offsets = new Int32Array(people.length + 1)
  const item = new Int32Array(count)
  const times = new Float64Array(count)
  let place = 0
  for (const [user, person] of people.entries()) {
    for (const act of likes.get(person) ?? []) {
      item[place] = act.item
      times[place++] = act.at
    }
    offsets[user + 1] = place
    if (user % usersAStep === usersAStep - 1) yield
  }
  return { items, offsets, item, times }
}

/** By code units. Runs of some thousand are sorted, then merged two by two: no step takes long. */
function* sortedSteps(ids: readonly string[]): Steps<readonly string[]> {
  let from: string[] = []
  let run = sortedAtOnce
  for (let at = 0; at < ids.length; at += run) {
    from.push(...ids.slice(at, at + run).sort())
    yield
  }
  for (; run < ids.length; run *= 2) {
    const merged: string[] = []
    for (let start = 0; start < from.length; start += 2 * run) {
      let [left, right] = [start, start + run]
      const [middle, end] = [Math.min(right, from.length), Math.min(start + 2 * run, from.length)]
      while (left < middle || right < end) {
        const takesLeft = right >= end || (left < middle && from[left]! <= from[right]!)
        merged.push(from[takesLeft ? left++ : right++]!)
        if (merged.length % sortedAtOnce === 0) yield
      }
    }
    from = merged
  }
  return from
}
