import { expect, it } from 'vitest'
import { attribute, strongestCauses } from './attribution.ts'
import type { Taste } from './taste.ts'

const taste: Taste = {
  revision: 1,
  digest: 1,
  items: Int32Array.of(4, 2, 7, 9),
  signals: Float32Array.of(1, -1, 0.5, 1),
  weights: Float32Array.of(0.5, -1, 0.25, 0.5),
  known: new Set(),
  interests: [],
  mass: 1.25,
}

it('gives each liked item its weight times its similarity, and disliked ones nothing', () => {
  const similarity = (own: number, other: number) => (own === 9 ? 0.5 : own === 4 && other === 1 ? 0.5 : own === 7 ? 0 : 1)
  const attribution = attribute(taste, similarity, 1)
  expect(attribution).toEqual({
    total: 0.5,
    parts: [
      { item: 4, score: 0.25 },
      { item: 9, score: 0.25 },
    ],
  })
  expect(strongestCauses(attribution, 1)).toEqual([9])
})
it('passes over what the similarity cannot say', () => {
  expect(attribute(taste, () => Number.NaN, 1)).toEqual({ total: 0, parts: [] })
})
