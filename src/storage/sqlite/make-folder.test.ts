import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { makeFolder } from './make-folder.ts'

const root = mkdtempSync(join(tmpdir(), 'penchant-folder-'))
afterAll(() => rmSync(root, { recursive: true }))

it('makes what is missing and leaves what is there', () => {
  makeFolder(join(root, 'a', 'b'))
  makeFolder(join(root, 'a', 'b'))
  expect(existsSync(join(root, 'a', 'b'))).toBe(true)
})

it('says so where a file is in the way', () => {
  writeFileSync(join(root, 'file'), '')
  expect(() => makeFolder(join(root, 'file'))).toThrow('is a file')
  expect(() => makeFolder(join(root, 'file', 'below'))).toThrow()
})

it.runIf(existsSync('/proc/self'))('ends where the file system takes no folders', () => {
  expect(() => makeFolder('/proc/penchant/below')).toThrow()
})
