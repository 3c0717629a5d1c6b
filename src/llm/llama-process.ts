/** @file The process in which llama.cpp runs: loads the model file it is given, answers one request after the other in pieces. Started by llama.ts.
 *
 * A process rather than a thread: reading a prompt would hold the event loop for hundreds of milliseconds, and what llama.cpp asserts ends its process.
 */

import { availableParallelism } from 'node:os'
import { messageOf } from '../errors.ts'
import type { FromLlama, ToLlama } from './llama-messages.ts'

/** As much of node-llama-cpp 3 as is used: the package is optional, so its own types may not be there. */
type LlamaPackage = {
  getLlama(options: {
    readonly build: 'never'
    readonly skipDownload: true
    readonly progressLogs: false
    readonly maxThreads: number
    readonly logger: (level: string, message: string) => void
  }): Promise<{
    loadModel(options: { readonly modelPath: string }): Promise<{
      createContext(options: { readonly contextSize: { readonly max: number }; readonly threads: number }): Promise<{
        getSequence(): Sequence
      }>
    }>
  }>
  readonly LlamaChatSession: new (options: {
    readonly contextSequence: Sequence
    readonly systemPrompt: string
    readonly autoDisposeSequence: false
  }) => {
    promptWithMeta(
      prompt: string,
      options: {
        readonly signal: AbortSignal
        readonly maxTokens: number | undefined
        readonly temperature: number
        readonly seed: number | undefined
        readonly budgets: { readonly thoughtTokens: number }
        readonly onTextChunk: (text: string) => void
      },
    ): Promise<{ readonly stopReason: string }>
    dispose(): void
  }
}
type Sequence = { readonly nextTokenIndex: number }
type Ask = Extract<ToLlama, { readonly kind: 'ask' }>

/** Enough for the instructions, a long message and a dozen cards. */
const longestContext = 8_192
/** More threads than free cores spin in each other's way; one core is left to the caller. */
const threads = Math.max(1, availableParallelism() - 1)

const tell = (message: FromLlama) => process.connected && process.send?.(message)

async function open(modelPath: string) {
  // Not a literal: the compiler would look for the optional package.
  const name: string = 'node-llama-cpp'
  const { getLlama, LlamaChatSession } = (await import(name)) as LlamaPackage
  let complaint = ''
  const logger = (level: string, message: string) => {
    if (level === 'error' && complaint === '') complaint = message.trim()
  }
  try {
    const llama = await getLlama({ build: 'never', skipDownload: true, progressLogs: false, maxThreads: threads, logger })
    const model = await llama.loadModel({ modelPath })
    const context = await model.createContext({ contextSize: { max: longestContext }, threads })
    return { sequence: context.getSequence(), LlamaChatSession }
  } catch (error) {
    throw complaint === '' ? error : new Error(complaint, { cause: error })
  }
}

async function answer(
  { id, system, user, maxTokens, temperature, seed }: Ask,
  signal: AbortSignal,
  { sequence, LlamaChatSession }: Opened,
) {
  // What the last prompt had in common with this one, the instructions above all, is not read again.
  const session = new LlamaChatSession({ contextSequence: sequence, systemPrompt: system, autoDisposeSequence: false })
  try {
    const { stopReason } = await session.promptWithMeta(user, {
      ...{ signal, maxTokens, temperature, seed, budgets: { thoughtTokens: 0 } },
      onTextChunk: (text) => tell({ kind: 'text', id, text }),
    })
    tell({ kind: 'end', id, reason: stopReason === 'maxTokens' ? 'length' : 'stop' })
  } finally {
    session.dispose()
  }
}

type Opened = Awaited<ReturnType<typeof open>>

const opened = open(process.argv[2] ?? '')
opened.catch((error: unknown) => {
  tell({ kind: 'broken', reason: messageOf(error) })
  process.disconnect()
})

const stops = new Map<number, AbortController>()
let last: Promise<unknown> = Promise.resolve()

process.on('message', (message: ToLlama) => {
  if (message.kind === 'stop') return stops.get(message.id)?.abort()
  const stop = new AbortController()
  stops.set(message.id, stop)
  last = last.then(async () => {
    try {
      if (!stop.signal.aborted) await answer(message, stop.signal, await opened)
    } catch (error) {
      tell({ kind: 'failed', id: message.id, reason: messageOf(error) })
    } finally {
      stops.delete(message.id)
    }
  })
})
process.on('disconnect', () => process.exit())
// Ctrl-C in a terminal reaches this process too: the caller lets running replies end and then ends it.
process.on('SIGINT', () => {})
