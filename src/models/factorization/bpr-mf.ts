/** @file BPR-MF: matrix factorization that learns to put what a person chose above what they did not.
 *
 * Objective: Σ ln σ(x_u·y_i − x_u·y_j) − λ/2 (|x_u|² + |y_i|² + |y_j|²) over what happened (u, i) and items j drawn from all that u did not choose.
 * Shapes: X [U × D], Y [I × D]. A person's embedding is fitted anew from their history for each query, by the same steps with Y as it is and from the same
 * seed; X is not kept. That validates better than a ridge solve on Y, and as well as the rows of X.
 * Cost: an epoch O(|S| (D + log n_u)), one step after another; a query O(10 n D + I D).
 * Cold start: a person with one known item has an embedding; an item nobody touched has none, its score is NaN.
 * Refit: always anew. From the items' embeddings of an earlier fit, a quarter or half of the epochs ranked worse than all of them from chance.
 * Source: Rendle, Freudenthaler, Gantner, Schmidt-Thieme, "BPR: Bayesian Personalized Ranking from Implicit Feedback", UAI 2009, figure 4, section 4.3.1.
 * Checked against: a step by hand; drawn tastes with a known right answer.
 */

import { z } from 'zod'
import { PenchantError } from '../../errors.ts'
import { fitBpr, personFitter } from '../../math/bpr.ts'
import type { Kernels } from '../../math/kernels.ts'
import { atOnce, type Steps } from '../../math/steps.ts'
import { readArtifact, writeArtifact } from '../../math/tensors.ts'
import { fitInSlices } from '../fitting.ts'
import { defineModel, type Model } from '../model.ts'
import { embeddingOptions } from './embedding-options.ts'
import { factorScores } from './factor-scores.ts'
import { knownItems, observedPairs } from './observed.ts'

const config = z.strictObject({
  embeddingSize: embeddingOptions.embeddingSize,
  learningRate: z.number().positive().max(10).default(0.1).describe('Length of a step at the start; it falls to a tenth at the end.'),
  regularization: z.number().min(0).max(1).default(0.01).describe('How strongly embeddings are held near zero.'),
  epochs: z.int().min(1).default(30).describe('Rounds: in each as many steps as there are interactions.'),
  deviation: embeddingOptions.deviation,
})

type Config = z.output<typeof config>

const format = 'penchant-model-bpr-mf/1'

export const bprMf = defineModel({
  name: 'bpr-mf',
  summary: 'Matrix factorization that learns to rank what was chosen above what was not (BPR)',
  config,
  search: {
    embeddingSize: [32, 64, 128],
    learningRate: [0.03, 0.1, 0.3],
    regularization: [0.001, 0.003, 0.01, 0.03],
    epochs: [15, 30, 60, 120],
  },
  needs: [],
  predicts: 'ranking',
  async fit(dataset, options, { kernels, seed, threads, signal, progress }) {
    const { byUser, scale } = await fitInSlices(observedPairs(dataset), { signal })
    const { items } = await fitBpr(byUser, { ...options, seed, threads, signal, progress, runtime: kernels.name })
    return fitInSlices(modelSteps({ options, items, scale, ratings: dataset.ratings, seed: `${seed}` }, kernels), { signal })
  },
  load(bytes, kernels) {
    const { metadata, tensors } = readArtifact(bytes, format)
    const { scale, ratings, seed = '' } = metadata
    const options = config.safeParse(JSON.parse(metadata.config ?? 'null'))
    const items = tensors.get('items')
    if (!(items instanceof Float32Array) || !options.success || items.length % options.data.embeddingSize !== 0)
      throw new PenchantError('artifact-mismatch', 'The artifact is sealed but no BPR-MF model. Train again.', { details: { format } })
    return atOnce(modelSteps({ options: options.data, items, scale: Number(scale), ratings: ratings === 'true', seed }, kernels))
  },
})

type Fitted = {
  readonly options: Config
  /** Y, [I × D] */
  readonly items: Float32Array
  readonly scale: number
  readonly ratings: boolean
  readonly seed: string
}

function* modelSteps(fitted: Fitted, kernels: Kernels): Steps<Model> {
  const { options, items, scale, ratings } = fitted
  const size = options.embeddingSize
  const scores = yield* factorScores(items, size, kernels)
  const fitter = yield* personFitter(items, scores.known, { ...options, runtime: kernels.name })

  return {
    name: 'bpr-mf',
    items: items.length / size,
    ...scores.answers(({ history }) => {
      const known = knownItems(history, { ratings, scale, knows: scores.knows })
      return known.items.length === 0 ? undefined : fitter.embed(known.items)
    }),
    save: () =>
      writeArtifact(
        { format, config: JSON.stringify(options), scale: `${scale}`, ratings: `${ratings}`, seed: fitted.seed },
        { items: { shape: [items.length / size, size], data: items } },
      ),
  }
}
