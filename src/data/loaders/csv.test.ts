import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, describe, expect, test } from 'vitest'
import { isPenchantError } from '../../errors.ts'
import { loadCsv } from './csv.ts'

const fixtures = join(import.meta.dirname, '../../../test/fixtures')
const now = Date.UTC(2026, 0, 1)
const folder = mkdtempSync(join(tmpdir(), 'penchant-csv-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const load = async (path: string, map?: string) =>
  (await Array.fromAsync(loadCsv(path, { now, map }))).map((row) => {
    if (row.kind === 'item') return row.item
    return row.kind === 'interaction' ? { user: row.user, ...row.interaction } : `${row.line}: ${row.reason}`
  })
const written = (text: string | Uint8Array, name = 'rows.csv') => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const refusal = (path: string, map?: string) =>
  load(path, map).then(
    () => 'loaded',
    (error) => (isPenchantError(error) ? `${error.code}: ${error.message}` : error),
  )

test('items by a mapping, in a file of semicolons; bad rows keep their line numbers', async () => {
  const map =
    'id=tea, title=Name, attributes.kinds=kinds|split(,), attributes.caffeine="Caffeine (mg)", attributes.organic=organic|flag, releasedAt=since'
  expect(await load(join(fixtures, 'teas.csv'), map)).toEqual([
    {
      id: 'sencha',
      title: 'Sencha',
      attributes: { kinds: ['green', 'japanese'], caffeine: 30, organic: true },
      releasedAt: Date.UTC(2015, 2, 1),
    },
    {
      id: 'assam',
      title: 'Assam; second flush',
      attributes: { kinds: ['black'], caffeine: 50, organic: false },
      releasedAt: Date.UTC(2014, 0, 1, 12),
    },
    { id: 'mint', title: 'Mint', attributes: { organic: true } },
    { id: 'assam', title: 'Assam', attributes: { kinds: ['black'], caffeine: 55, organic: false }, releasedAt: Date.UTC(2014, 0, 1) },
    '6: attributes.organic: neither yes nor no',
    '7: id: Invalid input: expected string, received undefined',
    '8: The number of fields is not that of the header',
  ])
})

test('interactions by a mapping: a scale of ten, times as ISO 8601, seconds and milliseconds', async () => {
  const map = 'user=who,item=tea,value=stars|scale(1,10),occurredAt=when'
  const at = Date.UTC(2020, 4, 1, 10, 20)
  expect(await load(join(fixtures, 'tea-ratings.csv'), map)).toEqual([
    { user: 'ada', item: 'sencha', type: 'rating', value: 5, occurredAt: Date.UTC(2020, 4, 1, 10) },
    { user: 'ada', item: 'assam', type: 'rating', value: 1, occurredAt: at },
    '4: value: outside the scale',
    { user: 'ben', item: 'mint', type: 'view', occurredAt: at },
    '6: The time lies in the future',
    '7: The user id is undefined, not a string',
  ])
})

test('without a mapping columns go by their names, the others are attributes; numbers written as such count as numbers', async () => {
  const path = written('\uFEFFid,title,Main colour,weight,code\r\nx,1984,red,1.5,007\r\n')
  expect(await load(path)).toEqual([{ id: 'x', title: '1984', attributes: { Main_colour: 'red', weight: 1.5, code: '007' } }])
  const likes = written('user,item,type\nada,x,like\n')
  expect(await load(likes)).toEqual([{ user: 'ada', item: 'x', type: 'like' }])
})

test('a column of an interaction that nothing says what to do with is refused, not dropped', async () => {
  expect(await refusal(written('user,item,stars\nada,x,5\n'))).toMatch(/^invalid-input: .*"stars"/)
})

test('a quote that never closes costs its line alone', async () => {
  const path = written('id,title\na,"open\nb,B\nc,"two\nlines"\nd,"closed"then\ne,E\n')
  expect(await load(path)).toEqual([
    '2: Text follows a closing quote',
    { id: 'b', title: 'B', attributes: {} },
    { id: 'c', title: 'two\nlines', attributes: {} },
    '6: Text follows a closing quote',
    { id: 'e', title: 'E', attributes: {} },
  ])
  expect(await load(written('id,title\na,A\nb,"open\nc,C'))).toEqual([
    { id: 'a', title: 'A', attributes: {} },
    '3: A quote is never closed',
    { id: 'c', title: 'C', attributes: {} },
  ])
})

test('bytes that are no text, NUL and text beyond 1 MB are rejected by line', async () => {
  const rows = [
    'id,title,text',
    'a,A,caf\xe9',
    'b,B\0,x',
    `c,C,${'x'.repeat(1_000_001)}`,
    `d,D,${'y'.repeat(1_000_000)}`,
    `e,E,${'z'.repeat(9 * 1024 * 1024)}`,
    'f,F,f',
  ].join('\n')
  const loaded = await load(written(Buffer.from(rows, 'latin1')))
  expect(loaded.filter((row) => typeof row === 'string')).toEqual([
    '2: The line is not UTF-8 text',
    '3: title: has a NUL character or a lone surrogate',
    '4: text: Too big: expected string to have <=1000000 characters',
    '6: The line is longer than 8 MB',
  ])
  expect(loaded.flatMap((row) => (typeof row === 'object' && 'id' in row ? [row.id] : []))).toEqual(['d', 'f'])
})

describe('what cannot be read as a whole', () => {
  test('an empty file, a missing column, several files', async () => {
    expect(await refusal(written(''))).toMatch(/^import-rejected: .*no first line/)
    expect(await refusal(written('id,title\n'), 'id=id,title=name')).toBe(
      'invalid-input: rows.csv has no column "name". Its columns are id, title.',
    )
    written('id,title\n', 'more.tsv')
    expect(await refusal(folder)).toMatch(/^invalid-input: .*several CSV files/)
    expect(await refusal(written('id,name\na,A\n'))).toMatch(/^invalid-input: .*nothing becomes the title/)
  })

  test('a truncated gzip', async () => {
    const whole = gzipSync('id,title\n'.repeat(1_000))
    expect(await refusal(written(whole.subarray(0, whole.length / 2), 'cut.csv.gz'))).toMatch(/^import-rejected: .*gzip/)
  })
})
