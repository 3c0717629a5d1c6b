/** @file Training off the caller's thread: text encoder, collaborative vectors and item space, in one worker that lives as long as the training.
 *
 * The caller's event loop stays free: items go over in small chunks, results come back as transferred arrays that nobody parses.
 */

import { Worker } from 'node:worker_threads'
import { PenchantError } from '../errors.ts'
import type { PositivePairs } from './collaborative.ts'
import type { EncodableItem } from './encoder.ts'
import type { ItemSpace, Part } from './item-space.ts'
import { type LsaEncoder, loadLsa } from './lsa.ts'
import { type LsaConfig, lsaConfigSchema } from './lsa-config.ts'
import type { FromWorker, ToWorker, TrainingOrder } from './training-messages.ts'

/** What is shared by both kinds of training. */
type TrainingOptions = {
  /** Positive (user, item) pairs of the log, the items by their place; left out while there is no log. */
  readonly pairs?: PositivePairs | undefined
  readonly seed: number | string
  /** The version of the space that comes of it. */
  readonly version: string
  readonly signal?: AbortSignal | undefined
  /** Share done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

/**
 * Trains LSA on the items and makes the item space.
 *
 * @param items by integer; undefined where an item was deleted: its row stays zero.
 * @throws PenchantError `aborted` when the signal fires; the worker is gone by then.
 */
export async function trainInWorker(
  items: readonly (EncodableItem | undefined)[],
  options: TrainingOptions & { readonly config?: Partial<LsaConfig> | undefined },
): Promise<{ readonly encoder: LsaEncoder; readonly space: ItemSpace }> {
  const config = lsaConfigSchema.parse(options.config ?? {})
  const { space, artifact } = await runWorker(items, { kind: 'train', config, ...ordered(options) }, options)
  if (artifact === undefined) throw new PenchantError('model-unavailable', 'The training gave no encoder. Train again.')
  return { encoder: loadLsa({ checked: artifact }), space }
}

/** Makes the item space around the vectors of another encoder. The vectors are copied, not taken. */
export async function trainSpaceInWorker(text: Part, options: TrainingOptions): Promise<ItemSpace> {
  const config = lsaConfigSchema.parse({})
  return (await runWorker([], { kind: 'train', config, text, ...ordered(options) }, options)).space
}

const ordered = ({ pairs, seed, version }: TrainingOptions) => ({ pairs, seed, version })

/** About 2 ms of copying lies between two turns of the caller's event loop. */
const charactersAChunk = 100_000

/** Training makes few short-lived objects: a nursery of the usual size would hold 30 MB for nothing. */
const youngGenerationMb = 6

type Trained = Extract<FromWorker, { kind: 'trained' }>

async function runWorker(
  items: readonly (EncodableItem | undefined)[],
  order: TrainingOrder,
  { signal, progress }: TrainingOptions,
): Promise<Trained> {
  const aborted = () => new PenchantError('aborted', 'The training was aborted by its caller.', { cause: signal?.reason })
  if (signal?.aborted) throw aborted()
  const worker = new Worker(workerUrl(), {
    execArgv: [],
    name: 'penchant-training',
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
  })
  const { promise, resolve, reject } = Promise.withResolvers<Trained>()
  worker.on('message', (message: FromWorker) => {
    if (message.kind === 'progress') progress?.(message.share)
    else if (message.kind === 'trained') resolve(message)
    else reject(new PenchantError(message.code ?? 'model-unavailable', `The training failed: ${message.message}`))
  })
  worker.on('error', (cause) => reject(new PenchantError('model-unavailable', `The training worker broke: ${cause}`, { cause })))
  worker.on('exit', (code) => reject(new PenchantError('model-unavailable', `The training worker ended early, with code ${code}.`)))
  const abort = () => reject(aborted())
  signal?.addEventListener('abort', abort, { once: true })
  try {
    const sent = sendItems(worker, items, signal).then(() => {
      if (!signal?.aborted) worker.postMessage(order satisfies ToWorker)
    })
    return (await Promise.all([promise, sent]))[0]
  } finally {
    signal?.removeEventListener('abort', abort)
    await worker.terminate()
  }
}

async function sendItems(worker: Worker, items: readonly (EncodableItem | undefined)[], signal: AbortSignal | undefined): Promise<void> {
  let chunk: (EncodableItem | undefined)[] = []
  let characters = 0
  for (const item of items) {
    // Only what the contract names: an item may come with more, even with what cannot be copied.
    chunk.push(item && { id: item.id, title: item.title, text: item.text, words: item.words })
    characters += 100 + (item?.text?.length ?? 0) + 12 * (item?.words.length ?? 0)
    if (characters < charactersAChunk) continue
    if (signal?.aborted) return
    worker.postMessage({ kind: 'items', items: chunk } satisfies ToWorker)
    chunk = []
    characters = 0
    await new Promise<void>((resolve) => setImmediate(resolve))
  }
  worker.postMessage({ kind: 'items', items: chunk } satisfies ToWorker)
}

/** The worker stands beside this file, as source and as built. */
function workerUrl(): URL {
  return import.meta.url.endsWith('.ts') ? new URL('./lsa-worker.ts', import.meta.url) : new URL('./lsa-worker.js', import.meta.url)
}
