/** @file Runs a server until the person or the system asks it to stop. */

import type { Penchant } from '../engine/penchant.ts'
import type { ServeConfig } from '../server/config.ts'
import { type Serving, serve } from '../server/serve.ts'
import type { Surroundings } from './command.ts'

/** Serves, tells, and resolves when the signal has come and all is closed: the running requests, then the engine. */
export async function serveUntilStopped(
  penchant: Penchant,
  config: ServeConfig,
  { clock, signal, terminal }: Surroundings,
  tell: (serving: Serving) => void,
): Promise<void> {
  let serving: Serving
  try {
    serving = await serve(penchant, config, { clock })
  } catch (error) {
    await penchant.close()
    throw error
  }
  tell(serving)
  if (!signal.aborted) await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }))
  terminal.note('Closing.')
  await serving.close()
}
