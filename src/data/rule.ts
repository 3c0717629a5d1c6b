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

/** The attribute names a rule speaks of, sorted: a newer rule of the same kind on the same attributes takes the older one's place. */
export function ruleAttributes(filter: Filter): readonly string[] {
  const names = new Set<string>()
  const visit = (part: Filter) => {
    for (const [name, value] of Object.entries(part)) {
      if (name === 'not') visit(value as Filter)
      else if (name === 'all' || name === 'any') for (const inner of value as readonly Filter[]) visit(inner)
      else if (value !== undefined) names.add(name)
    }
  }
  visit(filter)
  return [...names].sort()
}
