/** @file A PenchantError as it crosses a thread's border, which keeps no classes. */

import { type ErrorCode, PenchantError } from '../../errors.ts'

export type PlainError = { readonly code: ErrorCode; readonly message: string; readonly details: PenchantError['details'] }

export function toPlainError(error: unknown): PlainError {
  if (error instanceof PenchantError) return { code: error.code, message: error.message, details: error.details }
  return { code: 'storage-unavailable', message: `The storage failed: ${(error as Error).stack ?? String(error)}`, details: {} }
}

export function fromPlainError({ code, message, details }: PlainError): PenchantError {
  return new PenchantError(code, message, { details })
}
