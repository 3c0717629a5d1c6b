import { describe, expect, it } from 'vitest'
import { createDataset, type Dataset, type DatasetRow } from '../../data/dataset.ts'
import { isPenchantError } from '../../errors.ts'
import { protocols, splitsOf } from './index.ts'
import type { Part, Split } from './protocol.ts'

const rows = (user: string, ...items: readonly (readonly [item: string, at: number, value?: number])[]): readonly DatasetRow[] =>
  items.map(([item, at, value = 1]) => ({ user, item, at, value }))

/** Three people; the third has too little to hold anything out. */
const dataset = createDataset(
  [
    ...rows('ann', ['a', 10], ['b', 20], ['c', 30], ['d', 40]),
    ...rows('bob', ['b', 15], ['c', 25], ['e', 45]),
    ...rows('cyd', ['a', 5], ['e', 50]),
  ],
  { name: 'small', order: 'time', items: ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'] },
)
const big = createDataset(
  Array.from({ length: 600 }, (_, at) => ({ user: `u${at % 30}`, item: `i${(at * 7) % 50}`, value: 1 + (at % 5), at })),
  { name: 'big', order: 'time', ratings: true },
)

const names = ({ items }: Dataset, of: ArrayLike<number>) => Array.from(of, (item) => items[item])
const trained = ({ train }: Part) =>
  train.users.map((user, at) => `${user} ${names(train, train.item.subarray(train.offsets[at], train.offsets[at + 1])).join('')}`)
const asked = ({ train, cases }: Part) =>
  cases.map(
    ({ user, history, targets }) => `${train.users[user]} ${names(train, history.items).join('')} → ${names(train, targets).join('')}`,
  )
const invalid = expect.toSatisfy((error) => isPenchantError(error, 'invalid-input'))
const only = (splits: readonly Split[]) => splits[0]!

describe('leave-last-out', () => {
  it('fits on [:-2], validates on [-2], tests on [-1] with [:-1] shown', () => {
    const { test, validation, rule, sampled } = only(splitsOf('leave-last-out', { dataset }))
    expect(trained(test)).toEqual(['ann ab', 'bob b', 'cyd ae'])
    expect(asked(test)).toEqual(['ann abc → d', 'bob bc → e'])
    expect(trained(validation!)).toEqual(trained(test))
    expect(asked(validation!)).toEqual(['ann ab → c', 'bob b → c'])
    expect(rule).toContain('Fit on [:-2], input [:-1]')
    expect(sampled).toBe(false)
    expect([...(test.cases[0]!.history.times ?? [])]).toEqual([10, 20, 30])
  })

  it('does not ask for what the history already holds, and refuses data without order', () => {
    const again = createDataset(rows('ann', ['a', 1], ['b', 2], ['a', 3]), { name: 'again', order: 'time' })
    expect(() => splitsOf('leave-last-out', { dataset: again })).toThrow('nothing to ask')
    expect(() => splitsOf('leave-last-out', { dataset: { ...dataset, order: 'none' } })).toThrow(invalid)
  })
})

describe('temporal', () => {
  it('cuts everybody at the same moments', () => {
    // Nine times, 5 10 15 20 25 30 40 45 50: moments at places 4 and 6 are 25 and 40.
    const { test, validation } = only(splitsOf('temporal', { dataset }, { train: 0.5, validation: 0.2 }))
    expect(trained(test)).toEqual(['ann ab', 'bob b', 'cyd a'])
    expect(asked(test)).toEqual(['ann abc → d', 'bob bc → e', 'cyd a → e'])
    expect(asked(validation!)).toEqual(['ann ab → c', 'bob b → c'])
  })

  it('refuses shares that leave no test, and data without times', () => {
    expect(() => splitsOf('temporal', { dataset }, { train: 0.9, validation: 0.1 })).toThrow(invalid)
    expect(() => splitsOf('temporal', { dataset: { ...dataset, times: undefined, order: 'sequence' } })).toThrow(invalid)
  })
})

describe('k-fold', () => {
  it('holds every interaction out exactly once and fits on all others', () => {
    const splits = splitsOf('k-fold', { dataset: big }, { folds: 5, seed: 3 })
    expect(splits.map(({ fold }) => fold)).toEqual(['1 of 5', '2 of 5', '3 of 5', '4 of 5', '5 of 5'])
    const held = splits.map(({ test }) => test.cases.reduce((sum, { rated }) => sum + rated!.items.length, 0))
    expect(held).toEqual([120, 120, 120, 120, 120])
    for (const { test, validation } of splits) {
      expect(test.train.item.length).toBe(480)
      const validated = validation!.cases.reduce((sum, { rated }) => sum + rated!.items.length, 0)
      expect(validation!.train.item.length + validated).toBe(480)
      expect(validated).toBeGreaterThan(20)
      expect(validated).toBeLessThan(80)
    }
    expect(splitsOf('k-fold', { dataset: big }, { seed: 3, only: 2 }).map(({ digest }) => digest)).toEqual([splits[1]!.digest])
    expect(splitsOf('k-fold', { dataset: big }, { seed: 4, only: 2 })[0]!.digest).not.toBe(splits[1]!.digest)
  })

  it('takes high values only for targets, and all for predictions', () => {
    const { cases } = only(splitsOf('k-fold', { dataset: big }, { relevantFrom: 4 })).test
    for (const { targets, rated } of cases) {
      const high = new Set(rated!.items.filter((_, at) => rated!.values[at]! >= 4))
      for (const target of targets) expect(high.has(target)).toBe(true)
    }
    expect(cases.some(({ targets, rated }) => targets.length < rated!.items.length)).toBe(true)
  })
})

describe('given', () => {
  const test = createDataset([...rows('ann', ['f', 1], ['a', 2]), ...rows('cyd', ['g', 3])], {
    name: 'small',
    users: dataset.users,
    items: dataset.items,
  })
  const given = [{ name: 'published', train: dataset, test, candidates: [Int32Array.of(0, 4, 5, 6), new Int32Array(), new Int32Array()] }]

  it('asks for the test part, less what the training holds, among all items', () => {
    const split = only(splitsOf('given', { dataset, given }))
    expect(asked(split.test)).toEqual(['ann abcd → f', 'cyd ae → g'])
    expect(split.sampled).toBe(false)
    expect(split.fold).toBe('published')
    expect(() => splitsOf('given', { dataset })).toThrow(invalid)
  })

  it('is one-of-n’s with its candidates, for those who have any', () => {
    const split = only(splitsOf('one-of-n', { dataset, given }))
    expect(asked(split.test)).toEqual(['ann abcd → f'])
    // a is known, so it is not ranked; the target is.
    expect(names(dataset, split.test.cases[0]!.candidates!).sort()).toEqual(['e', 'f', 'g'])
    expect(split.sampled).toBe(true)
  })
})

describe('one-of-n', () => {
  it('draws items that the user never touched', () => {
    const { test, validation, sampled } = only(splitsOf('one-of-n', { dataset }, { negatives: 3 }))
    expect(sampled).toBe(true)
    for (const { user, targets, candidates } of [...test.cases, ...validation!.cases]) {
      const touched = new Set(dataset.item.subarray(dataset.offsets[user], dataset.offsets[user + 1]))
      expect(candidates!.length).toBe(4)
      expect(candidates!.filter((item) => touched.has(item))).toEqual(targets)
    }
    expect(() => splitsOf('one-of-n', { dataset }, { negatives: 5 })).toThrow(invalid)
  })
})

describe('cross-fold', () => {
  it('asks each user once, unseen, with the oldest part shown', () => {
    const splits = splitsOf('cross-fold', { dataset: big }, { folds: 3 })
    expect(new Set(splits.flatMap(({ test }) => test.cases.map(({ user }) => user))).size).toBe(30)
    for (const { test, validation } of splits) {
      for (const { train, cases } of [test, validation!]) {
        for (const { user, history, rated } of cases) {
          expect(train.offsets[user]).toBe(train.offsets[user + 1])
          expect(history.items.length).toBe(16)
          expect([...history.items, ...rated!.items]).toEqual([...big.item.subarray(big.offsets[user], big.offsets[user + 1])])
        }
      }
      const tested = new Set(test.cases.map(({ user }) => user))
      expect(validation!.cases.some(({ user }) => tested.has(user))).toBe(false)
      expect(validation!.train.item.length).toBe(200)
      expect(test.train.item.length).toBe(400)
    }
  })

  it('shows as little of a newcomer as asked, and asks for the same', () => {
    const all = only(splitsOf('cross-fold', { dataset: big })).test.cases[0]!
    const two = only(splitsOf('cross-fold', { dataset: big }, { shown: 2 })).test.cases[0]!
    expect(two.history.items).toEqual(all.history.items.slice(0, 2))
    expect(two.rated).toEqual(all.rated)
    expect(only(splitsOf('cross-fold', { dataset: big }, { shown: 0 })).test.cases[0]!.history.items.length).toBe(0)
  })
})

describe('cold-items', () => {
  it('keeps items out of the fit and of every history, and ranks them among each other', () => {
    const { test, validation } = only(splitsOf('cold-items', { dataset: big }, { share: 0.1 }))
    const cold = new Set(test.cases[0]!.candidates)
    expect(cold.size).toBe(5)
    expect(test.train.item.some((item) => cold.has(item))).toBe(false)
    for (const { history, targets } of test.cases) {
      expect(history.items.some((item) => cold.has(item))).toBe(false)
      expect(targets.every((item) => cold.has(item))).toBe(true)
    }
    expect(validation!.cases[0]!.candidates!.some((item) => cold.has(item))).toBe(false)
    expect(validation!.train.item.some((item) => cold.has(item))).toBe(false)
  })
})

describe('protocols', () => {
  it('never show what is to be found, whatever the protocol', () => {
    for (const name of Object.keys(protocols)) {
      if (name === 'given') continue
      for (const { test, validation } of splitsOf(name, { dataset: big }, name === 'one-of-n' ? { negatives: 10 } : {}))
        for (const { history, targets, candidates } of [...test.cases, ...validation!.cases]) {
          const shown = new Set(history.items)
          expect(
            targets.some((item) => shown.has(item)),
            name,
          ).toBe(false)
          if (candidates)
            expect(
              targets.every((item) => candidates.includes(item)),
              name,
            ).toBe(true)
        }
    }
  })

  it('name what is wrong', () => {
    expect(() => splitsOf('leave-two-out', { dataset })).toThrow('leave-last-out, temporal')
    expect(() => splitsOf('k-fold', { dataset }, { folds: 1 })).toThrow(invalid)
    expect(() => splitsOf('k-fold', { dataset }, { parts: 3 })).toThrow(invalid)
  })

  it('fingerprint data and split', () => {
    const digest = (of: Dataset) => only(splitsOf('leave-last-out', { dataset: of })).digest
    expect(digest(dataset)).toBe(digest({ ...dataset }))
    expect(digest({ ...dataset, item: dataset.item.map((item) => (item === 4 ? 5 : item)) })).not.toBe(digest(dataset))
    const { data } = only(splitsOf('leave-last-out', { dataset }))
    expect(data).toMatchObject({ name: 'small', users: 3, items: 8, interactions: 9 })
    expect(only(splitsOf('leave-last-out', { dataset: { ...dataset, users: ['ann', 'bob', 'eve'] } })).data.digest).not.toBe(data.digest)
  })
})
