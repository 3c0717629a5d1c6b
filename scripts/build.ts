/** @file Builds dist/ (the package) and dist/web (the web app), each only when its sources have changed since its last build.
 *
 * Usage: node scripts/build.ts
 */
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isTest, readSources, type SourceTree } from './source-tree.ts'

const root = join(import.meta.dirname, '..')

type Product = {
  readonly name: string
  readonly folders: readonly string[]
  readonly files: readonly string[]
  /** The file that is there when the product is built. */
  readonly output: string
  /** Programs under Node, one after the other. */
  readonly commands: readonly (readonly string[])[]
}

const products: readonly Product[] = [
  {
    name: 'package',
    folders: ['src'],
    files: ['package.json', 'package-lock.json', 'tsconfig.json', 'tsdown.config.ts'],
    output: 'dist/index.js',
    commands: [['node_modules/tsdown/dist/run.mjs', '--logLevel', 'error']],
  },
  {
    name: 'web',
    folders: ['src/client', 'web/src', 'web/public'],
    files: ['package-lock.json', 'web/package.json', 'web/index.html', 'web/vite.config.ts', 'web/tsconfig.json', 'tsconfig.json'],
    output: 'dist/web/index.html',
    commands: [
      ['node_modules/typescript/bin/tsc', '--noEmit', '-p', 'web'],
      ['node_modules/vite/bin/vite.js', 'build', 'web', '--logLevel', 'warn'],
    ],
  },
]

/** A digest of paths and texts: equal only for equal trees. Tests are left out, since they are not built. */
export function sourceDigest(tree: SourceTree): string {
  const hash = createHash('sha256')
  for (const [path, text] of tree) if (!isTest(path)) hash.update(JSON.stringify([path, text]))
  return hash.digest('hex')
}

/** Builds what is stale and says so in a line each; throws when a build fails. */
export function buildStale(): void {
  for (const product of products) {
    const stamp = join(root, 'node_modules', `.penchant-build-${product.name}`)
    const tree = new Map(readSources(root, product.folders, () => true))
    for (const file of product.files) if (existsSync(join(root, file))) tree.set(file, readFileSync(join(root, file), 'utf8'))
    const digest = sourceDigest(tree)
    if (existsSync(join(root, product.output)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === digest) continue
    console.log(`Building the ${product.name}`)
    rmSync(stamp, { force: true })
    for (const command of product.commands) {
      const run = spawnSync(process.execPath, [...command], { cwd: root, stdio: 'inherit' })
      if (run.status !== 0) throw new Error(`the ${product.name} does not build: ${command.join(' ')} failed, its message is above`)
    }
    writeFileSync(stamp, digest)
  }
}

if (import.meta.main) {
  buildStale()
  console.log('dist/ is up to date')
}
