/** @file Every error that Penchant throws on purpose: one class, a closed union of codes, a message that says what happened and what to do. */

export type ErrorCode =
  | 'invalid-input'
  | 'payload-too-large'
  | 'unknown-item'
  | 'unknown-user'
  | 'unknown-rule'
  | 'unknown-interest'
  | 'unknown-event'
  | 'unknown-slate'
  | 'not-found'
  | 'event-conflict'
  | 'document-conflict'
  | 'unauthenticated'
  | 'forbidden'
  | 'import-rejected'
  | 'storage-locked'
  | 'storage-full'
  | 'storage-read-only'
  | 'storage-corrupt'
  | 'storage-unavailable'
  | 'model-unavailable'
  | 'artifact-mismatch'
  | 'aborted'
  | 'closed'
  | 'overloaded'

/**
 * An error with a stable code for programs and a sentence for people.
 *
 * @example
 * try { await penchant.track('ada', { item: 'no-such-film', type: 'like' }) }
 * catch (error) { if (error instanceof PenchantError && error.code === 'unknown-item') … }
 */
export class PenchantError extends Error {
  readonly code: ErrorCode
  /** Machine-readable particulars, safe to show to the caller: never personal text, never secrets. */
  readonly details: Readonly<Record<string, unknown>>

  constructor(
    code: ErrorCode,
    message: string,
    options: { readonly details?: Readonly<Record<string, unknown>>; readonly cause?: unknown } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.name = 'PenchantError'
    this.code = code
    this.details = options.details ?? {}
  }
}

/** True for a PenchantError, and with `code` for one of that code. */
export function isPenchantError(error: unknown, code?: ErrorCode): error is PenchantError {
  return error instanceof PenchantError && (code === undefined || error.code === code)
}

/** What an error says, whatever was thrown. */
export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
