import { describe, expect, it } from 'vitest'
import type { Item } from '../data/item.ts'
import { priorOf } from './prior.ts'

const items: readonly (Item | undefined)[] = [0.2, 0.8, undefined, 0].map((prior, at) =>
  at === 2 ? undefined : { id: `${at}`, title: 'T', attributes: {}, ...(prior !== undefined && { prior }) },
)
const many = { people: 20 }
const popularity = (counts: readonly number[]) => ({ counts: () => Float64Array.from(counts), changes: 0 })

const priorScores = (snapshot: Parameters<typeof priorOf>[0], now: number) =>
  snapshot.items.map((_, item) => priorOf(snapshot, now).of(item))

describe('the prior', () => {
  it('is standardised over the items that exist: ln(1 + count + 5 · prior)', () => {
    // ln(1 + 3 + 1), ln(1 + 0 + 4) and ln(1 + 4 + 0) are all ln 5; with 15 more on the first it is ln 20 against ln 5, ln 5.
    expect(priorScores({ items, popularity: popularity([3, 0, 0, 4]), together: many }, 0)).toEqual([0, 0, Number.NaN, 0])
    const scores = priorScores({ items, popularity: popularity([18, 0, 0, 4]), together: many }, 0)
    // Of (x, y, y) the standardised values are √2, −1/√2, −1/√2.
    expect(scores[0]).toBeCloseTo(Math.SQRT2, 6)
    expect(scores[1]).toBeCloseTo(-Math.SQRT1_2, 6)
    expect(scores[3]).toBeCloseTo(-Math.SQRT1_2, 6)
    expect(scores[2]).toBeNaN()
  })

  it('follows the counts back to the same bits', () => {
    const before = priorScores({ items, popularity: popularity([1, 2, 0, 3]), together: many }, 0)
    const between = priorScores({ items, popularity: popularity([1, 2, 0, 4]), together: many }, 0)
    expect(between).not.toEqual(before)
    expect(priorScores({ items, popularity: popularity([1, 2, 0, 3]), together: many }, 0)).toEqual(before)
  })

  it('is read again where the same counts changed in place, and only there', () => {
    const counts = Float64Array.from([18, 0, 0, 4])
    const live = { counts: () => counts, changes: 1 }
    const snapshot = { items, popularity: live, together: many }
    const before = priorOf(snapshot, 0)
    expect(priorOf(snapshot, 0)).toBe(before)
    // ln(1 + 3 + 1), ln 5 and ln 5 stand alike again.
    counts[0] = 3
    live.changes = 2
    expect([0, 1, 3].map(priorOf(snapshot, 0).of)).toEqual([0, 0, 0])
  })

  it('has the mean and the deviation of the whole catalogue, however many came and went', () => {
    const some = Array.from({ length: 300 }, (_, at): Item => ({ id: `${at}`, title: 'T', attributes: {} }))
    const counts = new Float64Array(some.length)
    const live = { counts: () => counts, changes: 0 }
    for (let turn = 0; turn < 2_000; turn++) {
      counts[(turn * 7) % 300] = (turn * turn) % 1_013
      live.changes++
      priorOf({ items: some, popularity: live, together: many }, 0)
    }
    const logarithms = Array.from(counts, (count) => Math.log(1 + count))
    const mean = logarithms.reduce((sum, logarithm) => sum + logarithm, 0) / 300
    const deviation = Math.sqrt(logarithms.reduce((sum, logarithm) => sum + (logarithm - mean) ** 2, 0) / 300)
    const prior = priorOf({ items: some, popularity: live, together: many }, 0)
    for (const [item, logarithm] of logarithms.entries()) expect(prior.of(item)).toBeCloseTo((logarithm - mean) / deviation, 5)
  })

  it('is the editors’ alone until twenty people have acted, where there are editors', () => {
    const few = { people: 19 }
    const quiet = priorScores({ items, popularity: popularity([0, 0, 0, 0]), together: few }, 0)
    expect(priorScores({ items, popularity: popularity([18, 0, 0, 4]), together: few }, 0)).toEqual(quiet)
    expect(priorScores({ items, popularity: popularity([18, 0, 0, 4]), together: many }, 0)).not.toEqual(quiet)
    const plain = items.map((item) => item && { ...item, prior: undefined })
    const [liked, unknown] = priorScores({ items: plain, popularity: popularity([1, 0, 0, 0]), together: few }, 0) as [number, number]
    expect(liked).toBeGreaterThan(unknown)
  })

  it('puts an item without an editorial standing at the mean of the others', () => {
    const some = [0.2, undefined, 0.8].map((prior, at) => ({
      id: `${at}`,
      title: 'T',
      attributes: {},
      ...(prior !== undefined && { prior }),
    }))
    const [low, none, high] = priorScores({ items: some, popularity: popularity([0, 0, 0]), together: many }, 0) as [number, number, number]
    expect(low).toBeLessThan(none)
    expect(none).toBeLessThan(high)
  })
})
