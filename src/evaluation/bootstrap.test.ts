import { describe, expect, it } from 'vitest'
import { createRandom } from '../math/random.ts'
import { bootstrap, difference, meanOf, ratio } from './bootstrap.ts'

describe('bootstrap', () => {
  it('gives the interval of the normal theory for a mean', () => {
    const random = createRandom(7)
    const values = Array.from({ length: 400 }, () => 5 + 2 * random.normal())
    const mean = values.reduce((sum, value) => sum + value, 0) / 400
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 399)
    const { value, low, high } = bootstrap([values], meanOf)
    expect(value).toBeCloseTo(mean, 10)
    // Half-width 1.96 s / √n, to a tenth of it.
    const half = (1.96 * deviation) / 20
    expect(Math.abs(mean - low - half)).toBeLessThan(0.1 * half)
    expect(Math.abs(high - mean - half)).toBeLessThan(0.1 * half)
  })

  it('pairs the users: a difference that is the same for all has no width', () => {
    const random = createRandom(8)
    const hard = Array.from({ length: 50 }, () => random.next())
    const { value, low, high } = bootstrap([hard.map((score) => score + 0.25), hard], difference)
    expect([value, low, high].map((bound) => bound.toFixed(9))).toEqual(['0.250000000', '0.250000000', '0.250000000'])
    expect(bootstrap([hard.map((score) => 2 * score), hard], ratio)).toMatchObject({ value: expect.closeTo(2), low: expect.closeTo(2) })
  })

  it('is the same for the same seed', () => {
    expect(bootstrap([[1, 2, 3, 9]], meanOf, { seed: 3 })).toEqual(bootstrap([[1, 2, 3, 9]], meanOf, { seed: 3 }))
    expect(bootstrap([[1, 2, 3, 9]], meanOf, { samples: 50, seed: 3 })).not.toEqual(
      bootstrap([[1, 2, 3, 9]], meanOf, { samples: 50, seed: 4 }),
    )
  })

  it('refuses rankings of different users', () => {
    expect(() => bootstrap([[1, 2], [1]], difference)).toThrow('2, 1 users')
  })
})
