/** @file SVD++: the biased matrix factorization, in which what a person chose to rate speaks too, whatever the rating was.
 *
 * Objective: min Σ (r_ui − μ − b_u − b_i − q_i · (p_u + |N(u)|^−½ Σ_{j ∈ N(u)} y_j))² + λ_b (b_u² + b_i²) + λ (|p_u|² + |q_i|²) + λ_y Σ_{j ∈ N(u)} |y_j|², by
 * stochastic gradients over people in drawn order. Shapes: R csr [U × I] of ratings, Q and Y [I × D], b [I]. Cost: an epoch O(ratings · D), memory (U + 2 I) D.
 * Cold start: the person's b and p are solved from the ratings of the history as of now (rating-factors.ts), for people of the fit too; no row of a user is kept.
 * A person without a rated item, and an item that nobody rated, cannot be scored.
 * Source: Koren, Factorization Meets the Neighborhood, KDD 2008, equations 15-16.
 * Checked against: gradients by differences (math/descent-ratings.test.ts); the RMSE on the official folds of MovieLens 100K.
 */

import { z } from 'zod'
import { fitInSlices } from '../fitting.ts'
import { defineModel } from '../model.ts'
import { loadRatingModel, ratingModelSteps } from './rating-factors.ts'

const name = 'svd-plus-plus'

const config = z.strictObject({
  embeddingSize: z.int().min(1).max(1_024).default(50).describe('Numbers in the factors of an item.'),
  epochs: z.int().min(1).default(40).describe('How often all ratings are gone through.'),
  learningRate: z.number().positive().default(0.01).describe('How far a rating moves what explains it.'),
  decay: z.number().positive().max(1).default(1).describe('The learning rate of an epoch is that of the last times this.'),
  regularization: z.number().min(0).default(0.13).describe('Penalty on the squares of factors, for each rating.'),
  biasRegularization: z.number().min(0).default(0.005).describe('Penalty on the squares of biases, for each rating.'),
  implicitRegularization: z
    .number()
    .min(0)
    .default(0.005)
    .describe('Penalty on the squares of the factors of what was rated, for each rating.'),
  deviation: z.number().positive().default(0.1).describe('Standard deviation of the factors before the first epoch.'),
})

export const svdPlusPlus = defineModel({
  name,
  summary: 'Expected ratings from biases, factors, and what a person chose to rate at all.',
  config,
  search: {
    embeddingSize: [10, 20, 50, 100],
    epochs: [20, 30, 40, 60],
    learningRate: [0.005, 0.01, 0.02],
    regularization: [0.08, 0.1, 0.13, 0.15],
    implicitRegularization: [0.001, 0.002, 0.005, 0.02],
  },
  needs: ['ratings'],
  predicts: 'ratings',
  fit: async (dataset, settings, context) =>
    fitInSlices(ratingModelSteps(name, dataset, { ...settings, implicit: true, config: settings }, context), context),
  load: (bytes) => loadRatingModel({ name, config }, bytes),
})
