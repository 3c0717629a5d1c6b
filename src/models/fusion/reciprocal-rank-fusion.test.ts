import { describe, expect, test } from 'vitest'
import { z } from 'zod'
import { createDataset } from '../../data/dataset.ts'
import { createKernels } from '../../math/kernels.ts'
import { modelCases } from '../../testing/model.ts'
import { gfCf } from '../graph/gf-cf.ts'
import { itemKnn } from '../knn/item-knn.ts'
import { chosenScores, defineModel, type ModelDefinition } from '../model.ts'
import { defineReciprocalRankFusion } from './reciprocal-rank-fusion.ts'

const real = { 'gf-cf': gfCf, 'item-knn': itemKnn } as unknown as Record<string, ModelDefinition>
const fusion = defineReciprocalRankFusion(real, 'item-knn+gf-cf')
const context = { kernels: createKernels(), seed: 1 }

describe('reciprocal-rank-fusion', () => {
  for (const { name, run } of modelCases(fusion)) test(name, run)
})

/** Always answers with the scores it was given. */
const told = (name: string, scores: readonly number[]) =>
  defineModel({
    name,
    summary: 'For this test.',
    config: z.strictObject({}),
    search: {},
    needs: [],
    predicts: 'ranking',
    fit: () => ({
      name,
      items: scores.length,
      score: (_, items) => chosenScores(Float32Array.from(scores), items),
      save: () => new Uint8Array(),
    }),
    load: () => {
      throw new Error('not used')
    },
  }) as unknown as ModelDefinition

const data = createDataset([{ user: 'u', item: 'a' }], { name: 'data', items: ['a', 'b', 'c', 'd', 'e'] })
async function fused(lists: readonly (readonly number[])[], done: readonly number[], settings: Record<string, unknown> = {}) {
  const members = Object.fromEntries(lists.map((scores, at) => [`m${at}`, told(`m${at}`, scores)]))
  const definition = defineReciprocalRankFusion(members, Object.keys(members).join('+'))
  const model = await definition.fit(data, definition.config.parse(settings), context)
  return model.score({ history: { items: Int32Array.from(done), values: new Float32Array(done.length).fill(1) } })
}

const at = (...ranks: readonly number[]) => ranks.reduce((sum, rank) => sum + 1 / (60 + rank), 0)
const close = (scores: Float32Array, expected: readonly number[]) => {
  for (const [item, score] of expected.entries())
    if (Number.isNaN(score)) expect(scores[item]).toBeNaN()
    else expect(scores[item]).toBeCloseTo(score, 7)
}

test('adds up 1 / (k + rank) by hand; equals share their mean rank; NaN in every list stays NaN', async () => {
  const scores = await fused(
    [
      [5, 4, 4, 4, Number.NaN],
      [1, 3, 2, Number.NaN, Number.NaN],
    ],
    [],
  )
  close(scores, [at(1, 3), at(3, 1), at(3, 2), at(3), Number.NaN])
})

test('what was done takes no place from what may come, and gets the rank it would have', async () => {
  close(await fused([[9, 8, 7, 6, 5]], [0, 2]), [at(1), at(1), at(2), at(2), at(3)])
})

test('beyond the depth nothing is added, also where equals reach beyond it', async () => {
  close(await fused([[9, 8, 7, 6, 5]], [], { depth: 2 }), [at(1), at(2), 0, 0, 0])
  // Places 2 to 5 are equal: their mean rank is 3.5.
  close(await fused([[9, 1, 1, 1, 1]], [], { depth: 2 }), [at(1), 0, 0, 0, 0])
  close(await fused([[9, 1, 1, 1, 1]], [], { depth: 4 }), [at(1), at(3.5), at(3.5), at(3.5), at(3.5)])
})

test('refuses members that do not exist, and options they do not have', async () => {
  const fitting = (members: unknown) => async () => fusion.fit(data, fusion.config.parse({ members }), context)
  await expect(fitting('item-knn+nobody')).rejects.toThrow('No model that can be fused is named nobody. There are gf-cf, item-knn.')
  await expect(fitting('toString')).rejects.toMatchObject({ code: 'invalid-input' })
  await expect(fitting([{ model: 'item-knn', config: { k: 0 } }])).rejects.toThrow('The member item-knn is wrong at k')
})
