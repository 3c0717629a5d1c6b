import { expect, test } from 'vitest'
import { dot, normalise, normaliseRows } from './vector.ts'

test('dot: 1·4 + 2·5 + 3·6', () => {
  expect(dot([1, 2, 3], [4, 5, 6])).toBe(32)
})

test('normalise: 3, 4 has length 5; zero stays zero; extremes neither vanish nor overflow', () => {
  const vector = Float32Array.of(3, 4)
  expect(normalise(vector)).toBe(5)
  expect([...vector]).toEqual([Math.fround(0.6), Math.fround(0.8)])
  const zero = new Float32Array(3)
  expect(normalise(zero)).toBe(0)
  expect([...zero]).toEqual([0, 0, 0])
  for (const extreme of [1e-40, 3e38]) {
    const pair = Float32Array.of(extreme, extreme)
    normalise(pair)
    expect(pair[0]).toBeCloseTo(Math.SQRT1_2, 6)
  }
})

test('normaliseRows: each row by itself', () => {
  expect([...normaliseRows(Float32Array.of(0, 2, 0, 0, -5, 0), 2)]).toEqual([0, 1, 0, 0, -1, 0])
})
