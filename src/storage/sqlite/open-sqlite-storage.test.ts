import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, test } from 'vitest'
import { storageCases } from '../../testing/storage.ts'
import type { Storage } from '../storage.ts'
import { openSqliteStorage } from './open-sqlite-storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'penchant-storage-'))
afterAll(() => rmSync(folder, { recursive: true }))

describe('SQLite does what every storage must', () => {
  const paths = new Map<Storage, string>()
  const openAt = async (path: string) => {
    const storage = await openSqliteStorage({ path })
    paths.set(storage, path)
    return storage
  }
  const open = () => openAt(join(folder, `${paths.size}.sqlite`))
  const reopen = async (storage: Storage) => {
    await storage.close()
    return openAt(paths.get(storage) as string)
  }
  for (const { name, run } of storageCases({ open, reopen })) test(name, run)
})
