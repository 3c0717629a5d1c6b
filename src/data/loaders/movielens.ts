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

export const loadMovielens: Load = async function* (path, options) {
  const source = await openFiles(path)
  try {
    const found = (table: Table) => source.files.find(({ name }) => name === table.file)
    const layout = layouts.find(({ movies, ratings }) => found(movies) && ratings.some(found))
    const ratings = layout?.ratings.find(found)
    if (!layout || !ratings) {
      const pairs = layouts.map((one) => `${one.movies.file} and ${one.ratings.map(({ file }) => file).join(' or ')}`)
      throw new PenchantError('invalid-input', `${path} holds no MovieLens set. A set has ${pairs.join('; or ')}. Give its folder or zip.`)
    }
    const tables = [layout.movies, ratings].map((table) => ({ table, file: found(table) as SourceFile }))
    const total = tables.reduce((sum, { file }) => sum + file.size, 0)
    let bytes = 0
    for (const { table, file } of tables) {
      const onBytes = (count: number) => {
        bytes += count
        options.onProgress?.({ file: file.name, bytes, total })
      }
      for await (const record of recordsOf(table, file, onBytes)) {
        const place = { file: file.name, line: record.line }
        if ('problem' in record) yield rejectedRow(record.problem, place)
        else if (record.fields.length !== table.fields) yield rejectedRow(`The line has not ${table.fields} fields`, place)
        else
          yield table === layout.movies
            ? movieRow(record.fields, layout.genres(record.fields), place)
            : ratingRow(record.fields, place, options)
      }
    }
  } finally {
    await source.close()
  }
}

async function* recordsOf(table: Table, file: SourceFile, onBytes: (count: number) => void): AsyncGenerator<DelimitedRecord> {
  const lines = readLines(file.read(onBytes), 'legacy')
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
