/** @file Training: from the catalogue and everyone's likes to an encoder, the space that taste lives in and a model that ranks, in workers; kept on disk for the
 * next start. */

import type { Item } from '../data/item.ts'
import type { PositivePairs } from '../embeddings/collaborative.ts'
import { attributeOrder, encodable } from '../embeddings/encodable.ts'
import type { Encoder } from '../embeddings/encoder.ts'
import { type ItemSpace, placeByText } from '../embeddings/item-space.ts'
import { loadLsa } from '../embeddings/lsa.ts'
import type { LsaConfig } from '../embeddings/lsa-config.ts'
import { openSpace, packSpace } from '../embeddings/space-artifact.ts'
import { trainInWorker, trainSpaceInWorker } from '../embeddings/train-in-worker.ts'
import { isPenchantError, messageOf } from '../errors.ts'
import { hash32 } from '../math/random.ts'
import { inSlices, type Steps } from '../math/steps.ts'
import type { ArtifactStore } from '../storage/storage.ts'
import type { FitOptions, FittedModel, Likes, ModelFitting } from './model-fitting.ts'
import { fewestLikes } from './refit-schedule.ts'

export type Trained = {
  readonly encoder: Encoder
  readonly space: ItemSpace
  /** Attributes by how much they tell, as they were when it was trained: new items are read in the same order. */
  readonly order: readonly string[]
  /** Likes that the space was trained on. */
  readonly pairs: number
  /** Items that changed since it was trained. */
  readonly changed: number
} & Modelled

/** The part that a refit makes anew. */
export type Modelled = {
  /** Undefined where the config names none, or there are too few likes for one. */
  readonly fitted?: FittedModel | undefined
  /** What `changes` of the likes said when its likes were read. */
  readonly fittedAt: number
  /** Why there is no newer model, null where the last fit did not fail: then the model before it goes on ranking. */
  readonly modelFailure: string | null
  /** Whether what was kept of the newest model could not be read, and nothing has been fitted since: the one before it, or none, ranks. */
  readonly modelLost: boolean
  /** The attempt that failed since the model that ranks was fitted. */
  readonly failedFit?: { readonly at: number; readonly changes: number } | undefined
}

export type Training = {
  /** What was kept from before, with the items changed since placed by their text; trained anew where nothing fitting was kept. */
  open(items: readonly (Item | undefined)[]): Promise<Trained>
  /** @param before goes on where a part cannot be made anew. */
  train(items: readonly (Item | undefined)[], before?: Trained, options?: TrainOptions): Promise<Trained>
  /** The model alone. @param items how many the catalogue has. */
  refit(items: number, before: Modelled, options: FitOptions): Promise<Modelled>
}

export type TrainOptions = Partial<FitOptions>

export type TrainingParts = {
  readonly artifacts: ArtifactStore
  /** The caller's own encoder: then nothing is trained but the space. */
  readonly encoder: Encoder | undefined
  readonly config: LsaConfig
  readonly likes: () => Likes
  /** How many likes there are, and how often one was added or taken back so far. */
  readonly counts: { readonly total: number; readonly changes: number }
  /** Epoch milliseconds. */
  readonly now: () => number
  /** Left out: no model is fitted. */
  readonly model?: ModelFitting | undefined
}

const seed = 1
const encoderKey = 'encoder'
const spaceKey = 'space'

export function createTraining({ artifacts, encoder: given, config, likes, counts, now, model }: TrainingParts): Training {
  const keep = async (items: readonly (Item | undefined)[], { encoder, space, pairs, order }: Trained) => {
    const hashes = Uint32Array.from(await inSlices(mapSteps(items, hashOf)))
    await artifacts.put(spaceKey, await inSlices(packSpace({ space, pairs, order, hashes })))
    if ('save' in encoder && typeof encoder.save === 'function') await artifacts.put(encoderKey, encoder.save() as Uint8Array)
  }

  const refit: Training['refit'] = async (items, before, options) => {
    const all = likes()
    const { changes } = counts
    if (model === undefined || counts.total < fewestLikes) return modelledOf(before)
    const at = now()
    try {
      return { fitted: await model.fit(all, items, options), fittedAt: changes, modelFailure: null, modelLost: false, failedFit: undefined }
    } catch (error) {
      if (options.signal?.aborted) throw error
      return { ...modelledOf(before), modelFailure: messageOf(error), failedFit: { at, changes } }
    }
  }

  const train: Training['train'] = async (items, before, { why = 'asked', cold, signal } = {}) => {
    const { pairs, count } = pairsOf(likes())
    const order = await inSlices(attributeOrder(items))
    const options = { seed, version: `${items.length}.${count}`, ...(pairs && { pairs }), ...(signal && { signal }) }
    const { encoder, space } = given
      ? { encoder: given, space: await trainSpaceInWorker(await encodeAll(given, items, order, signal), options) }
      : await trainInWorker(await inSlices(mapSteps(items, (item) => item && encodable(item, order))), { ...options, config })
    const modelled = await refit(items.length, before ?? unfitted, { why, cold, signal })
    const trained = { encoder, space, order, pairs: count, changed: 0, ...modelled }
    await keep(items, trained)
    return trained
  }

  const openKept = async (items: readonly (Item | undefined)[]): Promise<Trained | undefined> => {
    const bytes = given ? undefined : await artifacts.get(encoderKey)
    const spaceBytes = await artifacts.get(spaceKey)
    if (!spaceBytes || (!given && !bytes)) return undefined
    const encoder = given ?? loadLsa(bytes as Uint8Array)
    const { space, hashes, pairs, order } = openSpace(spaceBytes, encoder.embeddingSize)
    if (space.count > items.length) return undefined
    const changed = [...items.keys()].filter((index) => hashes[index] !== hashOf(items[index]))
    return {
      encoder,
      space: await placed({ encoder, order }, space, items, changed),
      order,
      pairs,
      changed: changed.length,
      ...(await openModel(items.length)),
    }
  }

  const openModel = async (items: number): Promise<Modelled> => {
    const { fitted, failure } = (await model?.open(items)) ?? {}
    // What came and went while nobody counted is at least the difference.
    const missed = fitted === undefined ? 0 : Math.abs(counts.total - fitted.record.likes)
    return { fitted, fittedAt: counts.changes - missed, modelFailure: failure ?? null, modelLost: failure !== undefined }
  }

  return {
    train,
    refit,
    async open(items) {
      try {
        const kept = await openKept(items)
        if (kept && kept.changed <= items.length / 2) return kept
      } catch (error) {
        // A damaged or foreign artifact is made anew; it holds nothing that the catalogue and the log do not.
        if (!isPenchantError(error, 'artifact-mismatch')) throw error
      }
      return train(items, undefined, { why: 'first' })
    },
  }
}

const unfitted: Modelled = { fittedAt: 0, modelFailure: null, modelLost: false }

const modelledOf = ({ fitted, fittedAt, modelFailure, modelLost, failedFit }: Modelled): Modelled => ({
  ...{ fitted, fittedAt, modelFailure, modelLost, failedFit },
})

/** The space with these items encoded anew and placed by their text. */
export async function placed(
  { encoder, order }: Pick<Trained, 'encoder' | 'order'>,
  space: ItemSpace,
  items: readonly (Item | undefined)[],
  changed: readonly number[],
): Promise<ItemSpace> {
  if (changed.length === 0 && space.count === items.length) return space
  const size = encoder.embeddingSize
  const text = new Float32Array(items.length * size)
  text.set(space.text.vectors)
  for (const index of changed) text.fill(0, index * size, (index + 1) * size)
  await encodeRows({ encoder, order }, items, changed, text)
  return placeByText(space, text, changed)
}

async function encodeAll(encoder: Encoder, items: readonly (Item | undefined)[], order: readonly string[], signal?: AbortSignal) {
  const vectors = new Float32Array(items.length * encoder.embeddingSize)
  await encodeRows({ encoder, order }, items, [...items.keys()], vectors, signal)
  return { size: encoder.embeddingSize, vectors }
}

/** Writes the vectors of those of `indexes` that are present into their rows; the rows of the others stay. */
async function encodeRows(
  { encoder, order }: Pick<Trained, 'encoder' | 'order'>,
  items: readonly (Item | undefined)[],
  indexes: readonly number[],
  vectors: Float32Array,
  signal?: AbortSignal,
): Promise<void> {
  const size = encoder.embeddingSize
  const present = indexes.filter((index) => items[index] !== undefined)
  const rows = await encoder.encodeItems(
    present.map((index) => encodable(items[index] as Item, order)),
    signal,
  )
  for (const [place, index] of present.entries()) vectors.set(rows.subarray(place * size, (place + 1) * size), index * size)
}

function pairsOf(likes: Likes): {
  readonly pairs: PositivePairs | undefined
  readonly count: number
} {
  const count = [...likes.values()].reduce((sum, { length }) => sum + length, 0)
  if (count < fewestLikes) return { pairs: undefined, count }
  const users = new Int32Array(count)
  const items = new Int32Array(count)
  let at = 0
  for (const [user, acts] of [...likes.values()].entries()) {
    for (const { item } of acts) {
      users[at] = user
      items[at++] = item
    }
  }
  return { pairs: { users, items }, count }
}

const itemsAStep = 250

/** `items.map(read)` in steps. */
function* mapSteps<T>(items: readonly (Item | undefined)[], read: (item: Item | undefined) => T): Steps<readonly T[]> {
  const mapped: T[] = []
  for (const item of items) {
    mapped.push(read(item))
    if (mapped.length % itemsAStep === 0) yield
  }
  return mapped
}

const hashOf = (item: Item | undefined) => (item ? hash32(JSON.stringify(item)) >>> 0 : 0)
