import { expect, test } from 'vitest'
import { createRandom } from '../math/random.ts'
import { createPairTable } from './pair-table.ts'

test('numbers pairs as a Map would, through several growths', () => {
  const table = createPairTable()
  const map = new Map<string, number>()
  const { integer } = createRandom(1)
  for (let at = 0; at < 20_000; at++) {
    const [first, second] = [integer(100), integer(100)]
    const key = `${first} ${second}`
    if (!map.has(key)) {
      expect(table.find(first, second)).toBe(-1)
      map.set(key, map.size)
    }
    expect(table.add(first, second)).toBe(map.get(key))
  }
  expect(table.size).toBe(map.size)
  for (const [key, number] of map) expect(table.pairOf(number).join(' ')).toBe(key)
})
