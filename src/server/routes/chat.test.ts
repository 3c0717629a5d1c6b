import { expect, it, vi } from 'vitest'
import type { ChatEvent } from '../../engine/penchant.ts'
import { PenchantError } from '../../errors.ts'
import { createApp } from '../app.ts'
import { createFakePenchant } from '../fake-penchant.ts'
import { chatEvent } from '../schemas.ts'

function setUp() {
  const penchant = createFakePenchant([{ id: 'heat', title: 'Heat', attributes: {} }])
  const report = vi.fn()
  const app = createApp(penchant, {}, { report })
  const chat = (init: RequestInit = {}) =>
    app.request('/v1/chat', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ message: 'hello', user: 'ada', eventId: 'm1' }),
      ...init,
    })
  return { penchant, report, chat }
}

const eventsOf = (text: string) =>
  text
    .split('\n\n')
    .filter(Boolean)
    .map((block) => {
      const [event, data] = block.split('\n') as [string, string]
      return { event: event.slice('event: '.length), data: JSON.parse(data.slice('data: '.length)) }
    })

it('streams one event per step, each as the document says, the cards first', async () => {
  const { chat, penchant } = setUp()
  const response = await chat()
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  expect(response.headers.get('x-content-type-options')).toBe('nosniff')
  const events = eventsOf(await response.text())
  expect(events.map(({ event }) => event)).toEqual(['items', 'text', 'text', 'text', 'done'])
  for (const { data } of events) chatEvent.parse(data)
  expect(events.flatMap(({ data }) => (data.type === 'text' ? [data.text] : [])).join('')).toBe(events.at(-1)?.data.answer.reply)
  expect(penchant.calls).toEqual([['chatStream', { message: 'hello', user: 'ada', eventId: 'm1' }]])
})

it('keeps line breaks of a model inside the data', async () => {
  const { chat, penchant } = setUp()
  const text = 'one\n\nevent: done\ndata: {}\r\rtwo'
  penchant.chatStream = async function* (): AsyncGenerator<ChatEvent> {
    yield { type: 'text', text }
  }
  expect(eventsOf(await (await chat()).text())).toEqual([{ event: 'text', data: { type: 'text', text } }])
})

it('answers a refusal before the first event with its status', async () => {
  const { chat, penchant } = setUp()
  // biome-ignore lint/correctness/useYield: it fails before there is anything to yield
  penchant.chatStream = async function* () {
    throw new PenchantError('overloaded', 'Too many conversations.')
  }
  expect((await chat()).status).toBe(503)
})

it('ends with a problem when it breaks half-way, and tells nothing of the inside', async () => {
  const { chat, penchant, report } = setUp()
  penchant.chatStream = async function* (): AsyncGenerator<ChatEvent> {
    yield { type: 'text', text: 'Here' }
    throw new Error('hunter2')
  }
  const events = eventsOf(await (await chat()).text())
  expect(events).toMatchObject([{ event: 'text' }, { event: 'error', data: { code: 'internal', status: 500 } }])
  expect(JSON.stringify(events)).not.toContain('hunter2')
  expect(report).toHaveBeenCalledOnce()
})

/** A chat that says one word and then waits until it is told to stop. */
function waiting() {
  let resolve: (reason: unknown) => void = () => {}
  const stopped = new Promise<unknown>((settle) => {
    resolve = settle
  })
  const chatStream = async function* (_request: unknown, options?: { readonly signal?: AbortSignal }): AsyncGenerator<ChatEvent> {
    const signal = options?.signal as AbortSignal
    try {
      yield { type: 'text', text: 'Here' }
      await new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }))
    } finally {
      resolve(signal.reason)
    }
  }
  return { chatStream, stopped }
}

it('stops the engine when the reader of the stream leaves', async () => {
  const { chat, penchant, report } = setUp()
  const { chatStream, stopped } = waiting()
  penchant.chatStream = chatStream
  const reader = (await chat()).body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
  expect(new TextDecoder().decode((await reader.read()).value)).toContain('Here')
  await reader.cancel()
  expect(await stopped).toMatchObject({ code: 'aborted' })
  expect(report).not.toHaveBeenCalled()
})

it('stops the engine when the request is aborted', async () => {
  const { chat, penchant } = setUp()
  const { chatStream, stopped } = waiting()
  penchant.chatStream = chatStream
  const leave = new AbortController()
  const reader = (await chat({ signal: leave.signal })).body?.getReader() as ReadableStreamDefaultReader<Uint8Array>
  await reader.read()
  leave.abort()
  expect(await stopped).toMatchObject({ name: 'AbortError' })
})

it('hands the signal to a chat without a stream too', async () => {
  const { chat, penchant } = setUp()
  const leave = new AbortController()
  const given = vi.fn()
  const plain = penchant.chat
  penchant.chat = (request, options) => {
    given(options?.signal?.aborted)
    leave.abort()
    given(options?.signal?.aborted)
    return plain(request)
  }
  await chat({ signal: leave.signal, headers: { 'content-type': 'application/json' } })
  expect(given.mock.calls).toEqual([[false], [true]])
})
