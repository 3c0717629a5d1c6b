/** @file The folder of a run of evaluations: its files are replaced whole, so that a run that is stopped leaves what was finished. */

import { mkdir, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { PenchantError } from '../errors.ts'
import type { RunFiles } from '../evaluation/run.ts'

/** @param folder is made when the first file is written. */
export function runFolder(folder: string): RunFiles {
  return {
    async read(name) {
      try {
        return await readFile(join(folder, name), 'utf8')
      } catch (error) {
        const { code } = error as NodeJS.ErrnoException
        if (code === 'ENOENT') return undefined
        throw unusable(folder, error)
      }
    },
    async write(name, text) {
      try {
        await mkdir(folder, { recursive: true })
        const part = join(folder, `.${name}.part`)
        await writeFile(part, text, { flush: true })
        await rename(part, join(folder, name))
      } catch (error) {
        throw unusable(folder, error)
      }
    },
  }
}

function unusable(folder: string, cause: unknown): PenchantError {
  const { code } = cause as NodeJS.ErrnoException
  if (code === 'ENOSPC')
    return new PenchantError('storage-full', `The disk of ${folder} is full. Free some space and run it again.`, { cause })
  return new PenchantError('invalid-input', `${folder} cannot be used as the folder of a run (${code}). Give another.`, { cause })
}
