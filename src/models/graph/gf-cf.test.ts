import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createDataset, type Dataset } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { readArtifact, writeArtifact } from '../../math/tensors.ts'
import { modelCases } from '../../testing/model.ts'
import type { Model } from '../model.ts'
import { gfCf } from './gf-cf.ts'

const context = { kernels: createKernels(), seed: 1 }
const fitted = async (dataset: Dataset, settings: Record<string, unknown> = {}): Promise<Model> =>
  gfCf.fit(dataset, gfCf.config.parse(settings), context)
const ask = (items: readonly number[], values = items.map(() => 1)) => ({
  history: { items: Int32Array.from(items), values: Float32Array.from(values) },
})

describe('gf-cf', () => {
  for (const { name, run } of modelCases(gfCf)) test(name, run)
})

type Golden = {
  readonly users: number
  readonly items: number
  readonly embeddingSize: number
  readonly lowPass: number
  readonly pairs: readonly (readonly [number, number])[]
  readonly cases: readonly { readonly items: number[]; readonly values: number[]; readonly scores: readonly (number | null)[] }[]
}
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/golden/gf-cf.json'), 'utf8')) as Golden

test('agrees with numpy to 1e-4, weights of the history included', async () => {
  const ids = (letter: string, count: number) => Array.from({ length: count }, (_, at) => `${letter}${at}`)
  const dataset = createDataset(
    golden.pairs.map(([user, item]) => ({ user: `u${user}`, item: `i${item}` })),
    { name: 'golden', users: ids('u', golden.users), items: ids('i', golden.items) },
  )
  const model = await fitted(dataset, { embeddingSize: golden.embeddingSize, lowPass: golden.lowPass, iterations: 12 })
  for (const { items, values, scores } of golden.cases) {
    const own = model.score(ask(items, values))
    for (const [item, score] of scores.entries()) {
      if (score === null) expect(own[item]).toBeNaN()
      else expect(Math.abs(own[item]! - score)).toBeLessThan(1e-4)
    }
  }
})

// Ann has a, b; ben has b, c, d; d_a = 1, d_b = 2, d_c = 1, d_d = 1.
const small = createDataset(
  ['ann a', 'ann b', 'ben b', 'ben c', 'ben d'].map((row) => ({ user: row.split(' ')[0]!, item: row.split(' ')[1]! })),
  { name: 'small' },
)

test('the linear filter by hand: d_i^-½ d_j^-½ / d_u for each person who has both', async () => {
  const model = await fitted(small, { embeddingSize: 0 })
  const [a, b, c, d] = model.score(ask([0]))
  expect(a).toBeCloseTo(1 / 2, 6)
  expect(b).toBeCloseTo(1 / (Math.SQRT2 * 2), 6)
  expect([c, d]).toEqual([0, 0])
  // Twice as heavy, and said twice: the last value counts.
  expect(model.score(ask([0, 0], [9, 2]))[1]).toBeCloseTo(2 / (Math.SQRT2 * 2), 6)
})

test('with a half-life the newest act counts most; refused where there is no order', async () => {
  const ordered = { ...small, order: 'sequence' as const }
  const model = await fitted(ordered, { embeddingSize: 0, historyHalfLife: 1 })
  // c is the newest, a one before it: half.
  const [, b] = model.score(ask([0, 2]))
  expect(b).toBeCloseTo(0.5 / (Math.SQRT2 * 2) + 1 / (Math.SQRT2 * 3), 6)
  await expect(fitted(small, { historyHalfLife: 1 })).rejects.toMatchObject({ code: 'invalid-input' })
})

test('a rating is an interaction like any other', async () => {
  const rated = { ...small, ratings: true, value: Float32Array.of(5, 1, 2, 3, 4) }
  const [one, other] = [await fitted(small), await fitted(rated)]
  expect(other.score(ask([0], [5]))).toEqual(one.score(ask([0])))
})

test('refuses an artifact whose vectors are of other items', async () => {
  const { metadata, tensors } = readArtifact((await fitted(small, { embeddingSize: 1 })).save(), 'penchant-model-gf-cf/1')
  const kept = [...tensors].map(([key, data]) => {
    const shorter = key === 'filter' ? data.slice(1) : data
    return [key, { shape: [shorter.length], data: shorter }] as const
  })
  const broken = writeArtifact({ ...metadata }, Object.fromEntries(kept))
  expect(() => gfCf.load(broken, context.kernels)).toThrow(expect.objectContaining({ code: 'artifact-mismatch' }))
})
