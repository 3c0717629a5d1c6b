import { expect, test } from 'vitest'
import { harmless, pad, shorten, widthOf, wrap } from './terminal.ts'

test('titles cannot steer the terminal', () => {
  expect(harmless('\x1b[31mRed\x1b[0m\x07 \x1b]0;owned\x07title\r\nnext')).toBe('Red  title next')
  expect(harmless('abc\u202Edef\u2066g')).toBe('abcdefg')
  expect(harmless('Häxan 漢字 👩‍👩‍👧')).toBe('Häxan 漢字 👩‍👩‍👧')
})

test('widths count columns, not code units', () => {
  expect(['abc', 'é', 'e\u0301', '漢字', '👍'].map(widthOf)).toEqual([3, 1, 1, 4, 2])
  expect(pad('漢', 4)).toBe('漢  ')
  expect(shorten('abcdef', 6)).toBe('abcdef')
  expect(shorten('abcdef', 4)).toBe('abc…')
  expect(shorten('漢字漢字', 6)).toBe('漢字…')
})

test('wraps between words and keeps the indent and the paragraphs', () => {
  expect(wrap('one two three\nfour', 9, '  ')).toBe('  one two\n  three\n  four')
  expect(wrap('unbreakable word', 5)).toBe('unbreakable\nword')
})
