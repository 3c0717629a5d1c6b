/** @file Checks the bundled films: the shape of every record, and title, year, genres and runtime against reference lists where those are present.
 *
 * Usage: node scripts/check-films.ts [FILE]   (PENCHANT_DATA names the folder of the reference lists)
 * Exits 1 when a record is malformed or disagrees with a reference list.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCsv, titleKey } from './film-references.ts'

type Film = {
  readonly id: string
  readonly title: string
  readonly year: number
  readonly genres: readonly string[]
  readonly directors: readonly string[]
  readonly cast?: readonly string[]
  readonly runtime?: number
  readonly countries: readonly string[]
  readonly languages: readonly string[]
  readonly synopsis: string
  readonly tags: readonly string[]
  readonly studio?: readonly string[]
  readonly series?: string
  readonly basedOn?: readonly string[]
  readonly prior: number
}
type Reference = { readonly title: string; readonly year: number; readonly genres: readonly string[]; readonly runtime?: number }

const root = join(import.meta.dirname, '..')
const file = process.argv[2] ?? join(root, 'catalogue/films.jsonl')
const vocabulary = JSON.parse(readFileSync(join(root, 'catalogue/vocabulary.json'), 'utf8')) as Record<string, string[]>
const genres = new Set(vocabulary.genres)
const tags = new Set([
  ...(vocabulary.themes ?? []),
  ...(vocabulary.moods ?? []),
  ...(vocabulary.forms ?? []),
  ...(vocabulary.settings ?? []),
])
const problems: string[] = []

/** Facts of which a film has one or says nothing. */
const flags = vocabulary.flags ?? []
/** What a tag says widely, `basedOn` says exactly. */
const sources: readonly (readonly [tag: string, values: readonly string[]])[] = [
  ['based on a book', ['novel', 'short story', 'memoir', 'non-fiction book', "children's book"]],
  ['based on a play', ['play']],
  ['based on a true story', ['true story']],
]

/** Genre names of the reference lists in our words; a name missing here has no equal among ours and is not compared. */
const genreNames: Record<string, readonly string[]> = {
  Action: ['action'],
  Adventure: ['adventure'],
  Animation: ['animation'],
  Children: ['family'],
  Comedy: ['comedy'],
  Crime: ['crime'],
  Documentary: ['documentary'],
  Drama: ['drama'],
  Family: ['family'],
  Fantasy: ['fantasy'],
  'Film-Noir': ['noir'],
  History: ['history'],
  Horror: ['horror'],
  Music: ['musical'],
  Musical: ['musical'],
  Mystery: ['mystery'],
  Romance: ['romance'],
  'Science Fiction': ['science fiction'],
  'Sci-Fi': ['science fiction'],
  Thriller: ['thriller'],
  War: ['war'],
  Western: ['western'],
}

const films = readFileSync(file, 'utf8')
  .split('\n')
  .filter(Boolean)
  .map((line, index) => parseFilm(line, index + 1))
checkIdsAreUnique(films)
for (const film of films) for (const problem of shapeProblems(film)) problems.push(`${film.id}: ${problem}`)
const references = loadReferences()
let compared = 0
for (const film of films) compareWithReferences(film)
for (const problem of problems) console.error(problem)
const nonEnglish = films.filter((film) => !film.languages.includes('English')).length
console.log(`${films.length} films, ${nonEnglish} without English, ${compared} compared with reference lists, ${problems.length} problems`)
process.exit(problems.length > 0 ? 1 : 0)

function parseFilm(line: string, number: number): Film {
  try {
    return JSON.parse(line) as Film
  } catch (cause) {
    throw new Error(`${file}:${number} is not JSON`, { cause })
  }
}

function checkIdsAreUnique(list: readonly Film[]) {
  const seen = new Set<string>()
  for (const film of list) {
    if (seen.has(film.id)) problems.push(`${film.id}: id appears twice`)
    seen.add(film.id)
  }
}

function shapeProblems(film: Film): string[] {
  const found: string[] = []
  const expect = (holds: boolean, message: string) => {
    if (!holds) found.push(message)
  }
  expect(/^[a-z0-9]+(-[a-z0-9]+)*-\d{4}$/.test(film.id) && film.id.endsWith(`-${film.year}`), 'id is not slug-year')
  expect(film.year >= 1915 && film.year <= 2025, 'year out of range')
  expect(
    film.genres?.length >= 1 && film.genres.length <= 5 && film.genres.every((genre) => genres.has(genre)),
    `genres ${film.genres?.filter((genre) => !genres.has(genre))}`,
  )
  const unknown = film.tags?.filter((tag) => !tags.has(tag)) ?? ['none']
  expect(unknown.length === 0, `unknown tags: ${unknown.join(', ')}`)
  expect(
    new Set(film.tags).size === film.tags.length && film.tags.length >= 10 && film.tags.length <= 15,
    `${film.tags.length} tags (10-15, distinct)`,
  )
  const words = film.synopsis.trim().split(/\s+/).length
  expect(words >= 25 && words <= 45, `synopsis has ${words} words (25-45)`)
  expect(film.directors?.length >= 1, 'no director')
  expect(
    film.countries?.length >= 1 && film.countries.every((country) => /^[A-Z]/.test(country) && country !== 'USA'),
    'countries are full names ("United States")',
  )
  expect(film.languages?.length >= 1, 'no language')
  expect(film.prior >= 0 && film.prior <= 1, 'prior outside 0..1')
  expect(film.runtime === undefined || (film.runtime >= 40 && film.runtime <= 600), 'runtime out of range')
  for (const name of ['studio', 'basedOn'] as const) {
    const values = film[name] ?? ['left out']
    expect(values.length > 0 && new Set(values).size === values.length, `${name} is empty or says a thing twice`)
    const unlisted = (film[name] ?? []).filter((value) => !vocabulary[name]?.includes(value))
    expect(unlisted.length === 0, `${name} ${unlisted}`)
  }
  expect(film.series === undefined || vocabulary.series?.includes(film.series) === true, `series ${film.series}`)
  for (const [tag, values] of sources)
    expect(
      film.tags.includes(tag) === values.some((value) => film.basedOn?.includes(value)),
      `tag "${tag}" against basedOn ${film.basedOn}`,
    )
  for (const flag of flags)
    expect([undefined, true].includes((film as Record<string, unknown>)[flag] as true), `${flag} is true or left out`)
  const keys = ['id', 'title', 'year', 'genres', 'directors', 'cast', 'runtime', 'countries', 'languages', 'synopsis', 'tags', 'prior']
  const all = [...keys, 'studio', 'series', 'basedOn', ...flags]
  for (const key of Object.keys(film)) expect(all.includes(key), `unknown field ${key}`)
  return found
}

function compareWithReferences(film: Film) {
  if (film.year > 2016) return
  const candidates = references.get(titleKey(film.title)) ?? []
  if (candidates.length === 0) return
  const near = candidates.filter((candidate) => Math.abs(candidate.year - film.year) <= 1)
  if (near.length === 0) {
    const years = candidates.map((candidate) => candidate.year).join(', ')
    problems.push(`${film.id}: the reference lists know this title only for ${years}`)
    return
  }
  compared++
  const names = near.flatMap((candidate) => candidate.genres.flatMap((genre) => genreNames[genre] ?? []))
  if (names.length > 0 && !film.genres.some((genre) => names.includes(genre)))
    problems.push(`${film.id}: genres ${film.genres} against ${[...new Set(names)]}`)
  const runtimes = near.flatMap((candidate) => (candidate.runtime ? [candidate.runtime] : []))
  const runtime = film.runtime
  if (runtime && runtimes.length > 0 && runtimes.every((other) => Math.abs(other - runtime) > 15))
    problems.push(`${film.id}: runtime ${runtime} against ${runtimes}`)
}

function loadReferences(): Map<string, Reference[]> {
  const found = new Map<string, Reference[]>()
  const add = (reference: Reference, titles: readonly string[]) => {
    for (const key of new Set(titles.map(titleKey))) if (key) found.set(key, [...(found.get(key) ?? []), reference])
  }
  for (const row of readCsv('tmdb-5000/tmdb_5000_movies.csv.gz')) {
    const year = Number(row.release_date?.slice(0, 4))
    const named = (JSON.parse(row.genres || '[]') as { name: string }[]).map((genre) => genre.name)
    if (year)
      add({ title: row.title ?? '', year, genres: named, ...(Number(row.runtime) > 0 && { runtime: Number(row.runtime) }) }, [
        row.title ?? '',
        row.original_title ?? '',
      ])
  }
  for (const row of readCsv('movielens-latest-small/movies.csv.gz')) {
    const match = /^(.*?)((?: \([^()]*\))*) \((\d{4})\)\s*$/.exec(row.title ?? '')
    if (!match) continue
    const others = [...(match[2] ?? '').matchAll(/\(([^()]*)\)/g)].map((other) => (other[1] ?? '').replace(/^a\.k\.a\. /, ''))
    add({ title: match[1] ?? '', year: Number(match[3]), genres: (row.genres ?? '').split('|') }, [match[1] ?? '', ...others])
  }
  return found
}
