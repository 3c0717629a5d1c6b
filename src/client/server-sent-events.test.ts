import { expect, it, vi } from 'vitest'
import { readEvents, type ServerSentEvent } from './server-sent-events.ts'

/** The bytes of `text` in chunks of `size`, cutting through lines and characters. */
function bodyOf(text: string, size: number, cancel = vi.fn()): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, at + size))
      at += size
      return undefined
    },
    cancel,
  })
}

async function allOf(body: ReadableStream<Uint8Array>): Promise<ServerSentEvent[]> {
  const events: ServerSentEvent[] = []
  for await (const event of readEvents(body)) events.push(event)
  return events
}

// Examples of the HTML Standard, section "Interpreting an event stream", with all three line ends.
const stream =
  ': a comment\n\nevent: add\ndata: 73857293\n\ndata: YHOO\r\ndata: +2\r\ndata: 10 é漢\r\n\r\ndata:no space\r\rid: 7\ndata\n\ndata: cut off\n'
const expected = [
  { event: 'add', data: '73857293' },
  { event: 'message', data: 'YHOO\n+2\n10 é漢' },
  { event: 'message', data: 'no space' },
]

it.each([1, 2, 3, 7, 1_000])('reads events from chunks of %i bytes', async (size) => {
  expect(await allOf(bodyOf(stream, size))).toEqual(expected)
})

it('cancels the body when the loop is left', async () => {
  const cancel = vi.fn()
  for await (const _event of readEvents(bodyOf(stream, 20, cancel))) break
  expect(cancel).toHaveBeenCalledOnce()
})
