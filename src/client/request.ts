/** @file One request: sent, retried where sending it twice does no harm, read as JSON or thrown as ClientError. */

import { ClientError, errorOf, unreadable } from './client-error.ts'

export type Connection = {
  /** Without the closing slash. */
  readonly baseUrl: string
  readonly token?: string | undefined
  readonly fetch: typeof globalThis.fetch
  /** How often a request is sent again after the first time. */
  readonly retries: number
  /** Before the first retry; doubled for each further one. */
  readonly retryDelayMs: number
}

export type Call = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body?: unknown
  /** True when the server answers the same, and changes nothing more, when it gets it twice. */
  readonly repeatable: boolean
  readonly accept?: string | undefined
  readonly signal?: AbortSignal | undefined
}

/** Statuses that say "not now": nothing was done. */
const passing = [429, 502, 503, 504]

export async function requestJson<T>(connection: Connection, call: Call): Promise<T> {
  const response = await request(connection, call)
  try {
    return (await response.json()) as T
  } catch (cause) {
    call.signal?.throwIfAborted()
    throw unreadable(response.status, cause)
  }
}

/** @throws ClientError for every answer that is not ok; the signal's reason when aborted. */
export async function request(connection: Connection, call: Call): Promise<Response> {
  const attempts = call.repeatable ? connection.retries + 1 : 1
  for (let attempt = 1; ; attempt++) {
    const response = await attemptOnce(connection, call)
    // Not asked by `instanceof Response`: a server in the same process may have put another class in its place.
    const failed = response instanceof ClientError
    if (!failed && response.ok) return response
    const again = attempt < attempts && (failed || passing.includes(response.status))
    if (!again) throw failed ? response : await errorOf(response)
    if (!failed) await response.body?.cancel()
    await pause(connection.retryDelayMs * 2 ** (attempt - 1), call.signal)
  }
}

async function attemptOnce(connection: Connection, call: Call): Promise<Response | ClientError> {
  const headers: Record<string, string> = { accept: call.accept ?? 'application/json' }
  if (connection.token !== undefined) headers.authorization = `Bearer ${connection.token}`
  if (call.body !== undefined) headers['content-type'] = 'application/json'
  try {
    return await connection.fetch(connection.baseUrl + call.path, {
      method: call.method,
      headers,
      credentials: 'same-origin',
      ...(call.body !== undefined && { body: JSON.stringify(call.body) }),
      ...(call.signal && { signal: call.signal }),
    })
  } catch (cause) {
    call.signal?.throwIfAborted()
    return new ClientError('unreachable', `No answer from ${connection.baseUrl || 'the server'}. Is it running?`, { cause })
  }
}

function pause(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    const leave = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', leave)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', leave, { once: true })
  })
}
