/** @file penchant serve: the HTTP API of the data folder, for your own servers and apps. */

import { z } from 'zod'
import type { ServeConfig } from '../../server/config.ts'
import { commonOptions, defineCommand } from '../command.ts'
import { openEngine } from '../open-engine.ts'
import { serveUntilStopped } from '../serving.ts'

export const defaultPort = 4747

export const serve = defineCommand({
  name: 'serve',
  summary: 'Serve the HTTP API',
  input: z.strictObject({
    port: z.number().int().min(0).max(65_535).default(defaultPort).describe('Port; 0 picks a free one'),
    host: z
      .string()
      .min(1)
      .default('127.0.0.1')
      .describe('Address to listen on; 0.0.0.0 for all, which needs PENCHANT_KEYS')
      .meta({ placeholder: 'address' }),
    allowOrigins: z
      .string()
      .optional()
      .describe('Origins of sites whose pages may call, separated by commas')
      .meta({ placeholder: 'urls' }),
    hostNames: z.string().optional().describe('Names it answers to in the Host header, separated by commas').meta({ placeholder: 'names' }),
    ...commonOptions,
  }),
  examples: ['serve', 'serve --port 8080 --data-dir ./taste', 'serve --host 0.0.0.0 --host-names taste.example'],
  notes:
    'PENCHANT_KEYS holds the keys of your servers, PENCHANT_SECRET signs tokens of your users (both separated by commas). The API is described at /docs.',
  async run({ port, host, allowOrigins, hostNames, dataDir, json }, surroundings) {
    const { environment, terminal } = surroundings
    const config: ServeConfig = {
      port,
      host,
      serverKeys: [...environment.serverKeys],
      tokenSecrets: [...environment.tokenSecrets],
      ...(allowOrigins !== undefined && { allowedOrigins: listOf(allowOrigins) }),
      ...(hostNames !== undefined && { hostNames: listOf(hostNames) }),
    }
    const penchant = await openEngine({ dataDir, bundled: false }, surroundings)
    const { items } = penchant.status()
    await serveUntilStopped(penchant, config, surroundings, (serving) => {
      if (json) return terminal.out(JSON.stringify({ url: serving.url, port: serving.port, items }))
      terminal.out(
        `Serving ${items.toLocaleString('en')} items at ${terminal.paint('bold', serving.url)}, described at ${serving.url}/docs`,
      )
      if (items === 0) terminal.note('The catalogue is empty: put items to /v1/items, or import a file first: penchant import --help')
      if (environment.serverKeys.length === 0) terminal.note('No PENCHANT_KEYS: everyone on this machine may do everything.')
    })
  },
})

const listOf = (text: string) =>
  text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
