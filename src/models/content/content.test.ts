import { describe, expect, test } from 'vitest'
import { createDataset, type Dataset } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { modelCases } from '../../testing/model.ts'
import { alsoBought } from './also-bought.ts'
import { attributeKnn } from './attribute-knn.ts'
import { contentKnn } from './content-knn.ts'

describe('conformance: content-knn', () => {
  for (const { name, run } of modelCases(contentKnn, { scoresUntouched: true })) test(name, run)
})
describe('conformance: attribute-knn', () => {
  for (const { name, run } of modelCases(attributeKnn, { scoresUntouched: true })) test(name, run)
})
describe('conformance: also-bought', () => {
  for (const { name, run } of modelCases(alsoBought)) test(name, run)
})

const context = { kernels: createKernels(), seed: 1 }
const history = (...items: number[]) => ({ history: { items: Int32Array.from(items), values: new Float32Array(items.length).fill(1) } })
const none = Number.NaN
const close = (scores: Float32Array, expected: readonly number[]) => {
  expect(scores).toHaveLength(expected.length)
  for (const [at, value] of expected.entries()) {
    if (Number.isNaN(value)) expect(scores[at], `item ${at}`).toBeNaN()
    else expect(scores[at], `item ${at}`).toBeCloseTo(value, 6)
  }
}

describe('content-knn by hand', () => {
  const data: Dataset = {
    ...createDataset(
      [
        { user: 'u', item: 'east' },
        { user: 'u', item: 'north' },
      ],
      { name: 'directions', order: 'sequence', items: ['east', 'north', 'between', 'west', 'blank'] },
    ),
    itemVectors: { vectors: Float32Array.of(2, 0, 0, 3, 0.6, 0.8, -1, 0, 0, 0), size: 2 },
  }
  const fitted = (config: object) => contentKnn.fit(data, contentKnn.config.parse(config), context)

  test('the nearest item of the history counts; two of them; items nobody took are scored, items without a vector not', async () => {
    close((await fitted({ k: 1 })).score(history(0, 1)), [1, 1, 0.8, 0, none])
    close((await fitted({ k: 2 })).score(history(0, 1)), [1, 1, 1.4, -1, none])
    close((await fitted({})).score(history(4, 0)), [1, 0, 0.6, -1, none])
    close((await fitted({})).score(history(4)), new Array(5).fill(none))
  })

  test('older items weigh less', async () => {
    close((await fitted({ k: 2, historyHalfLife: 1 })).score(history(0, 1)), [0.5, 1, 0.3 + 0.8, -0.5, none])
  })

  test('similar items by content', async () => {
    const similar = (await fitted({})).similarItems!(0, 2)
    expect(similar.map(({ item }) => item)).toEqual([2, 1])
    expect(similar[0]!.score).toBeCloseTo(0.6, 6)
  })

  test('a history longer than one batch of cosines gives the sum of the k largest', async () => {
    const many = 40
    const vectors = Float32Array.from({ length: many * 2 }, (_, at) => (at % 2 === 0 ? Math.cos(at / 40) : Math.sin((at - 1) / 40)))
    const items = Array.from({ length: many }, (_, item) => `${item}`)
    const fan = { ...createDataset([{ user: 'u', item: '0' }], { name: 'fan', items }), itemVectors: { vectors, size: 2 } }
    const model = await contentKnn.fit(fan, contentKnn.config.parse({ k: 3 }), context)
    const scores = model.score(history(...items.keys()))
    // Item n stands at the angle n / 20: item 0 has its nearest at 0, 1/20 and 2/20.
    expect(scores[0]).toBeCloseTo(1 + Math.cos(1 / 20) + Math.cos(2 / 20), 5)
    expect(scores[20]).toBeCloseTo(1 + 2 * Math.cos(1 / 20), 5)
  })
})

describe('attribute-knn by hand', () => {
  const data: Dataset = {
    ...createDataset([{ user: 'u', item: 'nail polish' }], {
      ...{ name: 'shelf', order: 'sequence' },
      items: ['nail polish', 'other polish', 'soap', 'nameless', 'third polish'],
    }),
    itemAttributes: [
      { kind: 'polish', tags: ['red'] },
      { kind: 'polish' },
      { kind: 'soap', tags: ['fine'] },
      {},
      { tags: ['polish', 'red'] },
    ],
  }
  const fitted = (config: object) => attributeKnn.fit(data, attributeKnn.config.parse(config), context)

  test('cosine of the words, each with its attribute’s name; nothing is said of items that share none', async () => {
    const model = await fitted({ weighting: 'cosine' })
    // kind polish and tags red against kind polish; against tags polish and tags red.
    close(model.score(history(0)), [none, 1 / Math.SQRT2, none, none, 1 / 2])
    close(model.score(history(3)), new Array(5).fill(none))
    close((await fitted({ weighting: 'cosine', shrinkage: 1 })).score(history(0)), [none, 1 / (Math.SQRT2 + 1), none, none, 1 / 3])
    expect(model.similarItems!(0, 5).map(({ item }) => item)).toEqual([1, 4])
  })

  test('a rare word says more: ln(items / (1 + items with it))', async () => {
    // kind polish and tags red stand on two of five items each, tags polish on one.
    const [twice, once] = [Math.log(5 / 3), Math.log(5 / 2)]
    close((await fitted({})).score(history(0)), [none, 1 / Math.SQRT2, none, none, twice / (Math.SQRT2 * Math.hypot(once, twice))])
  })

  test('older items weigh less, and of a candidate only its nearest count', async () => {
    close((await fitted({ weighting: 'cosine', historyHalfLife: 1 })).score(history(1, 0)), [
      1 / Math.SQRT2 / 2,
      1 / Math.SQRT2,
      none,
      none,
      1 / 2,
    ])
    // The nearest of the first is the second, not the last.
    close((await fitted({ weighting: 'cosine', k: 1 })).score(history(4)), [none, none, none, none, none])
  })
})

describe('also bought by hand', () => {
  const buy = (user: string, basket: string, items: string) => [...items].map((item) => ({ user, item, basket }))
  /** Phones p and q are alike and never bought together; c is a cover, e earphones; s was bought outside any basket. */
  const rows = [
    ...buy('u', '1', 'pc'),
    ...buy('u', '2', 'ce'),
    ...buy('v', '1', 'pc'),
    ...buy('w', '1', 'qc'),
    ...buy('x', '1', 'pe'),
    { user: 'x', item: 's' },
  ]
  const data = createDataset(rows, { name: 'shop', items: ['p', 'q', 'c', 'e', 's'] })
  const alike: Dataset = { ...data, itemVectors: { vectors: Float32Array.of(1, 0, 0.9, 0.1, 0, 1, 0, -1, 1, 0), size: 2 } }
  const fitted = (dataset: Dataset, config: object) =>
    alsoBought.fit(dataset, alsoBought.config.parse({ shrinkage: 0, ...config }), context)

  test('jaccard: baskets p 3, q 1, c 4, e 2; p and c share 2, p and e 1', async () => {
    const model = await fitted(data, {})
    close(model.score(history(0)), [none, none, 2 / 5, 1 / 4, none])
    expect(model.similarItems!(0, 5).map(({ item }) => item)).toEqual([2, 3])
    close((await fitted(data, { shrinkage: 2 })).score(history(0)), [none, none, (2 / 5) * (2 / 4), (1 / 4) * (1 / 3), none])
  })

  test('lift: against what five baskets would give by chance', async () => {
    close((await fitted(data, { measure: 'lift' })).score(history(0)), [none, none, (2 * 5) / (3 * 4), (1 * 5) / (3 * 2), none])
  })

  test('who has a phone and a cover is not sent to the other phone: a substitute is never in a basket with what it replaces', async () => {
    close((await fitted(data, {})).score(history(0, 2)), [2 / 5, 1 / 4, 2 / 5, 1 / 4 + 1 / 5, none])
    close((await fitted(alike, { substituteFactor: 0.2 })).score(history(0, 2)), [2 / 5, (1 / 4) * 0.2, 2 / 5, 1 / 4 + 1 / 5, none])
    close((await fitted(alike, { substituteFactor: 1 })).score(history(0, 2)), [2 / 5, 1 / 4, 2 / 5, 1 / 4 + 1 / 5, none])
    // Alike as well, but bought together: a cover does not replace the phone.
    const twins: Dataset = { ...data, itemVectors: { vectors: Float32Array.of(1, 0, 0, 1, 1, 0, 0, -1, 0, 0), size: 2 } }
    close((await fitted(twins, { substituteFactor: 0.2 })).score(history(0)), [none, none, 2 / 5, 1 / 4, none])
    // Unlike enough, and nothing is replaced.
    close((await fitted(alike, { substituteFactor: 0.2, substituteFrom: 0.999 })).score(history(0, 2)), [
      2 / 5,
      1 / 4,
      2 / 5,
      1 / 4 + 1 / 5,
      none,
    ])
  })
})
