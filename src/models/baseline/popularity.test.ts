import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createPopularity } from './popularity.ts'

const day = 86_400_000
const today = 20_000 * day

describe('createPopularity', () => {
  it('halves an act in 14 days', () => {
    const popularity = createPopularity()
    popularity.add(0, today + 5)
    popularity.add(0, today - 14 * day)
    popularity.add(2, today - 28 * day)
    popularity.add(2, today - 28 * day + 9)
    expect([...popularity.counts(today + day / 2, 4)]).toEqual([1.5, 0, 0.5, 0])
    expect(popularity.total).toBe(4)
  })

  it('takes an act ahead of the clock for one of today', () => {
    const popularity = createPopularity()
    popularity.add(0, today + 2 * day)
    popularity.add(1, today - 14 * day)
    expect([...popularity.counts(today, 2)]).toEqual([1, 0.5])
  })

  it('does not fade while nobody acts', () => {
    const popularity = createPopularity()
    popularity.add(0, today)
    popularity.add(1, today - 14 * day)
    expect([...popularity.counts(today + 9_999 * day, 2)]).toEqual([1, 0.5])
    popularity.add(2, today + 14 * day)
    expect([...popularity.counts(today + 9_999 * day, 3)]).toEqual([0.5, 0.25, 1])
    popularity.remove(2, today + 14 * day)
    expect([...popularity.counts(today + 9_999 * day, 3)]).toEqual([1, 0.5, 0])
  })

  it('answers from memory, brought up to date when asked again', () => {
    const popularity = createPopularity()
    popularity.add(1, today)
    const first = popularity.counts(today, 3)
    expect(popularity.counts(today + 1, 3)).toBe(first)
    popularity.add(1, today)
    expect([...popularity.counts(today, 3)]).toEqual([0, 2, 0])
    expect([...popularity.counts(today, 4)]).toEqual([0, 2, 0, 0])
  })

  it('moves one person’s acts', () => {
    const popularity = createPopularity()
    const acts = [
      { item: 0, at: today },
      { item: 1, at: today },
    ]
    popularity.update([], acts)
    popularity.update(acts, [
      { item: 1, at: today - 14 * day },
      { item: 2, at: today },
    ])
    expect([...popularity.counts(today, 3)]).toEqual([0, 0.5, 1])
    expect(popularity.total).toBe(2)
  })

  it('refuses to take away what was never added', () => {
    const popularity = createPopularity()
    popularity.add(0, today)
    expect(() => popularity.remove(0, today - day)).toThrow(/No act on item 0 is counted for that day/)
    expect(() => popularity.remove(7, today)).toThrow(RangeError)
  })

  it('is the same, to the bit, in whatever order acts came and went', () => {
    const acts = fc.array(fc.record({ item: fc.nat(4), at: fc.integer({ min: today - 90 * day, max: today }) }), { maxLength: 40 })
    fc.assert(
      fc.property(acts, acts, (stay, leave) => {
        const [one, other] = [createPopularity(), createPopularity()]
        for (const { item, at } of [...stay, ...leave]) one.add(item, at)
        one.counts(today, 5)
        for (const { item, at } of leave) one.remove(item, at)
        for (const { item, at } of [...stay].reverse()) other.add(item, at)
        expect(one.counts(today, 5)).toStrictEqual(other.counts(today, 5))
        expect(one.total).toBe(stay.length)
      }),
      { seed: 4 },
    )
  })
})
