/** @file How many acts each item of a dataset has. */

import type { Dataset } from '../../data/dataset.ts'

/** [I] */
export function actCounts(dataset: Dataset): Int32Array {
  const counts = new Int32Array(dataset.items.length)
  for (const item of dataset.item) counts[item]!++
  return counts
}
