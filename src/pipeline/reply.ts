/** @file The replier contract: sentences about cards that are already fixed. It can name no other item. */

import type { Rule } from '../data/rule.ts'
import type { SlateItem } from '../data/slate.ts'
import type { Plan } from './plan.ts'

export type ReplyContext = {
  readonly message: string
  readonly plan: Plan
  readonly items: readonly SlateItem[]
  /** Rules written or removed by this message. */
  readonly rulesSet: readonly Rule[]
  readonly rulesRemoved: readonly Rule[]
  /** The rules in force: one of them may be why an answer is empty. */
  readonly rules?: readonly Rule[] | undefined
  /** Of an undo: whether there was anything to take back. */
  readonly takenBack?: boolean | undefined
  /** How many items the hard filters admitted: 0 explains an empty answer. */
  readonly admitted: number
}

export interface Replier {
  readonly name: string
  /** The reply in pieces. Throws PenchantError `model-unavailable` when it cannot; the built-in replier never does. */
  reply(context: ReplyContext, signal?: AbortSignal): AsyncIterable<string>
}
