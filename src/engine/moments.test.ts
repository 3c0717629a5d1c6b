import { expect, it } from 'vitest'
import { createRandom } from '../math/random.ts'
import { atOnce } from '../math/steps.ts'
import type { Likes } from './model-fitting.ts'
import { momentsOf, splitByTime } from './moments.ts'

const random = createRandom('moments')
const likes: Likes = new Map(
  Array.from({ length: 50 }, (_, person) => [
    `p${person}`,
    Array.from({ length: 100 }, () => ({ item: random.integer(30), at: random.integer(4_000) })).sort((a, b) => a.at - b.at),
  ]),
)
const all = [...likes].flatMap(([user, acts]) => acts.map((act) => ({ user, ...act })))

it('splits at three quarters of the log by time: all before, then the rest in order', () => {
  const { before, after } = atOnce(splitByTime(likes, 30))
  const earlier = [...before].flatMap(([user, acts]) => acts.map((act) => ({ user, ...act })))
  expect(after.length / all.length).toBeCloseTo(0.25, 2)
  expect(after.map(({ at }) => at)).toEqual([...after].sort((a, b) => a.at - b.at).map(({ at }) => at))
  expect(Math.max(...earlier.map(({ at }) => at))).toBeLessThan(after[0]!.at)
  const key = ({ user, item, at }: (typeof all)[number]) => `${user} ${item} ${at}`
  expect([...earlier, ...after].map(key).sort()).toEqual(all.map(key).sort())
})

it('leaves out what the catalogue has no longer, and splits nothing into nothing', () => {
  const { before, after } = atOnce(splitByTime(likes, 10))
  expect([...before.values()].flat().every(({ item }) => item < 10)).toBe(true)
  expect(after.every(({ item }) => item < 10)).toBe(true)
  expect(atOnce(splitByTime(new Map(), 10))).toEqual({ before: new Map(), after: [] })
})

it('has everything at one moment after it: then there is no earlier state to look back to', () => {
  const { before, after } = atOnce(splitByTime(new Map([['ada', [1, 2, 3].map((item) => ({ item, at: 5 }))]]), 10))
  expect([before.size, after.length]).toEqual([0, 3])
})

it('draws at most eight moments of a person and two thousand in all, others by another seed', () => {
  const moments = momentsOf(all, 1)
  const each = [...Map.groupBy(moments, ({ user }) => user).values()].map(({ length }) => length)
  expect(each).toEqual(Array.from({ length: 50 }, () => 8))
  expect(momentsOf(all, 2)).not.toEqual(moments)
  const crowd = Array.from({ length: 2_500 }, (_, person) => ({ user: `c${person}`, item: 1, at: person }))
  expect(momentsOf(crowd, 1)).toHaveLength(2_000)
})
