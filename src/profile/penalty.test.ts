import { expect, it } from 'vitest'
import type { ItemSpace } from '../embeddings/item-space.ts'
import { defaultTasteConfig as config } from './config.ts'
import { createPenalty } from './penalty.ts'
import type { Taste } from './taste.ts'

const vectors = Float32Array.of(1, 0, 0.6, 0.8, 0, 1, 0.28, 0.96, 0, 0)
const space: Omit<ItemSpace, 'topics'> = {
  version: '1',
  size: 2,
  count: 5,
  vectors,
  background: { m0: 0, m1: 1 },
  text: { size: 2, vectors },
}
const tasteOf = (...entries: readonly (readonly [item: number, weight: number])[]): Taste => ({
  revision: 1,
  digest: 1,
  items: Int32Array.from(entries, ([item]) => item),
  signals: Float32Array.from(entries, ([, weight]) => Math.sign(weight)),
  weights: Float32Array.from(entries, ([, weight]) => weight),
  known: new Set(),
  interests: [],
  mass: 0,
})

it('is 2 |ω| (ρ − .2)/.8 for the worst disliked item', () => {
  const penalty = createPenalty(tasteOf([0, -0.5]), space, config)
  expect(penalty(0)).toBeCloseTo(1, 6)
  expect(penalty(1)).toBeCloseTo(0.5, 6) // ρ = .6: 2 · .5 · .4/.8
  expect(penalty(3)).toBeCloseTo(0.1, 6) // ρ = .28: 2 · .5 · .08/.8
  const both = createPenalty(tasteOf([0, -0.5], [2, -0.9]), space, config)
  expect(both(0)).toBeCloseTo(1, 6)
  expect(both(1)).toBeCloseTo(1.35, 6) // ρ = .8 to item 2: 2 · .9 · .6/.8
})
it('is exactly 0 beyond reach, without a vector, and for liked items', () => {
  const penalty = createPenalty(tasteOf([0, -1], [1, 1], [4, -1]), space, config)
  expect([penalty(2), penalty(4), penalty(99)]).toEqual([0, 0, 0])
  expect(createPenalty(tasteOf([1, 1]), space, config)(1)).toBe(0)
})
it('is 0 in a space without a background', () => {
  expect(createPenalty(tasteOf([0, -1]), { ...space, background: { m0: 1, m1: 1 } }, config)(0)).toBe(0)
})
