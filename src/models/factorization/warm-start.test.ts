import { expect, test } from 'vitest'
import { createDataset, type Dataset } from '../../data/dataset.ts'
import { isPenchantError } from '../../errors.ts'
import { createKernels } from '../../math/kernels.ts'
import { createRandom } from '../../math/random.ts'
import { readArtifact } from '../../math/tensors.ts'
import { modelDefinitions } from '../index.ts'
import { bprMf } from './bpr-mf.ts'
import { ials } from './ials.ts'

const kernels = createKernels()
const [users, items, size] = [120, 60, 4]
const context = { kernels, seed: 1 }
const config = ials.config.parse({ embeddingSize: size, alpha: 0.2, regularization: 0.02 })

/** People of three tastes; the last five items came in the last fifth of each person's log. */
const random = createRandom('tastes')
const wishes = Array.from({ length: users }, (_, user) => {
  const taken = Array.from({ length: items }, (_, item) => item).filter((item) => random.next() < (item % 3 === user % 3 ? 0.5 : 0.08))
  return [...random.shuffle(Int32Array.from(taken.filter((item) => item < items - 5))), ...taken.filter((item) => item >= items - 5)]
})
const logOf = (share: number, count: number): Dataset =>
  createDataset(
    wishes.flatMap((wished, user) =>
      wished
        .slice(0, Math.ceil(share * wished.length))
        .filter((item) => item < count)
        .map((item) => ({ user: `${user}`, item: `${item}` })),
    ),
    {
      name: 'tastes',
      users: wishes.map((_, user) => `${user}`),
      items: Array.from({ length: count }, (_, item) => `${item}`),
    },
  )
const [earlier, log] = [logOf(0.8, items - 5), logOf(1, items)]

const epochs = (count: number) => ({ ...config, epochs: count })
const fitted = async (options: typeof config, from?: Uint8Array, data = log) => (await ials.fit(data, options, { ...context, from })).save()

/** x with A x = b, by elimination. */
function solved(a: number[][], b: number[]): number[] {
  const rows = a.map((row, at) => [...row, b[at]!])
  for (const [at, row] of rows.entries())
    for (const other of rows) {
      const factor = other === row ? 0 : other[at]! / row[at]!
      for (let place = 0; place < row.length; place++) other[place]! -= factor * row[place]!
    }
  return rows.map((row, at) => row.at(-1)! / row[at]!)
}

const dot = (a: ArrayLike<number>, b: ArrayLike<number>) => Array.from(a).reduce((sum, value, at) => sum + value * b[at]!, 0)

/** The objective of the header of ials.ts, w = 1, with everybody's embedding the best for these items: in double precision, from the formula. */
function objective(artifact: Uint8Array): number {
  const all = readArtifact(artifact, 'penchant-model-ials/1').tensors.get('items') as Float32Array
  const counts = Array.from({ length: items }, (_, item) => wishes.filter((wished) => wished.includes(item)).length)
  const rows = counts.map((count, item) => Array.from({ length: size }, (_, d) => (count === 0 ? 0 : all[item * size + d]!)))
  const present = counts.filter((count) => count > 0).length
  const { alpha, regularization, nu } = config
  let sum = rows.reduce((total, row, item) => total + regularization * (counts[item]! + alpha * users) ** nu * dot(row, row), 0)
  for (const wished of wishes) {
    const penalty = regularization * (wished.length + alpha * present) ** nu
    const a = Array.from({ length: size }, (_, i) =>
      Array.from({ length: size }, (_, j) => {
        const square = (row: number[]) => row[i]! * row[j]!
        const own = wished.reduce((total, item) => total + square(rows[item]!), 0)
        return own + alpha * rows.reduce((total, row) => total + square(row), 0) + (i === j ? penalty : 0)
      }),
    )
    const person = solved(
      a,
      Array.from({ length: size }, (_, i) => wished.reduce((total, item) => total + rows[item]![i]!, 0)),
    )
    sum += wished.reduce((total, item) => total + (dot(person, rows[item]!) - 1) ** 2, 0) + penalty * dot(person, person)
    sum += alpha * rows.reduce((total, row) => total + dot(person, row) ** 2, 0)
  }
  return sum
}

test('from an earlier fit, one round of four reaches more than two rounds of a fit from nothing', async () => {
  const whole = epochs(4)
  const before = await fitted(whole, undefined, earlier)
  const [cold, warm, short] = [await fitted(whole), await fitted(whole, before), await fitted(epochs(2))]
  const [reached, again, less] = [cold, warm, short].map(objective) as [number, number, number]
  expect(again).toBeLessThan(less)
  // What it says of itself is this objective.
  expect(Number(readArtifact(cold, 'penchant-model-ials/1').metadata.loss)).toBeGreaterThan(reached * 0.999)
  // Items that came since have their embeddings.
  const model = ials.load(warm, kernels)
  expect(model.score({ history: { items: Int32Array.of(0), values: Float32Array.of(1) } })[items - 1]).not.toBeNaN()
  expect(await fitted(whole, before)).toEqual(warm)
})

test('an earlier fit by another config, or of more items, is no start; one of another model is refused', async () => {
  const short = epochs(2)
  const cold = await fitted(short)
  expect(await fitted(short, await fitted({ ...short, alpha: 0.3 }, undefined, earlier))).toEqual(cold)
  expect(await fitted(short, await fitted(short, undefined, logOf(1, items)), earlier)).toEqual(await fitted(short, undefined, earlier))
  const foreign = (await bprMf.fit(log, bprMf.config.parse({ embeddingSize: size, epochs: 1 }), context)).save()
  await expect(fitted(short, foreign)).rejects.toSatisfy((error) => isPenchantError(error, 'artifact-mismatch'))
})

test('models that cannot start from an earlier fit do not look at it', async () => {
  const warm = Object.values(modelDefinitions).filter(({ startsWarm }) => startsWarm)
  expect(warm.map(({ name }) => name)).toEqual(['ials'])
  const options = bprMf.config.parse({ embeddingSize: size, epochs: 1 })
  const model = await bprMf.fit(log, options, { ...context, from: Uint8Array.of(1, 2, 3) })
  expect(model.save()).toEqual((await bprMf.fit(log, options, context)).save())
})
