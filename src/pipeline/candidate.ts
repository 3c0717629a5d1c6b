/** @file A candidate: an item that a source proposes, or a draw, with the score it has there and its cause. */

import type { ItemScore } from '../data/item-score.ts'

export const sourceNames = ['taste', 'words', 'similar', 'together', 'trained', 'popular', 'fresh'] as const
export type SourceName = (typeof sourceNames)[number]
/** What fills places beside the sources, with a known probability: an item of a drawn topic, and one of all that may be shown. */
export type DrawName = 'explore' | 'random'

export type Candidate = ItemScore & {
  readonly source: SourceName | DrawName
  /** Integers of the person's items (or the request's seeds) that brought it, strongest first. */
  readonly because?: readonly number[] | undefined
}
