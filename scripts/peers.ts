/** @file Finds the optional packages that some tests run: llama.cpp and ONNX Runtime; brings them into .peers/ only where that was asked for.
 *
 * They are no devDependencies: npm would bring the binaries of every accelerator and platform with them, 725 and 288 MB.
 */
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { findNpm } from '../bootstrap.mjs'

export type Peer = { readonly folder: string } | { readonly missing: string }

type Kind = {
  /** What is to be installed for a platform; undefined where there is no binary for it. */
  readonly packages: (version: string, platform: string) => readonly string[] | undefined
  readonly megabytes: number
}

/** process.platform and process.arch → the package of binaries without an accelerator, or with the one that all such machines have. */
const llamaBinaries: Readonly<Record<string, string>> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-x64': 'mac-x64',
  'darwin-arm64': 'mac-arm64-metal',
  'win32-x64': 'win-x64',
  'win32-arm64': 'win-arm64',
}
const onnxPlatforms: readonly string[] = ['linux-x64', 'linux-arm64', 'darwin-arm64', 'win32-x64', 'win32-arm64']

const kinds = {
  'node-llama-cpp': {
    packages(version, platform) {
      const binary = llamaBinaries[platform]
      return binary === undefined ? undefined : [`node-llama-cpp@${version}`, `@node-llama-cpp/${binary}@${version}`]
    },
    megabytes: 85,
  },
  'onnxruntime-node': {
    packages: (version, platform) => (onnxPlatforms.includes(platform) ? [`onnxruntime-node@${version}`] : undefined),
    megabytes: 288,
  },
} as const satisfies Readonly<Record<string, Kind>>

export type PeerName = keyof typeof kinds

/** Makes the package reachable from the sources by a link in node_modules. `install`: whether npm may bring it (in CI, or with --system). */
export function findPeer(name: PeerName, root: string, platform: string, install: boolean): Peer {
  const link = join(root, 'node_modules', name)
  if (existsSync(join(link, 'package.json'))) return { folder: link }
  const { packages, megabytes }: Kind = kinds[name]
  const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Manifest).peerDependencies[name] as string
  const store = join(root, '.peers', `${name}-${version}`)
  const folder = join(store, 'node_modules', name)
  if (!existsSync(join(folder, 'package.json'))) {
    const wanted = packages(version, platform)
    if (wanted === undefined) return { missing: `${name} has no binary for ${platform}` }
    if (!install) return { missing: `${name} is not installed: npm test -- --system brings it into .peers/ (${megabytes} MB)` }
    const problem = bring(store, wanted)
    if (problem !== undefined) return { missing: problem }
  }
  // A link whose goal is gone is in the way of a new one.
  rmSync(link, { force: true })
  mkdirSync(join(root, 'node_modules'), { recursive: true })
  symlinkSync(folder, link, 'junction')
  return { folder: link }
}

type Manifest = { readonly peerDependencies: Readonly<Record<string, string>> }

/** Without optional packages, the binaries of all accelerators, and without install scripts, which would compile or download more. */
function bring(store: string, packages: readonly string[]): string | undefined {
  console.log(`Bringing ${packages.join(' and ')} into .peers/ (once)`)
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
