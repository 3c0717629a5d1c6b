/** @file From errors to answers: one table of codes to HTTP statuses, written as application/problem+json (RFC 9457). */

import { HTTPException } from 'hono/http-exception'
import { type ErrorCode, isPenchantError } from '../errors.ts'
import { apiHeaders } from './answer.ts'

export type Problem = {
  /** Where the code is explained. */
  readonly type: string
  readonly title: string
  readonly status: number
  readonly detail: string
  readonly code: ErrorCode | 'internal'
  readonly details: Readonly<Record<string, unknown>>
}

/** Every code with its status and title. From 500 on the title is all that a caller is told: the rest is the operator's. */
export const problemTable: Readonly<Record<ErrorCode, { readonly status: number; readonly title: string }>> = {
  'invalid-input': { status: 400, title: 'The request is not valid' },
  'payload-too-large': { status: 413, title: 'The request is too large' },
  'unknown-item': { status: 404, title: 'There is no such item' },
  'unknown-user': { status: 404, title: 'There is no such user' },
  'unknown-rule': { status: 404, title: 'There is no such rule' },
  'unknown-interest': { status: 404, title: 'There is no such interest' },
  'unknown-event': { status: 404, title: 'There is no such event' },
  'unknown-slate': { status: 404, title: 'There is no such slate' },
  'not-found': { status: 404, title: 'There is nothing at this address' },
  'event-conflict': { status: 409, title: 'The eventId was used for another event' },
  'document-conflict': { status: 409, title: 'The document was changed in the meantime' },
  unauthenticated: { status: 401, title: 'The request carries no valid credentials' },
  forbidden: { status: 403, title: 'These credentials do not allow this' },
  'import-rejected': { status: 422, title: 'The import was rejected' },
  'storage-locked': { status: 503, title: 'The database is in use by another process' },
  'storage-full': { status: 507, title: 'The disk of the server is full; nothing was written' },
  'storage-read-only': { status: 503, title: 'The database can be read only; nothing was written' },
  'storage-corrupt': { status: 500, title: 'The database is damaged' },
  'storage-unavailable': { status: 503, title: 'The database cannot be reached; nothing was written' },
  'model-unavailable': { status: 503, title: 'The language model cannot be reached' },
  'artifact-mismatch': { status: 500, title: 'A stored model does not fit this version' },
  aborted: { status: 499, title: 'The request was given up' },
  closed: { status: 503, title: 'The server is shutting down' },
  overloaded: { status: 503, title: 'The server is busy; try again in a moment' },
}

/** The problem to answer with. `unexpected` asks for it to be recorded: the caller is not told what it was. */
export function problemOf(error: unknown): { readonly problem: Problem; readonly unexpected: boolean } {
  if (isPenchantError(error)) {
    const { status, title } = problemTable[error.code]
    if (status >= 500) return { problem: problem(status, error.code, title, `${title}.`, {}), unexpected: true }
    return { problem: problem(status, error.code, title, error.message, error.details), unexpected: false }
  }
  if (error instanceof HTTPException && error.status < 500) {
    const { title } = problemTable['invalid-input']
    return { problem: problem(error.status, 'invalid-input', title, `${error.message}.`, {}), unexpected: false }
  }
  if (endedInBody(error)) {
    const { status, title } = problemTable.aborted
    return { problem: problem(status, 'aborted', title, 'The connection ended before the body was complete.', {}), unexpected: false }
  }
  const title = 'Something went wrong in the server'
  return { problem: problem(500, 'internal', title, `${title}; it has been recorded.`, {}), unexpected: true }
}

/** What Node gives to the reader of a body whose connection ends: the client left, or the server closed on a body that never came. */
function endedInBody(error: unknown): boolean {
  return error instanceof Error && error.message === 'aborted' && 'code' in error && error.code === 'ECONNRESET'
}

export function problemAnswer({ problem }: { readonly problem: Problem }): Response {
  const headers: Record<string, string> = { ...apiHeaders, 'content-type': 'application/problem+json' }
  if (problem.status === 401) headers['www-authenticate'] = 'Bearer realm="penchant"'
  if (problem.status === 503) headers['retry-after'] = '1'
  return new Response(JSON.stringify(problem), { status: problem.status, headers })
}

function problem(status: number, code: Problem['code'], title: string, detail: string, details: Problem['details']): Problem {
  return { type: `/docs#${code}`, title, status, detail, code, details }
}
