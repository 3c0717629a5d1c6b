import { describe, expect, test } from 'vitest'
import { createDataset } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { modelCases } from '../../testing/model.ts'
import { userKnn } from './user-knn.ts'

describe('conformance', () => {
  for (const { name, run } of modelCases(userKnn)) test(name, run)
})

test('a person is no neighbour of themself', async () => {
  const rows = ['ua', 'ub', 'va', 'vc'].map(([user, item]) => ({ user: user!, item: item! }))
  const model = await userKnn.fit(createDataset(rows, { name: 'two people' }), userKnn.config.parse({ k: 1, shrinkage: 0 }), {
    kernels: createKernels(),
    seed: 1,
  })
  const history = { items: Int32Array.of(0, 1), values: Float32Array.of(1, 1) }
  // v took a and c, and shares a with u: a cosine of 1/2. A stranger with the same history has u as the nearest.
  expect([...model.score({ user: 0, history })]).toEqual([0.5, Number.NaN, 0.5])
  expect([...model.score({ history })]).toEqual([expect.closeTo(1, 6), expect.closeTo(1, 6), Number.NaN])
})
