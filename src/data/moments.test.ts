import { expect, it } from 'vitest'
import { hash32 } from '../math/random.ts'
import { drawMoments, timeAtShare } from './moments.ts'

const people = Array.from({ length: 40 }, (_, person) => `p${person}`)
const acts = people.flatMap((user, person) => Array.from({ length: 30 }, (_, n) => ({ user, at: (n % 20) * 100 + person, item: n })))
const draw = (seed: number, most?: number, of = acts) =>
  drawMoments(of, { perPerson: 8, most, name: (user, at) => `${seed} ${user} ${at}` })
const keys = (moments: readonly { readonly user: string; readonly at: number }[]) => moments.map(({ user, at }) => `${user} ${at}`)

it('draws at most so many moments of a person and so many in all, in the order of time', () => {
  const moments = draw(1)
  const each = [...Map.groupBy(moments, ({ user }) => user).values()].map(({ length }) => length)
  expect(each).toEqual(people.map(() => 8))
  expect(moments.map(({ at }) => at)).toEqual(moments.map(({ at }) => at).toSorted((a, b) => a - b))
  expect(draw(1, 100)).toHaveLength(100)
  expect(draw(1, 0)).toEqual([])
})

it('draws those of the lowest hashes: the same in any order of the log, others by another name', () => {
  expect(keys(draw(1, undefined, acts.toReversed()))).toEqual(keys(draw(1)))
  expect(keys(draw(2))).not.toEqual(keys(draw(1)))
  const hashOf = ({ user, at }: { readonly user: string; readonly at: number }) => hash32(`1 ${user} ${at}`)
  const left = draw(1).filter(({ user }) => user === 'p7')
  const all = [...new Set(acts.filter(({ user }) => user === 'p7').map(({ at }) => at))].map((at) => hashOf({ user: 'p7', at }))
  expect(left.map(hashOf).toSorted((a, b) => a - b)).toEqual(all.toSorted((a, b) => a - b).slice(0, 8))
  // Fewer in all are the lowest of those.
  const lowest = draw(1)
    .map(hashOf)
    .toSorted((a, b) => a - b)
    .slice(0, 100)
  expect(
    draw(1, 100)
      .map(hashOf)
      .toSorted((a, b) => a - b),
  ).toEqual(lowest)
})

it('takes what a person did at one time as one moment', () => {
  const together = [4, 7].map((item) => ({ user: 'bob', item, at: 9 }))
  expect(draw(1, undefined, [...together, { user: 'ada', item: 4, at: 9 }])).toEqual([
    { user: 'ada', at: 9, acts: [{ user: 'ada', item: 4, at: 9 }] },
    { user: 'bob', at: 9, acts: together },
  ])
})

it('finds the time at a share of the log', () => {
  const times = [50, 10, 40, 20, 30]
  expect([0, 0.2, 0.5, 0.99, 1].map((share) => timeAtShare(times, share))).toEqual([10, 20, 30, 50, Number.POSITIVE_INFINITY])
  expect(timeAtShare([], 0.5)).toBe(Number.POSITIVE_INFINITY)
  expect(times[0]).toBe(50)
})
