/** @file A candidate: an item that a source proposes, or a draw, with the score it has there and its cause. */

import type { ItemScore } from '../data/item-score.ts'

export const sourceNames = ['taste', 'words', 'similar', 'bought', 'together', 'trained', 'popular', 'fresh'] as const
export type SourceName = (typeof sourceNames)[number]
/** What fills places beside the sources, with a known probability: an item of a drawn topic, and one of all that may be shown. */
export type DrawName = 'explore' | 'random'

export type Candidate = ItemScore & {
  readonly source: SourceName | DrawName
  /** Integers of the person's items (or the request's seeds) that brought it, strongest first. */
  readonly because?: readonly number[] | undefined
}

/** A candidate whose causes are looked up when asked for: few of the hundreds are shown, and each costs a look-up for every item of the person. */
export class ExplainedLater implements Candidate {
  readonly item: number
  readonly score: number
  readonly source: SourceName
  readonly #causes: (item: number) => readonly number[]
  #because: readonly number[] | undefined

  constructor(item: number, score: number, source: SourceName, causes: (item: number) => readonly number[]) {
    this.item = item
    this.score = score
    this.source = source
    this.#causes = causes
  }

  get because(): readonly number[] {
    this.#because ??= this.#causes(this.item)
    return this.#because
  }
}
