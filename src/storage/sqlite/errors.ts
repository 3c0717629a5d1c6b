/** @file What SQLite and the file system say, as PenchantError. */

import { accessSync, constants, existsSync } from 'node:fs'
import { dirname } from 'node:path'
import { type ErrorCode, PenchantError } from '../../errors.ts'

const advice = {
  'storage-full': 'The disk (or its quota) is full: nothing of this request was stored. Free some space; no restart is needed.',
  'storage-read-only': 'Nothing can be written there. Give the process the right to write the file and its folder.',
  'storage-corrupt': 'It is not a database of Penchant, or it is damaged. Restore a backup, or give another path.',
  'storage-locked': 'Another process is using it. Close that one first, or give another path.',
  'storage-unavailable': 'Look at the cause, and open the storage again.',
} as const

/** Numbers: https://www.sqlite.org/rescode.html (the low byte is the primary code). */
const codes: Readonly<Record<number, keyof typeof advice>> = {
  3: 'storage-read-only',
  5: 'storage-locked',
  6: 'storage-locked',
  8: 'storage-read-only',
  11: 'storage-corrupt',
  13: 'storage-full',
  26: 'storage-corrupt',
}

/** The PenchantError for anything thrown while working on the database at `path`. */
export function storageError(error: unknown, path: string): PenchantError {
  if (error instanceof PenchantError) return error
  const { errcode, code: system, message } = error as { readonly errcode?: number; readonly code?: string; readonly message?: string }
  const code: ErrorCode & keyof typeof advice =
    (errcode !== undefined && codes[errcode & 255]) || (system !== undefined && systemCodes[system]) || ruleOut(path)
  return new PenchantError(code, `The database ${path} could not be used (${message ?? String(error)}). ${advice[code]}`, {
    details: { path },
    cause: error,
  })
}

const systemCodes: Readonly<Record<string, keyof typeof advice>> = {
  EACCES: 'storage-read-only',
  EPERM: 'storage-read-only',
  EROFS: 'storage-read-only',
  ENOSPC: 'storage-full',
  EDQUOT: 'storage-full',
}

/** "Unable to open" and disk errors do not say why: a folder that cannot be written is the usual reason. */
function ruleOut(path: string): keyof typeof advice {
  let folder = dirname(path)
  while (!existsSync(folder) && folder !== dirname(folder)) folder = dirname(folder)
  try {
    accessSync(folder, constants.W_OK)
    return 'storage-unavailable'
  } catch (reason) {
    return systemCodes[(reason as { readonly code?: string }).code ?? ''] ?? 'storage-unavailable'
  }
}
