/** @file A model file (.gguf) run by llama.cpp on this machine, as a language model of AI SDK 7. Needs the optional package `node-llama-cpp`.
 *
 * llama.cpp runs in a process of its own, started at the first request and ended by `close`: it neither holds the event loop nor takes the engine down
 * with it. Nothing is downloaded or compiled. Requests are answered one after the other; a stopped one ends at its next token.
 */

import { type ChildProcess, fork } from 'node:child_process'
import { basename } from 'node:path'
import type { LanguageModel } from 'ai'
import { PenchantError } from '../errors.ts'
import type { FromLlama, ToLlama } from './llama-messages.ts'

type Model = Extract<LanguageModel, { readonly specificationVersion: 'v4' }>
type Options = Parameters<Model['doStream']>[0]
type Part = Awaited<ReturnType<Model['doStream']>>['stream'] extends ReadableStream<infer P> ? P : never
type Finish = Extract<Part, { readonly type: 'finish' }>

export type LlamaModel = {
  readonly model: Model
  /** Ends the process. A later request starts it again. */
  close(): Promise<void>
}

/** @param path of the model file. */
export function createLlamaModel(path: string): LlamaModel {
  const file = basename(path)
  let running: Running | undefined
  let lastId = 0

  const doStream: Model['doStream'] = async ({ prompt, maxOutputTokens, temperature = 0, seed, abortSignal }) => {
    abortSignal?.throwIfAborted()
    const texts = textsOf(prompt)
    if (running === undefined || running.ended()) running = startProcess(path, file)
    const { ask, stop } = running
    const id = ++lastId
    let leave = () => {}
    const stream = new ReadableStream<Part>({
      start(controller) {
        const abort = () => {
          stop(id)
          controller.error(abortSignal?.reason)
        }
        leave = () => abortSignal?.removeEventListener('abort', abort)
        abortSignal?.addEventListener('abort', abort, { once: true })
        controller.enqueue({ type: 'stream-start', warnings: [] })
        controller.enqueue({ type: 'text-start', id: 'reply' })
        ask(
          { kind: 'ask', id, ...texts, maxTokens: maxOutputTokens, temperature, seed },
          {
            text: (delta) => controller.enqueue({ type: 'text-delta', id: 'reply', delta }),
            end(reason) {
              leave()
              controller.enqueue({ type: 'text-end', id: 'reply' })
              controller.enqueue(finish(reason))
              controller.close()
            },
            fail(error) {
              leave()
              controller.error(error)
            },
          },
        )
      },
      cancel() {
        leave()
        stop(id)
      },
    })
    return { stream }
  }
  return {
    model: {
      ...{ specificationVersion: 'v4', provider: 'llama', modelId: file, supportedUrls: {}, doStream },
      async doGenerate(options) {
        let text = ''
        let reason: Finish['finishReason'] = { unified: 'error', raw: undefined }
        for await (const part of (await doStream(options)).stream) {
          if (part.type === 'text-delta') text += part.delta
          else if (part.type === 'finish') reason = part.finishReason
        }
        return { content: [{ type: 'text', text }], finishReason: reason, usage: uncounted, warnings: [] }
      },
    },
    async close() {
      await running?.close()
    },
  }
}

type Listener = {
  text(text: string): void
  end(reason: 'stop' | 'length'): void
  fail(error: PenchantError): void
}
type Running = {
  ask(message: Extract<ToLlama, { readonly kind: 'ask' }>, listener: Listener): void
  stop(id: number): void
  readonly ended: () => boolean
  close(): Promise<void>
}

/** While nothing is asked of it, the process does not keep its caller alive. */
function startProcess(path: string, file: string): Running {
  const child: ChildProcess = fork(processUrl(), [path], { execArgv: [], stdio: ['ignore', 'ignore', 'ignore', 'ipc'] })
  const listeners = new Map<number, Listener>()
  let ended: PenchantError | undefined
  const forget = (id: number) => {
    listeners.delete(id)
    if (listeners.size === 0) child.channel?.unref()
  }
  const end = (error: PenchantError) => {
    ended ??= error
    for (const [id, { fail }] of listeners) {
      forget(id)
      fail(ended)
    }
  }
  const exited = new Promise<void>((resolve) =>
    child.once('exit', () => {
      end(unavailable(`The process that runs ${file} ended early.`))
      resolve()
    }),
  )
  child.once('error', (cause) => end(unavailable(`The process that runs ${file} could not be started.`, { reason: cause.message })))
  child.on('message', (message: FromLlama) => {
    if (message.kind === 'broken') return end(unavailable(`llama.cpp cannot load ${file}: ${withoutPath(message.reason, path, file)}`))
    const listener = listeners.get(message.id)
    if (message.kind === 'text') return listener?.text(message.text)
    forget(message.id)
    if (message.kind === 'end') listener?.end(message.reason)
    else listener?.fail(unavailable('llama.cpp failed at this reply.', { reason: withoutPath(message.reason, path, file) }))
  })
  child.unref()
  child.channel?.unref()
  const send = (message: ToLlama) => {
    // A process that is just ending tells so by its exit.
    child.send(message, () => {})
  }
  return {
    ask(message, listener) {
      listeners.set(message.id, listener)
      child.channel?.ref()
      send(message)
    },
    stop(id) {
      forget(id)
      if (ended === undefined) send({ kind: 'stop', id })
    },
    ended: () => ended !== undefined,
    async close() {
      end(unavailable('The language model is closed.'))
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return
      child.ref()
      child.kill()
      await exited
    },
  }
}

/** The instructions and the one message of the reply's role; llama.cpp reads neither pictures nor tool results here. */
function textsOf(prompt: Options['prompt']): { readonly system: string; readonly user: string } {
  const [system, user, ...others] = prompt
  const parts = user?.role === 'user' ? user.content.flatMap((part) => (part.type === 'text' ? [part.text] : [])) : []
  if (system?.role !== 'system' || user?.role !== 'user' || others.length > 0 || parts.length !== user.content.length)
    throw new PenchantError('invalid-input', 'A llama model takes instructions and one message of text.')
  return { system: system.content, user: parts.join('\n') }
}

const uncounted: Finish['usage'] = {
  inputTokens: { total: undefined, noCache: undefined, cacheRead: undefined, cacheWrite: undefined },
  outputTokens: { total: undefined, text: undefined, reasoning: undefined },
}
const finish = (reason: 'stop' | 'length'): Finish => ({
  type: 'finish',
  finishReason: { unified: reason, raw: reason },
  usage: uncounted,
})

const unavailable = (message: string, details: Readonly<Record<string, unknown>> = {}) =>
  new PenchantError('model-unavailable', message, { details })

/** What is told may reach whoever chats: where files lie on this machine is not their business. */
const withoutPath = (reason: string, path: string, file: string) =>
  reason
    .replaceAll(path, file)
    .replaceAll(/[^\P{Cc}]+/gu, ' ')
    .slice(0, 300)

/** Beside this file, as source and as built. */
function processUrl(): URL {
  return import.meta.url.endsWith('.ts') ? new URL('./llama-process.ts', import.meta.url) : new URL('./llama-process.js', import.meta.url)
}
