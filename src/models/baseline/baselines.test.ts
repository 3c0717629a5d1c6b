import { describe, expect, test } from 'vitest'
import { createDataset, type Dataset } from '../../data/dataset.ts'
import { isPenchantError } from '../../errors.ts'
import { createKernels } from '../../math/kernels.ts'
import { modelCases } from '../../testing/model.ts'
import type { ModelDefinition } from '../model.ts'
import { mostPopular } from './most-popular.ts'
import { random } from './random.ts'
import { recent } from './recent.ts'

const baselines: readonly ModelDefinition[] = [mostPopular, random, recent]

describe.each(baselines)('conformance: $name', (definition) => {
  for (const { name, run } of modelCases(definition, { personal: false, beatsPopularity: 0 })) test(name, run)
})

const day = 86_400_000
const rows = [
  { user: 'a', item: 'old', at: 0 },
  { user: 'b', item: 'old', at: 0 },
  { user: 'a', item: 'mid', at: 9 * day },
  { user: 'b', item: 'new', at: 10 * day },
]
const timed = createDataset(rows, { name: 'four acts', order: 'time', items: ['old', 'mid', 'new', 'never'] })
const { times: _, ...untimed } = timed
const sequence: Dataset = { ...untimed, order: 'sequence' }
const nobody = { history: { items: new Int32Array(), values: new Float32Array() } }

async function scoresOf(definition: ModelDefinition, dataset: Dataset, config: object = {}, seed = 1) {
  const model = await definition.fit(dataset, definition.config.parse(config), { kernels: createKernels(), seed })
  return [...model.score(nobody)]
}

test('most popular: acts, or acts that count half every so many days', async () => {
  expect(await scoresOf(mostPopular, timed)).toEqual([2, 1, 1, Number.NaN])
  expect(await scoresOf(mostPopular, timed, { halfLifeDays: 5 })).toEqual([0.5, Math.fround(2 ** -0.2), 1, Number.NaN])
  await expect(scoresOf(mostPopular, sequence, { halfLifeDays: 5 })).rejects.toSatisfy((error) => isPenchantError(error, 'invalid-input'))
})

test('recent: the newest first, by time; without times by the place from the end, where equal places share', async () => {
  expect(await scoresOf(recent, timed)).toEqual([Math.fround(1 / 3), 0.5, 1, Number.NaN])
  // "mid" and "new" are the last of their rows: places 0 and 1, so 1 / (1 + ½) each.
  expect(await scoresOf(recent, sequence)).toEqual([Math.fround(1 / 3), Math.fround(1 / 1.5), Math.fround(1 / 1.5), Number.NaN])
})

test('random: uniform in 0..1, another order for another history and another seed', async () => {
  const many = createDataset(
    Array.from({ length: 4_000 }, (_, item) => ({ user: 'a', item: `${item}` })),
    { name: 'many' },
  )
  const model = await random.fit(many, {}, { kernels: createKernels(), seed: 1 })
  const scores = model.score(nobody)
  const share = (below: number) => scores.filter((score) => score < below).length / scores.length
  // Three standard errors of a share among 4,000: .024.
  for (const below of [0.1, 0.5, 0.9]) expect(Math.abs(share(below) - below)).toBeLessThan(0.024)
  const other = model.score({ history: { items: Int32Array.of(1), values: Float32Array.of(1) } })
  const before = (all: ArrayLike<number>) => Array.from({ length: 2_000 }, (_, at) => all[2 * at]! < all[2 * at + 1]!)
  const changed = before(scores).filter((earlier, at) => earlier !== before(other)[at]).length
  expect(Math.abs(changed / 2_000 - 0.5)).toBeLessThan(0.034)
  expect(await scoresOf(random, many, {}, 2)).not.toEqual([...scores])
})
