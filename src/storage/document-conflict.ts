/** @file The refusal of a document edited from a version that is no longer the newest. */

import type { Document } from '../data/document.ts'
import { PenchantError } from '../errors.ts'

export function documentConflict({ kind, name, parent }: Omit<Document, 'version'>, newest: number): PenchantError {
  return new PenchantError(
    'document-conflict',
    `The ${kind} "${name}" is at version ${newest} by now, and this edit starts from ${parent}. Read the newest version and edit that.`,
    { details: { kind, name, parent, newest } },
  )
}
