import { expect, test } from 'vitest'
import { comparativeBases, numberForms, stem } from './morphology.ts'
import { createSpelling, isOneEdit } from './spelling.ts'

test.each([
  ['comedy', 'comedies'],
  ['comedies', 'comedy'],
  ['dish', 'dishes'],
  ['tomatoes', 'tomato'],
  ['westerns', 'western'],
])('%s and %s are forms of one word', (word, form) => expect(numberForms(word)).toContain(form))

test.each([
  ['funnier', 'funny'],
  ['sadder', 'sad'],
  ['stranger', 'strange'],
  ['shorter', 'short'],
])('%s comes from %s', (word, base) => expect(comparativeBases(word)).toContain(base))

test.each([
  ['animated', 'animation'],
  ['historical', 'history'],
  ['satirical', 'satire'],
  ['biographical', 'biography'],
  ['journalists', 'journalism'],
])('%s and %s share a stem', (one, other) => expect(stem(one)).toBe(stem(other)))

test.each([
  ['family', 'familiar'],
  ['comedy', 'comet'],
])('%s and %s do not', (one, other) => expect(stem(one)).not.toBe(stem(other)))

test.each([
  ['abcd', 'abxd', true],
  ['abcd', 'abdc', true],
  ['abcd', 'abc', true],
  ['abcd', 'abcde', true],
  ['abcd', 'abcd', false],
  ['abcd', 'badc', false],
  ['abcd', 'ab', false],
])('%s and %s are one edit apart: %s', (one, other, near) => {
  expect(isOneEdit(one, other)).toBe(near)
  expect(isOneEdit(other, one)).toBe(near)
})

test('spelling forgives one slip in a long word where one word alone is meant', () => {
  const spell = createSpelling(
    ['godfather', 'fargo', 'western', 'planet', 'planes'],
    (word) => word === 'wester',
    (word) => word === 'planet',
  )
  expect(spell('godfahter', false)).toBe('godfather')
  expect(spell('frago', true)).toBeUndefined()
  expect(spell('wester', true)).toBeUndefined()
  expect(spell('planed', true)).toBeUndefined()
  expect(spell('hodfather', true)).toBeUndefined()
  // Another letter in a short word makes another word; a letter too few or two swapped are slips.
  const plain = createSpelling(
    ['killer', 'weird', 'horrible', 'possibly'],
    () => false,
    () => true,
  )
  expect(plain('kilter', false)).toBeUndefined()
  expect(plain('possible', false)).toBeUndefined()
  expect(plain('wierd', false)).toBe('weird')
  expect(plain('horrable', false)).toBe('horrible')
})

test('a short word in small letters is a slip of a value, not of a name', () => {
  const spell = createSpelling(
    ['weaving', 'romance'],
    () => false,
    (word) => word === 'romance',
  )
  expect(spell('waving', false)).toBeUndefined()
  expect(spell('waving', true)).toBe('weaving')
  expect(spell('romanse', false)).toBe('romance')
})
