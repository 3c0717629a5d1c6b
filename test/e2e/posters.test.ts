/** @file Posters are legible and stay the same: contrast of every palette, titles that fit, chance that repeats. */

import { expect, test } from 'vitest'
import { chanceOf, hashText } from '../../web/src/poster/chance.ts'
import { fitLine, fitText, lineWidth } from '../../web/src/poster/fit.ts'
import { contrast, inkOn, palettes } from '../../web/src/poster/palettes.ts'

test('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5)
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2) // the well-known grey that just fails
})

test('type reads on the ground and on every shape of every palette', () => {
  for (const palette of palettes) {
    expect(contrast(palette.ink, palette.paper), palette.paper).toBeGreaterThanOrEqual(4.5)
    for (const shape of palette.shapes) expect(contrast(inkOn(shape, palette), shape), shape).toBeGreaterThanOrEqual(4.5)
  }
})

test('a hash is FNV-1a', () => {
  expect(hashText('')).toBe(0x811c9dc5)
  expect(hashText('a')).toBe(0xe40c292c)
  expect(hashText('foobar')).toBe(0xbf9cf968)
})

test('an id draws the same numbers each time, others draw others', () => {
  const draw = (id: string) => {
    const chance = chanceOf(id)
    return [chance.whole(0, 1_000), chance.between(0, 1), chance.shuffle([1, 2, 3, 4])]
  }
  expect(draw('fargo')).toEqual(draw('fargo'))
  expect(draw('fargo')).not.toEqual(draw('heat'))
  expect([...chanceOf('x').shuffle(['a', 'b', 'c'])].sort()).toEqual(['a', 'b', 'c'])
})

test.each([
  'It',
  'Fargo',
  'Dr. Strangelove or: How I Learned to Stop Worrying and Love the Bomb',
  'Donaudampfschifffahrtsgesellschaftskapitänsmütze',
  '千と千尋の神隠し',
  'W'.repeat(400),
  '   ',
])('%s fits its box', (title) => {
  const box = { width: 200, height: 90, largest: 40, leading: 1 }
  const { size, lines } = fitText(title, box)
  expect(lines.length * size).toBeLessThanOrEqual(box.height)
  for (const line of lines) expect(lineWidth(line) * size).toBeLessThanOrEqual(box.width + size)
})

test('a short title is set as large as may be, a long one smaller and not cut', () => {
  const box = { width: 200, height: 90, largest: 40 }
  expect(fitText('Fargo', box)).toMatchObject({ size: 40, lines: ['Fargo'] })
  const long = fitText('The Good, the Bad and the Ugly', box)
  expect(long.size).toBeLessThan(40)
  expect(long.lines.join(' ')).toBe('The Good, the Bad and the Ugly')
})

test('small print that is too long is cut, and what fits stays whole', () => {
  expect(fitLine('drama', 112, 9.5)).toBe('drama')
  const cut = fitLine('internationalisation', 60, 10)
  expect(cut).toMatch(/^internat.*…$/)
  expect(lineWidth(cut) * 10).toBeLessThanOrEqual(60)
})
