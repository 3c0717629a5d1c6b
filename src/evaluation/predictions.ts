/** @file Which metrics compare with ratings, and so cannot be asked of a model whose scores only rank. */

import { PenchantError } from '../errors.ts'
import type { ModelDefinition } from '../models/model.ts'

const errorsOfRatings: readonly string[] = ['RMSE', 'MAE']

/** @throws PenchantError `invalid-input` where the metric compares with ratings and the model's scores are none. */
export function requirePredictions({ name, predicts }: Pick<ModelDefinition, 'name' | 'predicts'>, label: string): void {
  if (predicts === 'ratings' || !errorsOfRatings.includes(label)) return
  throw new PenchantError(
    'invalid-input',
    `${label} measures predicted ratings, and ${name} only ranks. Choose a model such as biased-mf, or NDCG@10.`,
  )
}
