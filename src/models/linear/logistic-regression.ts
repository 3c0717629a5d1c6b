/** @file Logistic regression over hashed features that learns at every event: the workhorse of click prediction.
 *
 * Objective: min Σ −ln P(what happened) + λ1 |w|₁ + ½ λ2 |w|², P = σ(w · x); x as in hashed-features.ts with crosses, so that it answers for the history as it is
 * now: the weight of (item of the history, candidate) is an item-to-item model learnt from events. Negatives as in online-model.ts: drawn, and said so.
 * Shapes: a table of 2^bits weights. Cost of an event: O((1 + negatives) · features); a score of all items O(I · features).
 * Cold start: `learn` takes new items and people at once. An item that nobody touched is scored where it has attributes; a person without a history is not.
 * Source: McMahan et al., Ad Click Prediction: a View from the Trenches, KDD 2013, algorithm 1 (FTRL-Proximal) and section 5 (progressive validation).
 * Checked against: hand arithmetic of its steps, and numpy (test/golden/online.json).
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import type { Steps } from '../../math/steps.ts'
import { openModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { defineModel, type FitContext } from '../model.ts'
import { eventOptions } from './event-options.ts'
import { createFtrl } from './learners.ts'
import type { OnlineModel } from './online.ts'
import { createOnlineModel, openParts, partsFor, teachDataset } from './online-model.ts'

const name = 'logistic-regression'

const config = z.strictObject({
  bits: z.int().min(4).max(24).default(20).describe('The table of features has 2^bits places; features share one where there are too few.'),
  learningRate: z.number().positive().default(0.1).describe('α: how far an example moves a weight at first.'),
  beta: z.number().positive().default(1).describe('β: the larger, the longer the first steps stay small.'),
  l1: z.number().min(0).default(0.01).describe('λ1: weights below it stay at 0.'),
  l2: z.number().min(0).default(1).describe('λ2: keeps weights small.'),
  ...eventOptions,
  epochs: z.int().min(1).default(1).describe('How often the log is gone through; the validation is of the first time.'),
})

export const logisticRegression = defineModel({
  name,
  summary: 'Click prediction over hashed features of people, items and moments, learnt at every event.',
  config,
  search: {
    learningRate: [0.03, 0.1, 0.3],
    l1: [0, 0.01, 0.1, 1],
    l2: [0, 0.1, 1, 10],
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
    const { state, ...parts } = openParts(opened, { z: 2 ** bits + 1, n: 2 ** bits + 1 })
    const { config: settings, seed } = opened
    const learner = createFtrl(bits, settings, state)
    return createOnlineModel({ ...parts, name, crossed: true, config: settings, seed, learner })
  },
})

function* steps(dataset: Dataset, settings: z.output<typeof config>, { seed, progress }: FitContext): Steps<OnlineModel> {
  yield
  const { bits } = settings
  const parts = partsFor(dataset)
  const learner = createFtrl(bits, settings)
  return yield* teachDataset({ ...parts, name, crossed: true, config: settings, seed, learner }, dataset, { progress })
}
