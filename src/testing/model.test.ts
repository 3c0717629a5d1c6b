import { describe, expect, test } from 'vitest'
import type { Dataset } from '../data/dataset.ts'
import { createKernels } from '../math/kernels.ts'
import { itemKnn } from '../models/knn/item-knn.ts'
import { type FitContext, historyOf, type Model, type ModelDefinition, type ModelQuery } from '../models/model.ts'
import { modelCases } from './model.ts'
import { checkerboard, latentTastes } from './model-data.ts'

const sound = itemKnn as unknown as ModelDefinition
type Fault = { readonly case: RegExp; readonly definition: ModelDefinition; readonly options?: Parameters<typeof modelCases>[1] }

/** The sound model with something of it changed, after the fit and after loading alike. */
const spoilt = (change: (model: Model) => Partial<Model>): ModelDefinition => {
  const spoil = (model: Model) => ({ ...model, ...change(model) })
  return {
    ...sound,
    fit: async (dataset, config, context) => spoil(await sound.fit(dataset, config, context)),
    load: (bytes, kernels) => spoil(sound.load(bytes, kernels)),
  }
}
const fittedBy = (by: (dataset: Dataset, context: FitContext, config: never) => Model | Promise<Model>): ModelDefinition => ({
  ...sound,
  fit: (dataset, config, context) => by(dataset, context, config as never),
})
const scored = (change: (scores: Float32Array, query: ModelQuery) => Float32Array) =>
  spoilt((model) => ({ score: (query, items) => (items ? model.score(query, items) : change(model.score(query), query)) }))
const { heldOut } = latentTastes()
let drawn = 0

const faults: Readonly<Record<string, Fault>> = {
  'a wrong sign, seen by the groups': {
    case: /above all of the other group/,
    definition: scored((scores) => scores.map((score) => -score)),
  },
  'a wrong sign, seen by the drawn tastes': { case: /finds drawn tastes/, definition: scored((scores) => scores.map((score) => -score)) },
  'nothing better than popularity': {
    case: /finds drawn tastes/,
    definition: fittedBy(async (dataset, context, config) => {
      const counts = new Float32Array(dataset.items.length)
      for (const item of dataset.item) counts[item]!++
      return { ...(await sound.fit(dataset, config, context)), score: () => counts }
    }),
  },
  'a peek at the held-out acts': {
    case: /finds drawn tastes/,
    definition: scored((scores, { user = 0 }) => {
      return scores.map((_, item) => Number(heldOut[user]?.item === item))
    }),
  },
  'an answer that no history moves': {
    case: /as it is now/,
    definition: fittedBy(async (dataset, context, config) => {
      const model = await sound.fit(dataset, config, context)
      return { ...model, score: () => model.score({ history: historyOf(dataset, 0) }) }
    }),
  },
  'a row of the fit instead of the history': {
    case: /as it is now/,
    definition: fittedBy(async (dataset, context, config) => {
      const model = await sound.fit(dataset, config, context)
      return { ...model, score: (query) => model.score(query.user === undefined ? query : { history: historyOf(dataset, query.user) }) }
    }),
  },
  '0 for what nobody touched': { case: /what nobody has touched/, definition: scored((scores) => scores.map((score) => score || 0)) },
  'an answer to strangers': {
    case: /any known item/,
    definition: scored((scores, { history }) => (history.items.length === 0 ? scores.fill(1) : scores)),
  },
  'an unknown item that counts': {
    case: /does not know/,
    definition: scored((scores, { history }) => (history.items.includes(-1) ? scores.map((score) => score * 2) : scores)),
  },
  'chosen scores in another order': {
    case: /chosen items/,
    definition: spoilt((model) => ({ score: (query, items) => model.score(query, items?.toSorted()) })),
  },
  'a batch with other scores': {
    case: /a batch/,
    definition: spoilt((model) => ({ scoreBatch: (queries) => model.scoreBatch!(queries).map((score) => score + 1e-6) })),
  },
  'the item among those similar to it': {
    case: /similar items/,
    definition: spoilt((model) => ({ similarItems: (item, k) => [{ item, score: 9 }, ...model.similarItems!(item, k)].slice(0, k) })),
  },
  'something lost on loading': {
    case: /saved and loaded/,
    definition: { ...sound, load: (bytes, kernels) => ({ ...sound.load(bytes, kernels), score: () => new Float32Array(25) }) },
  },
  'another result each time': {
    case: /same bytes/,
    definition: fittedBy((dataset, context, config) => sound.fit(dataset, config, { ...context, seed: drawn++ })),
  },
  'data that the fit has changed': {
    case: /leaves the data/,
    definition: fittedBy((dataset, context, config) => {
      dataset.value[0] = 7
      return sound.fit(dataset, config, context)
    }),
  },
  'no progress': {
    case: /progress/,
    definition: fittedBy((dataset, { progress: _, ...context }, config) => sound.fit(dataset, config, context)),
  },
  'deafness to the signal': {
    case: /aborted/,
    definition: fittedBy((dataset, { signal: _, ...context }, config) => sound.fit(dataset, config, context)),
  },
  'a need that it does not check': { case: /without what it needs/, definition: { ...sound, needs: ['sequence'] } },
  'a search for what is no option': { case: /describes each option/, definition: { ...sound, search: { depth: [1] } } },
}

describe('a faulty model is found out', () => {
  test.each(Object.entries(faults))('%s', async (_, { case: named, definition, options }) => {
    const found = modelCases(definition, options).filter(({ name }) => named.test(name))
    expect(found).toHaveLength(1)
    await expect(found[0]!.run()).rejects.toThrow()
  })

  test('any bytes taken', async () => {
    const model = await sound.fit(checkerboard().train, sound.config.parse({}), { kernels: createKernels(), seed: 1 })
    const found = modelCases({ ...sound, load: () => model }).find(({ name }) => /cut off, damaged/.test(name))
    await expect(found!.run()).rejects.toThrow()
  })
})

test.each([false, true])('held-out acts are not in the data, with ratings: %s', (ratings) => {
  for (const { train, heldOut: kept } of [checkerboard({ ratings }), latentTastes({ ratings })]) {
    expect(kept).toHaveLength(train.users.length)
    expect(train).toMatchObject({ ratings, order: 'time' })
    for (const { user, item } of kept) expect(historyOf(train, user).items).not.toContain(item)
  }
})

test('the groups never mix; with ratings they do, and are rated so', () => {
  const groups = (ratings: boolean) => {
    const { train } = checkerboard({ ratings })
    return train.users.map((_, user) => {
      const { items, values } = historyOf(train, user)
      return Array.from(items, (item, place) => ({ own: item % 2 === user % 2, value: values[place]! }))
    })
  }
  for (const acts of groups(false)) expect(acts.map(({ own }) => own)).toEqual(new Array(8).fill(true))
  for (const acts of groups(true)) {
    expect(acts.filter(({ own }) => own)).toHaveLength(8)
    expect(acts.every(({ own, value }) => value >= 4 === own)).toBe(true)
  }
})
