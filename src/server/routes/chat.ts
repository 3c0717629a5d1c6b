/** @file /v1/chat: a conversation. JSON when asked plainly; server-sent events, one for each ChatEvent, for `Accept: text/event-stream`. */

import { createRoute } from '@hono/zod-openapi'
import type { Context } from 'hono'
import { streamSSE } from 'hono/streaming'
import type { ChatEvent, ChatRequest, Penchant } from '../../engine/penchant.ts'
import { PenchantError } from '../../errors.ts'
import { answer, apiHeaders } from '../answer.ts'
import { actingForAnyone } from '../auth.ts'
import { problemOf } from '../errors.ts'
import { type App, answers, body } from '../route.ts'
import { chatAnswer, chatEvent, chatRequest } from '../schemas.ts'

const description =
  'Answers with JSON, or for `Accept: text/event-stream` with one event per step: items, text …, done; error when it fails.'
const chatRoute = createRoute({
  method: 'post',
  path: '/v1/chat',
  tags: ['Recommendations'],
  summary: 'Ask in words',
  description,
  request: { body: body(chatRequest) },
  responses: answers('The answer', chatAnswer, {
    200: { description: 'The answer', content: { 'application/json': { schema: chatAnswer }, 'text/event-stream': { schema: chatEvent } } },
  }),
})

/** @param report is given what fails after the first event, when the status is already sent. */
export function chatRoutes(app: App, penchant: Penchant, report: (error: unknown) => void): void {
  app.openapi(chatRoute, async (context) => {
    const request = context.req.valid('json')
    const user = actingForAnyone(context.get('caller'), request.user)
    if (/\btext\/event-stream\b/.test(context.req.header('accept') ?? ''))
      return streamChat(context, penchant, { ...request, user }, report)
    return answer(await penchant.chat({ ...request, user }, { signal: context.req.raw.signal }))
  })
}

async function streamChat(context: Context, penchant: Penchant, request: ChatRequest, report: (error: unknown) => void): Promise<Response> {
  const gone = new AbortController()
  const signal = AbortSignal.any([context.req.raw.signal, gone.signal])
  const events = penchant.chatStream(request, { signal })[Symbol.asyncIterator]()
  // The first event is awaited before the status goes out: a refused request is answered with its problem, not with an empty stream.
  let event = await events.next()
  for (const [name, value] of Object.entries(apiHeaders)) context.header(name, value)
  return streamSSE(context, async (stream) => {
    stream.onAbort(() => gone.abort(new PenchantError('aborted', 'The client left before the answer was complete.')))
    try {
      for (; !event.done && !stream.aborted; event = await events.next()) await stream.writeSSE(sse(event.value))
    } catch (error) {
      // Nobody is left to tell, and giving up is what was asked of the engine.
      if (signal.aborted) return
      const { problem, unexpected } = problemOf(error)
      if (unexpected) report(error)
      await stream.writeSSE({ event: 'error', data: JSON.stringify(problem) })
    } finally {
      await events.return?.()
    }
  })
}

function sse(event: ChatEvent): { readonly event: string; readonly data: string } {
  return { event: event.type, data: JSON.stringify(event) }
}
