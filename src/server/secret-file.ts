/** @file The token secret on disk: made once, readable by its owner alone, so that sessions outlive a restart. */

import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { PenchantError } from '../errors.ts'

/** @throws PenchantError `storage-unavailable` when the file can be neither read nor made. */
export function readSecretFile(path: string): string {
  try {
    mkdirSync(dirname(path), { recursive: true })
    // Exclusive: of two processes that start at once, one makes it and both read the same.
    writeFileSync(path, `${randomBytes(32).toString('base64url')}\n`, { mode: 0o600, flag: 'wx' })
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unavailable(path, error)
  }
  const secret = read(path).trim()
  if (secret.length >= 32) return secret
  throw new PenchantError('invalid-input', `The secret in ${path} is shorter than 32 characters. Delete the file and start again.`)
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    throw unavailable(path, error)
  }
}

function unavailable(path: string, cause: unknown): PenchantError {
  return new PenchantError('storage-unavailable', `The secret file ${path} can be neither read nor made. Check its folder's permissions.`, {
    cause,
  })
}
