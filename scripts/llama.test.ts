import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findLlama } from './llama.ts'

const root = mkdtempSync(join(tmpdir(), 'penchant-llama-'))
afterAll(() => rmSync(root, { recursive: true, force: true }))
writeFileSync(join(root, 'package.json'), JSON.stringify({ peerDependencies: { 'node-llama-cpp': '1.2.3' } }))

it('says how to bring it, or that there is no binary', () => {
  expect(findLlama(root, 'linux-x64', false)).toEqual({ missing: expect.stringContaining('npm test -- --system') })
  expect(findLlama(root, 'sunos-sparc', true)).toEqual({ missing: 'node-llama-cpp has no binary for sunos-sparc' })
})

it('links what was brought into node_modules, anew after npm has emptied it, and over a link that leads nowhere', () => {
  const store = join(root, '.llama/1.2.3/node_modules/node-llama-cpp')
  const link = join(root, 'node_modules/node-llama-cpp')
  mkdirSync(store, { recursive: true })
  writeFileSync(join(store, 'package.json'), '{}')
  for (const _ of ['first', 'after npm ci']) {
    expect(findLlama(root, 'linux-x64', false)).toEqual({ folder: link })
    expect(existsSync(join(link, 'package.json'))).toBe(true)
    rmSync(join(root, 'node_modules'), { recursive: true })
  }
  expect(existsSync(join(store, 'package.json'))).toBe(true)
  findLlama(root, 'linux-x64', false)
  rmSync(store, { recursive: true })
  expect(findLlama(root, 'linux-x64', false)).toEqual({ missing: expect.any(String) })
  mkdirSync(store, { recursive: true })
  writeFileSync(join(store, 'package.json'), '{}')
  expect(findLlama(root, 'linux-x64', false)).toEqual({ folder: link })
})
