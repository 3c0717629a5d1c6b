/** @file Finds the llama.cpp that the tests of model files run; brings it into .llama/ only where that was asked for.
 *
 * It is no devDependency: npm would bring the binaries of every accelerator with it, 725 MB in place of 85.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { findNpm } from '../bootstrap.mjs'

export type Llama = { readonly folder: string } | { readonly missing: string }

const name = 'node-llama-cpp'
/** process.platform and process.arch → the package of binaries without an accelerator, or with the one that all such machines have. */
const binaries: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'mac-x64',
  'darwin-arm64': 'mac-arm64-metal',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
}

/** Makes the package reachable from the sources by a link in node_modules. `install`: whether npm may bring it (in CI, or with --system). */
export function findLlama(root: string, platform: string, install: boolean): Llama {
  const link = join(root, 'node_modules', name)
  if (existsSync(join(link, 'package.json'))) return { folder: link }
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest).peerDependencies[name]
  const store = join(root, '.llama', version as string)
  const folder = join(store, 'node_modules', name)
  if (!existsSync(join(folder, 'package.json'))) {
    const binary = binaries[platform]
    if (binary === undefined) return { missing: `${name} has no binary for ${platform}` }
    if (!install) return { missing: `${name} is not installed: npm test -- --system brings it into .llama/ (85 MB)` }
    const problem = bring(store, [`${name}@${version}`, `@${name}/${binary}@${version}`])
    if (problem !== undefined) return { missing: problem }
  }
  // A link whose goal is gone is in the way of a new one.
  rmSync(link, { force: true })
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  symlinkSync(folder, link, 'junction')
  return { folder: link }
}

type Manifest = { readonly peerDependencies: Readonly<Record<string, string>> }

/** Without its optional packages, the binaries of all accelerators, and without its script, which would compile. */
function bring(store: string, packages: readonly string[]): string | undefined {
  console.log(`Bringing ${packages.join(' and ')} into .llama/ (once)`)
  mkdirSync(store, { recursive: true })
  const options = ['--omit=optional', '--ignore-scripts', '--no-save', '--no-package-lock', '--no-audit', '--no-fund', '--no-workspaces']
  const npm = findNpm(process.env, process.execPath)
  const run = spawnSync(process.execPath, [npm, 'install', '--prefix', store, '--loglevel=error', ...options, ...packages], {
    cwd: store,
    stdio: 'inherit',
  })
  if (run.status === 0) return undefined
  rmSync(store, { recursive: true, force: true })
  return `npm could not bring ${packages.join(' and ')}: its message is above`
}
