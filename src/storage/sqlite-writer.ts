/** @file The worker thread that writes: takes requests one after the other, answers each once it is on disk. Loaded by URL. */

import { parentPort, workerData } from 'node:worker_threads'
import { openWriter, type Writer } from './sqlite/database.ts'
import { toPlainError } from './sqlite/plain-error.ts'
import type { WriterAnswer, WriterRequest } from './sqlite/writer-messages.ts'

const answer = (message: WriterAnswer) => parentPort?.postMessage(message)

function serve(writer: Writer): void {
  parentPort?.on('message', ({ id, method, input }: WriterRequest) => {
    try {
      const work = writer[method] as (...input: readonly unknown[]) => unknown
      answer({ id, value: work(...input) })
    } catch (error) {
      answer({ id, error: toPlainError(error) })
    }
    if (method === 'close') parentPort?.close()
    else writer.tidy()
  })
}

try {
  serve(openWriter((workerData as { readonly path: string }).path))
  answer({ id: 0, value: undefined })
} catch (error) {
  answer({ id: 0, error: toPlainError(error) })
}
