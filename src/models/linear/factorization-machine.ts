/** @file Factorization machine over hashed features that learns at every event: like the logistic regression, but every two features go together by their factors.
 *
 * Objective: min Σ −ln P(what happened) + ½ λ (|w|² + |V|²), P = σ(ŷ), ŷ = w_0 + Σ_i w_i x_i + Σ_{i<j} ⟨v_i, v_j⟩ x_i x_j; x as in hashed-features.ts without crosses:
 * the factors of the history's items, summed, make it answer for the history as it is now. Negatives as in online-model.ts: drawn, and said so.
 * Shapes: V [2^bits × D], w [2^bits]. Cost of an event: O((1 + negatives) · features · D); a score of all items O(I · features of the item · D).
 * Cold start: `learn` takes new items and people at once. An item that nobody touched is scored where it has attributes; a person without a history is not.
 * Source: Rendle, Factorization Machines, ICDM 2010; steps by AdaGrad (Duchi, Hazan, Singer, JMLR 12, 2011); validation as in McMahan et al., KDD 2013, section 5.
 * Checked against: gradients by differences, and numpy (test/golden/online.json).
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import type { Steps } from '../../math/steps.ts'
import { openModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { defineModel, type FitContext } from '../model.ts'
import { eventOptions } from './event-options.ts'
import { createFactorizationMachine } from './learners.ts'
import type { OnlineModel } from './online.ts'
import { createOnlineModel, openParts, partsFor, teachDataset } from './online-model.ts'

const name = 'factorization-machine'

const config = z.strictObject({
  bits: z.int().min(4).max(22).default(18).describe('The table of features has 2^bits places; features share one where there are too few.'),
  embeddingSize: z.int().min(1).max(256).default(16).describe('Numbers in the factors of a feature.'),
  learningRate: z.number().positive().default(0.05).describe('How far an example moves a parameter at first.'),
  regularization: z.number().min(0).default(1e-4).describe('Penalty on the squares of weights and factors, at each example they are in.'),
  deviation: z.number().positive().default(0.05).describe('Standard deviation of the factors before the first example.'),
  ...eventOptions,
  epochs: z.int().min(1).default(2).describe('How often the log is gone through; the validation is of the first time.'),
})

export const factorizationMachine = defineModel({
  name,
  summary: 'Click prediction by factors of hashed features of people, items and moments, learnt at every event.',
  config,
  search: {
    embeddingSize: [8, 16, 32],
    learningRate: [0.02, 0.05, 0.1],
    regularization: [0, 1e-5, 1e-4, 1e-3],
    negatives: [1, 4, 10],
    historySize: [10, 20, 50, 100],
    epochs: [1, 2, 5],
  },
  needs: [],
  predicts: 'ranking',
  fit: async (dataset, settings, context): Promise<OnlineModel> => fitInSlices(steps(dataset, settings, context), context),
  load(bytes): OnlineModel {
    const opened = openModel({ name, config }, bytes)
    const { bits } = opened.config
    const { state, ...parts } = openParts(opened, sizes(opened.config))
    const { config: settings, seed } = opened
    const learner = createFactorizationMachine(bits, { ...settings, seed }, state)
    return createOnlineModel({ ...parts, name, crossed: false, config: settings, seed, learner })
  },
})

const sizes = ({ bits, embeddingSize }: z.output<typeof config>) => {
  const [weights, factors] = [2 ** bits + 1, 2 ** bits * embeddingSize]
  return { linear: weights, linearSquares: weights, factors, squares: factors }
}

function* steps(dataset: Dataset, settings: z.output<typeof config>, { seed, progress }: FitContext): Steps<OnlineModel> {
  yield
  const { bits } = settings
  const parts = partsFor(dataset)
  const learner = createFactorizationMachine(bits, { ...settings, seed })
  return yield* teachDataset({ ...parts, name, crossed: false, config: settings, seed, learner }, dataset, { progress })
}
