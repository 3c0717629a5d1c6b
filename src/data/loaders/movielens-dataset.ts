/** @file MovieLens 100K, 1M and latest-small as datasets: every rating as it was given, genres and years, ages, sexes and occupations, and the published splits.
 *
 * 100K: `u1` … `u5` are the official folds (base = all less the test). 1M: few of its ratings in circulation have a time, so its order says nothing.
 * 1M, `umap22`: ratings of 4 or more, their 10-core, five random tests. 1M, `ncf`: everybody's last rating among 99 items drawn by the authors
 * (He et al., WWW 2017).
 */

import { join } from 'node:path'
import { PenchantError } from '../../errors.ts'
import { type Dataset, datasetFromColumns, selectPlaces } from '../dataset.ts'
import type { Attributes } from '../item.ts'
import { kCore } from '../k-core.ts'
import { Vocabulary } from '../vocabulary.ts'
import { type DatasetKind, type DatasetOptions, damaged, eachLine, type GivenSplit, inFolder, numberIn } from './dataset-kind.ts'
import { openMovielens, readMovies } from './movielens.ts'

const folds = (prefix: string, from: number) => Array.from({ length: 5 }, (_, at) => `${prefix}${from + at}`)

export const movielens100k: DatasetKind = {
  name: 'movielens-100k',
  summary: '100,000 ratings of 943 people, with times',
  folder: 'movielens-100k',
  splits: [{ name: 'u1-u5', folds: folds('u', 1), sampled: false }],
  async load(path, options) {
    const dataset = await loadRatings('movielens-100k', path, options)
    const userAttributes = await people(dataset, path, { file: 'u.user', delimiter: '|', age: 1, sex: 2, occupation: 3 })
    const whole = { ...dataset, userAttributes }
    return { dataset: whole, given: await inTurn(options.folds, (fold) => officialFold(fold, whole, path)), leftOut: [] }
  },
}

export const movielensLatestSmall: DatasetKind = {
  name: 'movielens-latest-small',
  summary: '100,836 ratings of 610 people, with times',
  folder: 'movielens-latest-small',
  splits: [],
  load: async (path, options) => ({ dataset: await loadRatings('movielens-latest-small', path, options), leftOut: [] }),
}

export const movielens1m: DatasetKind = {
  name: 'movielens-1m',
  summary: '1,000,209 ratings of 6,040 people, mostly without times',
  folder: 'movielens-1m',
  splits: [
    { name: 'umap22', folds: folds('umap22-', 0), sampled: false },
    { name: 'ncf', folds: ['ncf'], sampled: true },
  ],
  async load(path, options) {
    const dataset = await loadRatings('movielens-1m', path, options)
    const place = { file: 'users.dat', delimiter: '::', sex: 1, age: 2, occupation: 3, occupations }
    const whole = { ...dataset, userAttributes: await people(dataset, path, place) }
    const liked = () => selectPlaces(whole, (place) => whole.value[place]! >= 4)
    const core = options.folds?.some((fold) => fold !== 'ncf') ? implicit(kCore(liked(), 10)) : whole
    const made = await inTurn(options.folds, (fold) =>
      fold === 'ncf' ? ncfSplit(implicit(whole), join(path, 'ncf')) : umapSplit(fold, core, join(path, 'umap22')),
    )
    return { dataset: whole, given: made, leftOut: [] }
  },
}

const implicit = (dataset: Dataset): Dataset => ({ ...dataset, ratings: false, value: new Float32Array(dataset.value.length).fill(1) })

async function inTurn(folds: readonly string[] | undefined, make: (fold: string) => Promise<GivenSplit>) {
  const made: GivenSplit[] = []
  for (const fold of folds ?? []) made.push(await make(fold))
  return folds && made
}

async function loadRatings(name: string, path: string, { onProgress }: DatasetOptions): Promise<Dataset> {
  const { movies, ratings, size: total, close } = await openMovielens(path)
  let bytes = 0
  const onBytesOf = (file: string) => (count: number) => {
    bytes += count
    onProgress?.({ file, bytes, total })
  }
  const attributes = new Map<string, Attributes>()
  const users = new Vocabulary()
  const items = new Vocabulary()
  const columns = { user: [] as number[], item: [] as number[], value: [] as number[], times: [] as number[] }
  let untimed = 0
  try {
    for await (const row of readMovies(movies, onBytesOf(movies.file))) {
      if (row.kind === 'rejected') throw damaged(row.file, row.line, row.reason)
      if (row.kind === 'item') attributes.set(row.item.id, row.item.attributes)
    }
    await eachLine(ratings.source, ratings, onBytesOf(ratings.file), ([user, item, rating, seconds], line) => {
      columns.user.push(users.add(user as string))
      columns.item.push(items.add(item as string))
      columns.value.push(numberIn(rating, ratings.file, line))
      if (seconds === '') untimed++
      columns.times.push(seconds === '' ? Number.NaN : numberIn(seconds, ratings.file, line) * 1_000)
    })
  } finally {
    await close()
  }
  const order = untimed === 0 ? 'time' : 'none'
  const dataset = datasetFromColumns(columns, { name, ratings: true, order, users: users.ids(), items: items.ids() })
  return { ...dataset, itemAttributes: dataset.items.map((id) => attributes.get(id) ?? {}) }
}

type PeopleFile = {
  readonly file: string
  readonly delimiter: string
  readonly age: number
  readonly sex: number
  readonly occupation: number
  readonly occupations?: readonly string[]
}

async function people({ users }: Dataset, path: string, shape: PeopleFile): Promise<readonly Attributes[]> {
  const { file, delimiter, age, sex, occupation, occupations: names } = shape
  const known = new Map<string, Attributes>()
  await inFolder(path, [file], undefined, (folder) =>
    folder.eachLine(file, { delimiter, fields: 5 }, (fields, line) => {
      const job = fields[occupation] as string
      known.set(fields[0] as string, {
        age: numberIn(fields[age], file, line),
        sex: fields[sex] as string,
        occupation: names?.[numberIn(job, file, line)] ?? job,
      })
    }),
  )
  return users.map((id) => known.get(id) ?? {})
}

/** By number, as the set's README lists them. */
const occupations = [
  ...['other', 'academic/educator', 'artist', 'clerical/admin', 'college/grad student', 'customer service', 'doctor/health care'],
  ...['executive/managerial', 'farmer', 'homemaker', 'K-12 student', 'lawyer', 'programmer', 'retired', 'sales/marketing', 'scientist'],
  ...['self-employed', 'technician/engineer', 'tradesman/craftsman', 'unemployed', 'writer'],
]

async function officialFold(name: string, whole: Dataset, path: string): Promise<GivenSplit> {
  return divided(name, whole, await readPairs(whole, path, `${name}.test`, 4))
}

async function umapSplit(name: string, core: Dataset, path: string): Promise<GivenSplit> {
  return divided(name, core, await readPairs(core, path, `test${name.at(-1)}.tsv`, 2))
}

/** Pairs of users and items in the first two fields of a file, each as user · I + item. */
async function readPairs({ users, items }: Dataset, path: string, file: string, fields: number): Promise<ReadonlySet<number>> {
  const userOf = new Map(users.map((id, user) => [id, user]))
  const itemOf = new Map(items.map((id, item) => [id, item]))
  const pairs = new Set<number>()
  await inFolder(path, [file], undefined, (folder) =>
    folder.eachLine(file, { delimiter: '\t', fields }, ([user = '', item = ''], line) => {
      pairs.add(known(userOf, user, file, line) * items.length + known(itemOf, item, file, line))
    }),
  )
  return pairs
}

const ncfFiles = ['item_index_to_movieId.tsv', 'ml-1m.test.rating', 'ml-1m.test.negative'] as const

/** Ids there count from 0: users in their own order, items by a table. The candidates are a line's other items. */
async function ncfSplit(whole: Dataset, path: string): Promise<GivenSplit> {
  const [table, targets, negatives] = ncfFiles
  const users = new Map(whole.users.map((id, user) => [id, user]))
  const items = new Map(whole.items.map((id, item) => [id, item]))
  const movies = new Map<string, number>()
  const pairs = new Set<number>()
  const candidates = whole.users.map(() => new Int32Array(0))
  const userOf = (field: string | undefined, file: string, line: number) =>
    known(users, String(numberIn(field, file, line) + 1), file, line)
  await inFolder(path, ncfFiles, undefined, async (folder) => {
    await folder.eachLine(table, { delimiter: '\t', fields: 3, header: true }, ([index = '', movie = ''], line) => {
      movies.set(index, known(items, movie, table, line))
    })
    await folder.eachLine(targets, { delimiter: '\t', fields: 4 }, ([user, item = ''], line) => {
      pairs.add(userOf(user, targets, line) * whole.items.length + known(movies, item, targets, line))
    })
    await folder.eachLine(negatives, { delimiter: '\t' }, ([pair = '', ...drawn], line) => {
      const user = userOf(/^\((\d+),\d+\)$/.exec(pair)?.[1], negatives, line)
      candidates[user] = Int32Array.from(drawn, (item) => known(movies, item, negatives, line))
    })
  })
  return { ...divided('ncf', whole, pairs), candidates }
}

function divided(name: string, whole: Dataset, pairs: ReadonlySet<number>): GivenSplit {
  const inTest = (place: number, user: number) => pairs.has(user * whole.items.length + whole.item[place]!)
  const test = selectPlaces(whole, inTest)
  if (test.item.length !== pairs.size)
    throw new PenchantError(
      'import-rejected',
      `${pairs.size - test.item.length} pairs of the split ${name} are not in ${whole.name}. Download the data set again.`,
    )
  return { name, train: selectPlaces(whole, (place, user) => !inTest(place, user)), test }
}

function known(integers: ReadonlyMap<string, number>, id: string, file: string, line: number): number {
  const integer = integers.get(id)
  if (integer === undefined) throw damaged(file, line, `${id} is not known`)
  return integer
}
