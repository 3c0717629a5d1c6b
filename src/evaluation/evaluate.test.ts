import { describe, expect, it } from 'vitest'
import { createDataset, type Dataset } from '../data/dataset.ts'
import { isPenchantError } from '../errors.ts'
import { createTwinKernels } from '../math/kernels-twin.ts'
import { type EvaluateOptions, evaluate, labelOf } from './evaluate.ts'
import { fakeModel } from './fake-model.ts'
import { parseMetric } from './metrics/index.ts'
import { splitsOf } from './protocols/index.ts'
import { groupSlices, historySlices, popularitySlices } from './slices.ts'

/** Each user's last item is the target: ann d, bob e, cyd a. */
const dataset: Dataset = {
  ...createDataset(
    ['ann a', 'ann b', 'ann c', 'ann d', 'bob a', 'bob b', 'bob e', 'cyd b', 'cyd c', 'cyd a'].map((row) => {
      const [user = '', item = ''] = row.split(' ')
      return { user, item }
    }),
    { name: 'small', order: 'sequence', items: ['a', 'b', 'c', 'd', 'e'] },
  ),
  userAttributes: [{ sex: 'f' }, { sex: 'm' }, {}],
  itemAttributes: [{ genres: ['x'] }, { genres: ['x'] }, { genres: ['y'] }, { genres: ['y'] }, {}],
}
const splits = splitsOf('leave-last-out', { dataset })
const setting = (labels: readonly string[]): Omit<EvaluateOptions, 'definition'> => {
  let now = 0
  return {
    splits,
    metrics: labels.map(parseMetric),
    context: { kernels: createTwinKernels(), seed: 1 },
    elapsed: () => {
      now += 500
      return now
    },
    peakMemory: () => 2 ** 20,
  }
}
/** By user: what ann, bob and cyd are scored. Histories are ann abc, bob ab, cyd bc. */
const table: Readonly<Record<number, readonly number[]>> = {
  0: [9, 9, 9, 1, 2],
  1: [9, 9, 3, 3, 3],
  2: [Number.NaN, 9, 9, 1, 1],
}
const byTable = fakeModel(({ user = -1 }) => table[user]!)

describe('evaluate', () => {
  it('filters the history, shares places among ties, and counts who cannot be scored as 0', async () => {
    const found = await evaluate({ definition: byTable.definition, ...setting(['NDCG@10', 'HitRate@1', 'MRR', 'AUC']) })
    // ann: second of d, e. bob: level with two others. cyd: no score.
    expect([...found.columns.MRR![0]!]).toEqual([1 / 2, expect.closeTo((1 + 1 / 2 + 1 / 3) / 3), 0])
    expect([...found.columns['HitRate@1']![0]!]).toEqual([0, expect.closeTo(1 / 3), 0])
    expect([...found.columns.AUC![0]!]).toEqual([0, 0.5, 0])
    expect(found.metrics.MRR!.value).toBeCloseTo((1 / 2 + 11 / 18) / 3)
    expect(found.metrics.MRR!.low).toBeLessThan(found.metrics.MRR!.value)
    expect(found.metrics.MRR!.users).toBe(3)
    expect(found.unscored).toEqual({ targets: 1, candidates: 1, users: 0, ratings: 0 })
    expect(found.users).toEqual(['ann', 'bob', 'cyd'])
  })

  it('fits on the training part alone and shows what the protocol shows', async () => {
    const { definition, calls } = fakeModel(() => [1, 2, 3, 4, 5])
    await evaluate({ definition, ...setting(['NDCG@10']) })
    expect(calls.fits).toEqual([splits[0]!.test.train])
    expect(calls.queries.map(({ user, history }) => [user, ...history.items])).toEqual([
      [0, 0, 1, 2],
      [1, 0, 1],
      [2, 1, 2],
    ])
    await evaluate({ definition, ...setting(['NDCG@10']), part: 'validation' })
    expect(calls.queries.slice(3).map(({ history }) => [...history.items])).toEqual([[0, 1], [0], [1]])
  })

  it('does not say who asks where the model has never seen them', async () => {
    const { definition, calls } = fakeModel(() => [1, 2, 3, 4, 5])
    await evaluate({ definition, ...setting(['NDCG@10']), splits: splitsOf('cross-fold', { dataset }, { folds: 3 }) })
    expect(calls.queries.every(({ user }) => user === undefined)).toBe(true)
    expect(calls.fits.length).toBe(3)
  })

  it('asks in batches where the model can, with the same answer', async () => {
    const batched = fakeModel(({ user = -1 }) => table[user]!, { batches: true })
    const labels = ['NDCG@10', 'Recall@2', 'Coverage@2']
    const together = await evaluate({ definition: batched.definition, ...setting(labels) })
    expect(batched.calls.batches).toBe(1)
    expect(together.metrics).toEqual((await evaluate({ definition: byTable.definition, ...setting(labels) })).metrics)
  })

  it('measures lists: their reach has no interval, and what has no score is in none', async () => {
    const found = await evaluate({ definition: byTable.definition, ...setting(['Coverage@2', 'Novelty@1', 'Diversity@2']), keepLists: 2 })
    // ann e d; bob of c d e, by the hash of the seed; cyd d e (a has no score).
    const [ann, bob, cyd] = found.lists!.map((list) => [...list])
    expect(ann).toEqual([4, 3])
    expect(cyd?.toSorted()).toEqual([3, 4])
    expect(found.metrics['Coverage@2']!.value).toBe(new Set([...ann!, ...bob!, ...cyd!]).size / 5)
    expect(found.metrics['Coverage@2']!.low).toBeNaN()
    expect(found.columns['Coverage@2']).toBeUndefined()
    // e was had by nobody in training, which counts as one of three people.
    expect(found.columns['Novelty@1']![0]![0]).toBeCloseTo(Math.log2(3))
  })

  it('ranks among candidates only where there are some', async () => {
    const sampled = splitsOf('one-of-n', { dataset }, { negatives: 1 })
    const { definition, calls } = fakeModel(() => [1, 2, 3, 4, 5])
    const found = await evaluate({ definition, ...setting(['HitRate@1', 'AUC']), splits: sampled })
    expect(found.question.sampled).toBe(true)
    // Higher integers score higher: a target wins where its negative is lower.
    const wins = sampled[0]!.test.cases.map(({ targets, candidates }) => Number(targets[0] === Math.max(...candidates!)))
    expect([...found.columns['HitRate@1']![0]!]).toEqual(wins)
    expect([...found.columns.AUC![0]!]).toEqual(wins)
    expect(calls.queries.length).toBe(3)
  })

  it('predicts ratings; the mean of the training stands in where it cannot', async () => {
    const rated = createDataset(
      [
        ...[1, 2, 3, 5].map((value, at) => ({ user: 'ann', item: `i${at}`, value })),
        ...[4, 4, 2, 1].map((value, at) => ({ user: 'bob', item: `i${at}`, value })),
      ],
      { name: 'rated', ratings: true },
    )
    const { definition, calls } = fakeModel(() => [3, 3, 3, Number.NaN])
    const folds = splitsOf('k-fold', { dataset: rated }, { folds: 2 })
    const found = await evaluate({ definition, ...setting(['RMSE', 'MAE']), splits: folds })
    let squares = 0
    let predicted = 0
    for (const { test } of folds) {
      const mean = test.train.value.reduce((sum, value) => sum + value, 0) / test.train.value.length
      for (const one of test.cases)
        for (const [at, item] of one.rated!.items.entries()) squares += ((item === 3 ? mean : 3) - one.rated!.values[at]!) ** 2
      predicted += test.cases.reduce((sum, { rated: held }) => sum + held!.items.length, 0)
    }
    expect(predicted).toBe(8)
    expect(found.metrics.RMSE!.value).toBeCloseTo(Math.sqrt(squares / 8), 6)
    expect(found.unscored.ratings).toBe(2)
    expect(found.question.folds).toEqual(['1 of 2', '2 of 2'])
    expect(found.users.length).toBe(2)
    // Only the held-out ratings are asked for.
    expect(calls.queries.length).toBe(folds.reduce((sum, { test }) => sum + test.cases.length, 0))
  })

  it('adds up the time of fits and answers, and keeps the config with its defaults', async () => {
    const found = await evaluate({ definition: byTable.definition, config: { level: 2 }, ...setting(['NDCG@10']) })
    expect(found).toMatchObject({
      fitSeconds: 0.5,
      scoreSeconds: 0.5,
      peakMemoryBytes: 2 ** 20,
      label: 'fake:level=2',
      config: { level: 2 },
    })
    expect((await evaluate({ definition: byTable.definition, ...setting(['NDCG@10']) })).config).toEqual({ level: 1 })
    expect(labelOf('ease', { regularization: 500, mode: 'x' })).toBe('ease:regularization=500,mode=x')
  })

  it('refuses unknown options, and stops when told', async () => {
    const refused = evaluate({ definition: byTable.definition, config: { depth: 2 }, ...setting(['NDCG@10']) })
    await expect(refused).rejects.toSatisfy((error) => isPenchantError(error, 'invalid-input'))
    const abort = new AbortController()
    const { definition } = fakeModel(() => [1, 2, 3, 4, 5], { onFit: () => abort.abort() })
    const stopped = evaluate({ definition, ...setting(['NDCG@10']), signal: abort.signal })
    await expect(stopped).rejects.toSatisfy((error) => isPenchantError(error, 'aborted'))
  })
})

describe('slices', () => {
  it('give the figures of groups of people, and the gap between large ones', async () => {
    const found = await evaluate({
      definition: byTable.definition,
      ...setting(['MRR']),
      slices: [groupSlices('sex'), historySlices],
    })
    const sex = found.slices.sex!
    expect(sex.groups.map(({ label, metrics }) => [label, metrics.MRR!.value, metrics.MRR!.users])).toEqual([
      ['f', 0.5, 1],
      ['m', expect.closeTo(11 / 18), 1],
    ])
    // No group has twenty people.
    expect(sex.gap.MRR).toBeNaN()
    expect(found.slices.history!.groups.map(({ label }) => label)).toEqual(['1-4'])
  })

  it('rank the targets of each decile with the other targets out of the way', async () => {
    const many = createDataset(
      Array.from({ length: 25 }, (_, user) => user).flatMap((user) => [
        { user: `u${user}`, item: 'popular', at: user },
        { user: `u${user}`, item: `rare ${user}`, at: 100 },
        { user: `u${user}`, item: 'new', at: 100 },
        { user: `x${user}`, item: `rare ${user}`, at: 0 },
      ]),
      { name: 'many', order: 'time', items: ['popular', 'new', ...Array.from({ length: 25 }, (_, item) => `rare ${item}`)] },
    )
    const cut = splitsOf('temporal', { dataset: many }, { train: 0.5, validation: 0 })
    // Everybody gets: new first, then the rare ones all level, popular last.
    const { definition } = fakeModel(() => [0, 9, ...Array.from({ length: 25 }, () => 5)])
    const { slices } = await evaluate({ definition, ...setting(['MRR']), splits: cut, slices: [popularitySlices] })
    const { groups, gap } = slices.popularity!
    // 'new' is had by nobody before the cut. The rare one is level with 24 others once 'new' is out of the way.
    const harmonic = Array.from({ length: 25 }, (_, at) => 1 / (at + 1)).reduce((sum, value) => sum + value, 0) / 25
    expect(groups.map(({ label, metrics }) => [label, metrics.MRR!.value, metrics.MRR!.users])).toEqual([
      ['cold', 1, 25],
      ['5', expect.closeTo(harmonic), 25],
    ])
    expect(gap.MRR).toBeCloseTo(1 - harmonic)
  })
})
