import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createDataset } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { createTwinKernels } from '../../math/kernels-twin.ts'
import type { ModelDefinition } from '../model.ts'
import { itemKnn } from './item-knn.ts'
import { rp3beta } from './rp3beta.ts'
import { userKnn } from './user-knn.ts'

type Golden = {
  readonly counts: readonly (readonly number[])[]
  readonly histories: readonly (readonly number[])[]
  readonly cases: readonly { readonly model: string; readonly config: object; readonly scores: readonly (readonly number[])[] }[]
}
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/golden/item_knn.json'), 'utf8')) as Golden
const definitions: Readonly<Record<string, ModelDefinition>> = { 'item-knn': itemKnn, 'user-knn': userKnn, rp3beta }
const data = createDataset(
  golden.counts.flatMap((row, user) =>
    row.flatMap((count, item) => Array.from({ length: count }, () => ({ user: `${user}`, item: `${item}` }))),
  ),
  { name: 'golden', items: Array.from(golden.counts[0]!, (_, item) => `${item}`) },
)

test.each(golden.cases)('$model agrees with numpy and scipy: $config', async ({ model, config, scores }) => {
  const definition = definitions[model]!
  for (const kernels of [createKernels(), createTwinKernels()]) {
    const fitted = await definition.fit(data, definition.config.parse(config), { kernels, seed: 1 })
    for (const [at, history] of golden.histories.entries()) {
      const own = fitted.score({ history: { items: Int32Array.from(history), values: new Float32Array(history.length).fill(1) } })
      for (const [item, expected] of scores[at]!.entries()) {
        // A sum without any part is no score.
        if (expected === 0) expect(own[item]).toBeNaN()
        else expect(Math.abs(own[item]! - expected), `item ${item}: ${own[item]} for ${expected}`).toBeLessThan(1e-5)
      }
    }
  }
})
