/** @file Text at every border: NUL characters and lone surrogates do not survive every database, so they are refused. */

import { z } from 'zod'

/** Whether a text can be stored anywhere and read back the same. */
export function isWellFormed(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** The schema of a well-formed text of at most `longest` characters. */
export function wellFormedText(longest: number) {
  return z.string().max(longest).refine(isWellFormed, { error: 'has a NUL character or a lone surrogate' })
}
