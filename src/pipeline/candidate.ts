/** @file A candidate: an item that a source proposes, with the source's score and cause. */

import type { ItemScore } from '../data/item-score.ts'

export const sourceNames = ['taste', 'words', 'similar', 'together', 'trained', 'popular', 'fresh'] as const
export type SourceName = (typeof sourceNames)[number]

export type Candidate = ItemScore & {
  readonly source: SourceName
  /** Integers of the person's items (or the request's seeds) that brought it, strongest first. */
  readonly because?: readonly number[] | undefined
}
