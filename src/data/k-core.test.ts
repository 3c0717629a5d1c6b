import { expect, test } from 'vitest'
import { createDataset } from './dataset.ts'
import { kCore } from './k-core.ts'

const rows = [
  // a, b, c with x, y make a core of 2; d hangs on z alone; once d is gone z has c alone; once z is gone c has x alone.
  ...[['a', 'x', 1] as const, ['a', 'y', 2] as const, ['b', 'x', 3] as const, ['b', 'y', 4] as const],
  ...[['d', 'z', 5] as const, ['c', 'z', 6] as const, ['c', 'x', 7] as const],
].map(([user, item, at]) => ({ user, item, at, value: at }))
const whole = createDataset(rows, { name: 'small', order: 'time', ratings: true, items: ['z', 'x', 'y'] })

test('takes out until nothing is left to take, and numbers anew', () => {
  const attributes = ['z', 'x', 'y'].map((letter) => ({ letter }))
  const vectors = { vectors: Float32Array.of(1, 2, 3, 4, 5, 6), size: 2 }
  const core = kCore({ ...whole, itemAttributes: attributes, itemVectors: vectors, userAttributes: whole.users.map((id) => ({ id })) }, 2)
  expect(core.users).toEqual(['a', 'b'])
  expect(core.items).toEqual(['x', 'y'])
  expect([...core.offsets]).toEqual([0, 2, 4])
  expect([...core.item]).toEqual([0, 1, 0, 1])
  expect([...core.value]).toEqual([1, 2, 3, 4])
  expect([...(core.times ?? [])]).toEqual([1, 2, 3, 4])
  expect(core.itemAttributes).toEqual([{ letter: 'x' }, { letter: 'y' }])
  expect(core.userAttributes).toEqual([{ id: 'a' }, { id: 'b' }])
  expect([...(core.itemVectors?.vectors ?? [])]).toEqual([3, 4, 5, 6])
})

test('nothing may be left', () => {
  const { users, items, item } = kCore(whole, 4)
  expect([users, items, [...item]]).toEqual([[], [], []])
})
