import { describe, expect, test } from 'vitest'
import { type Catalogue, loadFilms, loadRecipes } from '../../../test/catalogues/catalogue.ts'
import type { Rule } from '../../data/rule.ts'
import type { Plan, PlanContext } from '../../pipeline/plan.ts'
import { createGrammar } from '../grammar.ts'

type Expected = { readonly [Field in keyof Plan]?: unknown }
type Row = readonly [message: string, expected: Expected, context?: Partial<PlanContext>]

const now = 1_000_000
const films = loadFilms()
const recipes = loadRecipes()
const planners = new Map([films, recipes].map((catalogue) => [catalogue, createGrammar(catalogue.items, catalogue.schema, catalogue)]))
const plan = (catalogue: Catalogue, message: string, context: Partial<PlanContext> = {}) =>
  ({ filter: undefined, ...planners.get(catalogue)?.plan(message, { rules: [], shown: [], now, ...context }) }) as Plan
const itemsOf = (catalogue: Catalogue, ...ids: readonly string[]) =>
  ids.map((id) => {
    const item = catalogue.items.find((candidate) => candidate.id === id)
    if (!item) throw new Error(`The catalogue has no ${id}`)
    return item
  })
const rule = (id: string, filter: Rule['filter'], words: string): Rule => ({ id, filter, words, from: 'chat', setAt: 0 })
const stated = (filter: Rule['filter'], words: string) => ({ filter, rules: [{ filter, words }] })

function table(name: string, inFilms: readonly Row[], inRecipes: readonly Row[]) {
  describe(name, () => {
    for (const [message, expected, context] of inFilms)
      test(`films: ${message}`, () => expect(plan(films, message, context)).toMatchObject(expected))
    for (const [message, expected, context] of inRecipes)
      test(`recipes: ${message}`, () => expect(plan(recipes, message, context)).toMatchObject(expected))
  })
}

const noHorror = { not: { genres: 'horror' } }

table(
  'negation',
  [
    ['no horror', stated(noHorror, 'no horror')],
    // What means nearly the same is left out of this answer, but is no rule.
    [
      'nothing violent',
      {
        filter: { all: [{ not: { tags: 'violent' } }, { not: { tags: 'brutal' } }] },
        rules: [{ filter: { not: { tags: 'violent' } }, words: 'nothing violent' }],
      },
    ],
    ['I hate musicals', stated({ not: { genres: 'musical' } }, 'I hate musicals')],
    ['anything but drama', { filter: { not: { genres: 'drama' } } }],
    ["I don't want to watch anything sad", { rules: [{ filter: { not: { tags: 'sad' } }, words: "I don't want to watch anything sad" }] }],
    ['no films about war', stated({ not: { genres: 'war' } }, 'no films about war')],
    ['nothing before 1990', stated({ year: { gte: 1990 } }, 'nothing before 1990')],
    ['no films before 1980', { filter: { year: { gte: 1980 } } }],
    ['not from the 80s', { filter: { not: { year: { gte: 1980, lte: 1989 } } } }],
    ['without Woody Allen', { filter: { not: { any: [{ cast: 'Woody Allen' }, { directors: 'Woody Allen' }] } } }],
    ['no horror, war or westerns', { filter: { all: [noHorror, { not: { genres: 'war' } }, { not: { genres: 'western' } }] } }],
    ['no horror and something funny', { filter: { all: [noHorror, { tags: 'funny' }] } }],
    ['no horror, funny', { filter: { all: [noHorror, { tags: 'funny' }] } }],
    ['Alien but not Aliens', { seeds: ['alien-1979'], exclude: ['alien-1979', 'aliens-1986'] }],
    ["I don't know, maybe a comedy", { filter: { genres: 'comedy' }, rules: [] }],
    ['why not a comedy?', { filter: { genres: 'comedy' }, rules: [] }],
    ['no subtitles', { text: '', rules: [] }],
  ],
  [
    ['no pork', stated({ not: { main: 'pork' } }, 'no pork')],
    ['a curry without fish or prawns', { filter: { all: [{ not: { main: 'fish' } }, { not: { main: 'prawns' } }] }, text: 'curry' }],
    ["I don't eat beef", stated({ not: { main: 'beef' } }, "I don't eat beef")],
    ['nothing spicy', stated({ not: { tags: 'spicy' } }, 'nothing spicy')],
    ['not Italian', stated({ not: { cuisine: 'Italian' } }, 'not Italian')],
  ],
)

table(
  'bounds',
  [
    ['after 1990', stated({ year: { gt: 1990 } }, 'after 1990')],
    ['before 1980', stated({ year: { lt: 1980 } }, 'before 1980')],
    ['since 2000', stated({ year: { gte: 2000 } }, 'since 2000')],
    ['from the 90s', { filter: { year: { gte: 1990, lte: 1999 } }, rules: [] }],
    ['the late seventies', { filter: { year: { gte: 1976, lte: 1979 } } }],
    ['between 1980 and 1985', { filter: { year: { gte: 1980, lte: 1985 } }, rules: [] }],
    ['1940-1950', { filter: { year: { gte: 1940, lte: 1950 } } }],
    ['from 1999', { filter: { year: { eq: 1999 } } }],
    ['after the 80s', { filter: { year: { gt: 1989 } } }],
    ['under two hours', stated({ runtime: { lt: 120 } }, 'under two hours')],
    ['at most two and a half hours', { filter: { runtime: { lte: 150 } } }],
    ['no longer than 1h45', { filter: { runtime: { lte: 105 } } }],
    ['less than 1 hour 40 minutes', { filter: { runtime: { lt: 100 } } }],
    ['over 150 min', { filter: { runtime: { gt: 150 } } }],
    ['a 90 minute film', { filter: { runtime: { gte: 76, lte: 100 } }, rules: [] }],
    ['something longer than 150 minutes', { filter: { runtime: { gt: 150 } }, boosts: [] }],
    ['anything shorter than 80 minutes', { filter: { runtime: { lt: 80 } } }],
    ['shorter than Heat', { filter: { runtime: { lt: 170 } } }],
    ['newer than Alien', { filter: { year: { gt: 1979 } } }],
  ],
  [
    ['under 30 minutes', stated({ minutes: { lt: 30 } }, 'under 30 minutes')],
    ['in half an hour', { filter: { minutes: { lte: 30 } }, rules: [] }],
    ['at least 8 servings', stated({ servings: { gte: 8 } }, 'at least 8 servings')],
    ['after 1990', { text: '1990', rules: [] }],
  ],
)

table(
  'degree',
  [
    // Hand count over the bundled catalogue's sorted numbers would move with every film, so only the side is stated.
    ['something recent', { filter: { year: { gte: expect.any(Number) } } }],
    ['an old classic', { filter: { year: { lte: expect.any(Number) } } }],
    ['a short comedy', { filter: { all: [{ runtime: { lte: expect.any(Number) } }, { genres: 'comedy' }] } }],
    ['a long day in court', { text: expect.stringContaining('long') }],
    ['not too long', { filter: { runtime: { lt: expect.any(Number) } } }],
  ],
  [
    ['a short recipe', { filter: { minutes: { lte: expect.any(Number) } } }],
    ['recent', { text: 'recent' }],
  ],
)

table(
  'set',
  [
    ['a comedy', { filter: { genres: 'comedy' }, rules: [] }],
    ['comedies', { filter: { genres: 'comedy' } }],
    ['horror or thriller', { filter: { any: [{ genres: 'horror' }, { genres: 'thriller' }] } }],
    ['either a western or a war movie', { filter: { any: [{ genres: 'western' }, { genres: 'war' }] } }],
    ['with Frances McDormand', { filter: { cast: 'Frances McDormand' } }],
    ['directed by Clint Eastwood', { filter: { directors: 'Clint Eastwood' } }],
    ['with Clint Eastwood', { filter: { cast: 'Clint Eastwood' } }],
    ['a Kubrick film', { filter: { directors: 'Stanley Kubrick' } }],
    ['in French', { filter: { languages: 'French' } }],
    ['from France', { filter: { countries: 'France' } }],
    ['a French film', { filter: { all: [{ languages: 'French' }, { countries: 'France' }] } }],
    ['sci-fi', { filter: { genres: 'science fiction' } }],
    ['a romcom', { filter: { all: [{ genres: 'romance' }, { genres: 'comedy' }] } }],
    ['animated', { filter: { genres: 'animation' } }],
    ['a family film', { filter: { genres: 'family' } }],
    ['about family', { filter: { tags: 'family' } }],
    ['set in Paris', { filter: { tags: 'paris' }, text: 'Paris' }],
    ['hilarious', { filter: { tags: 'funny' } }],
    ['thriler with Al Pacinno', { filter: { all: [{ genres: 'thriller' }, { cast: 'Al Pacino' }] } }],
  ],
  [
    ['an Italian dessert', { filter: { all: [{ cuisine: 'Italian' }, { course: 'dessert' }] } }],
    ['from India', { filter: { cuisine: 'Indian' } }],
    ['vegan soup with lentils', { filter: { all: [{ diet: 'vegan' }, { course: 'soup' }, { main: 'lentils' }] } }],
    ['soup or salad', { filter: { any: [{ course: 'soup' }, { course: 'salad' }] } }],
    ['gluten free bread', { filter: { all: [{ diet: 'gluten-free' }, { course: 'bread' }] } }],
    ['with aubergines', { filter: { main: 'aubergine' } }],
  ],
)

table(
  'comparison',
  [
    ['like Fargo', { seeds: ['fargo-1996'], exclude: ['fargo-1996'], text: '' }],
    ['like Heat and Up', { seeds: ['heat-1995', 'up-2009'] }],
    ['similar to the godfather', { seeds: ['the-godfather-1972'] }],
    ['Godfahter', { seeds: ['the-godfather-1972'] }],
    ['Frago', { seeds: [], text: 'Frago' }],
    ['like Alien but shorter', { seeds: ['alien-1979'], filter: { runtime: { lt: 117 } } }],
    ['like Goodfellas but less violent', { seeds: ['goodfellas-1990'], filter: { not: { tags: 'violent' } }, rules: [] }],
    ['nothing like Alien', { unlike: ['alien-1979'], seeds: [] }],
    ['in the heat of the moment I drive up', { seeds: [] }],
    ['more like the second one', { seeds: ['up-2009'] }, { shown: itemsOf(films, 'heat-1995', 'up-2009') }],
  ],
  [
    ['like Pad Thai', { seeds: ['pad-thai'] }],
    ['similar to Lasagne but quicker', { seeds: ['lasagne'], filter: { minutes: { lt: 150 } } }],
    ['nothing like borsht', { unlike: ['borscht'] }],
  ],
)

const like = (item: string) => [{ item, type: 'like' }]
table(
  'feedback',
  [
    ['I loved Fargo', { feedback: like('fargo-1996'), seeds: ['fargo-1996'], exclude: ['fargo-1996'] }],
    [
      "I've already seen Heat and Se7en",
      {
        feedback: [
          { item: 'heat-1995', type: 'seen' },
          { item: 'se7en-1995', type: 'seen' },
        ],
        seeds: [],
      },
    ],
    ["I didn't like Alien", { feedback: [{ item: 'alien-1979', type: 'dislike' }], unlike: ['alien-1979'], rules: [] }],
    ['I hated the first one', { feedback: [{ item: 'heat-1995', type: 'dislike' }] }, { shown: itemsOf(films, 'heat-1995', 'up-2009') }],
    ['I like big cities', { feedback: [] }],
  ],
  [
    ['I loved Goulash', { feedback: like('goulash') }],
    ['I have made Ratatouille', { feedback: [{ item: 'ratatouille', type: 'seen' }] }],
  ],
)

table(
  'preference',
  [
    [
      'I love westerns',
      {
        rules: [{ filter: { genres: 'western' }, boost: 2, words: 'I love westerns' }],
        boosts: [{ filter: { genres: 'western' }, boost: 4 }],
      },
    ],
    ['always in English', stated({ languages: 'English' }, 'always in English')],
    ["I'd like a comedy", { rules: [], filter: { genres: 'comedy' } }],
    ['no horror tonight', { rules: [{ filter: noHorror, words: 'no horror', expiresAt: now + 43_200_000 }] }],
  ],
  [
    ['I love mushrooms', { rules: [{ filter: { main: 'mushrooms' }, boost: 2, words: 'I love mushrooms' }] }],
    ['I only eat vegan', stated({ diet: 'vegan' }, 'I only eat vegan')],
    ['no meat, no fish today', { rules: [{ filter: { not: { main: 'fish' } }, words: 'no fish', expiresAt: now + 43_200_000 }] }],
  ],
)

table(
  'count',
  [
    ['three comedies', { k: 3, filter: { genres: 'comedy' } }],
    ['top 10 thrillers', { k: 10 }],
    ['a couple of westerns', { k: 2 }],
    ['12 angry men', { seeds: ['12-angry-men-1957'] }],
    ['two hours', { filter: { runtime: { gte: 102, lte: 132 } } }],
  ],
  [
    ['five desserts', { k: 5, filter: { course: 'dessert' } }],
    ['dinner for two', { text: 'dinner two' }],
  ],
)

const lastOf = (catalogue: Catalogue, message: string) => ({ last: plan(catalogue, message) })
table(
  'follow-up',
  [
    [
      'more',
      { act: 'more', filter: { genres: 'comedy' }, exclude: ['heat-1995'] },
      { ...lastOf(films, 'a comedy'), shown: itemsOf(films, 'heat-1995') },
    ],
    ['something else', { act: 'more', filter: { genres: 'horror' } }, lastOf(films, 'horror')],
    ['more comedies', { act: 'recommend', filter: { genres: 'comedy' } }, lastOf(films, 'horror')],
    [
      'shorter',
      { filter: { all: [{ genres: 'comedy' }, { runtime: { lt: 98 } }] } },
      { ...lastOf(films, 'a comedy'), shown: itemsOf(films, 'heat-1995', 'up-2009', 'fargo-1996') },
    ],
    ['older', { filter: { all: [{ genres: 'horror' }, { year: { lt: 2000 } }] } }, lastOf(films, 'horror from the 2000s')],
    ['but funnier', { filter: { all: [{ year: { gte: 1980, lte: 1989 } }, { tags: 'funny' }] } }, lastOf(films, 'from the 80s')],
    ['no romance', { filter: { all: [{ genres: 'comedy' }, { not: { genres: 'romance' } }] } }, lastOf(films, 'a comedy')],
    ['a western', { filter: { genres: 'western' } }, lastOf(films, 'horror')],
    ['more', { filter: { genres: 'comedy' } }, lastOf(films, 'a comedy, no horror')],
  ],
  [
    ['more', { act: 'more', filter: { course: 'soup' } }, lastOf(recipes, 'soup')],
    [
      'quicker',
      { filter: { all: [{ course: 'soup' }, { minutes: { lt: 70 } }] } },
      { ...lastOf(recipes, 'soup'), shown: itemsOf(recipes, 'minestrone') },
    ],
  ],
)

table(
  'undo',
  [
    ['undo', { act: 'undo' }],
    ['forget that', { act: 'undo' }],
    [
      'horror is fine after all',
      { removeRules: ['r1'], rules: [], filter: undefined },
      { rules: [rule('r1', noHorror, 'no horror'), rule('r2', { year: { gt: 1990 } }, 'after 1990')] },
    ],
    [
      'forget the year rule',
      { removeRules: ['r2'] },
      { rules: [rule('r1', noHorror, 'no horror'), rule('r2', { year: { gt: 1990 } }, 'after 1990')] },
    ],
    ['forget all my rules', { removeRules: ['r1'] }, { rules: [rule('r1', noHorror, 'no horror')] }],
    ['horror is fine after all', { removeRules: [] }],
  ],
  [['pork is fine again', { removeRules: ['r1'] }, { rules: [rule('r1', { not: { main: 'pork' } }, 'no pork')] }]],
)

table(
  'explain',
  [
    ['why the second one?', { act: 'explain', filter: { id: { in: ['up-2009'] } } }, { shown: itemsOf(films, 'heat-1995', 'up-2009') }],
    ['why?', { act: 'explain', filter: { id: { in: ['heat-1995', 'up-2009'] } } }, { shown: itemsOf(films, 'heat-1995', 'up-2009') }],
    ['who directed Heat?', { act: 'explain', filter: { id: { in: ['heat-1995'] } }, seeds: [] }],
    ['what is Her about?', { act: 'explain', filter: { id: { in: ['her-2013'] } } }],
    ['what can you recommend?', { act: 'recommend' }],
  ],
  [['tell me about Laksa', { act: 'explain', filter: { id: { in: ['laksa'] } } }]],
)

table(
  'small talk and company',
  [
    ['hello', { act: 'greet' }],
    ['hello, a comedy please', { act: 'recommend', filter: { genres: 'comedy' } }],
    ['what can you do?', { act: 'help' }],
    ['something to watch with my mother', { act: 'recommend', filter: undefined, text: '' }],
  ],
  [
    ['thanks', { act: 'greet' }],
    ['something for my kids', { filter: { tags: 'kid-friendly' } }],
  ],
)
