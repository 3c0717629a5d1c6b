import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Item } from '../data/item.ts'
import { cites, createGrounding } from './grounding.ts'

const item = (title: string, attributes: Item['attributes'] = {}, text = ''): Item => ({ id: title, title, text, attributes })
const cards = [
  item('Fargo', { directors: ['Joel Coen'], tags: ['small town'] }, 'A police chief follows a trail through Minnesota snow.'),
  item('Aliens', { directors: ['James Cameron'] }),
]
const { problem } = createGrounding(['Fargo', 'Aliens', 'Alien', 'Heat', 'The Big Sleep', 'In the Mood for Love', 'Up', 'It', 'Amélie'])

test.each([
  'Begin with [1], a dry tale from a small town. [2] is louder.',
  'Joel Coen made [1], and James Cameron made [2].',
  "It gets better: [2] never lets up, and I'll leave horror out from now on.",
  'Fargo is the one: [1].',
  'Once you have seen [1] you will want more.',
])('“%s” speaks of the cards alone', (text) => expect(problem(text, cards)).toBeUndefined())

test.each([
  ['Try [3].', 'a card that does not exist'],
  ['Try [0].', 'a card that does not exist'],
  ['[1] is good, and so is Heat.', 'an item that is no card'],
  ['Heat is even better than [1].', 'an item that is no card'],
  ['If you like [1], watch the big sleep and in the mood for love.', 'an item that is no card'],
  ['[2] follows Alien.', 'an item that is no card'],
  ['[1] is as lovely as Amelie.', 'an item that is no card'],
  ['[1] reminds me of “Blade Runner”.', 'a quoted name that is in no card'],
  ['[1] reminds me of *Casablanca*.', 'a quoted name that is in no card'],
  ['[1] was made by Steven Spielberg.', 'a name that is in no card'],
  ['[1] is close to Lost in Translation.', 'a name that is in no card'],
  ['See [1](https://example.com).', 'markup or an address'],
  ['<b>[1]</b>', 'markup or an address'],
  ['[Fargo] is it.', 'markup or an address'],
])('“%s” is refused: %s', (text, reason) => expect(problem(text, cards)).toBe(reason))

test('no title of the catalogue passes, wherever it stands', () => {
  const titles = ['Heat', 'The Big Sleep', 'In the Mood for Love', 'Amélie', 'Alien']
  fc.assert(
    fc.property(
      fc.constantFrom(...titles),
      fc.constantFrom('see ', 'And then ', 'then, ', '“'),
      fc.constantFrom('.', ' now.', '!', '”'),
      (title, before, after) => {
        expect(problem(`[1] is fine; ${before}${title}${after}`, cards)).toBeDefined()
      },
    ),
    { seed: 3, numRuns: 60 },
  )
})

test('a text cites when it has a number in brackets', () => {
  expect([cites('see [1]'), cites('see 1')]).toEqual([true, false])
})
