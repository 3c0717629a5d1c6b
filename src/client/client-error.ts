/** @file What a client throws: a refusal of the server (problem+json, as an error), or a server that cannot be reached. */

import type { Problem } from '../server/errors.ts'

export type ClientErrorCode = Problem['code'] | 'unreachable' | 'unreadable'

export class ClientError extends Error {
  /** The server's code; `unreachable` when no answer came, `unreadable` when it was not Penchant's. */
  readonly code: ClientErrorCode
  /** HTTP status, 0 when no answer came. */
  readonly status: number
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ClientErrorCode,
    message: string,
    options: { readonly status?: number; readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'ClientError'
    this.code = code
    this.status = options.status ?? 0
    this.details = options.details ?? {}
  }
}

/** The error of an answer that is not ok. */
export async function errorOf(response: Response): Promise<ClientError> {
  const { status } = response
  const body = await response.text()
  if (!/^application\/problem\+json\b/.test(response.headers.get('content-type') ?? '')) return unreadable(status, undefined)
  try {
    return problemError(JSON.parse(body))
  } catch (cause) {
    return unreadable(status, cause)
  }
}

export function problemError(problem: Problem): ClientError {
  return new ClientError(problem.code, problem.detail, { status: problem.status, details: problem.details })
}

export function unreadable(status: number, cause: unknown): ClientError {
  return new ClientError('unreadable', `The answer (status ${status}) is not one of Penchant's. Check baseUrl, and any proxy in between.`, {
    status,
    cause,
  })
}
