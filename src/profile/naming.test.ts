import { expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { createInterestNamer } from './naming.ts'

const recipe = (id: string, ...words: readonly string[]): Item => ({
  id,
  title: `Recipe ${id}`,
  attributes: { tags: words, kitchen: 'Home', minutes: 20 },
})
const items = [
  recipe('0', 'Soup', 'Vegan'),
  recipe('1', 'Soup', 'Vegan'),
  recipe('2', 'Soup', 'Hot'),
  recipe('3', 'Cake', 'Sweet'),
  recipe('4', 'Cake', 'Sweet'),
  recipe('5', 'Salad', 'Vegan'),
  recipe('6', 'Salad', 'Vegan'),
  undefined,
  { id: '8', title: 'Plain', attributes: {} },
  recipe('9'),
]
const name = createInterestNamer(items)

it('names what the items share more than chance', () => {
  // Soup: 3 of 3 against 3/9: 3 ln 3 = 3.30. Home: 3 of 3 against 8/9: .35. Vegan: 2 of 3 against 4/9: .30. Chance reaches 1.92.
  expect(name([0, 1, 2])).toBe('Soup')
  // Cake and Sweet: 2 of 2 against 2/9: 2 ln 4.5 = 3.01.
  expect(name([3, 4])).toBe('Cake, Sweet')
  // With a third that is neither: 2 ln 3 + ln (3/7) = 1.35 for Cake and Sweet, so the broadest word below half: Vegan 4/9.
  expect(name([3, 4, 5])).toMatch(/^Vegan/)
})
it('names a single item by a word between its own alone and everybody’s', () => {
  // Soup 3/9: .366; Hot 1/9: .244; Home is everybody's.
  expect(name([2])).toBe('Soup, Hot')
})
it('falls back to the title, and leaves deleted items out', () => {
  expect(name([8])).toBe('Plain')
  expect(name([7, 8])).toBe('Plain')
  expect(name([7])).toBe('')
  expect(name([9])).toBe('Recipe 9')
})
