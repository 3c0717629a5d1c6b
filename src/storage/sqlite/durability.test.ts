import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openConnection } from './database.ts'
import { openSqliteStorage } from './open-sqlite-storage.ts'

const folder = mkdtempSync(join(tmpdir(), 'penchant-durability-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** A program of its own: capture over SQLite at argv[1], then `body`. */
const program = (body: string) => `
  const { createCapture } = await import(${JSON.stringify(new URL('../../capture/capture.ts', import.meta.url).href)})
  const { openSqliteStorage } = await import(${JSON.stringify(new URL('./open-sqlite-storage.ts', import.meta.url).href)})
  const storage = await openSqliteStorage({ path: process.argv[1] })
  const capture = (groupCommitMs) => createCapture({
    storage, groupCommitMs, clock: Date.now, knowsItem: () => true, ratingScale: { lowest: 1, highest: 5 }, onCommitted: () => {},
  })
  ${body}`
const nodeArguments = (body: string, path: string) => ['--input-type=module', '--eval', program(body), path]

test('every acknowledged event survives kill -9 in the middle of a load', async () => {
  const path = join(folder, 'crash.sqlite')
  const load = `
    const { submit } = capture(2)
    const work = async (user) => {
      for (let at = 0; ; at++) {
        const [result] = await submit(user, [{ kind: 'interaction', item: 'i' + at, type: 'like', eventId: 'e' + at }])
        process.stdout.write(JSON.stringify([result.seq, user, 'i' + at]) + '\\n')
      }
    }
    await Promise.all(Array.from({ length: 16 }, (_, at) => work('u' + at)))`
  const child = spawn(process.execPath, nodeArguments(load, path), { stdio: ['ignore', 'pipe', 'inherit'] })
  let output = ''
  await new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text
      if (output.length > 40_000) child.kill('SIGKILL')
    })
    child.on('close', () => resolve())
  })
  expect(child.signalCode).toBe('SIGKILL')
  // The last line may be cut off: it was not yet acknowledged to anyone.
  const lines = output.slice(0, output.lastIndexOf('\n')).split('\n')
  const acknowledged = lines.map((line) => JSON.parse(line) as [number, string, string])
  expect(acknowledged.length).toBeGreaterThan(1_000)

  const storage = await openSqliteStorage({ path })
  const found = new Map<number, string>()
  for await (const chunk of storage.log.replay()) {
    for (const { seq, user, event } of chunk) found.set(seq, `${user} ${event.kind === 'interaction' && event.item}`)
  }
  const lost = acknowledged.filter(([seq, user, item]) => found.get(seq) !== `${user} ${item}`)
  expect(lost).toEqual([])
  // The evidence rows went with the log, not before or after it.
  for (let at = 0; at < 16; at++) {
    const kept = (await storage.users.evidence(`u${at}`))?.interactions.map(({ seq }) => seq)
    expect(kept).toEqual((await storage.log.history(`u${at}`)).map(({ seq }) => seq).slice(-1_024))
  }
  await storage.close()
})

test('the connection that writes is at synchronous = FULL (2), in WAL mode', () => {
  const database = openConnection(join(folder, 'pragma.sqlite'))
  expect(database.prepare('PRAGMA synchronous').get()).toEqual({ synchronous: 2 })
  expect(database.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' })
  database.close()
})

/** fdatasync calls on the write-ahead log, as the kernel saw them, of a program that commits `batches` batches. */
function countSyncs(batches: number): number {
  const path = join(folder, `synced-${batches}.sqlite`)
  const trace = join(folder, `trace-${batches}`)
  const body = `
    const { submit } = capture(0)
    for (let at = 0; at < ${batches}; at++) await submit('ada', [{ kind: 'interaction', item: 'x', type: 'view' }, { kind: 'interaction', item: 'y', type: 'view' }])
    await storage.close()`
  const arguments_ = ['-f', '-y', '-e', 'trace=fdatasync,fsync', '-o', trace, process.execPath, ...nodeArguments(body, path)]
  const { status, stderr } = spawnSync('strace', arguments_, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`strace failed: ${stderr}`)
  return readFileSync(trace, 'utf8')
    .split('\n')
    .filter((line) => /\b(fdatasync|fsync)\(/.test(line) && line.includes('.sqlite-wal')).length
}

const canTrace = spawnSync('strace', ['-o', '/dev/null', 'true']).status === 0

// Counted by the kernel's own view: the difference to a run without batches is what the batches cost, neither less nor more.
test.skipIf(!canTrace)('there is exactly one fdatasync for each acknowledged batch (needs strace)', { timeout: 60_000 }, () => {
  expect(countSyncs(40) - countSyncs(0)).toBe(40)
})
