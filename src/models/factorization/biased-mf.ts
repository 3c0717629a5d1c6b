/** @file Biased matrix factorization: expected ratings from how generous a person is, how liked an item is, and how the two go together.
 *
 * Objective: min Σ (r_ui − μ − b_u − b_i − q_i · p_u)² + λ_b (b_u² + b_i²) + λ (|p_u|² + |q_i|²), by stochastic gradients over people in drawn order.
 * Shapes: R csr [U × I] of ratings, Q [I × D], b [I]. Cost: an epoch O(ratings · D), memory (U + I) D.
 * Cold start: the person's b and p are solved from the ratings of the history as of now (rating-factors.ts), for people of the fit too; no row of a user is kept.
 * A person without a rated item, and an item that nobody rated, cannot be scored.
 * Source: Koren, Factorization Meets the Neighborhood, KDD 2008, section 2.3; Koren, Bell, Volinsky, IEEE Computer 42 (2009), equations 4-5.
 * Checked against: gradients by differences (math/descent-ratings.test.ts); the RMSE on the official folds of MovieLens 100K.
 */

import { z } from 'zod'
import { fitInSlices } from '../fitting.ts'
import { defineModel } from '../model.ts'
import { loadRatingModel, ratingModelSteps } from './rating-factors.ts'

const name = 'biased-mf'

const config = z.strictObject({
  embeddingSize: z.int().min(1).max(1_024).default(50).describe('Numbers in the factors of an item.'),
  epochs: z.int().min(1).default(80).describe('How often all ratings are gone through.'),
  learningRate: z.number().positive().default(0.01).describe('How far a rating moves what explains it.'),
  decay: z.number().positive().max(1).default(1).describe('The learning rate of an epoch is that of the last times this.'),
  regularization: z.number().min(0).default(0.12).describe('Penalty on the squares of factors, for each rating.'),
  biasRegularization: z.number().min(0).default(0.005).describe('Penalty on the squares of biases, for each rating.'),
  deviation: z.number().positive().default(0.1).describe('Standard deviation of the factors before the first epoch.'),
})

export const biasedMf = defineModel({
  name,
  summary: 'Expected ratings from biases of people and items and from factors of both.',
  config,
  search: {
    embeddingSize: [10, 20, 50, 100],
    epochs: [20, 40, 80, 120],
    learningRate: [0.005, 0.01, 0.02],
    regularization: [0.05, 0.08, 0.1, 0.12, 0.15],
  },
  needs: ['ratings'],
  predicts: 'ratings',
  fit: async (dataset, settings, context) =>
    fitInSlices(ratingModelSteps(name, dataset, { ...settings, implicit: false, config: settings }, context), context),
  load: (bytes) => loadRatingModel({ name, config }, bytes),
})
