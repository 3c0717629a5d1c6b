import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, expect, test } from 'vitest'
import { openSqliteStorage } from './open-sqlite-storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'penchant-schema-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a database of format version 1 is brought forward with all that is in it', async () => {
  const path = join(folder, 'old.sqlite')
  const old = new DatabaseSync(path)
  old.exec(readFileSync(join(import.meta.dirname, '../../../test/golden/storage-format-1.sql'), 'utf8'))
  old.close()

  const storage = await openSqliteStorage({ path })
  expect(await storage.log.history('ada')).toMatchObject([{ seq: 1, event: { item: 'heat', type: 'like', slate: 's1', position: 0 } }])
  expect((await storage.users.evidence('ada'))?.interactions.map(({ item }) => item)).toEqual(['heat'])
  // Served on the first and the second of January 2026.
  expect(await storage.slates.prune(Date.UTC(2026, 0, 2), 10)).toBe(1)
  expect([await storage.slates.get('s1'), (await storage.slates.get('s2'))?.slots[0]?.item]).toEqual([undefined, 'heat'])
  await storage.close()
  const brought = new DatabaseSync(path, { readOnly: true })
  expect(brought.prepare('PRAGMA user_version').get()).toEqual({ user_version: 3 })
  // Looking for the old ones reads the index, not the records.
  const plan = brought.prepare('EXPLAIN QUERY PLAN SELECT number FROM slates WHERE time < 1 ORDER BY time LIMIT 2').all()
  expect(plan.map(({ detail }) => detail)).toEqual([expect.stringContaining('USING COVERING INDEX slatesByTime')])
  brought.close()
})
