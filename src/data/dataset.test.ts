import { describe, expect, it } from 'vitest'
import { isPenchantError } from '../errors.ts'
import { createDataset, interactionMatrix, selectPlaces } from './dataset.ts'

const rows = [
  { user: 'b', item: 'x', at: 30, value: 2 },
  { user: 'a', item: 'y', at: 20, value: 5 },
  { user: 'b', item: 'y', at: 10, value: 1 },
  { user: 'b', item: 'x', at: 40, value: 4 },
]

describe('createDataset', () => {
  it('numbers users and items as they come and puts each row in the order of time', () => {
    const { users, items, offsets, item, times } = createDataset(rows, { name: 'small', order: 'time', ratings: true })
    expect(users).toEqual(['b', 'a'])
    expect(items).toEqual(['x', 'y'])
    expect([...offsets]).toEqual([0, 3, 4])
    expect([...item]).toEqual([1, 0, 0, 1])
    expect([...(times ?? [])]).toEqual([10, 30, 40, 20])
  })

  it('leaves the rows as they come without times', () => {
    const { item, times } = createDataset(rows, { name: 'small', order: 'sequence', items: ['z', 'y'] })
    expect([...item]).toEqual([2, 1, 2, 1])
    expect(times).toBeUndefined()
  })

  it('refuses a row without a time where the order is time', () => {
    expect(() => createDataset([{ user: 'a', item: 'x' }], { name: 'small', order: 'time' })).toThrow(
      expect.toSatisfy((error) => isPenchantError(error, 'invalid-input')),
    )
  })
})

describe('interactionMatrix', () => {
  it('holds each pair once: 1, or the last rating', () => {
    const rated = createDataset(rows, { name: 'small', order: 'time', ratings: true })
    const { offsets, indexes, values } = interactionMatrix(rated)
    expect([...offsets]).toEqual([0, 2, 3])
    expect([...indexes]).toEqual([0, 1, 1])
    expect([...values]).toEqual([4, 1, 5])
    expect([...interactionMatrix({ ...rated, ratings: false }).values]).toEqual([1, 1, 1])
  })
})

describe('selectPlaces', () => {
  it('keeps users, items and what stands at the kept places', () => {
    const kept = selectPlaces(createDataset(rows, { name: 'small', order: 'time' }), (place) => place !== 1)
    expect([...kept.offsets]).toEqual([0, 2, 3])
    expect([...kept.item]).toEqual([1, 0, 1])
    expect([...(kept.times ?? [])]).toEqual([10, 40, 20])
    expect(kept.users).toEqual(['b', 'a'])
  })
})
