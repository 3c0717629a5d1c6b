/** @file Expected ratings from biases and factors, for a person's history as of now: what the biased matrix factorization and SVD++ share once fitted.
 *
 * r̂_i = μ + b + b_i + q_i · (p + |N|^−½ Σ_{j ∈ N} y_j), N = the history's items, kept within the scale of the fit. The person's b and p are solved anew for each
 * query with the items held fixed, min Σ_{i ∈ N} (r_i − r̂_i)² + |N| (λ_b b² + λ |p|²): no row of a user is kept. Cost of a query: |N| D² + D³ / 6 + I D.
 */

import type { z } from 'zod'
import { type Dataset, interactionMatrix } from '../../data/dataset.ts'
import { PenchantError } from '../../errors.ts'
import { solvePositiveDefinite } from '../../math/dense.ts'
import { type RatingOptions, ratingSteps } from '../../math/descent-ratings.ts'
import type { RatingFactors } from '../../math/descent-ratings-state.ts'
import type { Steps } from '../../math/steps.ts'
import type { ArtifactBytes } from '../../math/tensors.ts'
import { openModel, saveModel } from '../artifact.ts'
import type { FitContext, History, Model } from '../model.ts'

/** What the config of such a model has at least. */
type RatingConfig = Pick<RatingOptions, 'embeddingSize' | 'biasRegularization' | 'regularization'>

export type FittedRatings = Omit<RatingFactors, 'userBias' | 'userFactors' | 'embeddingSize'> & {
  readonly name: string
  /** 1 for an item that somebody rated in the fit, [I]. */
  readonly known: Int32Array
  readonly lowest: number
  readonly highest: number
  readonly config: RatingConfig
  readonly seed: number | string
}

export type RatingFit = Omit<RatingOptions, 'seed' | 'kernels' | 'progress' | 'implicitRegularization'> & {
  readonly implicitRegularization?: number
}

export function* ratingModelSteps(
  name: string,
  dataset: Dataset,
  fit: RatingFit & { readonly config: RatingConfig },
  { seed, kernels, progress }: FitContext,
): Steps<Model> {
  yield
  const matrix = interactionMatrix(dataset)
  const known = new Int32Array(matrix.columns)
  for (const item of matrix.indexes) known[item] = 1
  yield
  const factors = yield* ratingSteps(matrix, { implicitRegularization: 0, ...fit, seed, kernels, progress })
  const [lowest, highest] = [Math.min, Math.max].map((of) => matrix.values.reduce((a, b) => of(a, b), matrix.values[0] ?? 0)) as [
    number,
    number,
  ]
  return createRatingModel({ ...factors, name, known, lowest, highest, config: fit.config, seed })
}

export function createRatingModel(fitted: FittedRatings): Model {
  const { known, mean, itemBias, itemFactors, implicitFactors, config, lowest, highest } = fitted
  const { embeddingSize: size, regularization, biasRegularization } = config
  const items = known.length
  const hasImplicit = implicitFactors.length > 0

  /** The bias and, summed, both kinds of factors of the person; undefined where nothing is known of them. */
  function fold({ items: done, values }: History): { readonly bias: number; readonly factors: Float64Array } | undefined {
    const ratings = new Map<number, number>()
    for (const [at, item] of done.entries()) if (known[item] === 1) ratings.set(item, values[at]!)
    if (ratings.size === 0) return undefined
    const implicit = new Float64Array(size)
    if (hasImplicit) for (const item of ratings.keys()) for (let d = 0; d < size; d++) implicit[d]! += implicitFactors[item * size + d]!
    for (let d = 0; d < size; d++) implicit[d]! /= Math.sqrt(ratings.size)
    const n = size + 1
    const a = new Float64Array(n * n)
    const b = new Float64Array(n)
    const row = new Float64Array(n)
    for (const [item, rating] of ratings) {
      row[size] = 1
      let left = rating - mean - itemBias[item]!
      for (let d = 0; d < size; d++) {
        row[d] = itemFactors[item * size + d]!
        left -= row[d]! * implicit[d]!
      }
      for (let i = 0; i < n; i++) {
        b[i]! += row[i]! * left
        for (let j = 0; j <= i; j++) a[i * n + j]! += row[i]! * row[j]!
      }
    }
    for (let d = 0; d < size; d++) a[d * n + d]! += regularization * ratings.size
    a[n * n - 1]! += biasRegularization * ratings.size
    const solved = solvePositiveDefinite(a, b, n, 1)
    return { bias: solved[size]!, factors: implicit.map((value, d) => value + solved[d]!) }
  }

  return {
    name: fitted.name,
    items,
    score({ history }, chosen) {
      const person = fold(history)
      const scores = new Float32Array(chosen?.length ?? items).fill(Number.NaN)
      if (person === undefined) return scores
      for (let n = 0; n < scores.length; n++) {
        const item = chosen?.[n] ?? n
        if (known[item] !== 1) continue
        let sum = mean + person.bias + itemBias[item]!
        for (let d = 0; d < size; d++) sum += person.factors[d]! * itemFactors[item * size + d]!
        scores[n] = Math.min(highest, Math.max(lowest, sum))
      }
      return scores
    },
    save: () =>
      saveModel(fitted.name, config, fitted.seed, {
        scale: { shape: [3], data: Float64Array.of(mean, lowest, highest) },
        itemBias: { shape: [items], data: itemBias },
        itemFactors: { shape: [items, size], data: itemFactors },
        implicitFactors: { shape: [hasImplicit ? items : 0, size], data: implicitFactors },
        known: { shape: [items], data: known },
      }),
  }
}

/** @throws PenchantError `artifact-mismatch`. */
export function loadRatingModel<C extends z.ZodObject>(
  definition: { readonly name: string; readonly config: C & { readonly _output: RatingConfig } },
  bytes: ArtifactBytes,
): Model {
  const { config, seed, tensor } = openModel(definition, bytes)
  const settings = config as RatingConfig
  const [mean = 0, lowest = 0, highest = 0] = tensor('scale', Float64Array, 3)
  const known = tensor('known', Int32Array)
  const factors = known.length * settings.embeddingSize
  const implicitFactors = tensor('implicitFactors', Float32Array)
  if (implicitFactors.length !== 0 && implicitFactors.length !== factors)
    throw new PenchantError(
      'artifact-mismatch',
      `The artifact of the model ${definition.name} has no fitting tensor implicitFactors. Fit it again.`,
    )
  const [itemBias, itemFactors] = [tensor('itemBias', Float32Array, known.length), tensor('itemFactors', Float32Array, factors)]
  return createRatingModel({
    name: definition.name,
    known,
    lowest,
    highest,
    mean,
    itemBias,
    itemFactors,
    implicitFactors,
    config: settings,
    seed,
  })
}
