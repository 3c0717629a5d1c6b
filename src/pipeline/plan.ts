/** @file The plan: what a message asks for, typed. A grammar fills it; a language model may fill the same one, and nothing else. */

import type { Filter } from '../data/filter.ts'
import type { Item } from '../data/item.ts'
import type { Rule, RuleInput } from '../data/rule.ts'

export type Plan = {
  /** `recommend` retrieves; `more` continues the last answer; `explain` says why an item is there; `undo` takes back the last statement; `greet` and `help` only talk (and still show a first list). */
  readonly act: 'recommend' | 'more' | 'explain' | 'undo' | 'greet' | 'help'
  /** Must hold, in this answer only. Of `explain` it admits the items asked about alone, whether or not they were seen. */
  readonly filter?: Filter | undefined
  /** Soft: favoured in this answer, each with a factor of ¼ to 4. */
  readonly boosts: readonly { readonly filter: Filter; readonly boost: number }[]
  /** What no rule understood, and mood words: searched by words and vectors, never dropped. */
  readonly text: string
  /** Ids of items to be like, and to be unlike. */
  readonly seeds: readonly string[]
  readonly unlike: readonly string[]
  /** Ids not to show. */
  readonly exclude: readonly string[]
  readonly k?: number | undefined
  /** What the person said of items they know: "I loved Fargo", "seen Heat". */
  readonly feedback: readonly { readonly item: string; readonly type: 'like' | 'dislike' | 'seen' }[]
  /** Preferences that outlast this answer, with the person's own words. */
  readonly rules: readonly RuleInput[]
  /** Ids of rules the person takes back ("horror is fine after all"). */
  readonly removeRules: readonly string[]
  /** Every rule goes, also those that later ones stand in for ("forget all my rules"). */
  readonly removesAll?: boolean | undefined
  /** Each phrase and how it was taken, in the order of the message: shown to the person. */
  readonly understood: readonly { readonly words: string; readonly as: string }[]
}

/** A plan that asks for nothing in particular. */
export const emptyPlan: Plan = {
  act: 'recommend',
  boosts: [],
  text: '',
  seeds: [],
  unlike: [],
  exclude: [],
  feedback: [],
  rules: [],
  removeRules: [],
  understood: [],
}

/** What is known when a message arrives. */
export type PlanContext = {
  readonly rules: readonly Rule[]
  /** Items of the last answer, in order: "the second one", "like these". */
  readonly shown: readonly Item[]
  /** The last plan of this conversation: "something shorter", "more". */
  readonly last?: Plan | undefined
  readonly now: number
}

export interface Planner {
  readonly name: string
  plan(message: string, context: PlanContext, signal?: AbortSignal): Plan | Promise<Plan>
}
