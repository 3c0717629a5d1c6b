/** @file Makes the folder of a database, with those above it. */

import { mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { PenchantError } from '../../errors.ts'

/**
 * One folder at a time: Node's own recursive way never ends where a file system refuses new folders as missing (/proc).
 *
 * @throws PenchantError `storage-unavailable` where a file is in the way; else what the file system says.
 */
export function makeFolder(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false })
  if (there?.isDirectory()) return
  if (there) throw new PenchantError('storage-unavailable', `${path} is a file. Give a folder for the database.`, { details: { path } })
  if (dirname(path) !== path) makeFolder(dirname(path))
  mkdirSync(path)
}
