/** @file iALS: matrix factorization for implicit feedback. Every pair counts a little as "not wanted", those that happened count fully as "wanted".
 *
 * Objective: Σ_(u,i)∈S w_ui (x_u·y_i − 1)² + α Σ_u,i (x_u·y_i)² + λ Σ_u (n_u + αI)^ν |x_u|² + λ Σ_i (n_i + αU)^ν |y_i|²; w = 1, or a rating's share of the
 * greatest. That is Hu's confidence c_ui = 1 + w_ui / α, divided by 1/α.
 * Shapes: X [U × D], Y [I × D]. A person's embedding is solved anew from their history and Y for each query; X is not kept.
 * Cost: an epoch O(|S| D B + (U + I)(D² + D B²)) for blocks of B coordinates (B = D for a full solve); a query O(n D² / 2 + D³ / 6 + I D).
 * Start: in the leading directions of the observed pairs (math/als-start.ts), from where one to four epochs rank as well as any number. People stand well there but
 * for their length, so the first time they are solved by blocks of 16 coordinates.
 * Cold start: a person with one known item has an embedding; an item nobody touched has none, its score is NaN.
 * Refit: starts from the items' embeddings of the fit before, by an equal config, and takes half of the epochs.
 * Source: Hu, Koren, Volinsky, ICDM 2008, equations 3-5; Rendle, Krichene, Zhang, Koren, "Revisiting the Performance of iALS on Item Recommendation
 * Benchmarks", RecSys 2022, equations 2-5; Rendle, Krichene, Zhang, Koren, "iALS++", 2021, algorithm 2.
 * Checked against: numpy in double precision (test/golden/ials.json).
 */

import { z } from 'zod'
import { PenchantError } from '../../errors.ts'
import { createRowSolver, fitAls, penaltyOf } from '../../math/als.ts'
import type { Kernels } from '../../math/kernels.ts'
import { atOnce, type Steps } from '../../math/steps.ts'
import { type ArtifactBytes, readArtifact, writeArtifact } from '../../math/tensors.ts'
import { earlierFit } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { defineModel, type Model } from '../model.ts'
import { embeddingOptions } from './embedding-options.ts'
import { factorScores } from './factor-scores.ts'
import { knownItems, observedPairs } from './observed.ts'

const config = z.strictObject({
  embeddingSize: embeddingOptions.embeddingSize,
  alpha: z.number().min(0).default(0.1).describe('Weight of a pair that did not happen, where one that did weighs 1.'),
  regularization: z.number().positive().default(0.003).describe('How strongly embeddings are held near zero.'),
  nu: z
    .number()
    .min(0)
    .max(2)
    .default(1)
    .describe(
      'How much more strongly those of busy people and popular items are held: 0 = all alike, 1 = by their number of interactions.',
    ),
  epochs: z.int().min(1).default(4).describe('Rounds: each solves all people, then all items.'),
  blockSize: z
    .int()
    .min(0)
    .default(0)
    .describe('Coordinates solved at a time, in steps of 8: small blocks make a round cheaper and less exact; 0 = all at once.'),
  deviation: embeddingOptions.deviation,
})

type Config = z.output<typeof config>

const format = 'penchant-model-ials/1'

export const ials = defineModel({
  name: 'ials',
  summary: 'Matrix factorization for implicit feedback by alternating least squares (iALS)',
  config,
  search: {
    embeddingSize: [32, 64, 128, 256],
    alpha: [0.01, 0.03, 0.1, 0.3, 1],
    regularization: [0.0003, 0.001, 0.003, 0.01, 0.03],
    nu: [0.5, 1],
    epochs: [1, 2, 4, 8],
  },
  needs: [],
  predicts: 'ranking',
  startsWarm: true,
  async fit(dataset, options, { kernels, seed, threads, signal, progress, from }) {
    const earlier = earlierItems(options, from, dataset.items.length)
    // The first round solves everybody's embeddings from the items' alone, so those of people are not missed.
    const start = earlier && { start: { items: earlier }, epochs: Math.ceil(options.epochs * warmShare) }
    const observed = fitInSlices(observedPairs(dataset), { signal })
    const { items, gram, loss } = await fitAls(observed, { ...options, ...start, seed, threads, signal, progress, runtime: kernels.name })
    const { scale } = await observed
    return fitInSlices(modelSteps({ options, items, gram, scale, ratings: dataset.ratings, seed: `${seed}`, loss: `${loss}` }, kernels), {
      signal,
    })
  },
  load(bytes, kernels) {
    const { metadata, tensors } = readArtifact(bytes, format)
    const { scale, ratings, seed = '', loss = '' } = metadata
    const options = config.safeParse(JSON.parse(metadata.config ?? 'null'))
    const [items, gram] = [tensors.get('items'), tensors.get('gram')]
    const size = options.data?.embeddingSize ?? 0
    if (
      !(items instanceof Float32Array && gram instanceof Float32Array) ||
      !options.success ||
      gram.length !== size ** 2 ||
      items.length % size !== 0
    )
      throw new PenchantError('artifact-mismatch', 'The artifact is sealed but no iALS model. Train again.', { details: { format } })
    return atOnce(
      modelSteps({ options: options.data, items, gram, scale: Number(scale), ratings: ratings === 'true', seed, loss }, kernels),
    )
  },
})

/** A fit that starts from an earlier one goes so small a part of the rounds: after two it is below what four reach from nothing. */
const warmShare = 1 / 2

/** Y of an earlier fit, [I × D], with rows of zeros for items that came since. */
function earlierItems(options: Config, from: ArtifactBytes | undefined, items: number): Float32Array | undefined {
  const before = earlierFit({ name: 'ials', config }, options, from)?.get('items')
  const length = items * options.embeddingSize
  if (!(before instanceof Float32Array) || before.length > length) return undefined
  const rows = new Float32Array(length)
  rows.set(before)
  return rows
}

type Fitted = {
  readonly options: Config
  /** Y, [I × D] */
  readonly items: Float32Array
  /** αYᵀY, [D × D] */
  readonly gram: Float32Array
  readonly scale: number
  readonly ratings: boolean
  readonly seed: string
  /** The objective at the end. */
  readonly loss: string
}

function* modelSteps(fitted: Fitted, kernels: Kernels): Steps<Model> {
  const { options, items, gram, scale, ratings } = fitted
  const size = options.embeddingSize
  const scores = yield* factorScores(items, size, kernels)
  const solver = createRowSolver(gram, size, kernels.name)

  return {
    name: 'ials',
    items: items.length / size,
    ...scores.answers(({ history }) => {
      const known = knownItems(history, { ratings, scale, knows: scores.knows })
      if (known.items.length === 0) return undefined
      return solver.solve(scores.rowsOf(known.items), known.weights, penaltyOf(options, known.items.length, scores.known.length))
    }),
    save: () =>
      writeArtifact(
        { format, config: JSON.stringify(options), scale: `${scale}`, ratings: `${ratings}`, seed: fitted.seed, loss: fitted.loss },
        { items: { shape: [items.length / size, size], data: items }, gram: { shape: [size, size], data: gram } },
      ),
  }
}
