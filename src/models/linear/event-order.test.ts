import { expect, test } from 'vitest'
import { createDataset, type DatasetRow } from '../../data/dataset.ts'
import { orderEvents } from './event-order.ts'

const rows: readonly DatasetRow[] = [
  { user: 'u', item: 'a', value: 3, at: 40 },
  { user: 'u', item: 'b', value: 5, at: 10 },
  { user: 'v', item: 'c', value: 1, at: 20 },
  { user: 'v', item: 'd', value: 2, at: 40 },
]

test('by time over all people; equal times by person', () => {
  const { order, user, item, value } = orderEvents(createDataset(rows, { name: 'log', ratings: true, order: 'time' }), 1)
  const told = Array.from(order, (place) => `${'uv'[user[place]!]}${'abcd'[item[place]!]}${value[place]}`)
  expect(told).toEqual(['ub5', 'vc1', 'ua3', 'vd2'])
})

test('a sequence keeps each row’s order, and people take turns', () => {
  const many = Array.from({ length: 40 }, (_, at) => ({ user: at < 20 ? 'u' : 'v', item: `i${at}` }))
  const { order, item } = orderEvents(createDataset(many, { name: 'log', order: 'sequence' }), 1)
  const items = Array.from(order, (place) => item[place]!)
  for (const row of [items.filter((one) => one < 20), items.filter((one) => one >= 20)]) expect(row).toEqual([...row].sort((a, b) => a - b))
  // Neither is more than one act ahead.
  for (let done = 2; done <= 40; done += 2)
    expect(Math.abs(items.slice(0, done).filter((one) => one < 20).length - done / 2)).toBeLessThan(1)
})

test('rows without an order are drawn into one, by the seed', () => {
  const many = createDataset(
    Array.from({ length: 30 }, (_, at) => ({ user: 'u', item: `i${at}`, value: at })),
    { name: 'log' },
  )
  const [one, again, other] = [orderEvents(many, 1), orderEvents(many, 1), orderEvents(many, 2)]
  expect(one).toEqual(again)
  expect([...one.item]).not.toEqual([...other.item])
  expect([...one.item].sort((a, b) => a - b)).toEqual([...many.item])
  expect([...one.value]).toEqual([...one.item])
})
