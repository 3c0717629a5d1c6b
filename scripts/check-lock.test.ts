import { expect, it } from 'vitest'
import { completeLock, missingEntries } from './check-lock.ts'

const lock = {
  lockfileVersion: 3,
  packages: {
    'node_modules/tool': {
      version: '1.2.3',
      dev: true,
      license: 'MIT',
      optionalDependencies: { '@tool/linux-x64': '1.2.3', '@tool/darwin-arm64': '1.2.3', '@tool/linux-x64-musl': '1.2.3' },
    },
    'node_modules/@tool/linux-x64': { version: '1.2.3', integrity: 'sha512-x' },
  },
}

it('finds the platforms that the lock left out', () => {
  expect(missingEntries(lock).map(({ name }) => name)).toEqual(['@tool/darwin-arm64', '@tool/linux-x64-musl'])
})

it('adds them with platform, processor and C library, and changes nothing else', () => {
  const complete = completeLock(lock)
  expect(missingEntries(complete)).toEqual([])
  expect(complete.packages['node_modules/@tool/linux-x64']).toEqual(lock.packages['node_modules/@tool/linux-x64'])
  const common = { version: '1.2.3', dev: true, license: 'MIT', optional: true }
  expect(complete.packages['node_modules/@tool/darwin-arm64']).toEqual({ ...common, os: ['darwin'], cpu: ['arm64'] })
  expect(complete.packages['node_modules/@tool/linux-x64-musl']).toEqual({ ...common, os: ['linux'], cpu: ['x64'], libc: ['musl'] })
})

it('refuses to guess from a range', () => {
  const packages = { a: { optionalDependencies: { 'b-linux-x64': '^1.0.0' } } }
  expect(() => completeLock({ packages })).toThrow('cannot be added')
})
