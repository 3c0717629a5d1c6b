/** @file A slate: one answer, its items in order with score, reason and sources; and the record of it that is kept for attribution. */

import type { Attributes, Item } from './item.ts'

/** Which part of the house answered: the planner and replier used, and the source of the order. */
export type Tier = 'llm' | 'ranker' | 'popular' | 'editorial'

/** One step down to a simpler means, and why: shown to whoever asks, never hidden. */
export type Degraded = {
  readonly stage: 'plan' | 'retrieve' | 'rank' | 'reply'
  readonly from: string
  readonly to: string
  readonly reason: string
}

/** Why an item is here, as data; `text` is the same as a sentence of ours. */
export type Reason = {
  readonly kind: 'taste' | 'similar' | 'bought' | 'together' | 'words' | 'rule' | 'popular' | 'editorial' | 'fresh' | 'explore'
  /** Ids of the person's items, or of the request's seeds, that caused it. */
  readonly because?: readonly string[] | undefined
  readonly text: string
}

export type SlateItem<A extends Attributes = Attributes> = {
  readonly item: Item<A>
  readonly position: number
  readonly score: number
  readonly reason: Reason
  /** Each source that proposed it, with the score in that source's own unit. */
  readonly sources: readonly { readonly name: string; readonly score: number }[]
}

/** One stage of the pipeline as it went: for the person who asks why. */
export type TraceStep = {
  readonly stage: string
  readonly name: string
  readonly milliseconds: number
  /** Number of candidates after the step. */
  readonly candidates: number
  readonly notes?: readonly string[] | undefined
}

export type Slate<A extends Attributes = Attributes> = {
  readonly slateId: string
  readonly items: readonly SlateItem<A>[]
  readonly tier: Tier
  readonly degraded: readonly Degraded[]
  /** The evidence revision this answer saw: an acknowledged interaction with a `seq` up to it counts. */
  readonly revision: number
  readonly trace?: readonly TraceStep[] | undefined
}

/** What is kept of a served slate. Served is not seen: seen is an interaction. */
export type SlateRecord = {
  readonly slateId: string
  readonly user: string | null
  /** Epoch milliseconds. */
  readonly time: number
  readonly scenario: string
  readonly variant: string | null
  readonly policy: { readonly document: string; readonly version: number; readonly before: string; readonly after: string } | null
  readonly versions: { readonly encoder: string; readonly models: readonly string[]; readonly documents: readonly string[] }
  readonly revision: number
  readonly seed: number
  readonly query: {
    readonly text?: string | undefined
    readonly seeds?: readonly string[] | undefined
    readonly filter?: unknown
    readonly k: number
    readonly exclude?: readonly string[] | undefined
    /** Those in force, where any of them was above 0. */
    readonly knobs?: Readonly<Record<string, number>> | undefined
  }
  readonly candidates: number
  readonly slots: readonly {
    readonly item: string
    readonly position: number
    readonly score: number
    readonly sources: readonly string[]
    readonly mode: 'exploit' | 'explore' | 'promotion'
    /** Of a slot that was drawn: the probability of its item after the slots drawn before it. Null where nothing was drawn. */
    readonly propensity: number | null
  }[]
}
