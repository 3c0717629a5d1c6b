import { expect, it } from 'vitest'
import { countLines, median, sizeProblems } from './check-sizes.ts'

it('counts lines with and without a line break at the end', () => {
  expect(['', 'a', 'a\n', 'a\nb', 'a\nb\n'].map(countLines)).toEqual([0, 1, 1, 2, 2])
})

it('refuses 501 lines and accepts 500', () => {
  const problems = sizeProblems(
    new Map([
      ['src/long.ts', 'x\n'.repeat(501)],
      ['src/full.ts', 'x\n'.repeat(500)],
    ]),
  )
  expect(problems).toEqual(['src/long.ts has 501 lines (500 at most): split it by what a reader looks for'])
})

it('takes the median of odd and even counts', () => {
  expect(median([9, 1, 5])).toBe(5)
  expect(median([9, 1, 5, 6])).toBe(5.5)
  expect(median([])).toBeNaN()
})
