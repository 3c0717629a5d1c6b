import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random.ts'
import { drawnPlaces, drawUniform, spread } from './draw.ts'

it('gives a share of the places on average, and never one more than that beside it', () => {
  const random = createRandom('places')
  const counts = Array.from({ length: 10_000 }, () => drawnPlaces(0.23, 10, random))
  expect(new Set(counts)).toEqual(new Set([2, 3]))
  // The standard error of the mean is √(.3 · .7 / 10⁴) = .0046.
  expect(Math.abs(counts.reduce((a, b) => a + b) / 10_000 - 2.3)).toBeLessThan(0.02)
  expect(drawnPlaces(0, 10, random)).toBe(0)
  expect(drawnPlaces(1, 10, random)).toBe(10)
})

describe('equal chances', () => {
  const open = Uint8Array.of(1, 0, 1, 1, 0, 1, 1, 1)

  it('draws each that is open and not taken as often as the others: χ² over ordered pairs', () => {
    const draws = 100_000
    const random = createRandom('uniform')
    const counts = new Map<string, number>()
    for (let draw = 0; draw < draws; draw++) {
      const drawn = drawUniform(open, new Set([3, 4]), 2, random)
      expect(drawn.map(({ propensity }) => propensity)).toEqual([1 / 5, 1 / 4])
      const key = drawn.map(({ item }) => item).join()
      counts.set(key, (counts.get(key) ?? 0) + 1)
    }
    // Ordered pairs of 0, 2, 5, 6 and 7: 20, each 1 in 20.
    expect(counts.size).toBe(20)
    expect([...counts.keys()].join().replaceAll(/[02567,]/g, '')).toBe('')
    const expected = draws / 20
    // 19 degrees of freedom: 43.82 is passed once in a thousand.
    expect([...counts.values()].reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)).toBeLessThan(43.82)
  })

  it('ends with what is there', () => {
    const drawn = drawUniform(open, new Set(), 99, createRandom(1))
    expect(drawn.map(({ item }) => item).sort()).toEqual([0, 2, 3, 5, 6, 7])
    expect(drawn.at(-1)!.propensity).toBe(1)
    expect(drawUniform(open, new Set([0, 2, 3, 5, 6, 7]), 3, createRandom(1))).toEqual([])
  })
})

it('spreads what is drawn over the page and leaves the rest in order', () => {
  expect(spread(['a', 'b', 'c', 'd', 'e', 'f'], ['X', 'Y'])).toEqual(['a', 'b', 'c', 'X', 'd', 'e', 'f', 'Y'])
  // Of four places the first, the second and the last.
  expect(spread(['a'], ['X', 'Y', 'Z'])).toEqual(['X', 'Y', 'a', 'Z'])
  expect(spread(['a', 'b'], [])).toEqual(['a', 'b'])
  expect(spread([], ['X', 'Y'])).toEqual(['X', 'Y'])
})
