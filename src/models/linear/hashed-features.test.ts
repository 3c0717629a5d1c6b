import { expect, test } from 'vitest'
import { createFeatures, createFeatureWriter, hashAttributes, hashRows, type Person } from './hashed-features.ts'

const items = hashRows('item', [{ genre: 'Sea tales', tags: ['ship', 'storm'] }, { tags: ['ship'] }, {}])
const users = hashRows('user', [{ job: 'baker' }, undefined])
const person = (part: Partial<Person>): Person => ({ user: undefined, items: [], liked: [], context: [], ...part })

function written(options: { readonly crossed: boolean; readonly userFeatures?: boolean }, who: Person, item: number) {
  const writer = createFeatureWriter({ bits: 16, userFeatures: false, items, users, ...options })
  const [of, beside] = [createFeatures(), createFeatures()]
  writer.person(who, of)
  writer.item(who, item, beside)
  return [of, beside].map(
    ({ indexes, values, count }) => new Map(Array.from({ length: count }, (_, at) => [indexes[at]!, values[at]!])),
  ) as [Map<number, number>, Map<number, number>]
}

test('a text is a feature whole and by its words; equal attributes of people and items are kept apart', () => {
  expect(hashAttributes('item', { genre: 'Sea tales' })).toHaveLength(3)
  expect(hashAttributes('item', { genre: 'sea' })).toHaveLength(1)
  expect(hashAttributes('item', { tags: ['a', 'a', 'b'], year: 1996, new: true })).toHaveLength(4)
  expect(hashAttributes('user', { tags: ['a'] })).not.toEqual(hashAttributes('item', { tags: ['a'] }))
  expect(hashAttributes('item', {})).toEqual([])
})

test('uncrossed: the history is 1/√n each, liked and disliked apart; the item its id and attributes', () => {
  const [liked, item] = written({ crossed: false }, person({ items: [1, 2], liked: [true, true] }), 0)
  expect([...liked.values()]).toEqual([Math.fround(Math.SQRT1_2), Math.fround(Math.SQRT1_2)])
  const [disliked] = written({ crossed: false }, person({ items: [1, 2], liked: [false, true] }), 0)
  expect([...disliked.keys()].filter((place) => liked.has(place))).toHaveLength(1)
  // Its id, the genre and its two words, two tags.
  expect([...item.values()]).toEqual([1, 1, 1, 1, 1, 1])
  expect(written({ crossed: false }, person({}), 2)[1].size).toBe(1)
})

test('people of the fit have features of their own only where asked for', () => {
  expect(written({ crossed: false }, person({ user: 0 }), 2)[0].size).toBe(0)
  expect(written({ crossed: false, userFeatures: true }, person({ user: 0 }), 2)[0].size).toBe(2)
  expect(written({ crossed: false, userFeatures: true }, person({ user: 1 }), 2)[0].size).toBe(1)
  expect(written({ crossed: false, userFeatures: true }, person({}), 2)[0].size).toBe(0)
})

test('crossed: history × item, context × item, job × attributes, and the share of the history that has the attribute too', () => {
  const plain = written({ crossed: true }, person({}), 1)[1]
  expect(plain.size).toBe(2)
  const [, beside] = written({ crossed: true }, person({ items: [0, 2], liked: [true, true] }), 1)
  const added = [...beside].filter(([place]) => !plain.has(place)).map(([, value]) => value)
  // Two crosses with the history, and 'ship', which one of the two has.
  expect(added).toEqual([Math.fround(Math.SQRT1_2), Math.fround(Math.SQRT1_2), 0.5])
  const [, against] = written({ crossed: true }, person({ items: [0, 2], liked: [false, true] }), 1)
  expect([...against.values()].at(-1)).toBe(-0.5)
  const context = hashAttributes('context', { device: 'phone' })
  expect(written({ crossed: true }, person({ context }), 1).map(({ size }) => size)).toEqual([1, 3])
  expect(written({ crossed: true, userFeatures: true }, person({ user: 0 }), 1)[1].size).toBe(3)
})

test('no feature is lost where there are many', () => {
  const many = Array.from({ length: 300 }, (_, at) => at)
  expect(written({ crossed: false }, person({ items: many, liked: many.map(() => true) }), 0)[0].size).toBeGreaterThan(295)
})
