import { expect, test } from 'vitest'
import { createDataset } from '../data/dataset.ts'
import { isPenchantError } from '../errors.ts'
import { requireOrder, weighHistory } from './recency.ts'

const done = (...items: number[]) => ({ items: Int32Array.from(items), values: new Float32Array(items.length) })

test('the newest first, each once, half the weight every two places; unknown integers take no place', () => {
  const { items, weights } = weighHistory(done(4, 1, 9, 2, -1, 1), 9, 2)
  expect([...items]).toEqual([1, 2, 4])
  expect([...weights]).toEqual([1, Math.SQRT1_2, 0.5])
  expect([...weighHistory(done(4, 1), 9, null).weights]).toEqual([1, 1])
})

test('a half-life is refused where there is no order', () => {
  const data = createDataset([{ user: 'u', item: 'i' }], { name: 'unordered' })
  expect(() => requireOrder(data, 2)).toThrow(expect.toSatisfy((error) => isPenchantError(error, 'invalid-input')))
  requireOrder(data, null)
  requireOrder({ ...data, order: 'sequence' }, 2)
})
