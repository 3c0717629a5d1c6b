import fc from 'fast-check'
import { expect, test } from 'vitest'
import { mix32 } from './random.ts'
import { createBoundedHeap, topK } from './top-k.ts'

test('the best, best first', () => {
  const { items, scores } = topK([0.5, 3, -1, 2, 2.5], 3)
  expect([...items]).toEqual([1, 4, 3])
  expect([...scores]).toEqual([3, 2.5, 2])
})

test('NaN and what is not eligible are left out; k above the number gives all', () => {
  expect([...topK([1, Number.NaN, 3, 2], 9, { eligible: Uint8Array.of(1, 1, 0, 1) }).items]).toEqual([3, 0])
  expect(topK([1, 2], 0).items).toHaveLength(0)
  expect(() => createBoundedHeap(-1)).toThrow(RangeError)
})

test('only scores above a bound, which itself is left out', () => {
  expect([...topK([0, 2, -1, 1, 0], 9, { above: 0 }).items]).toEqual([1, 3])
  expect([...topK([0, 2, -1, 1, 0], 1, { above: 1 }).items]).toEqual([1])
})

test('ties go by the seeded hash, not by the integer', () => {
  const ties = new Float32Array(1_000).fill(1)
  const best = [...topK(ties, 100, { seed: 3 }).items]
  expect(best).toEqual(
    Array.from({ length: 1_000 }, (_, item) => item)
      .sort((a, b) => mix32(a ^ 3) - mix32(b ^ 3))
      .slice(0, 100),
  )
  // Uniform draws have a mean of 500 with a standard deviation of 27.
  expect(Math.abs(best.reduce((sum, item) => sum + item, 0) / 100 - 499.5)).toBeLessThan(110)
  expect([...topK(ties, 100, { seed: 4 }).items]).not.toEqual(best)
})

test('property: the same as sorting', () => {
  const score = fc.oneof(fc.constantFrom(0, 1, Number.NaN), fc.float({ noDefaultInfinity: true }))
  fc.assert(
    fc.property(fc.array(score, { maxLength: 60 }), fc.nat(70), fc.integer(), (scores, k, seed) => {
      const sorted = scores
        .map((_, item) => item)
        .filter((item) => !Number.isNaN(scores[item]))
        .sort((a, b) => scores[b]! - scores[a]! || mix32(a ^ seed) - mix32(b ^ seed))
      expect([...topK(scores, k, { seed }).items]).toEqual(sorted.slice(0, k))
    }),
    { seed: 1 },
  )
})
