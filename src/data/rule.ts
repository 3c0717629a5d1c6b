/** @file A rule: a preference the person stated outright ("no horror", "after 1990"), kept with their own words, visible and removable. */

import { z } from 'zod'
import { type Filter, filterSchema } from './filter.ts'

/**
 * Hard rules (`boost` left out) filter: only what `filter` admits may be recommended, and no fallback relaxes them.
 * Soft rules multiply: what `filter` admits is favoured by `boost` (¼ to 4). Rules do not decay.
 */
export type Rule = {
  readonly id: string
  readonly filter: Filter
  readonly boost?: number | undefined
  /** The person's own words, shown as they were said. */
  readonly words: string
  readonly from: 'chat' | 'click' | 'api'
  /** Epoch milliseconds. */
  readonly setAt: number
  /** Epoch milliseconds; after this the rule no longer holds ("tonight"). */
  readonly expiresAt?: number | undefined
}

export const ruleInputSchema = z.strictObject({
  filter: filterSchema,
  boost: z.number().min(0.25).max(4).optional(),
  words: z.string().min(1).max(500),
  expiresAt: z.number().int().optional(),
})
/** What a caller states; id, origin and time are given by the engine. */
export type RuleInput = z.infer<typeof ruleInputSchema>
