import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { afterAll, describe, expect, test } from 'vitest'
import type { Append } from '../storage.ts'
import { openSqliteStorage } from './open-sqlite-storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'penchant-failures-'))
const mounts: string[] = []
afterAll(() => {
  for (const mount of mounts) spawnSync('umount', ['-l', mount])
  rmSync(folder, { recursive: true })
})

const like = (user: string, item: string): Append => ({
  user,
  event: { kind: 'interaction', item, type: 'like', occurredAt: 1 },
  receivedAt: 1,
})

/** A small file system in memory; false where this process may not mount. */
function mountMemory(name: string, options: string): string | false {
  const path = join(folder, name)
  mkdirSync(path)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', path]).status !== 0) return false
  mounts.push(path)
  return path
}

describe('one process owns a database', () => {
  test('the second opener is refused, by any name of the file, and the first goes on', async () => {
    const path = join(folder, 'locked.sqlite')
    const link = join(folder, 'link.sqlite')
    const storage = await openSqliteStorage({ path })
    symlinkSync(path, link)
    await expect(openSqliteStorage({ path })).rejects.toMatchObject({ code: 'storage-locked', message: expect.stringContaining(path) })
    await expect(openSqliteStorage({ path: link })).rejects.toMatchObject({ code: 'storage-locked' })
    expect(await storage.log.append([like('ada', 'x')])).toMatchObject([{ status: 'appended', seq: 1 }])
    await storage.close()
    const again = await openSqliteStorage({ path })
    await again.close()
  })

  test('the lock of another process holds while it lives and is gone once it is killed', async () => {
    const path = join(folder, 'killed.sqlite')
    const program = `
      const { openSqliteStorage } = await import(${JSON.stringify(new URL('./open-sqlite-storage.ts', import.meta.url).href)})
      await openSqliteStorage({ path: process.argv[1] })
      process.stdout.write('open')
      setInterval(() => {}, 1_000)`
    const owner = spawn(process.execPath, ['--input-type=module', '--eval', program, path], { stdio: ['ignore', 'pipe', 'inherit'] })
    await new Promise((resolve) => owner.stdout.once('data', resolve))
    await expect(openSqliteStorage({ path })).rejects.toMatchObject({ code: 'storage-locked' })
    const gone = new Promise((resolve) => owner.once('close', resolve))
    owner.kill('SIGKILL')
    await gone
    const storage = await openSqliteStorage({ path })
    await storage.close()
  })
})

describe('a disk that will not take it', () => {
  test('a full disk refuses the batch whole, keeps what was there, and goes on once there is room', async ({ skip }) => {
    const disk = mountMemory('full', 'size=2m')
    if (!disk) return skip('this process may not mount a small file system')
    const storage = await openSqliteStorage({ path: join(disk, 'p.sqlite') })
    await storage.log.append([like('ada', 'x')])
    const filler = join(disk, 'filler')
    expect(() => writeFileSync(filler, new Uint8Array(4_000_000))).toThrow('ENOSPC')
    const batch = Array.from({ length: 100 }, (_, at) => like(`u${at}`, `i${at}`))
    await expect(storage.log.append(batch)).rejects.toMatchObject({ code: 'storage-full' })
    expect(await storage.users.list({ limit: 10 })).toEqual(['ada'])
    rmSync(filler)
    expect(await storage.log.append([like('bob', 'y')])).toMatchObject([{ seq: 2, evidence: { interactions: [{ item: 'y' }] } }])
    await storage.close()
  })

  test('a read-only folder is named as such', async ({ skip }) => {
    const isRoot = process.getuid?.() === 0
    const path = isRoot ? mountMemory('read-only', 'ro') : join(folder, 'read-only')
    // Rights do not stop root; a read-only file system does.
    if (!path) return skip('this process is root and may not mount a read-only file system')
    if (!isRoot) mkdirSync(path, { mode: 0o555 })
    await expect(openSqliteStorage({ path: join(path, 'p.sqlite') })).rejects.toMatchObject({ code: 'storage-read-only' })
    await expect(openSqliteStorage({ path: join(path, 'deeper', 'p.sqlite') })).rejects.toMatchObject({ code: 'storage-read-only' })
    if (!isRoot) chmodSync(path, 0o755)
  })

  test('a database on a disk that became read-only is refused, not changed', async ({ skip }) => {
    const disk = mountMemory('became', 'size=2m')
    if (!disk) return skip('this process may not mount a small file system')
    const path = join(disk, 'p.sqlite')
    await (await openSqliteStorage({ path })).close()
    if (spawnSync('mount', ['-o', 'remount,ro', disk]).status !== 0) return skip('this process may not remount')
    await expect(openSqliteStorage({ path })).rejects.toMatchObject({ code: 'storage-read-only' })
  })
})

test.for(['', '-lock'])('a file "p.sqlite%s" that cannot be written is refused when it is opened, not later', async (suffix, { skip }) => {
  const path = join(folder, `unwritable${suffix}.sqlite`)
  await (await openSqliteStorage({ path })).close()
  const file = path + suffix
  if (process.getuid?.() === 0) {
    const mounted = spawnSync('mount', ['--bind', file, file]).status === 0
    if (mounted) mounts.push(file)
    if (!mounted || spawnSync('mount', ['-o', 'remount,ro,bind', file]).status !== 0) return skip('this process is root and may not mount')
  } else chmodSync(file, 0o444)
  await expect(openSqliteStorage({ path })).rejects.toMatchObject({ code: 'storage-read-only' })
})

describe('a file that is not ours', () => {
  const corrupt = async (path: string, words: string) =>
    expect(openSqliteStorage({ path })).rejects.toMatchObject({ code: 'storage-corrupt', message: expect.stringContaining(words) })

  test('no database at all', async () => {
    const path = join(folder, 'text.sqlite')
    writeFileSync(path, 'Dear diary, today I was not a database. '.repeat(100))
    await corrupt(path, path)
    expect(readFileSync(path, 'utf8')).toMatch(/^Dear diary/)
  })

  test('a database of another program', async () => {
    const path = join(folder, 'other.sqlite')
    const other = new DatabaseSync(path)
    other.exec('CREATE TABLE notes (text TEXT)')
    other.close()
    await corrupt(path, 'another program')
  })

  test('a newer format version', async () => {
    const path = join(folder, 'newer.sqlite')
    await (await openSqliteStorage({ path })).close()
    const newer = new DatabaseSync(path)
    newer.exec('PRAGMA user_version = 99')
    newer.close()
    await corrupt(path, 'format version 99')
  })

  test('a database that was cut off', async () => {
    const path = join(folder, 'cut.sqlite')
    const storage = await openSqliteStorage({ path })
    await storage.log.append(Array.from({ length: 500 }, (_, at) => like(`u${at}`, `i${at}`)))
    await storage.close()
    truncateSync(path, 8_192)
    await corrupt(path, path)
  })

  test('a folder', async () => {
    const path = join(folder, 'inner')
    mkdirSync(path)
    await expect(openSqliteStorage({ path })).rejects.toMatchObject({ code: 'storage-unavailable' })
  })
})

test('erased and forgotten people leave no bytes in the files', async () => {
  const path = join(folder, 'erased.sqlite')
  const storage = await openSqliteStorage({ path })
  const rule = { id: 'r', filter: {}, from: 'chat', setAt: 1 } as const
  const say = (user: string, words: string): Append => ({ user, event: { kind: 'rule-set', rule: { ...rule, words } }, receivedAt: 1 })
  await storage.log.append([
    say('erasable-person', 'whispered secret'),
    say('forgettable', 'murmured secret'),
    say('staying', 'public words'),
  ])
  await storage.users.erase('erasable-person')
  await storage.log.append([{ user: 'forgettable', event: { kind: 'forget' }, receivedAt: 1 }])
  // The write-ahead log is cleared right after the answer, so before the next one.
  await storage.log.append([like('staying', 'x')])
  const bytes = ['', '-wal'].map((suffix) => readFileSync(path + suffix, 'latin1')).join()
  expect(bytes).toContain('public words')
  expect(bytes).not.toContain('erasable-person')
  expect(bytes).not.toContain('whispered')
  expect(bytes).not.toContain('murmured')
  await storage.close()
})

test('idempotency tables are dropped after seven days', async () => {
  const path = join(folder, 'days.sqlite')
  const storage = await openSqliteStorage({ path })
  const day = 86_400_000
  for (let at = 0; at < 12; at++) await storage.log.append([{ ...like('ada', 'x'), receivedAt: at * day, eventId: `e${at}` }])
  await storage.close()
  const database = new DatabaseSync(path)
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE name GLOB 'eventIds_*' ORDER BY rowid").all()
  expect(tables.map(({ name }) => name)).toEqual([4, 5, 6, 7, 8, 9, 10, 11].map((at) => `eventIds_${at}`))
  database.close()
})
