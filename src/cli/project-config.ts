/** @file The project's config: `penchant.json` in the data folder, the same options as `config` of the library. */

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bundledWords } from '../data/loaders/bundled.ts'
import { type ConfigInput, configSchema } from '../engine/config.ts'
import { PenchantError } from '../errors.ts'

const fileName = 'penchant.json'

/**
 * The config of a data folder, the defaults where it has none.
 *
 * @throws PenchantError `invalid-input` for a file that is no JSON or names an option that does not exist; the message says which.
 */
export async function readProjectConfig(dataFolder: string): Promise<ConfigInput> {
  const path = join(dataFolder, fileName)
  const given = await readJson(path)
  const parsed = configSchema.partial().safeParse(given)
  if (parsed.success) return { ...bundledWords, ...(given as ConfigInput) }
  const [issue] = parsed.error.issues
  throw new PenchantError(
    'invalid-input',
    `${path} is wrong at ${issue?.path.join('.') || 'its top'}: ${issue?.message}. Mend or remove it.`,
  )
}

async function readJson(path: string): Promise<unknown> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT' || code === 'ENOTDIR') return {}
    throw new PenchantError('invalid-input', `${path} cannot be read (${code}). Let this user read it, or remove it.`, { cause: error })
  }
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new PenchantError('invalid-input', `${path} is not JSON: ${(cause as Error).message}. Mend or remove it.`, { cause })
  }
}
