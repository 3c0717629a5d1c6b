/** @file Checks a value against its schema at a border: what is wrong comes back as one error that names each field. */

import type { z } from 'zod'
import { PenchantError } from '../errors.ts'

/** Hostile input must not come back as a message of its own size. */
const mostProblems = 20
const longestProblem = 200

/**
 * The value as its schema gives it.
 *
 * @param what names it in the message ("request", "item").
 * @throws PenchantError `invalid-input` that names each field and what is wrong with it.
 */
export function checkShape<S extends z.ZodType>(schema: S, value: unknown, what: string): z.output<S> {
  const result = schema.safeParse(value)
  if (result.success) return result.data
  throw shapeError(result.error, what)
}

/** The `invalid-input` that a failed check of `what` amounts to; `details.issues` has each field with what is wrong. */
export function shapeError({ issues: found }: Pick<z.ZodError, 'issues'>, what: string): PenchantError {
  const issues = found.slice(0, mostProblems).map(({ path, message }) => ({
    path: path.map(String).join('.').slice(0, longestProblem),
    message: message.slice(0, longestProblem),
  }))
  const problems = issues.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  return new PenchantError('invalid-input', `The ${what} is not valid (${problems}). Correct it and send it again.`, {
    details: { issues },
  })
}
