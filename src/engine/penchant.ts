/** @file The engine as its users see it: items, people, recommendations, conversation. `createPenchant` makes one. */

import type { CatalogueSchema } from '../data/catalogue-schema.ts'
import type { EvidenceInteraction } from '../data/evidence.ts'
import type { Filter } from '../data/filter.ts'
import type { Attributes, Item } from '../data/item.ts'
import type { Rule, RuleInput } from '../data/rule.ts'
import type { Degraded, Slate, SlateRecord, Tier } from '../data/slate.ts'
import type { Plan } from '../pipeline/plan.ts'
import type { Acknowledgement, Recommender, RecommendRequest } from '../pipeline/recommender.ts'
import type { LearningStatus } from './live-learning.ts'
import type { RefitStatus } from './refit-schedule.ts'
import type { WeightsStatus } from './weights.ts'

export type ChatRequest = {
  /** Left out: a stranger; stated preferences then hold for this answer only. */
  readonly user?: string | undefined
  readonly message: string
  /** Carries "more", "shorter", "the second one" from one message to the next. */
  readonly conversation?: string | undefined
  readonly k?: number | undefined
  /** The client's id of this message: sent again, it writes nothing twice. */
  readonly eventId?: string | undefined
}

export type ChatAnswer<A extends Attributes = Attributes> = Slate<A> & {
  readonly reply: string
  readonly conversation: string
  readonly plan: Plan
  /** Rules in force after this message; `rulesSet` are those it wrote. */
  readonly rules: readonly Rule[]
  readonly rulesSet: readonly Rule[]
  readonly rulesRemoved: readonly Rule[]
  /** Who served each stage. */
  readonly served: { readonly plan: string; readonly rank: Tier; readonly reply: string }
}

/** A chat as it happens: the cards are fixed before the first word of the reply. */
export type ChatEvent<A extends Attributes = Attributes> =
  | { readonly type: 'items'; readonly answer: Omit<ChatAnswer<A>, 'reply' | 'served'> }
  | { readonly type: 'text'; readonly text: string }
  /** The reply so far does not count: it starts anew (a model failed half-way). */
  | { readonly type: 'restart'; readonly degraded: Degraded }
  | { readonly type: 'done'; readonly answer: ChatAnswer<A> }

export type ProfileView<A extends Attributes = Attributes> = {
  readonly user: string
  readonly revision: number
  readonly interests: readonly {
    readonly id: string
    /** The words that its items share, in the catalogue's own terms. */
    readonly name: string
    readonly share: number
    readonly gain: number
    readonly items: readonly Item<A>[]
  }[]
  readonly disliked: readonly Item<A>[]
  readonly rules: readonly Rule[]
  /** The newest first, each with what `undo` takes. */
  readonly interactions: readonly (EvidenceInteraction & { readonly title: string })[]
  /** How much is known, the sum of the positive weights: 0 for a stranger, about 1 for each fresh like. */
  readonly mass: number
}

export type EngineStatus = {
  /** Of Penchant. */
  readonly version: string
  /** Of the encoder and the catalogue: changes with every change of either. */
  readonly snapshot: string
  readonly items: number
  /** People with at least one positive interaction. */
  readonly people: number
  readonly encoder: string
  readonly embeddingSize: number
  readonly storage: string
  /** The language model that phrases replies, null when there is none. */
  readonly model: string | null
  /** The version of the fitted model that ranks, null while there is none. */
  readonly rankingModel: string | null
  /** Its fits: the last one, and when the next comes by itself. */
  readonly refit: RefitStatus
  /** Of a model that learns at every event; null where none does. */
  readonly learning: LearningStatus | null
  /** How the parts of the ranking are weighed, and what was learnt of it. */
  readonly weights: WeightsStatus
  /** What runs in the background: "training the encoder", "fitting the ranking model". */
  readonly busy: readonly string[]
  /** What failed in the background and goes on with what was there before. */
  readonly failures: readonly string[]
  /** What every answer does without until it is healed. Names no file and no host: anyone may read it. */
  readonly degraded: readonly Degraded[]
}

export interface Penchant<A extends Attributes = Attributes> extends Recommender<A> {
  readonly items: {
    put(items: readonly Item<A>[]): Promise<{ readonly stored: number }>
    remove(ids: readonly string[]): Promise<{ readonly removed: number }>
    get(id: string): Item<A> | undefined
    list(options?: { readonly after?: string | undefined; readonly k?: number | undefined; readonly filter?: Filter | undefined }): {
      readonly items: readonly Item<A>[]
      readonly next: string | null
    }
    schema(): CatalogueSchema
    /** Each attribute with its values and their counts, most frequent first: for forms and filters. */
    facets(): ReadonlyMap<string, readonly { readonly value: string; readonly count: number }[]>
  }
  similar(item: string, request?: Pick<RecommendRequest, 'user' | 'k' | 'filter' | 'trace'>): Promise<Slate<A>>
  /**
   * What was bought in one order with the item, most often first (purchases with an `orderId`): what completes it, not what replaces it.
   * Empty where nothing was; a slate of an engine without any order says so in `degraded`.
   */
  alsoBought(item: string, request?: Pick<RecommendRequest, 'user' | 'k' | 'filter' | 'trace'>): Promise<Slate<A>>
  /** Items by words; with a `user`, their taste orders what the words leave open. */
  search(text: string, request?: Pick<RecommendRequest, 'user' | 'k' | 'filter' | 'trace'>): Promise<Slate<A>>
  chat(request: ChatRequest, options?: { readonly signal?: AbortSignal }): Promise<ChatAnswer<A>>
  chatStream(request: ChatRequest, options?: { readonly signal?: AbortSignal }): AsyncIterable<ChatEvent<A>>
  profile(user: string): Promise<ProfileView<A>>
  setRule(user: string, rule: RuleInput, from?: Rule['from']): Promise<Rule>
  removeRule(user: string, ruleId: string): Promise<Acknowledgement>
  /** Turns an interest down (0 mutes it) or up (at most 2). */
  setInterest(user: string, interestId: string, gain: number): Promise<Acknowledgement>
  /** All evidence of `from` becomes `into`'s, in log order. */
  merge(from: string, into: string): Promise<Acknowledgement>
  /** Everything kept about a person, for them to take away. */
  exportUser(user: string): Promise<{ readonly user: string; readonly profile: ProfileView<A>; readonly records: readonly unknown[] }>
  /** Erases a person. False when nobody of that id was known. */
  forget(user: string): Promise<boolean>
  slate(slateId: string): Promise<SlateRecord | undefined>
  /**
   * Trains the encoder on the catalogue and the interactions as they are, in a worker, and swaps it in; likewise the model that the config names.
   * A model that can starts from the one before it, unless `cold`.
   */
  train(options?: { readonly cold?: boolean | undefined }): Promise<void>
  status(): EngineStatus
  /** Resolves once everything acknowledged is durable and the database is released. */
  close(): Promise<void>
}
