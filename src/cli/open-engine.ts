/** @file The engine of the data folder, for the length of one command. */

import { bundledCatalogue } from '../data/loaders/bundled.ts'
import { createPenchant } from '../engine/create-penchant.ts'
import type { Penchant } from '../engine/penchant.ts'
import type { Surroundings } from './command.ts'
import { readProjectConfig } from './project-config.ts'

export type OpenOptions = {
  readonly dataDir: string | undefined
  /** Puts the bundled catalogue into a folder that is new. */
  readonly bundled: boolean
}

/** @throws PenchantError `storage-locked` and its kin when the folder cannot be used. */
export async function openEngine({ dataDir, bundled }: OpenOptions, { environment, clock, terminal }: Surroundings): Promise<Penchant> {
  const dataFolder = dataDir ?? environment.dataFolder
  const starter = async () => {
    const items = await bundledCatalogue()
    terminal.note(`${dataFolder} is new: the bundled catalogue of ${items.length.toLocaleString('en')} items is put there.`)
    return items
  }
  return createPenchant({
    ...{ dataFolder, clock, model: environment.model, modelKeys: environment.modelKeys },
    ...(bundled && { starter }),
    config: await readProjectConfig(dataFolder),
  })
}

/** Opens the engine, uses it and closes it, whatever happens. */
export async function withEngine(
  options: OpenOptions,
  surroundings: Surroundings,
  use: (penchant: Penchant) => Promise<void>,
): Promise<void> {
  const penchant = await openEngine(options, surroundings)
  try {
    await use(penchant)
  } finally {
    await penchant.close()
  }
}
