import { describe, expect, it } from 'vitest'
import { createDataset, type Dataset } from '../data/dataset.ts'
import { isPenchantError } from '../errors.ts'
import { createTwinKernels } from '../math/kernels-twin.ts'
import { fakeModel } from './fake-model.ts'
import { parseMetric } from './metrics/index.ts'
import { peopleByItem } from './popularity.ts'
import { splitsOf } from './protocols/index.ts'
import { attributePopularityReference, randomReference } from './references.ts'
import { degradation, exposureByProvider, injectedProfiles, noisyTraining, promotion } from './robustness.ts'
import { decilesOf } from './slices.ts'

/** A hundred people with the same four items of which the last is to be found, among forty others. */
const dataset: Dataset = createDataset(
  Array.from({ length: 100 }, (_, user) => ['a', 'b', 'c', `own ${user % 40}`].map((item, at) => ({ user: `u${user}`, item, at }))).flat(),
  { name: 'same', order: 'time' },
)
const [split] = splitsOf('leave-last-out', { dataset })
const options = (model: ReturnType<typeof fakeModel>) => ({
  ...{
    definition: model.definition,
    split: split!,
    metrics: [parseMetric('Recall@10')],
    context: { kernels: createTwinKernels(), seed: 1 },
  },
  ...{ elapsed: () => 0, peakMemory: () => 0 },
})
const popular = () => fakeModel((_, train) => peopleByItem(train))

describe('label noise', () => {
  it('replaces about the share asked for, by items that the user does not have', () => {
    const { test } = noisyTraining(split!, 0.3, 1)
    const { train: noisier } = noisyTraining(split!, 0.9, 1).test
    const changed = test.train.item.filter((item, place) => item !== split!.test.train.item[place]).length
    expect(changed).toBeGreaterThan(40)
    expect(changed).toBeLessThan(80)
    for (let user = 0; user < 100; user++) {
      const own = noisier.item.subarray(noisier.offsets[user], noisier.offsets[user + 1])
      expect(new Set(own).size).toBe(own.length)
    }
    expect(test.cases).toBe(split!.test.cases)
    expect(noisyTraining(split!, 0, 1).test.train.item).toEqual(split!.test.train.item)
  })

  it('is reported share by share', async () => {
    const model = popular()
    const found = await degradation(options(model), [0, 0.5])
    expect(found.map(({ share }) => share)).toEqual([0, 0.5])
    expect(model.calls.fits.map(({ item }) => item.length)).toEqual([200, 200])
    // Without noise nobody had anything but a and b; a, b and c are filtered, and ten of the other forty, all level, are listed.
    expect(found[0]!.metrics['Recall@10']!.value).toBeCloseTo(10 / 40, 10)
  })
})

describe('injected profiles', () => {
  const item = dataset.items.indexOf('own 3')

  it('come after all users and hold the item', () => {
    const { test } = injectedProfiles(split!, { item, bots: 5, seed: 1 })
    const { users, offsets, item: items, times } = test.train
    expect(users.slice(100)).toEqual(['bot-1', 'bot-2', 'bot-3', 'bot-4', 'bot-5'])
    expect(offsets.length).toBe(106)
    expect(items.length).toBe(offsets[105])
    expect(times?.length).toBe(items.length)
    for (let bot = 100; bot < 105; bot++) expect(items.subarray(offsets[bot], offsets[bot + 1])).toContain(item)
  })

  it('push it into the lists of a model that counts heads', async () => {
    const found = await promotion(options(popular()), { item, share: 0.05, k: 1 })
    expect(found).toMatchObject({ item: 'own 3', bots: 5 })
    expect(found.before).toBeLessThan(0.1)
    expect(found.after).toBe(1)
  })
})

describe('exposureByProvider', () => {
  const three: Dataset = {
    ...createDataset(
      [
        { user: 'u', item: 'a' },
        { user: 'u', item: 'b' },
        { user: 'v', item: 'a' },
      ],
      { name: 'three', items: ['a', 'b', 'c'] },
    ),
    itemAttributes: [{ label: 'one' }, { label: ['one', 'two'] }, {}],
  }

  it('shares the places of the lists among providers', () => {
    expect(exposureByProvider([Int32Array.of(1), Int32Array.of(1, 2), Int32Array.of(0)], three, 'label')).toEqual([
      { provider: 'one', items: 0.75, interactions: expect.closeTo(2.5 / 3), exposure: expect.closeTo(2 / 3) },
      { provider: 'two', items: 0.25, interactions: expect.closeTo(0.5 / 3), exposure: expect.closeTo(1 / 3) },
    ])
    expect(() => exposureByProvider([], three, 'maker')).toThrow(expect.toSatisfy((error) => isPenchantError(error, 'invalid-input')))
  })

  it('beside it, what any model must beat on cold items', () => {
    // Words: one = a (2 people), b (1 person) on average 1.5; two = b, 1. c has no word.
    const { score } = attributePopularityReference({ ...three, itemAttributes: [{ label: ['one'] }, { label: ['one', 'two'] }, {}] })
    const nobody = { history: { items: new Int32Array(), values: new Float32Array() } }
    expect([...score(nobody)]).toEqual([1.5, 1.25, Number.NaN])
    expect([...score(nobody, Int32Array.of(1))]).toEqual([1.25])
    const random = randomReference(three, 1)
    expect(random.score(nobody)).toEqual(random.score(nobody))
    expect(random.score({ ...nobody, user: 1 })).not.toEqual(random.score(nobody))
  })
})

describe('decilesOf', () => {
  it('deals the items into tenths; equals stay together, nobody’s are cold', () => {
    const labels = decilesOf([0, ...Array.from({ length: 20 }, (_, at) => at + 1)])
    expect(labels.slice(0, 4)).toEqual(['cold', '1', '1', '2'])
    expect(labels.at(-1)).toBe('10')
    // Ten equals: mean rank 4.5 of 0 … 9, the fifth tenth.
    expect(new Set(decilesOf(Array(10).fill(3)))).toEqual(new Set(['5']))
  })
})
