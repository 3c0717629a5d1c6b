/** @file A strict OpenAI-compatible server on the loopback, with scripted faults: what providers do on bad days, at will.
 *
 * Each request takes the next step of the script. A request that no real server would accept is answered 400 and noted in `complaints`.
 */

import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export type Step =
  | { readonly kind: 'say'; readonly text: string; readonly finish?: 'stop' | 'length' | 'content_filter' }
  | { readonly kind: 'status'; readonly status: number; readonly retryAfter?: number }
  /** Accepts the request and sends nothing. */
  | { readonly kind: 'hang' }
  /** Sends the first words and then nothing more. */
  | { readonly kind: 'stall'; readonly text: string }
  /** Sends the text and closes without an end. */
  | { readonly kind: 'truncate'; readonly text: string }
  | { readonly kind: 'invalid-json' }

export type LoopbackServer = {
  /** The base address, to be followed by #model. */
  readonly url: string
  readonly key: string
  readonly requests: readonly {
    readonly path: string
    readonly body: { readonly model: string; readonly messages: readonly { readonly role: string; readonly content: unknown }[] }
  }[]
  readonly complaints: readonly string[]
  close(): Promise<void>
}

/** Starts on a free port. */
export async function startOpenAiServer(script: readonly Step[]): Promise<LoopbackServer> {
  const key = 'sk-loopback-secret'
  const requests: LoopbackServer['requests'][number][] = []
  const complaints: string[] = []
  const steps = script[Symbol.iterator]()
  const server = createServer((request, response) => {
    void answer(request, response).catch((error: unknown) => {
      complaints.push(String(error))
      response.destroy()
    })
  })
  async function answer(request: IncomingMessage, response: ServerResponse) {
    const body = await read(request)
    const problem = problemOf(request, body, key)
    if (problem !== undefined) {
      complaints.push(problem)
      return fail(response, problem.startsWith('key') ? 401 : 400, problem)
    }
    requests.push({ path: request.url ?? '', body: body as LoopbackServer['requests'][number]['body'] })
    const { value: step } = steps.next()
    if (step === undefined) return fail(response, 500, 'the script has ended')
    play(step, response)
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}/v1`,
    key,
    requests,
    complaints,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function play(step: Step, response: ServerResponse) {
  if (step.kind === 'hang') return
  if (step.kind === 'status') {
    if (step.retryAfter !== undefined) response.setHeader('retry-after', String(step.retryAfter))
    return fail(response, step.status, 'scripted')
  }
  response.writeHead(200, { 'content-type': 'text/event-stream' })
  if (step.kind === 'invalid-json') {
    response.end('data: {"id": "x", "choices": [{\n\n')
    return
  }
  for (const word of step.text.split(/(?<= )/)) response.write(chunk({ delta: { content: word }, finish_reason: null }))
  if (step.kind === 'stall') return
  if (step.kind === 'truncate') {
    response.end()
    return
  }
  response.write(chunk({ delta: {}, finish_reason: step.finish ?? 'stop' }))
  response.end('data: [DONE]\n\n')
}

const chunk = (choice: object) =>
  `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 0, model: 'tiny', choices: [{ index: 0, ...choice }] })}\n\n`

function fail(response: ServerResponse, status: number, message: string) {
  response.writeHead(status, { 'content-type': 'application/json' })
  response.end(JSON.stringify({ error: { message, type: 'scripted', code: null } }))
}

async function read(request: IncomingMessage): Promise<unknown> {
  const parts: Buffer[] = []
  for await (const part of request) parts.push(part as Buffer)
  return JSON.parse(Buffer.concat(parts).toString('utf8') || 'null')
}

function problemOf(request: IncomingMessage, body: unknown, key: string): string | undefined {
  if (request.method !== 'POST' || request.url !== '/v1/chat/completions') return `no such route: ${request.method} ${request.url}`
  if (request.headers.authorization !== `Bearer ${key}`) return 'key missing or wrong'
  if (!request.headers['content-type']?.startsWith('application/json')) return 'content-type is not application/json'
  if (typeof body !== 'object' || body === null) return 'body is no object'
  const { model, messages, stream } = body as Record<string, unknown>
  if (typeof model !== 'string' || model === '') return 'model is missing'
  if (stream !== true) return 'stream is not true'
  const isMessage = (message: unknown) => typeof message === 'object' && message !== null && 'role' in message && 'content' in message
  return Array.isArray(messages) && messages.length > 0 && messages.every(isMessage) ? undefined : 'messages are malformed'
}
