/** @file What a conversation remembers between two messages: bounded in number and in time, and lost with the process. */

import type { Rule } from '../data/rule.ts'
import type { Plan } from '../pipeline/plan.ts'

export type Remembered = {
  readonly plan: Plan
  readonly slateId: string
  /** Ids of the items shown, in order. */
  readonly shown: readonly string[]
  /** Log places of what the last message wrote: "undo" takes them back. */
  readonly written: readonly number[]
  /** The rules a stranger has stated so far, in order, those that later ones stand in for among them: they hold in this conversation only. */
  readonly rules: readonly Rule[]
  /** Whether the message stated something to keep: what "undo" looks for. */
  readonly stated: boolean
  /** The state before this message; the chain is cut after a few. */
  readonly earlier?: Remembered | undefined
}

export interface ConversationMemory {
  /** What was remembered last under this key; undefined when nothing was, or too long ago. */
  recall(key: string): Remembered | undefined
  remember(key: string, remembered: Remembered): void
}

export type MemoryOptions = {
  /** Conversations kept; the one unused longest goes first. */
  readonly capacity?: number | undefined
  /** A conversation silent for longer starts anew. */
  readonly silenceMs?: number | undefined
}

/** How far back "undo" can go. */
const longestChain = 20

/** The newest state of the chain in which something was stated. */
export function lastStated(remembered: Remembered | undefined): Remembered | undefined {
  let state = remembered
  while (state && !state.stated) state = state.earlier
  return state
}

function shortened(state: Remembered, length: number): Remembered {
  if (!state.earlier) return state
  return { ...state, earlier: length <= 1 ? undefined : shortened(state.earlier, length - 1) }
}

/** @param now epoch milliseconds. */
export function createConversationMemory(
  now: () => number,
  { capacity = 10_000, silenceMs = 2 * 60 * 60 * 1_000 }: MemoryOptions = {},
): ConversationMemory {
  const conversations = new Map<string, { readonly remembered: Remembered; readonly at: number }>()
  return {
    recall(key) {
      const entry = conversations.get(key)
      if (entry === undefined) return undefined
      conversations.delete(key)
      if (now() - entry.at > silenceMs) return undefined
      conversations.set(key, entry)
      return entry.remembered
    },
    remember(key, remembered) {
      conversations.delete(key)
      conversations.set(key, { remembered: shortened(remembered, longestChain), at: now() })
      if (conversations.size > capacity) conversations.delete(conversations.keys().next().value as string)
    },
  }
}
