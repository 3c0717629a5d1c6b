/** @file What metrics of probabilities need of predictions and values. */

import { PenchantError } from '../../errors.ts'

/** @throws PenchantError `invalid-input` where the prediction is no probability or the value neither 0 nor 1. */
export function checkProbability(metric: string, predicted: number, actual: number): void {
  if (!(predicted >= 0 && predicted <= 1))
    throw new PenchantError(
      'invalid-input',
      `${metric} is for models whose scores are probabilities, and this one gave ${predicted}. Choose another metric or model.`,
    )
  if (actual !== 0 && actual !== 1)
    throw new PenchantError(
      'invalid-input',
      `${metric} needs values of 0 or 1, and the data has ${actual}. Choose another metric or data set.`,
    )
}
