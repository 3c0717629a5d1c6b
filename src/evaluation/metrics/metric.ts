/** @file What a metric is to the harness: what it reads of a case, the columns of numbers it keeps for each user, and how their means make one figure.
 *
 * Columns are kept so that users can be resampled and models compared in pairs. `combine` does not change when all columns are scaled alike: a ratio of
 * means is the ratio of sums. NaN in a user's columns = the metric says nothing about this user, who is then left out of it.
 */

import type { Dataset } from '../../data/dataset.ts'
import type { Case } from '../protocols/protocol.ts'
import type { RankedTargets } from '../ranked-targets.ts'

type Common = {
  /** 'NDCG@10' */
  readonly label: string
  readonly better: 'higher' | 'lower' | 'neither'
  /** k; undefined where the whole ranking counts or none does. */
  readonly cutoff: number | undefined
}
type ByUser = { readonly combine: (means: readonly number[]) => number }

/** One value a user, from where the targets stand. */
export type RankingMetric = Common & ByUser & { readonly reads: 'ranking'; readonly of: (ranked: RankedTargets) => number }

/** From the predictions of a user's held-out ratings. */
export type RatingMetric = Common &
  ByUser & { readonly reads: 'ratings'; readonly of: (predicted: Float32Array, actual: Float32Array) => readonly number[] }

/** From a user's list of k items. */
export type ListMetric = Common &
  ByUser & {
    readonly reads: 'list'
    readonly cutoff: number
    readonly prepare: (train: Dataset) => (list: Int32Array, one: Case) => readonly number[]
  }

/** From all users' lists at once: one figure, no interval. */
export type CatalogueMetric = Common & {
  readonly reads: 'lists'
  readonly cutoff: number
  readonly of: (lists: readonly Int32Array[], items: number) => number
}

export type Metric = RankingMetric | RatingMetric | ListMetric | CatalogueMetric
