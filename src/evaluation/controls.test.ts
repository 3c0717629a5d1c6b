import { describe, expect, it } from 'vitest'
import { createDataset, type Dataset } from '../data/dataset.ts'
import { isPenchantError } from '../errors.ts'
import { createTwinKernels } from '../math/kernels-twin.ts'
import { type OrderControls, orderControls, shuffledHistories, shuffledTies, untiedCases } from './controls.ts'
import { fakeModel } from './fake-model.ts'
import { parseMetric } from './metrics/index.ts'
import { splitsOf } from './protocols/index.ts'

/** ann's last two share a moment, bob's do not. */
const dataset = createDataset(
  [
    ...['a', 'b', 'c', 'd', 'e'].map((item, at) => ({ user: 'ann', item, at: [1, 1, 1, 2, 2][at]! })),
    ...['e', 'd', 'c', 'b', 'a'].map((item, at) => ({ user: 'bob', item, at })),
  ],
  { name: 'tied', order: 'time' },
)
const splitOf = (of: Dataset) => splitsOf('leave-last-out', { dataset: of })[0]!
const row = ({ items, item, offsets }: Dataset, user: number) =>
  Array.from(item.subarray(offsets[user], offsets[user + 1]), (at) => items[at])

describe('shuffledTies', () => {
  it('deals only what happened at one moment anew', () => {
    const seen = new Set<string>()
    for (let seed = 0; seed < 40; seed++) {
      const shuffled = shuffledTies(dataset, seed)
      expect(row(shuffled, 1)).toEqual(['e', 'd', 'c', 'b', 'a'])
      const ann = row(shuffled, 0)
      expect(ann.slice(0, 3).toSorted()).toEqual(['a', 'b', 'c'])
      expect(ann.slice(3).toSorted()).toEqual(['d', 'e'])
      expect(shuffled.times).toEqual(dataset.times)
      seen.add(ann.join(''))
    }
    // 3! · 2! orders.
    expect(seen.size).toBe(12)
    expect(() => shuffledTies({ ...dataset, times: undefined, order: 'sequence' }, 1)).toThrow(
      expect.toSatisfy((error) => isPenchantError(error, 'invalid-input')),
    )
  })
})

describe('untiedCases', () => {
  it('keeps the people whose target has a moment of its own', () => {
    const split = splitOf(dataset)
    const untied = untiedCases(split, dataset)
    expect(untied.test.cases.map(({ user }) => user)).toEqual([1])
    expect(untied.digest).not.toBe(split.digest)
    expect(untied.rule).toContain('moment of their own')
  })
})

describe('shuffledHistories', () => {
  it('moves what is learnt from and shown, and nothing else', () => {
    const split = splitOf(dataset)
    const { test } = shuffledHistories(split, 4)
    expect(test.cases.map(({ targets }) => targets)).toEqual(split.test.cases.map(({ targets }) => targets))
    for (const [at, { history }] of test.cases.entries()) {
      const before = split.test.cases[at]!.history
      expect(history.items.toSorted()).toEqual(before.items.toSorted())
      expect(history.times).toEqual(before.times)
    }
    expect(test.cases.some(({ history }, at) => history.items.join() !== split.test.cases[at]!.history.items.join())).toBe(true)
    expect([row(test.train, 0).toSorted(), row(test.train, 1).toSorted()]).toEqual([
      ['a', 'b', 'c'],
      ['c', 'd', 'e'],
    ])
    expect(test.train.item).not.toEqual(split.test.train.item)
  })
})

describe('orderControls', () => {
  it('shows a model that lives on the order of a page for what it is', async () => {
    // A page lists a … l; thirty people take its first six, all at one moment, but ten of them come back for the sixth.
    const items = 'abcdefghijkl'.split('')
    const page = createDataset(
      Array.from({ length: 30 }, (_, user) =>
        items.slice(0, 6).map((item, at) => ({ user: `u${user}`, item, at: user < 10 && at === 5 ? 2 : 1 })),
      ).flat(),
      { name: 'page', order: 'time', items },
    )
    const { definition } = fakeModel(({ history }) => items.map((_, item) => Number(item === history.items.at(-1)! + 1)))
    const [found, best] = (await orderControls({
      ...{
        definition,
        dataset: page,
        splitOf,
        metrics: [parseMetric('HitRate@1'), parseMetric('HitRate@2')],
        context: { kernels: createTwinKernels(), seed: 1 },
      },
      ...{ elapsed: () => 0, peakMemory: () => 0 },
    })) as [OrderControls, OrderControls]
    expect([found.metric, best.metric]).toEqual(['HitRate@1', 'HitRate@2'])
    expect(best.ties.mean).toBeGreaterThan(found.ties.mean)
    expect(found.plain).toMatchObject({ value: 1, users: 30 })
    // The next of the page is the target only where chance leaves the order alone.
    expect(found.ties.values.length).toBe(20)
    expect(found.ties.mean).toBeLessThan(0.5)
    expect(found.ties.lowest).toBeLessThan(found.ties.highest)
    expect(found.ties.lowerEnd).toBeLessThan(found.ties.lowest)
    expect(found.untied).toMatchObject({ value: 1, users: 10 })
    // One newest item of five says f; else the next of the page is known already, and seven items are level.
    expect(found.shuffled.value).toBeGreaterThan(0.1)
    expect(found.shuffled.value).toBeLessThan(0.6)
  })
})
