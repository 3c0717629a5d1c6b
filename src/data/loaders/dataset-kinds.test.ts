import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { zipSync } from 'fflate'
import { afterAll, describe, expect, test } from 'vitest'
import { isPenchantError } from '../../errors.ts'
import type { Dataset } from '../dataset.ts'
import { type DatasetRequest, datasetKinds, loadDataset } from './dataset-kinds.ts'
import type { Progress } from './loader.ts'

const folder = mkdtempSync(join(tmpdir(), 'penchant-datasets-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const write = (files: Readonly<Record<string, string>>) => {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), name.endsWith('.gz') ? gzipSync(text) : text)
  }
}
const now = Date.UTC(2026, 0, 1)
const load = (name: string, request: Partial<DatasetRequest> = {}) => loadDataset(name, { now, benchmarks: folder, ...request })
const refusal = (name: string, request: Partial<DatasetRequest> = {}) =>
  load(name, request).then(
    () => 'loaded',
    (error) => (isPenchantError(error) ? `${error.code}: ${error.message}` : error),
  )
/** Each user's items by id. */
const rowsOf = ({ users, items, offsets, item }: Dataset) =>
  Object.fromEntries(users.map((id, user) => [id, Array.from(item.subarray(offsets[user], offsets[user + 1]), (one) => items[one])]))

const film = (id: number, title: string, ...flags: readonly number[]) =>
  `${id}|${title}|||x|${Array.from({ length: 19 }, (_, flag) => Number(flags.includes(flag))).join('|')}\n`
const hundred = {
  'u.item.gz': film(1, 'One (1990)', 1) + film(2, 'Two (1991)', 5, 8) + film(3, 'Three', 5),
  'u.data.gz': '7\t2\t3\t300\n7\t1\t5\t100\n8\t1\t4\t200\n7\t3\t1\t200\n',
  'u.user': '8|30|F|writer|1\n7|20|M|artist|2\n',
  'u1.test.gz': '7\t1\t5\t100\n8\t1\t4\t200\n',
  ...Object.fromEntries([2, 3, 4, 5].map((fold) => [`u${fold}.test`, '7\t2\t3\t300\n'])),
}

describe('movielens-100k', () => {
  write(Object.fromEntries(Object.entries(hundred).map(([name, text]) => [`movielens-100k/${name}`, text])))

  test('ratings in the order of time, with genres, years and people', async () => {
    const { dataset, given, leftOut } = await load('movielens-100k')
    expect(rowsOf(dataset)).toEqual({ 7: ['1', '3', '2'], 8: ['1'] })
    expect([...dataset.value]).toEqual([5, 1, 3, 4])
    expect([...(dataset.times ?? [])]).toEqual([100_000, 200_000, 300_000, 200_000])
    expect([dataset.ratings, dataset.order, given, leftOut]).toEqual([true, 'time', undefined, []])
    expect(dataset.items).toEqual(['2', '1', '3'])
    expect(dataset.itemAttributes).toEqual([
      { year: 1991, genres: ['Comedy', 'Drama'] },
      { year: 1990, genres: ['Action'] },
      { genres: ['Comedy'] },
    ])
    expect(dataset.userAttributes).toEqual([
      { age: 20, sex: 'M', occupation: 'artist' },
      { age: 30, sex: 'F', occupation: 'writer' },
    ])
  })

  test('the official folds, all or one: what is not test is train', async () => {
    const { given = [] } = await load('movielens-100k', { split: 'usual' })
    expect(given.map(({ name }) => name)).toEqual(['u1', 'u2', 'u3', 'u4', 'u5'])
    const { given: one = [] } = await load('movielens-100k', { split: 'u1' })
    expect(one.map(({ name, train, test }) => [name, rowsOf(train), rowsOf(test)])).toEqual([
      ['u1', { 7: ['3', '2'], 8: [] }, { 7: ['1'], 8: ['1'] }],
    ])
    expect(await refusal('movielens-100k', { split: 'ua' })).toBe('invalid-input: movielens-100k has no split "ua". Its splits are u1-u5.')
  })

  test('from a zip, with the progress of all that is read', async () => {
    const path = join(folder, 'hundred.zip')
    const plain = Object.entries(hundred).map(([name, text]) => [`ml-100k/${name.replace('.gz', '')}`, Buffer.from(text)] as const)
    writeFileSync(path, zipSync(Object.fromEntries(plain)))
    const told: Progress[] = []
    const { dataset } = await load(`movielens-100k:${path}`, { onProgress: (progress) => told.push(progress) })
    expect(rowsOf(dataset)).toEqual({ 7: ['1', '3', '2'], 8: ['1'] })
    expect(told.at(-1)).toEqual({ file: 'u.data', bytes: told[0]?.total, total: told[0]?.total })
  })

  test('filters: ratings from a value on, and the core', async () => {
    const { dataset } = await load('movielens-100k', { minRating: 3 })
    expect(rowsOf(dataset)).toEqual({ 7: ['1', '2'], 8: ['1'] })
    expect([dataset.ratings, [...dataset.value]]).toEqual([false, [1, 1, 1]])
    expect(rowsOf((await load('movielens-100k', { minRating: 3, minInteractions: 1 })).dataset)).toEqual(rowsOf(dataset))
    expect(await refusal('movielens-100k', { minInteractions: 3 })).toMatch(/^invalid-input: Nothing of movielens-100k is left/)
    expect(await refusal('movielens-100k', { minInteractions: 2, split: 'usual' })).toMatch(
      /^invalid-input: The split u1, .* as it was published/,
    )
  })

  test('a damaged line and a pair of a split that is not in the ratings are told with their place', async () => {
    write({ 'bad-rating/u.item': hundred['u.item.gz'], 'bad-rating/u.data': '7\t2\t3\t300\n7\t1\tfive\t100\n' })
    expect(await refusal(`movielens-100k:${join(folder, 'bad-rating')}`)).toBe(
      'import-rejected: u.data, line 2: a field is not a number. Download the data set again.',
    )
    write({ 'bad-rating/u.data': '7\t2\t3\n' })
    expect(await refusal(`movielens-100k:${join(folder, 'bad-rating')}`)).toMatch(
      /^import-rejected: u\.data, line 1: it has 3 fields, not 4/,
    )
    write({ 'movielens-100k/u5.test': '8\t2\t3\t300\n' })
    expect(await refusal('movielens-100k', { split: 'u5' })).toMatch(/^import-rejected: 1 pairs of the split u5 are not in movielens-100k/)
    write({ 'movielens-100k/u5.test': '9\t2\t3\t300\n' })
    expect(await refusal('movielens-100k', { split: 'u5' })).toMatch(/^import-rejected: u5\.test, line 1: 9 is not known/)
  })
})

test('movielens-latest-small: half stars stay half stars', async () => {
  write({
    'movielens-latest-small/movies.csv': 'movieId,title,genres\r\n1,"One, The (1999)",Comedy|War\r\n2,Two,(no genres listed)\r\n',
    'movielens-latest-small/ratings.csv.gz': 'userId,movieId,rating,timestamp\r\n1,1,0.5,10\r\n1,2,4.5,5\r\n',
  })
  const { dataset } = await load('movielens-latest-small')
  expect([[...dataset.value], rowsOf(dataset), dataset.order]).toEqual([[4.5, 0.5], { 1: ['2', '1'] }, 'time'])
  expect(dataset.itemAttributes).toEqual([{ year: 1999, genres: ['Comedy', 'War'] }, {}])
})

describe('movielens-1m', () => {
  // Ten people rate ten films 4 or more, and person 1 rates film 11 too: the 10-core is 10 × 10.
  const ratings = Array.from({ length: 10 }, (_, user) =>
    Array.from({ length: 10 }, (_, item) => `${user + 1}\t${item + 1}\t${user === 0 ? 4 : 5}\t\n`).join(''),
  )
  write({
    'movielens-1m/movies.dat': Array.from({ length: 11 }, (_, item) => `${item + 1}::Film ${item} (1990)::Drama\n`).join(''),
    'movielens-1m/users.dat': Array.from({ length: 10 }, (_, user) => `${user + 1}::F::25::${user}::0\n`).join(''),
    'movielens-1m/ratings.tsv': `userId\tmovieId\trating\ttimestamp\n${ratings.join('')}1\t11\t5\t978824351\n2\t11\t3\t\n`,
    'movielens-1m/umap22/test1.tsv': '1\t10\n4\t2\n',
    'movielens-1m/ncf/item_index_to_movieId.tsv': `ncfItem\tmovieId\tnumRatings\n${Array.from({ length: 11 }, (_, at) => `${at}\t${11 - at}\t1\n`).join('')}`,
    'movielens-1m/ncf/ml-1m.test.rating': '0\t0\t5\t978824351\n1\t3\t5\t1\n',
    'movielens-1m/ncf/ml-1m.test.negative': '(0,0)\t1\t2\n(1,3)\t0\t4\n',
  })

  test('without all times there is no order; the jobs have names', async () => {
    const { dataset } = await load('movielens-1m')
    expect([dataset.order, dataset.times, dataset.item.length]).toEqual(['none', undefined, 102])
    expect(dataset.userAttributes?.slice(0, 2)).toEqual([
      { age: 25, sex: 'F', occupation: 'other' },
      { age: 25, sex: 'F', occupation: 'academic/educator' },
    ])
  })

  test('umap22: the 10-core of ratings from 4 on, less the test', async () => {
    const { given: [split] = [] } = await load('movielens-1m', { split: 'umap22-1' })
    expect([split?.train.users.length, split?.train.items.length, split?.train.item.length, split?.train.ratings]).toEqual([
      10,
      10,
      98,
      false,
    ])
    expect(rowsOf(split?.test as Dataset)).toMatchObject({ 1: ['10'], 2: [], 4: ['2'] })
  })

  test('ncf: one target each among the candidates of the file, whose ids count from 0', async () => {
    const { given: [split] = [] } = await load('movielens-1m', { split: 'sampled' })
    expect(rowsOf(split?.test as Dataset)).toMatchObject({ 1: ['11'], 2: ['8'], 3: [] })
    expect(split?.candidates?.slice(0, 3).map((own) => Array.from(own, (item) => split.test.items[item]))).toEqual([
      ['10', '9'],
      ['11', '7'],
      [],
    ])
    expect([split?.train.item.length, split?.train.ratings, split?.test.value[0]]).toEqual([100, false, 1])
  })
})

test('gowalla: both files with one numbering', async () => {
  const told: Progress[] = []
  write({ 'gowalla/train.txt.gz': '0 0 2\n1 1 \n2\n', 'gowalla/test.txt.gz': '0 3\n1 0 4\n' })
  const { dataset, given: [split] = [] } = await load('gowalla', { split: 'usual', onProgress: (progress) => told.push(progress) })
  expect(rowsOf(dataset)).toEqual({ 0: ['0', '2', '3'], 1: ['1', '0', '4'] })
  expect(told.at(-1)).toEqual({ file: 'test.txt', bytes: told[0]?.total, total: told[0]?.total })
  expect([dataset.order, split?.train.items, split?.test.items.length]).toEqual(['none', ['0', '1', '2', '3', '4'], 5])
  expect([rowsOf(split?.train as Dataset), rowsOf(split?.test as Dataset)]).toEqual([
    { 0: ['0', '2'], 1: ['1'] },
    { 0: ['3'], 1: ['0', '4'] },
  ])
})

test('amazon-2014: sequences that count from 1, with labels and keywords', async () => {
  write({
    'amazon-2014/Beauty.txt': '1 2 1\n2 3 2\n',
    'amazon-2014/Beauty_item2attributes.json': '{"1": [5, 6], "3": [5]}',
    'amazon-2014/Beauty_item_asin.tsv': 'item\tasin\tkeywords\n1\tB1\tred red polish\n2\tB2\t\n3\tB3\tsoap\n',
  })
  const { dataset } = await load('amazon-2014-beauty')
  expect([rowsOf(dataset), dataset.order]).toEqual([{ 1: ['2', '1'], 2: ['3', '2'] }, 'sequence'])
  expect(dataset.itemAttributes).toEqual([{ labels: ['5', '6'], keywords: ['red', 'polish'] }, {}, { labels: ['5'], keywords: ['soap'] }])
  write({ 'amazon-2014/Beauty_item2attributes.json': '{"1": [5' })
  expect(await refusal('amazon-2014-beauty')).toBe('import-rejected: Beauty_item2attributes.json is not JSON. Download the data set again.')
})

test('llmrank-games-6k: the last item of those who have candidates, which hold no target and nothing twice', async () => {
  const many = Array.from({ length: 30 }, (_, at) => at)
  write({
    'llmrank-games-6k/Games-6k.item': `item_id:token\ttitle:token_seq\n${many.map((id) => `${id}\tGame ${id}\n`).join('')}`,
    'llmrank-games-6k/Games-6k.test.inter': 'user_id:token\titem_id_list:token_seq\titem_id:token\nu\t3 1\t2\nv\t4\t5\n',
    'llmrank-games-6k/Games-6k.random': `v\t${[6, 5, 6, ...many.slice(7)].join(' ')}\n`,
  })
  const { dataset, given: [split] = [] } = await load('llmrank-games-6k', { split: 'usual' })
  expect([rowsOf(dataset), dataset.order, dataset.itemAttributes?.[2]]).toEqual([
    { u: ['3', '1', '2'], v: ['4', '5'] },
    'sequence',
    { title: 'Game 2' },
  ])
  expect([rowsOf(split?.train as Dataset), rowsOf(split?.test as Dataset)]).toEqual([
    { u: ['3', '1', '2'], v: ['4'] },
    { u: [], v: ['5'] },
  ])
  expect(split?.candidates?.map((own) => [...own])).toEqual([[], [6, ...many.slice(7, 23)]])
  write({ 'llmrank-games-6k/Games-6k.random': 'v\t30\n' })
  expect(await refusal('llmrank-games-6k', { split: 'random-100' })).toMatch(/^import-rejected: Games-6k\.random, line 1: .* no item 30\./)
})

test('coat: chosen ratings to learn from, drawn ones to find, features by name', async () => {
  write({
    'coat/train.ascii': '0 4 0\n5 0 0\n',
    'coat/test.ascii': '1 0 0\n0 0 2\n',
    'coat/user_features.ascii': '1 0\n0 1\n',
    'coat/user_features_map.txt': 'location:rural\nlocation:urban',
    'coat/item_features.ascii': '1 0\n0 1\n0 0\n',
    'coat/item_features_map.txt': 'color:red\nonfrontpage:yes',
  })
  const { dataset, given: [split] = [] } = await load('coat', { split: 'uniform' })
  expect([rowsOf(dataset), [...dataset.value], dataset.ratings]).toEqual([{ 0: ['1', '0'], 1: ['0', '2'] }, [4, 1, 5, 2], true])
  expect([[...(split?.train.value ?? [])], [...(split?.test.value ?? [])]]).toEqual([
    [4, 5],
    [1, 2],
  ])
  expect([dataset.userAttributes, dataset.itemAttributes]).toEqual([
    [{ location: 'rural' }, { location: 'urban' }],
    [{ color: 'red' }, { onfrontpage: 'yes' }, {}],
  ])
  write({ 'coat/item_features.ascii': '1 0 1\n' })
  expect(await refusal('coat')).toBe('import-rejected: item_features.ascii, line 1: it has 3 fields, not 2. Download the data set again.')
})

describe('a log of one’s own', () => {
  test('csv with a mapping: ratings, by time; bad rows are counted', async () => {
    write({ 'log.csv': 'who,what,stars,when\nada,x,8,2024-01-02\nben,x,10,2024-01-01\nada,y,2,2024-01-01\nada,z,many,2024-01-01\n' })
    const map = 'user=who,item=what,value=stars,occurredAt=when'
    const { dataset, leftOut } = await load(`csv:${join(folder, 'log.csv')}`, { map })
    expect([rowsOf(dataset), [...dataset.value], dataset.ratings, dataset.order]).toEqual([
      { ada: ['y', 'x'], ben: ['x'] },
      [2, 8, 10],
      true,
      'time',
    ])
    expect(leftOut).toEqual([{ reason: 'value: not a number', count: 1, places: [{ file: 'log.csv', line: 5 }] }])
  })

  test('jsonl: acts that say no wish are left out; without every time there is no order', async () => {
    const rows = [
      { user: 'ada', item: 'x', type: 'purchase', occurredAt: 5 },
      { user: 'ada', item: 'y', type: 'dislike', occurredAt: 6 },
      { user: 'ada', item: 'z', type: 'rating', value: 2 },
    ]
    write({ 'log.jsonl.gz': rows.map((row) => `${JSON.stringify(row)}\n`).join('') })
    const { dataset, leftOut } = await load(`jsonl:${join(folder, 'log.jsonl.gz')}`)
    expect([rowsOf(dataset), [...dataset.value], dataset.ratings, dataset.order]).toEqual([{ ada: ['x', 'z'] }, [1, 1], false, 'none'])
    expect(leftOut.map(({ reason, count }) => [reason, count])).toEqual([['It says dislike, which is no wish', 1]])
    expect(await refusal(`jsonl:${join(folder, 'log.jsonl.gz')}`, { minRating: 4 })).toMatch(/^invalid-input: .* has no ratings/)
  })

  test('a file of items, or without one good row, is refused', async () => {
    write({ 'items.csv': 'id,title\na,A\n', 'empty.csv': 'user,item\n,x\n' })
    expect(await refusal(`csv:${join(folder, 'items.csv')}`)).toMatch(/^invalid-input: .* holds items, not interactions/)
    expect(await refusal(`csv:${join(folder, 'empty.csv')}`)).toMatch(
      /^import-rejected: .* no interaction that can be used\. 1 rows: The user id/,
    )
  })
})

describe('what cannot be found', () => {
  test.each([
    ['movielens', {}, /^invalid-input: There is no data of the kind "movielens"\. Kinds are movielens-100k, .*, csv, jsonl;/],
    ['csv', {}, /^invalid-input: Say where csv lies: csv:FILE\.$/],
    ['coat', { benchmarks: undefined }, /^invalid-input: Say where coat lies: coat:FOLDER, or set PENCHANT_DATA to the folder that holds/],
    ['gowalla:/no/such', {}, /^invalid-input: gowalla should be in \/no\/such, but nothing is there/],
    ['coat', { benchmarks: '/no/such' }, /^invalid-input: coat should be in \/no\/such\/coat, but nothing is there/],
    ['coat', { map: 'user=a,item=b' }, /^invalid-input: A mapping is for csv and jsonl/],
    ['amazon-2014-sports', {}, /^invalid-input: .*amazon-2014 has no file Sports_and_Outdoors\.txt \(or Sports_and_Outdoors\.txt\.gz\)/],
    ['amazon-2014-beauty', { split: 'usual' }, /^invalid-input: No split comes with amazon-2014-beauty\. Choose another protocol\.$/],
  ] as const)('%s %j', async (name, request, message) => {
    expect(await refusal(name, request)).toMatch(message)
  })
})

const data = process.env.PENCHANT_DATA
const sizeOf = ({ users, items, item }: Dataset) => [users.length, items.length, item.length]
describe('the real sets', () => {
  type Size = readonly [users: number, items: number, interactions: number]
  const sets: readonly (readonly [name: string, request: Partial<DatasetRequest>, whole: Size, ...trainAndTest: readonly Size[]])[] = [
    ['movielens-100k', { minInteractions: 5 }, [943, 1_349, 99_287]],
    ['movielens-latest-small', {}, [610, 9_724, 100_836]],
    ['movielens-1m', { split: 'umap22-0' }, [6_040, 3_706, 1_000_209], [5_949, 2_810, 571_531 - 116_671], [5_949, 2_810, 116_671]],
    ['gowalla', { split: 'usual' }, [29_858, 40_981, 1_027_370], [29_858, 40_981, 810_128], [29_858, 40_981, 217_242]],
    ['amazon-2014-beauty', { minInteractions: 5 }, [22_363, 12_101, 198_502]],
    ['amazon-2014-sports', { minInteractions: 5 }, [35_598, 18_357, 296_337]],
    ['llmrank-games-6k', { split: 'random' }, [50_546, 16_859, 440_264], [50_546, 16_859, 434_264], [50_546, 16_859, 6_000]],
    ['coat', { split: 'usual' }, [290, 300, 11_600], [290, 300, 6_960], [290, 300, 4_640]],
  ]
  for (const [name, request, whole, ...trainAndTest] of sets) {
    const folderName = datasetKinds.find((kind) => kind.name === name)?.folder ?? ''
    test.skipIf(data === undefined || !existsSync(join(data, folderName)))(name, { timeout: 60_000 }, async () => {
      const { dataset, given = [] } = await loadDataset(name, { now, benchmarks: data, ...request })
      expect(sizeOf(dataset)).toEqual(whole)
      expect(given.flatMap(({ train, test }) => [train, test]).map(sizeOf)).toEqual(trainAndTest)
    })
  }
})
