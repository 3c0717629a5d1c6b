/** @file The log: the one durable truth. Every record is a fact; weights and half-lives are applied when it is read. */

import type { InteractionType } from './interaction.ts'
import type { Rule } from './rule.ts'

/** What happened to one person's evidence. */
export type LogEvent =
  | {
      readonly kind: 'interaction'
      readonly item: string
      readonly type: InteractionType
      readonly value?: number | undefined
      readonly occurredAt: number
      readonly slate?: string | undefined
      readonly position?: number | undefined
      /** The order that a purchase belongs to. */
      readonly order?: string | undefined
    }
  /** Takes back the record with that sequence number (an interaction, rule or control of the same person). */
  | { readonly kind: 'retract'; readonly target: number }
  | { readonly kind: 'rule-set'; readonly rule: Rule }
  | { readonly kind: 'rule-remove'; readonly rule: string }
  /** Turns one interest up or down: 0 mutes it, 1 is neutral, 2 doubles it. The interest is named by its founding item. */
  | { readonly kind: 'control-set'; readonly interest: string; readonly gain: number }
  /** All evidence of `from` becomes this person's, in log order; `from` is empty afterwards. */
  | { readonly kind: 'merge'; readonly from: string }
  /** Everything before this record is forgotten. */
  | { readonly kind: 'forget' }

export type LogRecord = {
  /** 1, 2, 3 … in the order of acceptance. */
  readonly seq: number
  /** The same person's previous record, 0 for the first: undo, export and audit follow this chain. */
  readonly prev: number
  readonly user: string
  /** Epoch milliseconds. */
  readonly receivedAt: number
  readonly event: LogEvent
}
