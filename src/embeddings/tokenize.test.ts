import { expect, test } from 'vitest'
import { longestText, tokenize } from './tokenize.ts'

test.each([
  ["Ferris Bueller's Day Off, 1986", ['ferris', 'buellers', 'day', 'off', '1986']],
  ['Amélie et les ÉTÉS', ['amelie', 'et', 'les', 'etes']],
  ['Straße Łódź Ærø Þór œuvre', ['strasse', 'lodz', 'aero', 'thor', 'oeuvre']],
  ['Ame\u0301lie', ['amelie']],
  ['can’t — stop', ['cant', 'stop']],
  ['七人の侍 (1954)', ['七人', '人の', 'の侍', '1954']],
  ['侍 film', ['侍', 'film']],
  ['ガ', ['ガ']],
  ['한국 영화', ['한국', '영화']],
  ['Москва', ['москва']],
  ['', []],
  [' \n .,;! \0 ', []],
  ['sea \ud800 ship', ['sea', 'ship']],
])('%j', (text, words) => {
  expect(tokenize(text)).toEqual(words)
})

test('a text is cut, not refused', () => {
  expect(tokenize('ab '.repeat(1_000_000))).toHaveLength(Math.ceil(longestText / 3))
})
