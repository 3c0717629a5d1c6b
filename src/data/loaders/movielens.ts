/** @file Loads MovieLens: 100K (u.item, u.data), 1M and 10M (movies.dat, ratings.dat or ratings.tsv), 20M and later, latest (movies.csv, ratings.csv).
 *
 * A folder or the zip as downloaded; each file possibly gzip. Movies come first, then ratings in the files' order.
 * "Matrix, The (1999)" becomes the title "The Matrix" and the year 1999; ids are the set's own. A rating without a time has none.
 * The later sets' half star, their lowest, counts as one star: the scale is 1 to 5 everywhere.
 * Source: GroupLens, grouplens.org/datasets/movielens, the README of each set. Its terms forbid most redistribution.
 */

import { PenchantError } from '../../errors.ts'
import { type DelimitedRecord, readDelimited } from './delimited.ts'
import { openFiles, type SourceFile } from './files.ts'
import { type Line, readLines } from './lines.ts'
import { interactionRow, itemRow, type Load, type LoadedRow, type LoadOptions, type Place, rejectedRow } from './loader.ts'

type Table = {
  readonly file: string
  readonly delimiter: string
  /** True where a field may be quoted. */
  readonly quoted: boolean
  readonly header: boolean
  readonly fields: number
}

type Layout = {
  readonly movies: Table
  readonly genres: (fields: readonly string[]) => readonly string[]
  /** The first that is there is read. */
  readonly ratings: readonly Table[]
}

const flagged = [
  ...['Action', 'Adventure', 'Animation', "Children's", 'Comedy', 'Crime', 'Documentary', 'Drama', 'Fantasy', 'Film-Noir', 'Horror'],
  ...['Musical', 'Mystery', 'Romance', 'Sci-Fi', 'Thriller', 'War', 'Western'],
]
/** Columns of u.item before the first of `flagged`: id, title, two dates, an address, and the flag "unknown". */
const beforeFlags = 6
const listedGenres = (fields: readonly string[]) => (fields[2] as string).split('|').filter((genre) => genre !== '(no genres listed)')

const layouts: readonly Layout[] = [
  {
    movies: { file: 'u.item', delimiter: '|', quoted: false, header: false, fields: beforeFlags + flagged.length },
    genres: (fields) => flagged.filter((_, index) => fields[beforeFlags + index] === '1'),
    ratings: [{ file: 'u.data', delimiter: '\t', quoted: false, header: false, fields: 4 }],
  },
  {
    movies: { file: 'movies.dat', delimiter: '::', quoted: false, header: false, fields: 3 },
    genres: listedGenres,
    ratings: [
      { file: 'ratings.dat', delimiter: '::', quoted: false, header: false, fields: 4 },
      { file: 'ratings.tsv', delimiter: '\t', quoted: false, header: true, fields: 4 },
    ],
  },
  {
    movies: { file: 'movies.csv', delimiter: ',', quoted: true, header: true, fields: 3 },
    genres: listedGenres,
    ratings: [{ file: 'ratings.csv', delimiter: ',', quoted: true, header: true, fields: 4 }],
  },
]

/** One file of a set and how it is written. */
type TableFile = Table & { readonly source: SourceFile }

export type MovielensFiles = {
  readonly movies: TableFile & { readonly genres: Layout['genres'] }
  readonly ratings: TableFile
  /** Bytes of both on disk. */
  readonly size: number
  close(): Promise<void>
}

/** @throws PenchantError `invalid-input` where the folder or zip holds no set. */
export async function openMovielens(path: string): Promise<MovielensFiles> {
  const { files, close } = await openFiles(path)
  const found = (table: Table) => files.find(({ name }) => name === table.file)
  for (const { movies, genres, ratings } of layouts) {
    const movieFile = found(movies)
    const ratingTable = ratings.find(found)
    const ratingFile = ratingTable && found(ratingTable)
    if (movieFile && ratingFile)
      return {
        movies: { ...movies, source: movieFile, genres },
        ratings: { ...ratingTable, source: ratingFile },
        size: movieFile.size + ratingFile.size,
        close,
      }
  }
  await close()
  const pairs = layouts.map((one) => `${one.movies.file} and ${one.ratings.map(({ file }) => file).join(' or ')}`)
  throw new PenchantError('invalid-input', `${path} holds no MovieLens set. A set has ${pairs.join('; or ')}. Give its folder or zip.`)
}

export const loadMovielens: Load = async function* (path, options) {
  const { movies, ratings, size: total, close } = await openMovielens(path)
  try {
    let bytes = 0
    const progressOf = (file: string) => (count: number) => {
      bytes += count
      options.onProgress?.({ file, bytes, total })
    }
    yield* readMovies(movies, progressOf(movies.file))
    for await (const record of recordsOf(ratings, progressOf(ratings.file))) {
      const place = { file: ratings.file, line: record.line }
      const problem = problemOf(record, ratings)
      yield problem === undefined ? ratingRow((record as Fields).fields, place, options) : rejectedRow(problem, place)
    }
  } finally {
    await close()
  }
}

/** The movies as items, in the file's order. */
export async function* readMovies(movies: MovielensFiles['movies'], onBytes: (count: number) => void): AsyncGenerator<LoadedRow> {
  for await (const record of recordsOf(movies, onBytes)) {
    const place = { file: movies.file, line: record.line }
    const problem = problemOf(record, movies)
    if (problem !== undefined) yield rejectedRow(problem, place)
    else yield movieRow((record as Fields).fields, movies.genres((record as Fields).fields), place)
  }
}

type Fields = Extract<DelimitedRecord, { readonly fields: unknown }>

const problemOf = (record: DelimitedRecord, { fields }: Table): string | undefined =>
  'problem' in record ? record.problem : record.fields.length === fields ? undefined : `The line has not ${fields} fields`

async function* recordsOf(table: TableFile, onBytes: (count: number) => void): AsyncGenerator<DelimitedRecord> {
  const lines = readLines(table.source.read(onBytes), 'legacy')
  let header = table.header
  for await (const record of table.quoted ? readDelimited(lines, table.delimiter) : splitLines(lines, table.delimiter)) {
    if (!header) yield record
    header = false
  }
}

async function* splitLines(batches: AsyncIterable<readonly Line[]>, delimiter: string): AsyncGenerator<DelimitedRecord> {
  for await (const batch of batches) {
    for (const line of batch) {
      if ('problem' in line) yield line
      else if (line.text !== '') yield { line: line.line, fields: line.text.split(delimiter) }
    }
  }
}

function movieRow(fields: readonly string[], genres: readonly string[], place: Place): LoadedRow {
  const [, name, year] = /^(.*?)\s*(?:\((\d{4})(?:[-–]\d{0,4})?\))?\s*$/s.exec(fields[1] as string) as unknown as [
    string,
    string,
    string | undefined,
  ]
  const attributes = { ...(year !== undefined && { year: Number(year) }), ...(genres.length > 0 && { genres }) }
  return itemRow({ id: fields[0], title: articleFirst(name), attributes }, place)
}

/** "Matrix, The" → "The Matrix"; what stands in brackets after it stays. */
function articleFirst(title: string): string {
  return title.replace(/^([^()]+), (The|An?|Les?|La|L'|Il|El|Los|Las|D[ae]s|Der|Die|Une?)(?= \(|$)/, (_, name: string, article: string) =>
    article.endsWith("'") ? `${article}${name}` : `${article} ${name}`,
  )
}

function ratingRow([user, item, rating, seconds]: readonly string[], place: Place, { now }: LoadOptions): LoadedRow {
  const value = rating?.trim() === '' ? Number.NaN : Number(rating)
  if (!Number.isFinite(value)) return rejectedRow('The rating is not a number', place)
  const occurredAt = seconds?.trim() === '' ? undefined : Number(seconds) * 1_000
  if (Number.isNaN(occurredAt)) return rejectedRow('The time is not a number of seconds', place)
  return interactionRow(
    user,
    { item, type: 'rating', value: value === 0.5 ? 1 : value, ...(occurredAt !== undefined && { occurredAt }) },
    place,
    now,
  )
}
