import { expect, test } from 'vitest'
import { createDataset } from '../../data/dataset.ts'
import { transpose } from '../../math/csr.ts'
import { createRandom } from '../../math/random.ts'
import { atOnce } from '../../math/steps.ts'
import { knownItems, observedPairs } from './observed.ts'

const rows = [
  { user: 'a', item: 'x', value: 5 },
  { user: 'a', item: 'z', value: 2 },
  { user: 'a', item: 'x', value: 1 },
  { user: 'c', item: 'y', value: 4 },
  { user: 'c', item: 'x', value: 0 },
  { user: 'c', item: 'z', value: -1 },
]
const ids = { users: ['a', 'b', 'c'], items: ['z', 'y', 'x', 'untouched'] }

test('implicit: each pair once, from both sides, of weight 1', () => {
  const { byUser, byItem, scale } = atOnce(observedPairs(createDataset(rows, { name: 'shop', ...ids })))
  expect(scale).toBe(1)
  expect(byUser).toEqual({
    rows: 3,
    columns: 4,
    offsets: Int32Array.of(0, 2, 2, 5),
    indexes: Int32Array.of(0, 2, 0, 1, 2),
    values: Float32Array.of(1, 1, 1, 1, 1),
  })
  expect(byItem).toEqual(transpose(byUser))
})

test('ratings: the last counts, as a share of the greatest; none that is not above 0', () => {
  const { byUser, byItem, scale } = atOnce(observedPairs(createDataset(rows, { name: 'shop', ratings: true, ...ids })))
  expect(scale).toBe(5)
  expect(byUser.offsets).toEqual(Int32Array.of(0, 2, 2, 3))
  expect(byUser.indexes).toEqual(Int32Array.of(0, 2, 1))
  expect(byUser.values).toEqual(Float32Array.of(0.4, 0.2, 0.8))
  expect(byItem).toEqual(transpose(byUser))
})

test('a long log is read with pauses, and gives the same', () => {
  const random = createRandom(4)
  const many = Array.from({ length: 60_000 }, () => ({ user: `u${random.integer(400)}`, item: `i${random.integer(300)}` }))
  const dataset = createDataset(many, { name: 'long' })
  const steps = observedPairs(dataset)
  let pauses = 0
  let step = steps.next()
  for (; !step.done; step = steps.next()) pauses++
  expect(pauses).toBeGreaterThan(2)
  const { byUser, byItem } = step.value
  expect(byUser.indexes).toHaveLength(new Set(many.map(({ user, item }) => `${user} ${item}`)).size)
  expect(byItem).toEqual(transpose(byUser))
})

test('of a history only what is known, each item once with its last weight', () => {
  const history = { items: Int32Array.of(7, 2, 99, 7, 4), values: Float32Array.of(5, 4, 3, 1, 0) }
  const knows = (item: number) => item < 10
  const rated = knownItems(history, { ratings: true, scale: 5, knows })
  expect(rated).toEqual({ items: Int32Array.of(2, 7), weights: Float32Array.of(0.8, 0.2) })
  const implicit = knownItems(history, { ratings: false, scale: 1, knows })
  expect(implicit).toEqual({ items: Int32Array.of(2, 4, 7), weights: Float32Array.of(1, 1, 1) })
})
