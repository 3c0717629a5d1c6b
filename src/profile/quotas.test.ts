import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shareQuotas } from './quotas.ts'

it('shares places by divisors 1, 3, 5', () => {
  // Claims .53, .24, .23 → seats in order: A (.53), B (.24), C (.23), A (.177), A (.106), B (.08), C (.0767), A (.0757)
  expect(shareQuotas([0.53, 0.24, 0.23], 7)).toEqual([3, 2, 2])
  expect(shareQuotas([0.53, 0.24, 0.23], 3)).toEqual([1, 1, 1])
  expect(shareQuotas([0.8, 0.2], 5)).toEqual([4, 1])
})

it('breaks ties to the earlier and gives nothing to shares of 0 or NaN', () => {
  expect(shareQuotas([0.5, 0.5], 3)).toEqual([2, 1])
  expect(shareQuotas([0, 1, Number.NaN], 4)).toEqual([0, 4, 0])
  expect(shareQuotas([0, 0], 4)).toEqual([0, 0])
  expect(shareQuotas([], 4)).toEqual([])
})

it('takes nothing from page 1 for page 2', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0.001, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }), fc.nat(40), (shares, k) => {
      const [one, two] = [shareQuotas(shares, k), shareQuotas(shares, k + 7)]
      expect(one.reduce((sum, quota) => sum + quota, 0)).toBe(k)
      expect(two.every((quota, i) => quota >= one[i]!)).toBe(true)
    }),
    { seed: 1 },
  )
})
