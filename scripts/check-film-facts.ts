/** @file Lists where studio, series, source and the facts of the bundled films differ from TMDB 5000, for somebody to look at: either may be wrong.
 *
 * Usage: node scripts/check-film-facts.ts      (PENCHANT_DATA names the folder of the reference lists)
 * Companies and keywords there are incomplete, so what they leave out is counted and not listed.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCsv, titleKey } from './film-references.ts'

type Film = {
  readonly id: string
  readonly title: string
  readonly year: number
  readonly studio?: readonly string[]
  readonly basedOn?: readonly string[]
  readonly tags: readonly string[]
} & Readonly<Record<string, unknown>>
type Fact = {
  readonly name: string
  /** What there says it, in small letters. */
  readonly there: RegExp
  readonly from: 'production_companies' | 'keywords'
  readonly here: (film: Film) => boolean
}

const studio = (name: string, there: RegExp): Fact => ({
  name,
  there,
  from: 'production_companies',
  here: (film) => film.studio?.includes(name) === true,
})
const source = (name: string, there: RegExp): Fact => ({
  name,
  there,
  from: 'keywords',
  here: (film) => film.basedOn?.includes(name) === true,
})
const flag = (name: string, there: RegExp): Fact => ({ name, there, from: 'keywords', here: (film) => film[name] === true })
const tag = (name: string, there: RegExp): Fact => ({ name, there, from: 'keywords', here: (film) => film.tags.includes(name) })

const facts: readonly Fact[] = [
  studio('Pixar', /^pixar/),
  studio('Disney', /^walt disney (pictures|animation|productions|feature)/),
  studio('Studio Ghibli', /ghibli/),
  studio('A24', /^a24/),
  studio('Marvel', /^marvel studios/),
  studio('Aardman', /^aardman/),
  studio('DreamWorks Animation', /^dreamworks animation/),
  studio('Laika', /^laika/),
  studio('Working Title', /^working title/),
  studio('Lucasfilm', /^lucasfilm/),
  studio('Amblin', /^amblin/),
  studio('Blumhouse', /^blumhouse/),
  studio('Golden Harvest', /golden harvest/),
  studio('Toho', /^toho/),
  source('novel', /^based on (young adult )?novel$/),
  source('comic', /^based on (comic book|graphic novel|manga|comic strip)$/),
  source('play', /^based on (stage )?play$/),
  source('stage musical', /^based on stage musical$/),
  source('short story', /^based on short story$/),
  source('fairy tale', /^based on fairy tale$/),
  source("children's book", /^based on children's book$/),
  source('memoir', /^based on memoir$|^autobiography$/),
  source('television series', /^based on tv series$/),
  source('true story', /^(based on|inspired by a?) ?true (story|events)$/),
  source('earlier film', /^remake( of|$)/),
  flag('sequel', /^sequel$/),
  flag('womanDirector', /^woman director$/),
  flag('foundFootage', /^found footage$/),
  flag('anthology', /^anthology$/),
  flag('mockumentary', /^mockumentary$/),
  flag('realTime', /^real time$/),
  tag('black and white', /^black and white$/),
  tag('silent', /^silent film$/),
  tag('stop motion', /^stop motion$/),
]

const root = join(import.meta.dirname, '..')
const films = readFileSync(join(root, 'catalogue/films.jsonl'), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Film)
const rows = Map.groupBy(readCsv('tmdb-5000/tmdb_5000_movies.csv.gz'), ({ title = '' }) => titleKey(title))
const pairs = films.flatMap((film) => {
  const row = rows.get(titleKey(film.title))?.find(({ release_date = '' }) => Math.abs(Number(release_date.slice(0, 4)) - film.year) <= 1)
  return row ? [{ film, row }] : []
})
for (const { name, there, from, here } of facts) {
  const says = (row: Record<string, string>) =>
    (JSON.parse(row[from] || '[]') as { name: string }[]).some((entry) => there.test(entry.name.toLowerCase()))
  const both = pairs.filter(({ film, row }) => here(film) && says(row)).length
  const onlyHere = pairs.filter(({ film, row }) => here(film) && !says(row))
  const onlyThere = pairs.filter(({ film, row }) => !here(film) && says(row))
  const silent = from === 'keywords' ? `, ${onlyHere.length} only here` : ''
  console.log(`${name}: ${both} in both${silent}`)
  if (from === 'production_companies') for (const { film } of onlyHere) console.log(`  only here   ${film.id}`)
  for (const { film } of onlyThere) console.log(`  only there  ${film.id}`)
}
console.log(`${pairs.length} of ${films.length} films compared`)
