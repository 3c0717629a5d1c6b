/** @file Fitting off the caller's thread: a model of the registry, fitted on everybody's interactions in a worker that lives as long as the fit. */

import { Worker } from 'node:worker_threads'
import { PenchantError } from '../errors.ts'
import type { FitOrder, FromFitWorker } from './fit-messages.ts'

export type Fitted = {
  /** The artifact, for `load` of the definition. */
  readonly bytes: Uint8Array
  /** See score-unit.ts. */
  readonly unit: number
}

/**
 * Fits the model that the order names. Its columns are copied into the worker.
 *
 * @throws PenchantError `aborted` when the signal fires (the worker is gone by then), `invalid-input` where the log does not suffice for the model,
 *   `model-unavailable` when the worker breaks.
 */
export async function fitInWorker(
  order: FitOrder,
  { signal, progress }: { readonly signal?: AbortSignal | undefined; readonly progress?: ((share: number) => void) | undefined } = {},
): Promise<Fitted> {
  const aborted = () => new PenchantError('aborted', 'The fit was aborted by its caller.', { cause: signal?.reason })
  if (signal?.aborted) throw aborted()
  const worker = new Worker(workerUrl(), { execArgv: [], name: 'penchant-fit', workerData: order })
  const { promise, resolve, reject } = Promise.withResolvers<Fitted>()
  worker.on('message', (message: FromFitWorker) => {
    if (message.kind === 'progress') progress?.(message.share)
    else if (message.kind === 'fitted') resolve({ bytes: message.bytes, unit: message.unit })
    else reject(new PenchantError(message.code ?? 'model-unavailable', `The model ${order.name} could not be fitted: ${message.message}`))
  })
  worker.on('error', (cause) =>
    reject(new PenchantError('model-unavailable', `The worker that fits ${order.name} broke: ${cause}`, { cause })),
  )
  worker.on('exit', (code) =>
    reject(new PenchantError('model-unavailable', `The worker that fits ${order.name} ended early, with code ${code}.`)),
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
