/** @file What an engine does for one person: track, undo, recommend. Evaluation replays logs through this port. */

import type { Filter } from '../data/filter.ts'
import type { Interaction } from '../data/interaction.ts'
import type { Attributes } from '../data/item.ts'
import type { Slate } from '../data/slate.ts'
import type { Knobs } from './knobs.ts'

/** Proof that an event is durable: once you hold it, it survives a crash, and every later answer counts it. */
export type Acknowledgement = {
  /** Place in the log; `undo` takes it. */
  readonly seq: number
  /** True when this eventId was acknowledged before and nothing was added. */
  readonly repeated: boolean
}

export type RecommendRequest = {
  /** Left out: a stranger, for whom nothing is known. */
  readonly user?: string | undefined
  /** Number of items, 1-100. */
  readonly k?: number | undefined
  readonly filter?: Filter | undefined
  readonly boosts?: readonly { readonly filter: Filter; readonly boost: number }[] | undefined
  /** Soft words. */
  readonly text?: string | undefined
  /** Ids of items to be like, and to be unlike. */
  readonly seeds?: readonly string[] | undefined
  readonly unlike?: readonly string[] | undefined
  readonly exclude?: readonly string[] | undefined
  /** The slate to continue: its items and those before it are not shown again. */
  readonly after?: string | undefined
  /** The page this is for ("home", "chat"): recorded with the slate. */
  readonly scenario?: string | undefined
  /** 0 = relevance alone … 1 = variety alone. */
  readonly diversity?: number | undefined
  /** How far the page leaves what is known of the person; each 0 … 1. What is left out is as configured. */
  readonly knobs?: Knobs | undefined
  readonly trace?: boolean | undefined
}

export interface Recommender<A extends Attributes = Attributes> {
  /** Resolves once the interactions are durable and count. @throws PenchantError `invalid-input`, `unknown-item`, `event-conflict`. */
  track(user: string, interaction: Interaction): Promise<Acknowledgement>
  trackAll(user: string, interactions: readonly Interaction[]): Promise<readonly Acknowledgement[]>
  /** Takes back what was acknowledged with that `seq` (of the same person): as if it had never been. */
  undo(user: string, seq: number): Promise<Acknowledgement>
  recommend(request: RecommendRequest): Promise<Slate<A>>
}
