import { describe, expect, test } from 'vitest'
import { loadFilms } from '../../test/catalogues/catalogue.ts'
import { inferSchema } from '../data/catalogue-schema.ts'
import type { Attributes, Item } from '../data/item.ts'
import type { Rule } from '../data/rule.ts'
import type { Plan } from '../pipeline/plan.ts'
import { describeFilter } from './describe.ts'
import { createGrammar } from './grammar.ts'

const item = (title: string, attributes: Attributes): Item => ({ id: title.toLowerCase().replaceAll(' ', '-'), title, attributes })
const books = [
  item('The Red Gate', { mood: ['sad'], glutenFree: true, series: 'Red Gate', suitableFor: ['rain'], madeIn: ['Wales'] }),
  item('Red Gate Returns', { mood: ['gloomy'], glutenFree: false, series: 'Red Gate', suitableFor: ['sun', 'gloomy'], madeIn: ['Peru'] }),
  item('Ash Hill', { mood: ['sad'], glutenFree: true, series: 'Ash Hill', suitableFor: ['sun'], madeIn: ['Peru'] }),
  item('Nobody at Home', { mood: ['bright'], author: ['Ann Lee', 'Bo Ray'] }),
]
const calls = { nouns: ['book'], synonyms: { coeliac: 'gluten free', 'wet day': 'rain' } }
const grammar = createGrammar(books, inferSchema(books), calls)
const catalogue = loadFilms()
const films = createGrammar(catalogue.items, catalogue.schema, catalogue)
const read = (message: string, planner = grammar, rules: readonly Rule[] = []) =>
  planner.plan(message, { rules, shown: [], now: 0 }) as Plan

describe('a flag is known by its own name', () => {
  test.each([
    ['gluten free books', { glutenFree: true }],
    ['gluten-free please', { glutenFree: true }],
    ['nothing gluten free', { not: { glutenFree: true } }],
    ['something for a coeliac', { glutenFree: true }],
  ])('%s', (message, filter) => expect(read(message)).toMatchObject({ filter, text: '' }))

  test('is said as a word, and a rule about it can be taken back', () => {
    expect(describeFilter({ not: { glutenFree: true } })).toBe('not gluten free')
    const rule: Rule = { id: 'r', filter: { not: { glutenFree: true } }, words: 'nothing gluten free', from: 'chat', setAt: 0 }
    expect(read('gluten free is fine after all', grammar, [rule]).removeRules).toEqual(['r'])
  })

  test('is none where it only begins another word', () => expect(read('gluten-free-baiting').filter).toBeUndefined())
})

describe('an attribute whose name leads up to its values', () => {
  test.each([
    ['suitable for rain', { suitableFor: 'rain' }],
    ['not suitable for the sun', { not: { suitableFor: 'sun' } }],
    ['suitable for a wet day', { suitableFor: 'rain' }],
    ['made in Peru', { madeIn: 'Peru' }],
  ])('is meant where it is named: %s', (message, filter) => expect(read(message)).toMatchObject({ filter, text: '' }))

  test('alone a value means what else is called so, and itself where nothing is', () => {
    expect(read('gloomy').filter).toEqual({ mood: 'gloomy' })
    expect(read('suitable for gloomy').filter).toEqual({ suitableFor: 'gloomy' })
    expect(read('sun').filter).toEqual({ suitableFor: 'sun' })
    expect(read('from Peru').filter).toEqual({ madeIn: 'Peru' })
  })
})

describe('an attribute whose values begin titles names what belongs together', () => {
  test.each([
    ['the Red Gate series', { series: 'Red Gate' }],
    ['any Red Gate book', { series: 'Red Gate' }],
  ])('%s', (message, filter) => expect(read(message).filter).toEqual(filter))

  test.each([
    ['no franchises', { not: { series: { exists: true } } }],
    ['not part of a series', { not: { series: { exists: true } } }],
    ['something standalone', { not: { series: { exists: true } } }],
    ['a standalone sad book', { all: [{ not: { series: { exists: true } } }, { mood: 'sad' }] }],
    ['part of a saga', { series: { exists: true } }],
  ])('whether there is any: %s', (message, filter) => expect(read(message)).toMatchObject({ filter, text: '' }))

  test('its values are no people, and alone the title is meant', () => {
    expect(read('Red Gate').filter).toBeUndefined()
    expect(read('Red Gate').seeds).toEqual(['the-red-gate'])
    expect(read('Hill').filter).toBeUndefined()
  })

  test('who is tired of the first is tired of all', () =>
    expect([read('not the red gate').exclude, read('no Red Gate books').exclude]).toEqual([
      ['the-red-gate', 'red-gate-returns'],
      ['the-red-gate', 'red-gate-returns'],
    ]))
})

describe('what people ask of films by name', () => {
  const none = (filter: object) => ({ not: filter })
  test.each([
    ['something by Pixar', { studio: 'Pixar' }],
    ['not by Pixar', none({ studio: 'Pixar' })],
    ['ghibli vibes', { studio: 'Studio Ghibli' }],
    ['a Bond film', { series: 'James Bond' }],
    ['the Alien films', { series: 'Alien' }],
    ['an alien film', { tags: 'alien contact' }],
    ['based on a comic', { basedOn: 'comic' }],
    ['something comic', { tags: 'funny' }],
    ['adapted from a short story', { basedOn: 'short story' }],
    ['based on a true story', { basedOn: 'true story' }],
    ['no remakes', none({ basedOn: 'earlier film' })],
    ['no sequels', none({ sequel: true })],
    ['directed by a woman', { womanDirector: true }],
    ['not directed by a woman', none({ womanDirector: true })],
    ['best picture winners', { bestPicture: true }],
    ["won the Palme d'Or", { palmeDor: true }],
    ['a debut feature', { debut: true }],
    ['found footage', { foundFootage: true }],
    ['told in real time', { realTime: true }],
    ['an Oscar winner with Tom Hanks', { all: [{ bestPicture: true }, { cast: 'Tom Hanks' }] }],
  ])('%s', (message, filter) => expect(read(message, films).filter).toEqual(filter))

  test('a name held up for comparison is no condition', () => {
    expect(read('in the style of Pixar but not by Pixar', films)).toMatchObject({
      filter: none({ studio: 'Pixar' }),
      seeds: expect.arrayContaining(['toy-story-1995']),
    })
    expect(read('as warm as Paddington, but for adults', films).filter).not.toMatchObject({
      all: expect.arrayContaining([{ series: 'Paddington' }]),
    })
    expect(read('Oscar-bait', films).filter).toBeUndefined()
  })
})
