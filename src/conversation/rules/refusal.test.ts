import { describe, expect, test } from 'vitest'
import { type Catalogue, loadFilms, loadRecipes } from '../../../test/catalogues/catalogue.ts'
import type { Rule } from '../../data/rule.ts'
import type { Plan, PlanContext } from '../../pipeline/plan.ts'
import { createGrammar } from '../grammar.ts'

type Row = readonly [message: string, expected: { readonly [Field in keyof Plan]?: unknown }, context?: Partial<PlanContext>]

const films = loadFilms()
const recipes = loadRecipes()
const planners = new Map([films, recipes].map((catalogue) => [catalogue, createGrammar(catalogue.items, catalogue.schema, catalogue)]))
const plan = (message: string, context: Partial<PlanContext> = {}, catalogue: Catalogue = films) =>
  ({ filter: undefined, k: undefined, ...planners.get(catalogue)?.plan(message, { rules: [], shown: [], now: 0, ...context }) }) as Plan
const table = (name: string, rows: readonly Row[], catalogue = films) =>
  describe(name, () => {
    for (const [message, expected, context] of rows) test(message, () => expect(plan(message, context, catalogue)).toMatchObject(expected))
  })
const rule = (id: string, filter: Rule['filter'], words: string): Rule => ({ id, filter, words, from: 'chat', setAt: 0 })
const stated = (filter: Rule['filter'], words: string) => ({ filter, rules: [{ filter, words }] })
const noHorror = { not: { genres: 'horror' } }
const noMusical = { not: { genres: 'musical' } }

table('years and lengths that are alternatives are one rule', [
  ['before 1990 or after 2010', stated({ any: [{ year: { lt: 1990 } }, { year: { gt: 2010 } }] }, 'before 1990 or after 2010')],
  // Limits that meet are alternatives too where the message says so.
  ['from 1995 on or before 2000', { filter: { any: [{ year: { gte: 1995 } }, { year: { lt: 2000 } }] } }],
  ['films before 1960 and after 2015', { filter: { any: [{ year: { lt: 1960 } }, { year: { gt: 2015 } }] } }],
  ['under 80 minutes or over 3 hours', { filter: { any: [{ runtime: { lt: 80 } }, { runtime: { gt: 180 } }] } }],
  ['after 1990 and before 2000', stated({ year: { gt: 1990, lt: 2000 } }, 'after 1990, before 2000')],
  ['nothing before 1960 or after 2000', { filter: { year: { gte: 1960, lte: 2000 } } }],
  ['nothing from the 80s or 90s', { filter: { not: { any: [{ year: { gte: 1980, lte: 1989 } }, { year: { gte: 1990, lte: 1999 } }] } } }],
])

table('numbers as people write them', [
  ['over 2.5 hours', stated({ runtime: { gt: 150 } }, 'over 2.5 hours')],
  ['2½ hours max', { filter: { runtime: { lte: 150 } } }],
  ['two to three hours', { filter: { runtime: { gte: 120, lte: 180 } } }],
  ['a 90-120 minute drama', { filter: { all: [{ runtime: { gte: 90, lte: 120 } }, { genres: 'drama' }] } }],
  ['2+ hours', { filter: { runtime: { gte: 120 } } }],
  ['2000+', { filter: { year: { gte: 2000 } } }],
  ['1970-85', { filter: { year: { gte: 1970, lte: 1985 } } }],
  ["from '94", { filter: { year: { eq: 1994 } } }],
  // The newest of the films are of 2025.
  ['more than 50 years old', { filter: { year: { lt: 1975 } } }],
  ['older than 40 years', { filter: { year: { lt: 1985 } } }],
  ['it must not run past two hours', { filter: { runtime: { lte: 120 } } }],
  ["I've got an hour and a half", { filter: { runtime: { lte: 90 } }, rules: [] }],
  ['being twelve in summer', { k: undefined }],
  ['something 1980s', { filter: { year: { gte: 1980, lte: 1989 } } }],
  ['set in the 1980s', { filter: { tags: '1980s' } }],
])

table('what is said together is barred together', [
  [
    'no romantic comedies',
    {
      filter: { not: { all: [{ any: [{ tags: 'romantic' }, { genres: 'romance' }] }, { genres: 'comedy' }] } },
      rules: [{ words: 'no romantic comedies' }],
    },
  ],
  ['no 80s horror', { filter: { not: { all: [{ year: { gte: 1980, lte: 1989 } }, { genres: 'horror' }] } } }],
  ['a non-American thriller', { filter: { all: [{ not: { countries: 'United States' } }, { genres: 'thriller' }] } }],
  ['sick of superheroes and horror', { filter: { all: [{ not: { tags: 'superheroes' } }, noHorror] } }],
  [
    'no sequels, superheroes or horror',
    { filter: { all: [{ not: { sequel: true } }, { not: { tags: 'superheroes' } }, noHorror] }, text: '' },
  ],
  ['no horror and a comedy', { filter: { all: [noHorror, { genres: 'comedy' }] } }],
  ['no violence and funny', { filter: { all: [{ not: { tags: { in: ['violent', 'brutal'] } } }, { tags: 'funny' }] } }],
])

table('not wanted in other words', [
  ["I'm not a big fan of musicals", { filter: noMusical }],
  ["musicals aren't really my thing", stated(noMusical, "musicals aren't really my thing")],
  ['romance-free comedy', { filter: { all: [{ not: { genres: 'romance' } }, { genres: 'comedy' }] } }],
  ['a war story, leave world war ii out of it', { filter: { all: [{ not: { tags: 'world war ii' } }, { genres: 'war' }] } }],
  ['with zero romance', { filter: { not: { genres: 'romance' } } }],
  ['twenties, comedies apart', { filter: { all: [{ not: { genres: 'comedy' } }, { year: { gte: 1920, lte: 1929 } }] } }],
  ['a nonviolent western', { filter: { all: [{ not: { tags: 'violent' } }, { not: { tags: 'brutal' } }, { genres: 'western' }] } }],
  ['not aimed at children', { filter: { not: { any: [{ tags: 'kid-friendly' }, { genres: 'family' }] } } }],
  [
    'with Bill Murray but not directed by Wes Anderson',
    { filter: { all: [{ not: { directors: 'Wes Anderson' } }, { cast: 'Bill Murray' }] } },
  ],
  ["a western, he's seen every John Wayne", { filter: { all: [{ not: { cast: 'John Wayne' } }, { genres: 'western' }] }, rules: [] }],
  ["I'd rather not have to read subtitles", { filter: { languages: 'English' } }],
  ['live action only', { filter: { not: { genres: 'animation' } } }],
  ['she scares easily', { filter: { all: [{ not: { tags: 'scary' } }, { not: { tags: 'eerie' } }] }, rules: [] }],
])

table('not French is neither the language nor the country, unless one is named', [
  ['not French', { filter: { not: { any: [{ languages: 'French' }, { countries: 'France' }] } } }],
  ['nothing in French', { filter: { not: { languages: 'French' } } }],
  ['nothing from France', { filter: { not: { countries: 'France' } } }],
  ['only French', { rules: [{ filter: { languages: 'French' } }] }],
])

table('what is no wish against anything', [
  ["I've never seen a western", { filter: { genres: 'western' }, rules: [] }],
  ["it doesn't have to be new, just funny", { filter: { tags: 'funny' }, rules: [] }],
  ["I don't mind subtitles, a thriller please", { filter: { genres: 'thriller' }, text: '' }],
  ["can't get enough of westerns", { filter: { genres: 'western' } }],
  ['not opposed to black and white, something noir', { filter: { genres: 'noir' } }],
])

table('questions and sayings that deny nothing', [
  ["isn't there a western with Clint Eastwood?", { filter: { all: [{ genres: 'western' }, { cast: 'Clint Eastwood' }] }, rules: [] }],
  ["why don't you show me a thriller", { filter: { genres: 'thriller' }, rules: [] }],
  ["I won't say no to horror", { filter: { genres: 'horror' }, rules: [] }],
  ['I have no preference on year; a comedy', { filter: { genres: 'comedy' } }],
  ['not just any comedy', { filter: { genres: 'comedy' }, rules: [] }],
])

table('everything but', [
  ['any decade but the 90s', { filter: { not: { year: { gte: 1990, lte: 1999 } } } }],
  ['from anywhere but the US', { filter: { not: { countries: 'United States' } } }],
  ['something that does not involve any violence', { filter: { not: { tags: { in: ['violent', 'brutal'] } } } }],
  [
    'Japanese, though not anime',
    { filter: { all: [{ not: { all: [{ genres: 'animation' }, { countries: 'Japan' }] } }, expect.anything()] } },
  ],
  ['I know the Godfather films by heart', { exclude: ['the-godfather-1972', 'the-godfather-part-ii-1974'] }],
  // A time, and no story of a war.
  [
    'a post-war Italian story',
    { filter: { all: [{ year: { gte: 1946, lte: 1959 } }, { all: [{ languages: 'Italian' }, { countries: 'Italy' }] }] } },
  ],
])

table('what the catalogue has no word for', [
  ['not by Paramount', { text: '', understood: [{ as: 'nothing here is called that, so nothing is left out' }] }],
  ['a comedy not by Paramount', { filter: { genres: 'comedy' }, text: '' }],
  ['sea and sand, no sharks', { exclude: expect.arrayContaining(['jaws-1975']) }],
])

table('items left out, and left out for good', [
  ['never show me Fargo again', stated({ not: { id: 'fargo-1996', title: 'Fargo' } }, 'never show me Fargo again')],
  ['not Fargo', { rules: [], exclude: ['fargo-1996'] }],
  ['none of the Star Wars ones', { exclude: ['star-wars-1977', 'the-empire-strikes-back-1980', 'return-of-the-jedi-1983'] }],
  ['you can show Fargo again', { removeRules: ['r1'] }, { rules: [rule('r1', { not: { id: 'fargo-1996', title: 'Fargo' } }, 'x')] }],
])

const horrorRule = { rules: [rule('r1', noHorror, 'no horror')] }
table('taking back', [
  ['please forget that I hate horror', { removeRules: ['r1'], rules: [], filter: undefined, text: '' }, horrorRule],
  ['remove the rule about horror', { removeRules: ['r1'], rules: [], filter: undefined }, horrorRule],
  ["I don't hate horror any more", { removeRules: ['r1'], rules: [] }, horrorRule],
  ['drop the horror filter', { removeRules: ['r1'], rules: [] }, horrorRule],
  [
    'horror and war are fine again',
    { removeRules: ['r1', 'r2'] },
    { rules: [...horrorRule.rules, rule('r2', { not: { genres: 'war' } }, 'no war')] },
  ],
  ['drop the horror', { removeRules: [], rules: [{ filter: noHorror }] }],
  ["I don't like horror", { removeRules: [], rules: [{ filter: noHorror }] }],
])

table('the later rule takes the place of the former', [
  // A profile does so by itself for the plain opposite, so that the older comes back when the newer is removed.
  ['only horror', { rules: [{ filter: { genres: 'horror' } }], filter: { genres: 'horror' }, removeRules: [] }, horrorRule],
  [
    'only horror or thrillers',
    { removeRules: ['r1'], rules: [{ filter: { any: [{ genres: 'horror' }, { genres: 'thriller' }] } }] },
    horrorRule,
  ],
  ['no French films', { removeRules: ['r1'] }, { rules: [rule('r1', { languages: 'French' }, 'only French')] }],
  [
    'no thrillers',
    { removeRules: [] },
    { rules: [rule('r1', { any: [{ genres: 'horror' }, { genres: 'thriller' }] }, 'only horror or thrillers')] },
  ],
])

table('about the conversation itself', [
  ['why?', { act: 'help', filter: undefined }],
  ['what are my rules?', { act: 'help', text: '', understood: [{ as: 'a question about your rules' }] }],
  ['start over', { act: 'recommend', filter: undefined, text: '' }, { last: plan('a comedy') }],
])

table('alternatives of names and places that nothing has together', [
  [
    'by Kubrick, Tarantino, Scorsese',
    { filter: { any: [{ directors: 'Stanley Kubrick' }, { directors: 'Quentin Tarantino' }, { directors: 'Martin Scorsese' }] } },
  ],
  ['Polish, Czech, Romanian', { filter: { any: [expect.anything(), expect.anything(), expect.anything()] } }],
  ['with Al Pacino, Robert De Niro', { filter: { all: [{ cast: 'Al Pacino' }, { cast: 'Robert De Niro' }] } }],
])

table('small words that are a subject where one is named', [
  ['a story about cooking', { filter: { tags: { in: ['food', 'restaurant'] } } }],
  ['something to watch with friends', { filter: undefined }],
  ['stories told out of order', { filter: { tags: 'nonlinear' } }],
])

table('a lasting preference is asked for now too where nothing else is', [
  ['I have a soft spot for trains', { filter: { tags: 'train' }, rules: [{ boost: 2 }] }],
  ['I love westerns. A comedy tonight', { filter: { genres: 'comedy' } }],
  ['I feel sad', { filter: undefined, boosts: expect.arrayContaining([{ filter: { tags: 'uplifting' }, boost: 2 }]) }],
])

table(
  'the same on another catalogue',
  [
    ['no spicy soup', { filter: { not: { all: [{ tags: 'spicy' }, { course: 'soup' }] } } }],
    ["pork isn't my thing", { filter: { not: { main: 'pork' } } }],
    ['under 20 minutes or over 2 hours', { filter: { any: [{ minutes: { lt: 20 } }, { minutes: { gt: 120 } }] } }],
    ['30-45 minutes', { filter: { minutes: { gte: 30, lte: 45 } } }],
    ['remove the rule about pork', { removeRules: ['r1'] }, { rules: [rule('r1', { not: { main: 'pork' } }, 'no pork')] }],
    ['a non-Italian dessert', { filter: { all: [{ not: { cuisine: 'Italian' } }, { course: 'dessert' }] } }],
    ['what are my rules?', { act: 'help' }],
  ],
  recipes,
)
