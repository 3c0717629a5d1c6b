/** @file This side of the writer's worker thread: requests as promises, errors as PenchantError again. */

import { existsSync } from 'node:fs'
import { Worker } from 'node:worker_threads'
import { PenchantError } from '../../errors.ts'
import type { Writer } from './database.ts'
import { storageError } from './errors.ts'
import { fromPlainError } from './plain-error.ts'
import type { WriterAnswer, WriterRequest } from './writer-messages.ts'

export interface WriterThread {
  request<M extends keyof Writer>(method: M, ...input: Parameters<Writer[M]>): Promise<ReturnType<Writer[M]>>
  /** Finishes what was asked for, releases the database and ends the thread. */
  close(): Promise<void>
}

/** What passes through is short-lived and small: a nursery of the usual size would hold 30 MB for nothing. */
const youngGenerationMb = 6

type Waiting = { readonly resolve: (value: unknown) => void; readonly reject: (error: PenchantError) => void }

/**
 * Starts the thread and waits until the database is open. While nothing is asked of it, the thread does not keep the process alive.
 *
 * @throws PenchantError whatever `openWriter` throws.
 */
export async function startWriterThread(path: string): Promise<WriterThread> {
  const worker = new Worker(workerUrl(), {
    workerData: { path },
    execArgv: [],
    name: 'penchant-storage',
    resourceLimits: { maxYoungGenerationSizeMb: youngGenerationMb },
  })
  const waiting = new Map<number, Waiting>()
  let lastId = 0
  let ended: PenchantError | undefined
  let closing: Promise<void> | undefined

  const end = (error: PenchantError) => {
    ended ??= error
    for (const { reject } of waiting.values()) reject(ended)
    waiting.clear()
  }
  const wait = (id: number) =>
    new Promise<unknown>((resolve, reject) => {
      waiting.set(id, { resolve, reject })
      worker.ref()
    })
  worker.on('message', (answer: WriterAnswer) => {
    const caller = waiting.get(answer.id)
    waiting.delete(answer.id)
    if (waiting.size === 0) worker.unref()
    if ('error' in answer) caller?.reject(fromPlainError(answer.error))
    else caller?.resolve(answer.value)
  })
  worker.on('error', (error) => end(storageError(error, path)))
  const exited = new Promise<void>((resolve) =>
    worker.on('exit', () => {
      end(new PenchantError('closed', `The storage ${path} is closed. Open it again to use it.`))
      resolve()
    }),
  )

  const send = async (method: keyof Writer, ...input: readonly unknown[]): Promise<unknown> => {
    if (ended) throw ended
    const request: WriterRequest = { id: ++lastId, method, input }
    worker.postMessage(request)
    return wait(request.id)
  }
  const close = async () => {
    if (ended) return
    const done = send('close')
    ended ??= new PenchantError('closed', `The storage ${path} is closed. Open it again to use it.`)
    await done
    worker.ref()
    await exited
  }

  await wait(0).catch(async (error: unknown) => {
    await worker.terminate()
    throw error
  })
  return {
    request: (method, ...input) => send(method, ...input) as never,
    close: () => {
      closing ??= close()
      return closing
    },
  }
}

/** Beside this folder in the sources; in the build, in `storage/` at its root, wherever the bundler has put this module. */
function workerUrl(): URL {
  if (import.meta.url.endsWith('.ts')) return new URL('../sqlite-writer.ts', import.meta.url)
  const built = ['./', '../', '../../']
    .map((up) => new URL(`${up}storage/sqlite-writer.js`, import.meta.url))
    .find((url) => existsSync(url))
  if (!built)
    throw new PenchantError('storage-unavailable', 'The file storage/sqlite-writer.js of this package is missing. Install it again.')
  return built
}
