import { describe, expect, test } from 'vitest'
import { type Catalogue, loadFilms, loadRecipes } from '../../test/catalogues/catalogue.ts'
import type { Plan } from '../pipeline/plan.ts'
import { createGrammar } from './grammar.ts'

const films = loadFilms()
const recipes = loadRecipes()
const planners = new Map([films, recipes].map((catalogue) => [catalogue, createGrammar(catalogue.items, catalogue.schema, catalogue)]))
const plan = (message: string, catalogue: Catalogue = films) =>
  ({ filter: undefined, k: undefined, ...planners.get(catalogue)?.plan(message, { rules: [], shown: [], now: 0 }) }) as Plan

type Row = readonly [message: string, expected: { readonly [Field in keyof Plan]?: unknown }]
const table = (name: string, inFilms: readonly Row[], inRecipes: readonly Row[] = []) =>
  describe(name, () => {
    test.each(inFilms)('films: %s', (message, expected) => expect(plan(message)).toMatchObject(expected))
    test.each(inRecipes)('recipes: %s', (message, expected) => expect(plan(message, recipes)).toMatchObject(expected))
  })

const french = { any: [{ languages: 'French' }, { countries: 'France' }] }
const unless = (barred: unknown, exception: unknown) => ({ not: { all: [barred, { not: exception }] } })

table(
  'what the host calls a value counts where an item has it',
  [['a bollywood romance', { filter: { all: [{ countries: 'India' }, { genres: 'romance' }] } }]],
  [
    ['tuscan desserts', { filter: { all: [{ cuisine: 'Italian' }, { course: 'dessert' }] } }],
    ['atlantean desserts', { filter: { course: 'dessert' } }],
  ],
)

table(
  'what is excepted from a negation may be shown, and is favoured',
  [
    [
      'nothing French unless it is a comedy',
      { filter: unless(french, { genres: 'comedy' }), boosts: [{ filter: { all: [french, { genres: 'comedy' }] }, boost: 4 }] },
    ],
    ['no westerns except funny ones', { filter: unless({ genres: 'western' }, { tags: 'funny' }) }],
    ["nothing American unless it's from the 70s", { filter: unless({ countries: 'United States' }, { year: { gte: 1970, lte: 1979 } }) }],
    ['not a musical unless it is animated', { filter: unless({ genres: 'musical' }, { genres: 'animation' }) }],
    ["anything unless it's a western", { filter: { not: { genres: 'western' } }, rules: [] }],
  ],
  [
    ['no fish unless its salmon', { filter: unless({ main: 'fish' }, { main: 'salmon' }) }],
    ["nothing spicy unless it's indian", { filter: unless({ tags: 'spicy' }, { cuisine: 'Indian' }) }],
    ['no desserts except chocolate ones', { filter: unless({ course: 'dessert' }, { main: 'chocolate' }) }],
  ],
)

table(
  'of a whole thing that is not wanted only what is all of it is left out',
  [
    ['no crime set in new york', { filter: { not: { all: [{ genres: 'crime' }, { tags: 'new york' }] } } }],
    [
      'funny, no horror from the 90s',
      { filter: { all: [{ not: { all: [{ genres: 'horror' }, { year: { gte: 1990, lte: 1999 } }] } }, { tags: 'funny' }] } },
    ],
    [
      'not horror comedy, proper horror',
      { filter: { all: [{ not: { all: [{ genres: 'horror' }, { genres: 'comedy' }] } }, { genres: 'horror' }] } },
    ],
    ['a not too scary thriller', { filter: { all: expect.arrayContaining([{ not: { tags: 'scary' } }, { genres: 'thriller' }]) } }],
    ['a place nobody gets out of. suspense', { filter: { tags: { in: expect.arrayContaining(['suspenseful']) } }, rules: [] }],
  ],
  [
    [
      'not chicken soup, chicken curry',
      { filter: { all: [{ not: { all: [{ main: 'chicken' }, { course: 'soup' }] } }, { main: 'chicken' }] } },
    ],
  ],
)

table(
  'of two moods that are weighed the lesser is no condition',
  [
    ['more sad than funny', { filter: { tags: 'sad' } }],
    ['funnier than it is scary', { filter: { tags: 'funny' }, boosts: [{ filter: { tags: { in: ['scary', 'eerie'] } }, boost: 1.5 }] }],
    ['more romance than comedy', { filter: { genres: 'romance' } }],
    ['scarier than alien', { filter: { tags: 'scary' }, seeds: ['alien-1979'], exclude: ['alien-1979'] }],
    ['more like Amelie than Fargo', { seeds: ['amelie-2001'], unlike: ['fargo-1996'] }],
  ],
  [
    ['more sweet than spicy', { filter: { tags: 'sweet' }, boosts: [{ filter: { tags: 'spicy' }, boost: 1.5 }] }],
    ['spicier than pad thai', { filter: { tags: 'spicy' }, seeds: ['pad-thai'] }],
  ],
)

const decades = (...starts: readonly number[]) => ({ any: starts.map((year) => ({ year: { gte: year, lte: year + 9 } })) })
table(
  'times and lengths that share their unit, stand side by side or have a name',
  [
    ['20s 30s or 40s horror', { filter: { all: [decades(1920, 1930, 1940), { genres: 'horror' }] } }],
    ['80s 90s thrillers', { filter: { all: [decades(1980, 1990), { genres: 'thriller' }] } }],
    ['longer than two hours but shorter than three', { filter: { runtime: { gt: 120, lt: 180 } }, k: undefined }],
    ['over 2 but under 3 hours', { filter: { runtime: { gt: 120, lt: 180 } } }],
    ['at least an hour and a half but no more than 2', { filter: { runtime: { gte: 90, lte: 120 } }, exclude: [] }],
    ['nothing over two and a quarter hours', { filter: { runtime: { lte: 135 } } }],
    ['pre-war comedies', { filter: { all: [{ year: { gte: expect.any(Number), lte: 1939 } }, { genres: 'comedy' }] } }],
    ['from between the wars', { filter: { year: { gte: expect.any(Number), lte: 1939 } } }],
    ['before 1985, but after the war', { filter: { all: [{ year: { lt: 1985 } }, { year: { gte: 1946, lte: expect.any(Number) } }] } }],
    ['post-punk musicians', { filter: { any: [{ genres: 'musical' }, { tags: 'music' }] } }],
    ['as short as possible', { filter: { runtime: { lte: expect.any(Number) } } }],
    ['dont care how long', { filter: undefined, text: '' }],
  ],
  [
    ['more than 1 hour, less than 2', { filter: { minutes: { gt: 60, lt: 120 } } }],
    ['over 2 but under 3 hours', { filter: { minutes: { gt: 120, lt: 180 } } }],
    ['under an hour, for 6 people', { filter: { minutes: { lt: 60 } }, k: undefined }],
  ],
)

table(
  'alternatives: with a word nobody knows, with one head for both, with conditions of their own',
  [
    ['ghosts, demons or yetis', { filter: { any: [{ tags: 'ghosts' }, { tags: 'demons' }] } }],
    ['pirates, ships, that sort of thing', { filter: { any: [{ tags: 'pirates' }, { tags: 'ship' }] } }],
    ['drama/romance', { filter: { any: [{ genres: 'drama' }, { genres: 'romance' }] } }],
    ['first or second world war', { filter: { any: [{ tags: 'world war i' }, { tags: 'world war ii' }] } }],
    ['no world wars', { filter: { not: { tags: { in: ['world war i', 'world war ii'] } } } }],
    [
      'a western made after 1990 or a samurai film made before 1970',
      {
        filter: {
          any: [{ all: [{ genres: 'western' }, { year: { gt: 1990 } }] }, { all: [{ tags: 'samurai' }, { year: { lt: 1970 } }] }],
        },
        rules: [],
      },
    ],
    [
      'eighties fantasy or sci fi',
      { filter: { all: [{ year: { gte: 1980, lte: 1989 } }, { any: [{ genres: 'fantasy' }, { genres: 'science fiction' }] }] } },
    ],
  ],
  [
    [
      'italian soup or indian dessert',
      { filter: { any: [{ all: [{ cuisine: 'Italian' }, { course: 'soup' }] }, { all: [{ cuisine: 'Indian' }, { course: 'dessert' }] }] } },
    ],
  ],
)

const suited = {
  filter: { all: expect.arrayContaining([{ any: [{ tags: 'kid-friendly' }, { genres: 'family' }] }, { not: { tags: 'scary' } }]) },
}
table(
  'who is there: ages, numbers of people, what they like and what has befallen them',
  [
    ['my kids aged 4 and 7', suited],
    ['two kids, 6 and 10', { ...suited, k: undefined }],
    ['for a 5yo and a 9yo', suited],
    ['my daughter is 15', { filter: undefined, text: '' }],
    ['teenage son (14) and me (dad, 45)', { filter: undefined, text: '' }],
    ['she gets scared easly', { filter: { all: [{ not: { tags: 'scary' } }, { not: { tags: 'eerie' } }] } }],
    ['the kids are finally in bed', { filter: { not: { any: [{ tags: 'kid-friendly' }, { genres: 'family' }] } } }],
    ['my parents, in their seventies', { filter: undefined, text: '' }],
    ['four lads on the sofa', { k: undefined, text: 'sofa' }],
    ['a story about two friends', { filter: { tags: 'friendship' } }],
    ['my grandad loves westerns', { filter: { genres: 'western' }, rules: [] }],
    ['she likes musicals, nothing over 2 hours', { filter: { all: [{ runtime: { lte: 120 } }, { genres: 'musical' }] } }],
    [
      'my mate who lost his job',
      { filter: undefined, text: '', boosts: expect.arrayContaining([{ filter: { tags: 'uplifting' }, boost: 2 }]) },
    ],
    ['i just broke up with my boyfriend', { filter: undefined, text: '' }],
    ['about a man who lost his job', { boosts: [] }],
  ],
  [
    ['my husband loves lamb', { filter: { main: 'lamb' }, rules: [] }],
    ['my kids (4 and 6) hate mushrooms', { filter: { all: [{ not: { main: 'mushrooms' } }, { tags: 'kid-friendly' }] } }],
    ['i had a long day', { filter: undefined, boosts: [{ filter: { tags: 'comforting' }, boost: 2 }] }],
  ],
)

const hitchcock = expect.arrayContaining(['psycho-1960', 'vertigo-1958'])
table('somebody’s manner, without them', [
  ['hitchcockian, but not by hitchcock', { seeds: hitchcock, filter: { not: { directors: 'Alfred Hitchcock' } } }],
  ['like Hitchcock but not Hitchcock', { seeds: hitchcock, filter: { not: { directors: 'Alfred Hitchcock' } } }],
  ['felliniesque', { seeds: expect.arrayContaining(['8-and-a-half-1963']), filter: undefined }],
  ['austrian drama', { seeds: [], filter: { all: [{ countries: 'Austria' }, { genres: 'drama' }] } }],
])

table('regions are origins and settings', [
  ['from the middle east', { filter: { countries: { in: expect.arrayContaining(['Iran', 'Lebanon']) } } }],
  ['of iran or the middle east', { filter: { any: [{ countries: 'Iran' }, { countries: { in: expect.arrayContaining(['Jordan']) } }] } }],
  ['set in the middle east', { filter: { tags: 'middle east' } }],
  ['from latin america', { filter: { countries: { in: expect.arrayContaining(['Chile']) } } }],
  ['about africa', { filter: { tags: 'africa' } }],
])

table('what is known already', [
  ['not back to the future, seen it 100 times', { exclude: ['back-to-the-future-1985', 'back-to-the-future-part-ii-1989'], text: '' }],
  ["they've seen every toy story", { filter: { not: { series: 'Toy Story' } }, rules: [], text: '' }],
  ['not Lord of the Rings', { exclude: expect.arrayContaining(['the-lord-of-the-rings-the-return-of-the-king-2003']) }],
  ['no star wars', { exclude: ['star-wars-1977', 'the-empire-strikes-back-1980', 'return-of-the-jedi-1983'], filter: undefined }],
  ["she's already watched all the zzyzx ones", { text: '' }],
])

table('what is asked for and ruled out in one breath', [
  ['she has a job, nothing about work', { filter: { all: expect.not.arrayContaining([{ tags: { in: ['work', 'office'] } }]) } }],
  // "battles" and "nazis" are only near to what is asked for by its name.
  ['a war film without battles', { filter: { genres: 'war' } }],
  ['ww2 but not about nazis', { filter: { tags: 'world war ii' } }],
  ['superhero fatigue, action please', { filter: { all: [{ not: { tags: 'superheroes' } }, { genres: 'action' }] } }],
])

table(
  'typed in a hurry',
  [
    ['a comdy abt freinds', { filter: { all: [{ genres: 'comedy' }, { tags: 'friendship' }] } }],
    ['scifi horor', { filter: { all: [{ genres: 'science fiction' }, { genres: 'horror' }] } }],
    ['DONT WANT SCIFI', { filter: { not: { genres: 'science fiction' } } }],
    ['recomend me sumthing wierd', { filter: { tags: { in: expect.arrayContaining(['surreal']) } } }],
    ['indie', { filter: undefined, text: 'indie' }],
    ['as possible', { text: 'possible' }],
    ['colour only', { filter: { not: { tags: 'black and white' } } }],
  ],
  [['somthing with chiken', { filter: { main: 'chicken' } }]],
)
