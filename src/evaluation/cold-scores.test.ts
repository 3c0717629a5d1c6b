import { expect, it } from 'vitest'
import { createDataset, type Dataset } from '../data/dataset.ts'
import { createKernels } from '../math/kernels.ts'
import { createRandom } from '../math/random.ts'
import { modelDefinitions } from '../models/index.ts'
import { contentOf, withColdItems } from './cold-scores.ts'
import { evaluateModels } from './run.ts'

const kernels = createKernels()
const options = { kernels, seed: 1 }
/** Even people take even items, whose kind is sea; odd ones odd items, whose kind is land. Twelve each of thirty. */
const random = createRandom('kinds')
const rows = Array.from({ length: 60 }, (_, user) =>
  [...random.shuffle(Int32Array.from({ length: 30 }, (_, n) => 2 * n + (user % 2)))]
    .slice(0, 12)
    .map((item) => ({ user: `u${user}`, item: `i${item}` })),
).flat()
const ids = Array.from({ length: 60 }, (_, item) => `i${item}`)
const attributes = ids.map((_, item) => ({ kind: [item % 2 === 0 ? 'sea' : 'land'] }))
const log: Dataset = { ...createDataset(rows, { name: 'kinds', items: ids }), itemAttributes: attributes }
const run = (dataset: Dataset) =>
  evaluateModels({
    ...{ source: { dataset }, protocol: 'cold-items', protocolOptions: { share: 0.3 }, metrics: ['NDCG@10'] },
    models: [{ definition: modelDefinitions['item-knn']! }],
    ...{ kernels, seed: 1, elapsed: () => 0, peakMemory: () => 0, version: 'test' },
  })

it('a model of interactions finds cold items by their content, and none where nothing is known of them', async () => {
  const { report } = await run(log)
  const figure = (label: string) => report.models.find((model) => model.label === label)?.metrics['NDCG@10']?.value as number
  // Nine cold items of either kind: those of the other kind come after all of one's own, each of which some have taken.
  expect(figure('item-knn')).toBeGreaterThan(1.3 * figure('reference: random'))
  expect(figure('item-knn')).toBeGreaterThan(1.3 * figure('reference: popularity of attributes'))
  const { itemAttributes: _, ...bare } = log
  expect((await run(bare)).report.models[0]?.metrics['NDCG@10']?.value).toBe(0)
})

it('takes the vectors that come with the data, and leaves what the model says alone', async () => {
  const vectors = Float32Array.from({ length: 120 }, (_, at) => Number(Math.floor(at / 2) % 2 === at % 2) * 3)
  const content = await contentOf({ ...log, itemVectors: { vectors, size: 2 } }, options)
  expect(content?.vectors.subarray(0, 4)).toEqual(Float32Array.of(1, 0, 0, 1))
  const train = createDataset(
    rows.filter(({ item }) => item !== 'i0' && item !== 'i1'),
    { name: 'without two', items: ids },
  )
  const said = Float32Array.from(ids, (_, item) => (item < 2 ? Number.NaN : item % 2 === 0 ? 4 : 1))
  const cold = await withColdItems({ items: 60, score: () => said.slice() }, train, content!)
  const history = { items: Int32Array.of(2), values: Float32Array.of(1) }
  expect([...cold.score({ history })]).toEqual([4, 1, ...said.subarray(2)])
  expect([...cold.score({ history }, Int32Array.of(1, 7, 0))]).toEqual([1, 1, 4])
})
