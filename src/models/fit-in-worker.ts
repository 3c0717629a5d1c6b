/** @file Fitting and opening off the caller's thread: a model of the registry, in a worker that lives as long as the work.
 *
 * Reading, hashing and writing an artifact of hundreds of megabytes would hold up the caller's event loop for a second; here it gets back bytes that are
 * checked and its own, and makes a model of views on them.
 */

import { Worker } from 'node:worker_threads'
import { PenchantError } from '../errors.ts'
import type { FitOrder, Fitted, FromFitWorker, KeptArtifact, OpenOrder, WorkerOrder } from './fit-messages.ts'

export type WorkOptions = {
  readonly signal?: AbortSignal | undefined
  /** Share done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

/**
 * Fits the model that the order names. Its columns, and the bytes that it starts from, move into the worker: they are empty here afterwards.
 *
 * @throws PenchantError `aborted` when the signal fires (the worker is gone by then), `invalid-input` where the log does not suffice for the model,
 *   `storage-full` or `storage-unavailable` when the file cannot be written, `model-unavailable` when the worker breaks.
 */
export async function fitInWorker(order: Omit<FitOrder, 'kind'>, options: WorkOptions = {}): Promise<Fitted> {
  const { offsets, item, times } = order.columns
  const moved = [...[offsets, item, times].map(({ buffer }) => buffer), ...buffersOf(order.from)]
  const done = await worked({ kind: 'fit', ...order }, moved, options)
  if (done.kind === 'fitted') return done
  throw brokenOff(order.name)
}

/** Reads and checks an artifact. Bytes of the order move into the worker and come back. @throws PenchantError `artifact-mismatch`, `aborted`, `model-unavailable`. */
export async function openInWorker(order: Omit<OpenOrder, 'kind'>, options: WorkOptions = {}): Promise<Uint8Array> {
  const done = await worked({ kind: 'open', ...order }, buffersOf(order.artifact), options)
  if (done.kind === 'opened') return done.bytes
  throw brokenOff(order.name)
}

const buffersOf = (artifact: KeptArtifact | undefined) => (artifact && 'bytes' in artifact ? [artifact.bytes.buffer] : [])
const brokenOff = (name: string) =>
  new PenchantError('model-unavailable', `The worker of the model ${name} did something else. Train again.`)

type Done = Exclude<FromFitWorker, { readonly kind: 'progress' | 'failed' }>

async function worked(order: WorkerOrder, moved: readonly ArrayBuffer[], { signal, progress }: WorkOptions): Promise<Done> {
  const aborted = () => new PenchantError('aborted', 'The fit was aborted by its caller.', { cause: signal?.reason })
  if (signal?.aborted) throw aborted()
  const worker = new Worker(workerUrl(), { execArgv: [], name: 'penchant-fit', workerData: order, transferList: [...moved] })
  const { promise, resolve, reject } = Promise.withResolvers<Done>()
  const what = order.kind === 'fit' ? 'fitted' : 'opened'
  worker.on('message', (message: FromFitWorker) => {
    if (message.kind === 'progress') progress?.(message.share)
    else if (message.kind !== 'failed') resolve(message)
    else reject(new PenchantError(message.code ?? 'model-unavailable', `The model ${order.name} could not be ${what}: ${message.message}`))
  })
  worker.on('error', (cause) =>
    reject(new PenchantError('model-unavailable', `The worker of the model ${order.name} broke: ${cause}`, { cause })),
  )
  worker.on('exit', (code) =>
    reject(new PenchantError('model-unavailable', `The worker of the model ${order.name} ended early, with code ${code}.`)),
  )
  const abort = () => reject(aborted())
  signal?.addEventListener('abort', abort, { once: true })
  try {
    return await promise
  } finally {
    signal?.removeEventListener('abort', abort)
    await worker.terminate()
  }
}

/** The worker stands beside this file, as source and as built. */
function workerUrl(): URL {
  return import.meta.url.endsWith('.ts') ? new URL('./fit-worker.ts', import.meta.url) : new URL('./fit-worker.js', import.meta.url)
}
