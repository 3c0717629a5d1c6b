import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { findPeer } from './peers.ts'

describe.each(['node-llama-cpp', 'onnxruntime-node'] as const)('%s', (name) => {
  const root = mkdtempSync(join(tmpdir(), 'penchant-peers-'))
  afterAll(() => rmSync(root, { recursive: true, force: true }))
  writeFileSync(join(root, 'package.json'), JSON.stringify({ peerDependencies: { [name]: '1.2.3' } }))

  it('says how to bring it, or that there is no binary', () => {
    expect(findPeer(name, root, 'linux-x64', false)).toEqual({ missing: expect.stringContaining('npm test -- --system') })
    expect(findPeer(name, root, 'sunos-sparc', true)).toEqual({ missing: `${name} has no binary for sunos-sparc` })
  })

  it('links what was brought into node_modules, anew after npm has emptied it, and over a link that leads nowhere', () => {
    const store = join(root, `.peers/${name}-1.2.3/node_modules`, name)
    const link = join(root, 'node_modules', name)
    mkdirSync(store, { recursive: true })
    writeFileSync(join(store, 'package.json'), '{}')
    for (const _ of ['first', 'after npm ci']) {
      expect(findPeer(name, root, 'linux-x64', false)).toEqual({ folder: link })
      expect(existsSync(join(link, 'package.json'))).toBe(true)
      rmSync(join(root, 'node_modules'), { recursive: true })
    }
    expect(existsSync(join(store, 'package.json'))).toBe(true)
    findPeer(name, root, 'linux-x64', false)
    rmSync(store, { recursive: true })
    expect(findPeer(name, root, 'linux-x64', false)).toEqual({ missing: expect.any(String) })
    mkdirSync(store, { recursive: true })
    writeFileSync(join(store, 'package.json'), '{}')
    expect(findPeer(name, root, 'linux-x64', false)).toEqual({ folder: link })
  })
})
