/** @file penchant demo: the bundled catalogue and the web app, in the browser, in one command. */

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { commonOptions, defineCommand } from '../command.ts'
import { openEngine } from '../open-engine.ts'
import { serveUntilStopped } from '../serving.ts'
import { defaultPort } from './serve.ts'

export const demo = defineCommand({
  name: 'demo',
  summary: 'Show the web app with the bundled catalogue',
  input: z.strictObject({
    port: z.number().int().min(0).max(65_535).default(defaultPort).describe('Port; 0 picks a free one'),
    open: z.boolean().default(true).describe('Do not open a browser'),
    ...commonOptions,
  }),
  examples: ['demo', 'demo --port 0 --no-open --data-dir ./taste'],
  async run({ port, open, dataDir, json }, surroundings) {
    const { environment, terminal } = surroundings
    const webFolder = findWebFolder()
    const penchant = await openEngine({ dataDir, bundled: true }, surroundings)
    const config = {
      port,
      demo: true,
      secretFile: join(dataDir ?? environment.dataFolder, 'session-secret'),
      serverKeys: [...environment.serverKeys],
      ...(webFolder !== undefined && { webFolder }),
    }
    await serveUntilStopped(penchant, config, surroundings, ({ url, port }) => {
      if (json) return terminal.out(JSON.stringify({ url, port, items: penchant.status().items }))
      terminal.out(`Penchant is at ${terminal.paint('bold', url)}`)
      terminal.out(terminal.paint('dim', 'Ctrl-C ends it. What you do there is kept.'))
      if (webFolder === undefined) terminal.note('The web app is not built (npm run build), so this is the API alone.')
      else if (open && terminal.interactive) openBrowser(url)
    })
  },
})

/** The built web app: beside the built package, or in dist/ when running from the sources. */
function findWebFolder(): string | undefined {
  const folders = ['../../web', '../../../dist/web'].map((path) => fileURLToPath(new URL(path, import.meta.url)))
  return folders.find((folder) => existsSync(join(folder, 'index.html')))
}

function openBrowser(url: string): void {
  const [program, ...options]: readonly [string, ...string[]] =
    process.platform === 'darwin' ? ['open'] : process.platform === 'win32' ? ['explorer.exe'] : ['xdg-open']
  // Without a browser the address that was printed has to do.
  spawn(program, [...options, url], { detached: true, stdio: 'ignore' })
    .on('error', () => undefined)
    .unref()
}
