/** @file penchant doctor: what is well and what is not, each with what to do. */

import { z } from 'zod'
import { type Check, checkDisk, checkEngine, checkFolder, checkNode, checkPort } from '../checks.ts'
import { commonOptions, defineCommand } from '../command.ts'
import { printJson } from '../slate-text.ts'
import { harmless, type Style, type Terminal, wrap } from '../terminal.ts'
import { defaultPort } from './serve.ts'

export const doctor = defineCommand({
  name: 'doctor',
  summary: 'Check the machine, the database, the encoder and the language model',
  input: z.strictObject({
    online: z.boolean().default(false).describe('Ask the language model for a reply too (it may cost a little)'),
    port: z.number().int().min(1).max(65_535).default(defaultPort).describe('Port to look at'),
    ...commonOptions,
  }),
  examples: ['doctor', 'doctor --online --json'],
  async run({ online, port, dataDir, json }, surroundings) {
    const folder = dataDir ?? surroundings.environment.dataFolder
    const checks = [
      checkNode(process.versions.node),
      await checkFolder(folder),
      await checkDisk(folder),
      ...(await checkEngine(folder, online, surroundings)),
      await checkPort(port),
    ]
    if (json) printJson({ checks }, surroundings.terminal)
    else printChecks(checks, surroundings.terminal)
    if (checks.some(({ state }) => state === 'failed')) process.exitCode = 1
  },
})

const colours: Readonly<Record<Check['state'], Style>> = { ok: 'green', warning: 'yellow', failed: 'red', skipped: 'dim' }
const words: Readonly<Record<Check['state'], string>> = { ok: 'ok', warning: 'look', failed: 'FAILED', skipped: '-' }

function printChecks(checks: readonly Check[], { out, paint, columns }: Terminal): void {
  for (const { name, state, says } of checks) {
    const [first = '', ...more] = wrap(harmless(says), columns - 20).split('\n')
    out(`${paint(colours[state], words[state].padEnd(8))}${name.padEnd(12)}${first}`)
    for (const line of more) out(' '.repeat(20) + line)
  }
}
