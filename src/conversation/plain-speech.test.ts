import { describe, expect, test } from 'vitest'
import { type Catalogue, loadFilms, loadRecipes } from '../../test/catalogues/catalogue.ts'
import { atOnce } from '../math/steps.ts'
import type { Plan } from '../pipeline/plan.ts'
import { createGrammar } from './grammar.ts'
import { inflectionBases } from './morphology.ts'
import { createNeighbourSpelling } from './spelling.ts'

const films = loadFilms()
const recipes = loadRecipes()
const planners = new Map([films, recipes].map((catalogue) => [catalogue, createGrammar(catalogue.items, catalogue.schema, catalogue)]))
const plan = (message: string, catalogue: Catalogue = films) =>
  ({ filter: undefined, ...planners.get(catalogue)?.plan(message, { rules: [], shown: [], now: 0 }) }) as Plan

type Row = readonly [message: string, expected: { readonly [Field in keyof Plan]?: unknown }]
const table = (name: string, rows: readonly Row[], catalogue = films) =>
  describe(name, () => {
    test.each(rows)('%s', (message, expected) => expect(plan(message, catalogue)).toMatchObject(expected))
  })

const notBleak = { not: { tags: { in: ['bleak', 'gritty', 'disturbing', 'brutal'] } } }

table('negation reaches over adverbs, contractions and adjectives nobody knows', [
  ["isn't totally depressing", { filter: notBleak }],
  ['no Americans', { filter: { not: { countries: 'United States' } } }],
  ['no cheap horror', { filter: { not: { genres: 'horror' } }, text: '' }],
  ['anything except true crime', { filter: { not: { genres: 'crime' } } }],
  ['not in the mood for horror', { filter: { not: { genres: 'horror' } } }],
  ["I can't stand Adam Sandler", { filter: undefined, text: '' }],
  ['no flag waving', { filter: undefined, text: '' }],
  ['no rom coms', { filter: { not: { all: [{ genres: 'romance' }, { genres: 'comedy' }] } } }],
])

table('negation of compounds, of titles in a list, and what is asked for all the same', [
  ['animated but NOT disney-cute', { filter: { all: [{ not: { tags: 'kid-friendly' } }, { genres: 'animation' }] } }],
  ["a Christmas film that isn't Home Alone or Elf", { seeds: [], exclude: ['home-alone-1990', 'elf-2003'], filter: { tags: 'christmas' } }],
  ['a thriller for people who hate thrillers', { filter: { genres: 'thriller' }, rules: [] }],
  ['horror fatigue, no horror', { filter: { not: { genres: 'horror' } } }],
  [
    'no gangsters',
    {
      filter: { all: [{ not: { tags: 'gangsters' } }, { not: { tags: 'organized crime' } }] },
      rules: [{ filter: { not: { tags: 'gangsters' } } }],
    },
  ],
  ['nothing slow', { boosts: [{ boost: 1.5 }, { boost: 1.5 }] }],
])

table('years that are joined are alternatives', [
  [
    'from the 50s or 60s',
    {
      filter: {
        any: [{ year: { gte: 1950, lte: 1959 } }, { year: { gte: 1960, lte: 1969 } }],
      },
    },
  ],
  ['70s and 80s horror', { filter: { all: [{ any: [expect.anything(), expect.anything()] }, { genres: 'horror' }] } }],
  ['nothing from this century', { filter: { not: { year: { gte: 2000, lte: 2099 } } } }],
  ["80's horror", { filter: { all: [{ year: { gte: 1980, lte: 1989 } }, { genres: 'horror' }] } }],
  ['mid to late 80s', { filter: { year: { gte: 1983, lte: 1989 } } }],
  ['classics from the 60s', { filter: { year: { gte: 1960, lte: 1969 } } }],
])

const japanese = { any: [{ languages: 'Japanese' }, { countries: 'Japan' }] }
table('lengths as people say them', [
  ['sub-90 minutes', { filter: { runtime: { lt: 90 } } }],
  ['an hour forty', { filter: { runtime: { gte: 85, lte: expect.any(Number) } } }],
  ['an hour forty max', { filter: { runtime: { lte: 100 } } }],
  ['not a sequel', { filter: { not: { sequel: true } }, text: '' }],
  ["can't do subtitles", { filter: { languages: 'English' } }],
])

table('alternatives of different kinds', [
  [
    'Kurosawa or one of the other old Japanese masters',
    {
      filter: { any: [{ directors: 'Akira Kurosawa' }, { all: [{ year: expect.anything() }, japanese] }] },
    },
  ],
  [
    'French comedy or Italian drama',
    {
      filter: {
        any: [
          { all: [{ all: [{ languages: 'French' }, { countries: 'France' }] }, { genres: 'comedy' }] },
          { all: [{ all: [{ languages: 'Italian' }, { countries: 'Italy' }] }, { genres: 'drama' }] },
        ],
      },
    },
  ],
])

table('peoples, regions and languages', [
  ['spanish language', { filter: { languages: 'Spanish' } }],
  ['french-speaking', { filter: { languages: 'French' } }],
  ['foreign language', { filter: { not: { languages: 'English' } } }],
  ['nothing foreign', { filter: { languages: 'English' } }],
  ['a comedy, no subtitles', { filter: { all: [{ genres: 'comedy' }, { languages: 'English' }] } }],
  ['nordic', { filter: { all: [{ languages: { in: expect.arrayContaining(['Swedish']) } }, { countries: expect.anything() }] } }],
  ['latin american', { filter: { all: [expect.anything(), { countries: { in: expect.arrayContaining(['Chile']) } }] } }],
])

table('names of people', [
  ['anything by the Coens', { filter: { directors: { in: ['Joel Coen', 'Ethan Coen'] } } }],
  ['with Pacino and De Niro', { filter: { all: [{ cast: 'Al Pacino' }, { cast: 'Robert De Niro' }] } }],
  ['something lean and mean', { filter: undefined, text: 'lean mean' }],
  ['with a strong lead', { filter: undefined, boosts: [] }],
  ['Agatha Christie', { filter: undefined, text: 'Agatha Christie' }],
])

table('a kind that is a theme as well', [
  ['family secrets', { filter: { any: [{ genres: 'family' }, { tags: 'family' }] } }],
  ['family', { filter: { genres: 'family' } }],
])

const forKids = { any: [{ tags: 'kid-friendly' }, { genres: 'family' }] }
table('company', [
  ['something the whole family can watch', { filter: forKids }],
  ['for my 6 year old', { filter: { all: expect.arrayContaining([forKids, { not: { tags: 'scary' } }]) } }],
  ['something for adults', { filter: { not: forKids }, rules: [] }],
  ['not kiddy', { filter: { not: { tags: 'kid-friendly' } } }],
  ['something my dad would like', { filter: undefined, text: '' }],
])

table('an example leads, moods beside it choose the direction', [
  [
    'like Blade Runer but slower',
    { seeds: ['blade-runner-1982'], text: '', boosts: expect.arrayContaining([{ filter: { genres: 'science fiction' }, boost: 2 }]) },
  ],
  ['pictures like Fargo', { seeds: ['fargo-1996'], text: '' }],
  ['anything like her', { seeds: [] }],
  ['anything like Her', { seeds: ['her-2013'] }],
  ['I loved it', { feedback: [] }],
])

table('going on is asked for where a thought begins', [
  ['one mistake after another', { understood: [{ as: 'small words' }, expect.anything(), { as: 'small words' }] }],
  ['another', { act: 'more' }],
])

table(
  'the same on another catalogue',
  [
    ['anything except fancy pork', { filter: { not: { main: 'pork' } } }],
    ['no pork or fish', { filter: { all: [{ not: { main: 'pork' } }, { not: { main: 'fish' } }] } }],
    ['Italian soup or Indian dessert', { filter: { any: [expect.anything(), expect.anything()] } }],
    ['something for my 4 year old', { filter: { tags: 'kid-friendly' } }],
    ['dishes like Pad Thai', { seeds: ['pad-thai'], text: '' }],
  ],
  recipes,
)

test('"one of the old masters" is no number', () => {
  expect(plan('one of the old Japanese masters').k).toBeUndefined()
})

test('of moods that together leave too little as many hold as leave enough, and all are favoured', () => {
  const made = plan('sad samurai pirates, spooky')
  expect(made.boosts).toContainEqual({ filter: { tags: 'pirates' }, boost: 4 })
  expect(films.filters.admit(made.filter ?? {}).reduce((sum, one) => sum + one, 0)).toBeGreaterThanOrEqual(3)
  expect(made.understood.map(({ as }) => as)).toContain('samurai (preferred: too few have all you ask for)')
})

test('"old" gives way before what was named does', () => {
  // Of the films with superheroes one is of 1978 or before.
  const made = plan('old school superheroes')
  expect(made.filter).toEqual({ tags: 'superheroes' })
  expect(made.boosts).toEqual([{ filter: { year: { lte: expect.any(Number) } }, boost: 4 }])
})

test('an association that chance explains is none', () => {
  // Four items say "moss"; two of five values each would seem to go with it, though every fifth item has them.
  const items = Array.from({ length: 100 }, (_, n) => ({
    id: `i${n}`,
    title: `I${n}`,
    text: n < 4 ? 'Moss grows.' : 'Rain falls.',
    attributes: { tags: [`a${n < 3 ? 0 : n % 8}`, `b${n}`, `c${n}`, `d${n}`] },
  }))
  const small = createGrammar(items, new Map([['tags', 'words']]))
  expect((small.plan('moss', { rules: [], shown: [], now: 0 }) as Plan).boosts).toEqual([])
})

test('a word is spelled by its neighbours, and an inflected word is no slip', () => {
  const spell = atOnce(createNeighbourSpelling(['blade runner', 'al pacino', 'heat'], (word) => ['like', 'blade', 'al'].includes(word)))
  expect(spell(['like', 'blade', 'runer'], 2)).toBe('runner')
  expect(spell(['runer', 'blade'], 0)).toBeUndefined()
  expect(spell(['heet'], 0)).toBeUndefined()
  expect(inflectionBases('waving')).toContain('wave')
  expect(inflectionBases('stopped')).toContain('stop')
  expect(inflectionBases('sing')).toEqual([])
})
