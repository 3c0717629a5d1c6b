/** @file Identifiers at every border: 1-256 bytes of well-formed UTF-8, no control characters, case kept. */

import { z } from 'zod'
import { PenchantError } from '../errors.ts'

const longestIdBytes = 256
const bytes = new TextEncoder()

/**
 * Returns `id` when it is a valid identifier.
 *
 * @param what names the thing in the message ("item id", "user id").
 * @throws PenchantError `invalid-input` for another type, a length outside 1-256 bytes, a lone surrogate or a control character.
 */
export function checkIdentifier(id: unknown, what: string): string {
  const problem = identifierProblem(id)
  if (problem)
    throw new PenchantError('invalid-input', `The ${what} ${problem}. Use 1 to ${longestIdBytes} bytes of text without control characters.`)
  return id as string
}

/** What is wrong with an identifier, as the end of a sentence, or undefined when nothing is. */
export function identifierProblem(id: unknown): string | undefined {
  if (typeof id !== 'string') return `is ${id === null ? 'null' : typeof id}, not a string`
  if (id.length === 0) return 'is empty'
  if (!id.isWellFormed()) return 'has a lone surrogate'
  if (/\p{Cc}/u.test(id)) return 'has a control character'
  // A code unit is one to three bytes, so that only what lies between need be counted.
  const isLonger = id.length * 3 > longestIdBytes && (id.length > longestIdBytes || bytes.encode(id).length > longestIdBytes)
  return isLonger ? `is longer than ${longestIdBytes} bytes` : undefined
}

/** The schema of an identifier; `what` names it in the message ("item id"). */
export function identifierOf(what: string) {
  return z.string().superRefine((id, context) => {
    const problem = identifierProblem(id)
    if (problem) context.addIssue({ code: 'custom', message: `The ${what} ${problem}` })
  })
}
