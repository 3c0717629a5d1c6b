import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { CountRow } from './count-row.ts'
import { createTogether } from './together.ts'

const sets = fc.array(fc.uniqueArray(fc.nat(30), { maxLength: 12 }), { maxLength: 12 })
/** Every answer there is. */
const answers = (counts: ReturnType<typeof createTogether>) => ({
  people: counts.people,
  pairs: counts.size().pairs,
  rows: Array.from({ length: 32 }, (_, item) => counts.neighbours(item, 40)),
})

describe('createTogether', () => {
  it('scores pairs by n_ij / (√(n_i n_j) + λ)', () => {
    const together = createTogether({ shrinkage: 2 })
    for (const set of [[1, 2], [1, 2, 3], [2, 3], [2], []]) together.update([], set)
    // n_1 = 2, n_2 = 4, n_3 = 2; n_12 = 2, n_13 = 1, n_23 = 2
    expect(together.people).toBe(4)
    expect(together.similarity(1, 2)).toBeCloseTo(2 / (Math.sqrt(8) + 2), 12)
    expect(together.similarity(1, 3)).toBe(1 / 4)
    expect([together.similarity(1, 1), together.similarity(1, 99), together.similarity(99, 1)]).toEqual([0, 0, 0])
    expect(together.neighbours(1, 9)).toEqual([
      { item: 2, score: 2 / (Math.sqrt(8) + 2) },
      { item: 3, score: 1 / 4 },
    ])
    expect(together.neighbours(2, 1)).toHaveLength(1)
    expect(together.neighbours(99, 9)).toEqual([])
  })

  it('has the counts of the sets as they stand, however they came about', () => {
    fc.assert(
      fc.property(sets, sets, (first, last) => {
        const moved = createTogether()
        for (const set of first) moved.update([], set)
        for (const [i, set] of first.entries()) moved.update(set, last[i] ?? [])
        for (const set of last.slice(first.length)) moved.update([], set)
        const rebuilt = createTogether()
        rebuilt.update([], [7, 8, 9])
        rebuilt.rebuild(last)
        expect(answers(moved)).toStrictEqual(answers(rebuilt))
        const holds = (...chosen: number[]) => last.filter((set) => chosen.every((item) => set.includes(item))).length
        for (let i = 0; i < 8; i++) {
          for (let j = 0; j < 8; j++) {
            const expected = i === j ? 0 : holds(i, j) / (Math.sqrt(holds(i) * holds(j)) + 10)
            expect(rebuilt.similarity(i, j)).toBe(expected)
          }
        }
      }),
      { seed: 3 },
    )
  })

  it('goes on from a rebuild, and to items beyond its first room', () => {
    const together = createTogether()
    together.rebuild([
      [1, 2],
      [5_000, 1],
    ])
    together.update([1, 2], [1, 90_000])
    expect(together.similarity(1, 2)).toBe(0)
    expect(
      together
        .neighbours(1, 9)
        .map(({ item }) => item)
        .sort(),
    ).toEqual([5_000, 90_000])
  })

  it('refuses to take away what was never counted', () => {
    const together = createTogether()
    together.update([], [1, 2])
    expect(() => together.update([3], [])).toThrow(/Item 3 leaves a set it was never counted in/)
  })
})

describe('CountRow', () => {
  it('counts beyond one byte and two', () => {
    const row = new CountRow()
    row.add(4, 1)
    row.add(9, 255)
    row.add(9, 1)
    expect([row.get(4), row.get(9), row.get(5)]).toEqual([1, 256, 0])
    row.add(9, 70_000)
    expect([row.get(4), row.get(9)]).toEqual([1, 70_256])
    expect(() => row.add(4, -2)).toThrow(/would fall below 0/)
    expect(() => row.add(6, -1)).toThrow(RangeError)
  })

  it('keeps no room for keys that came and went', () => {
    const row = new CountRow()
    for (let key = 0; key < 2_000; key++) {
      row.add(key, 1)
      if (key >= 10) row.add(key - 10, -1)
    }
    const found: number[] = []
    row.each((key) => found.push(key))
    expect(found.sort()).toEqual([1990, 1991, 1992, 1993, 1994, 1995, 1996, 1997, 1998, 1999])
    expect(row.bytes).toBeLessThan(200)
  })
})
