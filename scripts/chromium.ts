/** @file Finds the Chromium that the browser tests drive; installs it only where that was asked for. */
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

export type Chromium = { readonly path: string } | { readonly missing: string }

const programs = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome']
const elsewhere = [
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

/** `install`: whether apt-get may bring Chromium (in CI, or with --system). */
export function findChromium(env: NodeJS.ProcessEnv, install: boolean): Chromium {
  const given = env.PENCHANT_CHROMIUM
  if (given !== undefined)
    return existsSync(given) ? { path: given } : { missing: `PENCHANT_CHROMIUM names ${given}, which does not exist` }
  const found = search(env)
  if (found !== undefined) return { path: found }
  if (!install) return { missing: 'Chromium is not installed: apt-get install chromium, or npm test -- --system, or set PENCHANT_CHROMIUM' }
  for (const command of [['update'], ['install', '--yes', '--no-install-recommends', 'chromium']]) {
    console.log(`apt-get ${command.join(' ')}`)
    const run = spawnSync('apt-get', ['-qq', ...command], { stdio: 'inherit', env: { ...env, DEBIAN_FRONTEND: 'noninteractive' } })
    if (run.status !== 0)
      return { missing: `apt-get ${command[0]} failed (${run.error?.message ?? `exit ${run.status}`}): install Chromium yourself` }
  }
  const installed = search(env)
  return installed === undefined ? { missing: 'apt-get installed Chromium, and it is not on PATH' } : { path: installed }
}

function search(env: NodeJS.ProcessEnv): string | undefined {
  const onPath = (env.PATH ?? env.Path ?? '').split(delimiter).flatMap((folder) => programs.map((name) => join(folder, name)))
  return [...onPath, ...elsewhere].find((path) => existsSync(path))
}
