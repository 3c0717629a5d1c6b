import { expect, test } from 'vitest'
import type { Item } from '../data/item.ts'
import { atOnce } from '../math/steps.ts'
import { attributeOrder, encodable } from './encodable.ts'

/** 24 things: makers rare, kinds shared by half or a third, one origin nearly everywhere. */
const things: readonly Item[] = Array.from({ length: 24 }, (_, n) => ({
  id: `thing-${n}`,
  title: `Thing ${n}`,
  attributes: {
    origin: n === 0 ? 'there' : 'here',
    maker: [`maker ${Math.floor(n / 2)}`],
    year: 1990 + n,
    kind: [n % 2 === 0 ? 'red' : 'blue', n % 3 === 0 ? 'round' : 'square'],
    mood: [`mood ${n % 4}`],
  },
}))

test('kinds come first, the more widely shared the earlier, then makers, last what nearly all have', () => {
  // Bearers of a mention drawn at random: kind (12·12 + 12·12 + 8·8 + 16·16)/48 = 12.7, mood 6, maker 2; origin: 23 of 24 mentions are one value.
  expect(atOnce(attributeOrder(things))).toEqual(['kind', 'mood', 'maker', 'origin'])
})

test('words follow that order, numbers are no words, unknown attributes come last', () => {
  const item = { ...things[1]!, attributes: { ...things[1]!.attributes, extra: 'late' } }
  expect(encodable(item, ['kind', 'mood', 'maker', 'origin']).words).toEqual(['blue', 'square', 'mood 1', 'maker 0', 'here', 'late'])
})

test('an empty catalogue has no order', () => {
  expect(atOnce(attributeOrder([undefined]))).toEqual([])
})
