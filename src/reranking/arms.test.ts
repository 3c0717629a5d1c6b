import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random.ts'
import { armIndexes, drawArms } from './arms.ts'

const standing = (positives: readonly number[], impressions: readonly number[]) => ({
  positives: Float64Array.from(positives),
  impressions: Float64Array.from(impressions),
})

describe('the index', () => {
  it('is (a + 10 p̄)/(n + 10) + ½ √(ln(1 + Σn)/(1 + n))', () => {
    // p̄ = 3/9 = ⅓; ln(1 + Σn) = ln 10.
    const [first, second, third] = armIndexes(standing([3, 0, 0], [5, 4, 0]))
    expect(first).toBeCloseTo((3 + 10 / 3) / 15 + 0.5 * Math.sqrt(Math.LN10 / 6), 6)
    expect(second).toBeCloseTo(10 / 3 / 14 + 0.5 * Math.sqrt(Math.LN10 / 5), 6)
    expect(third).toBeCloseTo(1 / 3 + 0.5 * Math.sqrt(Math.LN10), 6)
  })

  it('is the same for all while nothing is known', () => expect([...armIndexes(standing([0, 0], [0, 0]))]).toEqual([0, 0]))
})

describe('the draw', () => {
  const indexes = Float64Array.of(0.4, 0.1, 0.25, 0.3, 0, 9)
  const available = [0, 1, 2, 3, 4]

  it('has the worths .9 softmax(index / .1) + .1 uniform, over those left (Plackett-Luce)', () => {
    const powers = available.map((arm) => Math.exp(indexes[arm]! / 0.1))
    const total = powers.reduce((a, b) => a + b)
    const worths = powers.map((power) => (0.9 * power) / total + 0.1 / 5)
    for (let seed = 0; seed < 20; seed++) {
      let left = 1
      for (const { arm, propensity } of drawArms(indexes, available, 9, createRandom(seed))) {
        expect(propensity).toBeCloseTo(worths[arm]! / left, 9)
        left -= worths[arm]!
      }
      expect(left).toBeCloseTo(0, 9)
    }
  })

  it('draws as often as the propensities say: χ² over the ordered pairs of 10⁵ draws', () => {
    const draws = 100_000
    const random = createRandom('ordered pairs')
    const seen = new Map<string, { count: number; readonly probability: number }>()
    for (let draw = 0; draw < draws; draw++) {
      const [first, second] = drawArms(indexes, available, 2, random)
      const key = `${first!.arm} ${second!.arm}`
      const entry = seen.get(key) ?? { count: 0, probability: first!.propensity * second!.propensity }
      entry.count++
      seen.set(key, entry)
    }
    expect(seen.size).toBe(20)
    const cells = [...seen.values()]
    expect(cells.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9)
    const chiSquared = cells.reduce((sum, { count, probability }) => sum + (count - draws * probability) ** 2 / (draws * probability), 0)
    // 19 degrees of freedom: 43.82 is passed once in a thousand.
    expect(chiSquared).toBeLessThan(43.82)
  })

  it('is a function of the seed, and ends with the arms', () => {
    const drawn = (seed: number) => drawArms(indexes, available, 3, createRandom(seed))
    expect(drawn(7)).toEqual(drawn(7))
    expect(
      new Set(
        [1, 2, 3, 4, 5, 6].map((seed) =>
          drawn(seed)
            .map(({ arm }) => arm)
            .join(),
        ),
      ).size,
    ).toBeGreaterThan(1)
    expect(drawArms(indexes, [5], 4, createRandom(1))).toEqual([{ arm: 5, propensity: 1 }])
    expect(drawArms(indexes, [], 4, createRandom(1))).toEqual([])
  })
})
