import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import golden from '../../../test/golden/ials.json' with { type: 'json' }
import { createDataset, type Dataset, type DatasetRow } from '../../data/dataset.ts'
import { isPenchantError } from '../../errors.ts'
import { createKernels } from '../../math/kernels.ts'
import { createTwinKernels } from '../../math/kernels-twin.ts'
import { createRandom } from '../../math/random.ts'
import { readArtifact, writeArtifact } from '../../math/tensors.ts'
import { topK } from '../../math/top-k.ts'
import { modelCases } from '../../testing/model.ts'
import { historyOf } from '../model.ts'
import { ials } from './ials.ts'

const kernels = createKernels()

describe('conformance', () => {
  for (const { name, run } of modelCases(ials, { config: { embeddingSize: 8, alpha: 0.3, regularization: 0.1 } })) test(name, run)
})

const [users, items, embeddingSize] = golden.shape as [number, number, number]
const rated = createDataset(
  golden.weights.flatMap((value, at) => (value > 0 ? [{ user: `${Math.floor(at / items)}`, item: `${at % items}`, value }] : [])),
  {
    name: 'golden',
    ratings: true,
    users: Array.from({ length: users }, (_, at) => `${at}`),
    items: Array.from({ length: items }, (_, at) => `${at}`),
  },
)
const config = ials.config.parse({ embeddingSize, alpha: golden.alpha, regularization: golden.regularization, nu: golden.nu })

test.each([kernels, createTwinKernels()])('the scores of a history are those of numpy: $name', (kernels) => {
  const embeddings = Float32Array.from(golden.whole.items)
  const gram = Float32Array.from(kernels.gram(embeddings, embeddingSize), (value) => golden.alpha * value)
  const artifact = writeArtifact(
    { format: 'penchant-model-ials/1', config: JSON.stringify(config), scale: '1', ratings: 'false' },
    { items: { shape: [items, embeddingSize], data: embeddings }, gram: { shape: [embeddingSize, embeddingSize], data: gram } },
  )
  const model = ials.load(artifact, kernels)
  const history = { items: Int32Array.from(golden.history), values: new Float32Array(golden.history.length).fill(1) }
  for (const [item, score] of model.score({ history }).entries()) {
    if (item === 5) expect(score).toBeNaN()
    else expect(Math.abs(score - golden.scores[item]!), `item ${item}`).toBeLessThan(1e-4)
  }
})

test('without wasm it gives the same scores to the bit', async () => {
  const options = { ...config, epochs: 2 }
  const [fast, slow] = await Promise.all([kernels, createTwinKernels()].map((kernels) => ials.fit(rated, options, { kernels, seed: 1 })))
  expect(slow!.save()).toEqual(fast!.save())
  const query = { history: historyOf(rated, 2) }
  expect(slow!.score(query)).toEqual(fast!.score(query))
})

test('of a sealed artifact the shapes are checked', async () => {
  const { metadata, tensors } = readArtifact(
    (await ials.fit(rated, { ...config, epochs: 1 }, { kernels, seed: 1 })).save(),
    'penchant-model-ials/1',
  )
  const kept = Object.fromEntries([...tensors].map(([name, data]) => [name, { shape: [data.length], data }]))
  const { sha256: _, ...rest } = metadata
  const load = (changes: object, parts: typeof kept) => () => ials.load(writeArtifact({ ...rest, ...changes }, parts), kernels)
  expect(load({}, kept)).not.toThrow()
  const mismatch = (error: unknown) => isPenchantError(error, 'artifact-mismatch')
  for (const broken of [
    load({ config: JSON.stringify({ ...config, embeddingSize: 11 }) }, kept),
    load({ config: '{"embeddingSize":"many"}' }, kept),
    load({}, { items: kept.items! }),
  ]) {
    expect(broken).toThrow(expect.toSatisfy(mismatch))
  }
})

const file = join(process.env.PENCHANT_DATA ?? '', 'movielens-100k', 'u.data.gz')

test.skipIf(process.env.PENCHANT_DATA === undefined || !existsSync(file))(
  'movielens-100k: Recall@20 of a tenth held out',
  { timeout: 120_000 },
  async () => {
    const random = createRandom(1)
    const rows: DatasetRow[] = gunzipSync(readFileSync(file))
      .toString()
      .trim()
      .split('\n')
      .map((line) => {
        const [user = '', item = ''] = line.split('\t')
        return { user, item }
      })
    const all = createDataset(rows, { name: 'movielens-100k' })
    const held = new Map<string, Set<number>>()
    const kept = rows.filter(({ user, item }) => {
      if (random.next() >= 0.1) return true
      held.set(user, (held.get(user) ?? new Set()).add(all.items.indexOf(item)))
      return false
    })
    const train = createDataset(kept, { name: all.name, users: all.users, items: all.items })
    const model = await ials.fit(train, ials.config.parse({ embeddingSize: 32, alpha: 0.3, regularization: 0.01 }), {
      kernels,
      seed: 1,
      threads: 2,
    })
    // The same for popularity is .17; a wrong sign in the equations is below it.
    expect(recallOf(train, held, (user) => model.score({ history: historyOf(train, user) }))).toBeGreaterThan(0.38)
  },
)

function recallOf(train: Dataset, held: ReadonlyMap<string, ReadonlySet<number>>, score: (user: number) => Float32Array): number {
  let total = 0
  for (const [id, wanted] of held) {
    const user = train.users.indexOf(id)
    const scores = score(user)
    for (const item of historyOf(train, user).items) scores[item] = Number.NaN
    total += topK(scores, 20).items.filter((item) => wanted.has(item)).length / wanted.size
  }
  return total / held.size
}
