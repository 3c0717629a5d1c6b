import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import { isPenchantError } from '../../errors.ts'
import type { LoadedRow, Progress } from './loader.ts'
import { loadMovielens } from './movielens.ts'

const fixtures = join(import.meta.dirname, '../../../test/fixtures')
const now = Date.UTC(2026, 0, 1)
const folder = mkdtempSync(join(tmpdir(), 'penchant-movielens-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const load = (path: string) => Array.fromAsync(loadMovielens(path, { now }))
const itemsOf = (rows: readonly LoadedRow[]) => rows.flatMap((row) => (row.kind === 'item' ? [row.item] : []))
const rejectedOf = (rows: readonly LoadedRow[]) =>
  rows.flatMap((row) => (row.kind === 'rejected' ? [`${row.file}:${row.line} ${row.reason}`] : []))

function zipOf(name: string, files: Readonly<Record<string, string>>): string {
  const path = join(folder, name)
  const contents = Object.entries(files).map(([inside, source]) => [inside, new Uint8Array(readFileSync(join(fixtures, source)))] as const)
  writeFileSync(path, zipSync(Object.fromEntries(contents)))
  return path
}

const latestZip = () =>
  zipOf('latest.zip', {
    'ml-latest/ratings.csv': 'movielens-latest/ratings.csv',
    '__MACOSX/ml-latest/movies.csv': 'movielens-100k/u.item',
    'ml-latest/movies.csv': 'movielens-latest/movies.csv',
  })

test('the 100K layout: ISO-8859-1, genre flags, articles first, bad lines named', async () => {
  const rows = await load(join(fixtures, 'movielens-100k'))
  expect(itemsOf(rows)).toEqual([
    { id: '1', title: 'The Café Étoile', attributes: { year: 1995, genres: ['Comedy', 'Drama'] } },
    { id: '2', title: 'Night Train', attributes: { year: 1987, genres: ['Thriller'] } },
    { id: '3', title: 'unknown', attributes: {} },
  ])
  expect(rows.filter(({ kind }) => kind === 'interaction')).toEqual([
    {
      file: 'u.data',
      line: 1,
      kind: 'interaction',
      user: '7',
      interaction: { item: '1', type: 'rating', value: 5, occurredAt: 881_250_949_000 },
    },
    {
      file: 'u.data',
      line: 2,
      kind: 'interaction',
      user: '7',
      interaction: { item: '2', type: 'rating', value: 3, occurredAt: 881_250_950_000 },
    },
  ])
  expect(rejectedOf(rows)).toEqual([
    'u.item:4 The line has not 24 fields',
    'u.data:3 The rating is not a number',
    'u.data:4 The time lies in the future',
    'u.data:5 The time is not a number of seconds',
  ])
})

test('the 1M layout: a rating without a time has none', async () => {
  const rows = await load(join(fixtures, 'movielens-1m'))
  expect(itemsOf(rows)).toEqual([
    { id: '1', title: 'La Amélie (Amelie)', attributes: { year: 2001, genres: ['Comedy', 'Romance'] } },
    { id: '2', title: 'Quiet Harbour', attributes: { year: 1994, genres: ['Drama'] } },
  ])
  const times = rows.flatMap((row) => (row.kind === 'interaction' ? [row.interaction.occurredAt] : []))
  expect(times).toEqual([undefined, 978_824_351_000, 978_824_352_000])
})

const latestItems = [
  { id: '10', title: 'Heron', attributes: { year: 1999, genres: ['Drama', 'War'] } },
  { id: '11', title: 'A Long Road', attributes: { year: 2003 } },
  { id: '12', title: '"Quoted" Days', attributes: { year: 1961, genres: ['Comedy'] } },
  { id: '13', title: 'No Year', attributes: { genres: ['Comedy'] } },
]

describe('the latest layout', () => {
  test('from a folder, with CRLF and quoted titles', async () => {
    const rows = await load(join(fixtures, 'movielens-latest'))
    expect(itemsOf(rows)).toEqual(latestItems)
    expect(rows.flatMap((row) => (row.kind === 'interaction' ? [row.interaction.value] : []))).toEqual([4, 1, 4.5])
    expect(rejectedOf(rows)).toEqual([])
  })

  test('from a zip whose ratings come first, with the progress of all its bytes', async () => {
    const told: Progress[] = []
    const rows = await Array.fromAsync(loadMovielens(latestZip(), { now, onProgress: (progress) => told.push(progress) }))
    expect(itemsOf(rows)).toEqual(latestItems)
    expect(rows.map(({ kind }) => kind)).toEqual([...Array(4).fill('item'), ...Array(3).fill('interaction')])
    expect(told.at(-1)).toEqual({ file: 'ratings.csv', bytes: told[0]?.total, total: told[0]?.total })
  })

  test('from gzip files in a folder', async () => {
    for (const name of ['movies.csv', 'ratings.csv'])
      writeFileSync(join(folder, `${name}.gz`), gzipSync(readFileSync(join(fixtures, 'movielens-latest', name))))
    expect(itemsOf(await load(folder))).toEqual(latestItems)
  })
})

const damagedAt = 'The zip archive is damaged at ratings.csv. Download it again. Nothing was imported.'

describe('what cannot be read as a whole', () => {
  const refusal = (path: string) =>
    load(path).then(
      () => 'loaded',
      (error) => (isPenchantError(error) ? `${error.code}: ${error.message}` : error),
    )

  test('a truncated zip, wherever it is cut, gives import-rejected before its first row', async () => {
    const bare = readFileSync(latestZip())
    const comment = Buffer.from('PK\x05\x06 a comment of more than twenty-two bytes, which looks like an end')
    const whole = Buffer.concat([bare, comment])
    whole.writeUInt16LE(comment.length, bare.length - 2)
    writeFileSync(join(folder, 'whole.zip'), whole)
    expect(itemsOf(await load(join(folder, 'whole.zip')))).toEqual(latestItems)
    for (let length = 0; length < whole.length; length += 13) {
      const path = join(folder, 'cut.zip')
      writeFileSync(path, whole.subarray(0, length))
      expect(await refusal(path)).toMatch(/^import-rejected: .*truncated/)
    }
  })

  test('a zip with one wrong byte in a file, packed or not, gives import-rejected', async () => {
    const refusalOf = async (bytes: Uint8Array, at: number) => {
      const damaged = Buffer.from(bytes)
      damaged[at] = (damaged[at] as number) ^ 1
      const path = join(folder, 'damaged.zip')
      writeFileSync(path, damaged)
      return String(await refusal(path))
    }
    const movies = readFileSync(join(fixtures, 'movielens-latest/movies.csv'))
    const ratings = readFileSync(join(fixtures, 'movielens-latest/ratings.csv'))
    for (const level of [0, 6] as const) {
      const whole = Buffer.from(zipSync({ 'ratings.csv': new Uint8Array(ratings), 'movies.csv': new Uint8Array(movies) }, { level }))
      const begin = whole.indexOf('ratings.csv') + 'ratings.csv'.length
      const end = whole.indexOf('PK', begin)
      for (let at = begin; at < end; at += 7) expect(await refusalOf(whole, at)).toBe(`import-rejected: ${damagedAt}`)
    }
  })

  test('a truncated gzip gives import-rejected', async () => {
    const path = join(folder, 'u.item.gz')
    const rest = join(folder, 'u.data.gz')
    writeFileSync(path, gzipSync(readFileSync(join(fixtures, 'movielens-100k/u.item'))).subarray(0, -9))
    writeFileSync(rest, gzipSync(readFileSync(join(fixtures, 'movielens-100k/u.data'))))
    expect(await refusal(folder)).toMatch(/^import-rejected: .*gzip/)
    rmSync(path)
    rmSync(rest)
  })

  test('a folder without a set, and a path that is not there, say what to do', async () => {
    expect(await refusal(fixtures)).toMatch(/^invalid-input: .*u\.item and u\.data/)
    expect(await refusal(join(fixtures, 'nowhere'))).toMatch(/^invalid-input: There is no file or folder/)
  })
})

const data = process.env.PENCHANT_DATA
const sets = [
  { set: 'movielens-100k', interactions: 100_000, people: 943, items: 1_682 },
  { set: 'movielens-latest-small', interactions: 100_836, people: 610, items: 9_742 },
  { set: 'movielens-1m', interactions: 1_000_209, people: 6_040, items: 3_883 },
]
for (const { set, ...expected } of sets) {
  const path = join(data ?? '', set)
  test.skipIf(data === undefined || !existsSync(path))(`${set}: every row of the real set`, { timeout: 120_000 }, async () => {
    const counts = { interactions: 0, people: new Set<string>(), items: 0 }
    for await (const row of loadMovielens(path, { now })) {
      if (row.kind === 'item') counts.items++
      else if (row.kind === 'interaction') {
        counts.interactions++
        counts.people.add(row.user)
      } else throw new Error(`${row.file}:${row.line} ${row.reason}`)
    }
    expect({ ...counts, people: counts.people.size }).toEqual(expected)
  })
}
