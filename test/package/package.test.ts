import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { findNpm } from '../../bootstrap.mjs'

const root = join(import.meta.dirname, '../..')
const limitMs = 60_000
const folder = mkdtempSync(join(tmpdir(), 'penchant-package-'))
const node = (...args: readonly string[]) => execFileSync(process.execPath, args, { cwd: folder, encoding: 'utf8', timeout: limitMs })
const npm = (cwd: string, ...args: readonly string[]) =>
  execFileSync(process.execPath, [findNpm(process.env, process.execPath), '--loglevel=error', ...args], {
    cwd,
    encoding: 'utf8',
    timeout: limitMs,
  })
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly exports: Readonly<Record<string, unknown>>
  readonly peerDependencies: Readonly<Record<string, string>>
}

beforeAll(() => {
  if (!existsSync(join(root, 'dist/index.js'))) throw new Error('The package is made of dist/: build it first with npm run build')
  npm(root, 'pack', '--pack-destination', folder)
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) as string
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: 'somebody-elses', private: true, type: 'module' }))
  npm(folder, 'install', '--prefer-offline', '--no-audit', '--no-fund', join(folder, tarball))
}, limitMs)
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it('brings no optional peer, and every door opens without one', () => {
  expect(Object.keys(manifest.peerDependencies)).toContain('ai')
  expect(Object.keys(manifest.peerDependencies).filter((name) => existsSync(join(folder, 'node_modules', name)))).toEqual([])
  const doors = Object.keys(manifest.exports).filter((door) => !door.endsWith('.json'))
  expect(doors).toContain('./server')
  const imports = doors.map((door) => `await import(${JSON.stringify(door.replace('.', 'penchant'))})`).join('\n')
  expect(node('--input-type=module', '--eval', `${imports}\nconsole.log('all open')`).trim()).toBe('all open')
})

it(
  'runs the quick start',
  () => {
    copyFileSync(join(root, 'examples/01-quickstart.ts'), join(folder, 'quickstart.ts'))
    const output = node('quickstart.ts')
    expect(output).toContain('Undo gives exactly the former list: true')
    expect(output).toContain('Without these rules the list is as before: true')
  },
  limitMs,
)

it(
  'puts the command on the path, with its catalogue and the web app',
  () => {
    const answer = JSON.parse(npm(folder, 'exec', '--', 'penchant', 'recommend', '--k', '3', '--data-dir', join(folder, 'data'), '--json'))
    expect(answer).toMatchObject({ tier: 'editorial', items: [{ position: 0 }, { position: 1 }, { position: 2 }] })
    expect(existsSync(join(folder, 'node_modules/penchant/dist/web/index.html'))).toBe(true)
  },
  limitMs,
)
