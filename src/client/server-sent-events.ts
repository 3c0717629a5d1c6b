/** @file Server-sent events from a response body (HTML Standard, "Server-sent events"): the fields event and data. */

export type ServerSentEvent = { readonly event: string; readonly data: string }

/** The events in order. Leaving the loop early cancels the body, which tells the server. A last event without its closing blank line does not count. */
export async function* readEvents(body: ReadableStream<Uint8Array>): AsyncGenerator<ServerSentEvent, void, void> {
  const reader = body.getReader()
  const decoder = new TextDecoder()
  let pending = ''
  let event = 'message'
  let data: string[] = []
  try {
    while (true) {
      const { done, value } = await reader.read()
      if (done) return
      pending += decoder.decode(value, { stream: true })
      const lines = pending.split(/\r\n|\n|\r(?!$)/)
      pending = lines.pop() as string
      for (const line of lines) {
        if (line === '') {
          if (data.length > 0) yield { event, data: data.join('\n') }
          event = 'message'
          data = []
        } else if (line.startsWith('event:')) event = fieldValue(line, 6)
        else if (line.startsWith('data:')) data.push(fieldValue(line, 5))
      }
    }
  } finally {
    await reader.cancel()
  }
}

function fieldValue(line: string, from: number): string {
  return line.slice(line[from] === ' ' ? from + 1 : from)
}
