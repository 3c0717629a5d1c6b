/** @file The contract of a retrieval source: from one request to candidates. `testSource` is the suite for all. */

import type { ItemScore } from '../data/item-score.ts'
import type { Taste } from '../profile/taste.ts'
import type { Candidate, SourceName } from './candidate.ts'
import type { KnobValues } from './knobs.ts'
import type { Snapshot } from './snapshot.ts'

/** What one request asks, in integers and vectors. */
export type RetrievalQuery = {
  readonly snapshot: Snapshot
  readonly taste: Taste
  /** One byte an item, 1 = may be recommended: all filters, rules, seen and excluded items are already in it. */
  readonly eligible: Uint8Array
  /** Soft words, "" for none, and their vector in the text part of the space (zeros when nothing is known of them). */
  readonly text: string
  readonly textVector: Float32Array | undefined
  /** Items the request names as examples ("like Fargo"). */
  readonly seeds: readonly number[]
  /** Of each seed what was bought together with it, most often first: then this is asked for. Left out, what is like the seeds. */
  readonly companions?: readonly (readonly ItemScore[])[] | undefined
  readonly knobs: KnobValues
  readonly now: number
  /** Of the slate: the same request on the same evidence draws the same. */
  readonly seed: number
}

export interface Source {
  readonly name: SourceName
  /** At most `limit` eligible items, best first, each once; higher score = better. Empty when the source has nothing to say. */
  retrieve(query: RetrievalQuery, limit: number, signal?: AbortSignal): readonly Candidate[] | Promise<readonly Candidate[]>
}
