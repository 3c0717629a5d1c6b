/** @file The model that ranks beside the live counts: fitted on everybody's likes in a worker, kept on disk, promoted with the next snapshot.
 *
 * One artifact holds the fitted model and what goes with it, written in one transaction: after a crash there is the old one or the new one, never half of each.
 */

import { isPenchantError, PenchantError } from '../errors.ts'
import type { Kernels } from '../math/kernels.ts'
import { hash32 } from '../math/random.ts'
import { inSlices, type Steps } from '../math/steps.ts'
import { fitInWorker } from '../models/fit-in-worker.ts'
import type { FitColumns } from '../models/fit-messages.ts'
import type { ModelDefinition } from '../models/model.ts'
import type { PromotedModel } from '../pipeline/snapshot.ts'
import type { Positive } from '../profile/positives.ts'
import type { ArtifactStore } from '../storage/storage.ts'

export type Likes = ReadonlyMap<string, readonly Pick<Positive, 'item' | 'at'>[]>

export type ModelFitting = {
  /** What was kept by the same config, if anything fitting was. @param items how many the catalogue has: a model that knows more is of another catalogue. */
  open(items: number): Promise<PromotedModel | undefined>
  /** Fits and keeps. @throws PenchantError as the fit does; then what was kept before still is. */
  fit(likes: Likes, items: number, signal?: AbortSignal): Promise<PromotedModel>
}

export type ModelFittingParts = {
  readonly artifacts: ArtifactStore
  readonly kernels: Kernels
  /** Name and options of the model. */
  readonly name: string
  readonly options: Readonly<Record<string, unknown>>
}

type Card = { readonly version: string; readonly unit: number; readonly name: string; readonly options: unknown }

const artifactKey = 'model'
const seed = 1
const usersAStep = 500

/** @throws PenchantError `invalid-input` for a name that is no model's, a model that the log does not suffice for, or options it does not have. */
export async function createModelFitting({ artifacts, kernels, name, options }: ModelFittingParts): Promise<ModelFitting> {
  const definition = await rankingModel(name, options)
  const promoted = ({ version, unit }: Card, bytes: Uint8Array): PromotedModel => ({
    version,
    unit,
    model: definition.load(bytes, kernels),
  })
  const sameConfig = (card: Card) => card.name === name && JSON.stringify(card.options) === JSON.stringify(options)

  return {
    async open(items) {
      const kept = await artifacts.get(artifactKey)
      if (kept === undefined) return undefined
      try {
        const { card, bytes } = unpack(kept)
        const found = sameConfig(card) ? promoted(card, bytes) : undefined
        return found && found.model.items <= items ? found : undefined
      } catch (error) {
        // Damaged or of another version: the next training makes it anew from the log, which holds all of it.
        if (!isPenchantError(error, 'artifact-mismatch')) throw error
        return undefined
      }
    },
    async fit(likes, items, signal) {
      const columns = await inSlices(columnsOf(likes, items))
      const { bytes, unit } = await fitInWorker({ name, config: options, seed, columns }, { signal })
      const version = `${name}.${items}.${columns.item.length}.${(hash32(JSON.stringify(options)) >>> 0).toString(36)}`
      const card: Card = { version, unit, name, options }
      const next = promoted(card, bytes)
      await artifacts.put(artifactKey, pack(card, bytes))
      return next
    },
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

/** Everybody's likes, one person after another, in the order in which they liked. */
function* columnsOf(likes: Likes, items: number): Steps<FitColumns> {
  const count = [...likes.values()].reduce((sum, { length }) => sum + length, 0)
  const offsets = new Int32Array(likes.size + 1)
  const item = new Int32Array(count)
  const times = new Float64Array(count)
  let user = 0
  let place = 0
  for (const acts of likes.values()) {
    for (const act of acts) {
      item[place] = act.item
      times[place++] = act.at
    }
    offsets[++user] = place
    if (user % usersAStep === 0) yield
  }
  return { items, offsets, item, times }
}

/** Length of the card, the card as JSON, and the model's own bytes from a multiple of 8 on. */
function pack(card: Card, bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(JSON.stringify(card))
  const start = Math.ceil((4 + text.length) / 8) * 8
  const packed = new Uint8Array(start + bytes.length)
  new DataView(packed.buffer).setUint32(0, text.length, true)
  packed.set(text, 4)
  packed.set(bytes, start)
  return packed
}

/** @throws PenchantError `artifact-mismatch`. */
function unpack(packed: Uint8Array): { readonly card: Card; readonly bytes: Uint8Array } {
  try {
    const length = new DataView(packed.buffer, packed.byteOffset).getUint32(0, true)
    const card = JSON.parse(Buffer.from(packed.subarray(4, 4 + length)).toString()) as Card
    return { card, bytes: packed.subarray(Math.ceil((4 + length) / 8) * 8) }
  } catch (cause) {
    throw new PenchantError('artifact-mismatch', 'The kept model is damaged. Train again.', { cause })
  }
}
