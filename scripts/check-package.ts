/** @file Checks the package as npm would publish it: builds, packs, and looks at the tarball with publint and Are The Types Wrong.
 *
 * Usage: node scripts/check-package.ts
 */
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findNpm } from '../bootstrap.mjs'
import { buildStale } from './build.ts'

const root = join(import.meta.dirname, '..')

function run(args: readonly string[]): boolean {
  const result = spawnSync(process.execPath, [...args], { cwd: root, encoding: 'utf8' })
  if (result.status !== 0) console.error(`${result.stdout}${result.stderr}`)
  return result.status === 0
}

buildStale()
const folder = mkdtempSync(join(tmpdir(), 'package-'))
try {
  const packed = run([findNpm(process.env, process.execPath), 'pack', '--loglevel=error', '--pack-destination', folder])
  const [tarball] = readdirSync(folder)
  if (!packed || tarball === undefined) throw new Error('npm pack failed: its message is above')
  const path = join(folder, tarball)
  const publint = run(['node_modules/publint/src/cli.js', 'run', path, '--strict'])
  const types = run(['node_modules/@arethetypeswrong/cli/dist/index.js', path, '--profile', 'esm-only', '--no-emoji'])
  console.log(`${tarball}: publint ${publint ? 'ok' : 'failed'}, types ${types ? 'ok' : 'failed'}`)
  process.exitCode = publint && types ? 0 : 1
} finally {
  rmSync(folder, { recursive: true })
}
