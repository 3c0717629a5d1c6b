import { expect, test } from 'vitest'
import { itemSchema } from '../item.ts'
import { bundledCatalogue } from './bundled.ts'

test('1,000 different items, each of the shape of an item', async () => {
  const items = await bundledCatalogue()
  expect(new Set(items.map(({ id }) => id)).size).toBe(1_000)
  for (const item of items) expect(itemSchema.parse(item)).toEqual(item)
  expect(items[0]).toMatchObject({
    id: 'the-cabinet-of-dr-caligari-1920',
    title: 'The Cabinet of Dr. Caligari',
    text: expect.stringContaining('sleepwalker'),
    attributes: { year: 1920, genres: ['horror', 'mystery', 'fantasy'], directors: ['Robert Wiene'], runtime: 77, countries: ['Germany'] },
    prior: 0.8,
  })
})
