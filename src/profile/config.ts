/** @file What a person's acts are worth and how they fade: one schema with its defaults. */

import { z } from 'zod'
import { explicitTypes, type InteractionType, interactionTypes } from '../data/interaction.ts'

const signal = z.number().min(-1).max(1)
const share = z.number().min(0).max(1)

/** Signals in [−1, 1]. Explicit ones stand alone (the last wins); positive implicit ones add up as 1 − ∏(1 − a); a negative one counts only alone. */
const signalsSchema = z.strictObject({
  like: signal.default(1),
  dislike: signal.default(-1),
  hide: signal.default(-1),
  save: signal.default(0.6),
  purchase: signal.default(1),
  view: signal.default(0.05),
  click: signal.default(0.2),
  cart: signal.default(0.5),
  /** Of a dwell as long as expected or longer; shorter ones are worth their part. */
  dwell: signal.default(0.5),
  skip: signal.default(-0.1),
  seen: signal.default(0),
} satisfies Record<Exclude<InteractionType, 'rating'>, z.ZodType>)

export const tasteConfigSchema = z.strictObject({
  signals: signalsSchema.prefault({}),
  /** The ends of the rating scale; its middle says nothing. */
  rating: z
    .strictObject({ lowest: z.number().default(1), highest: z.number().default(5) })
    .refine(({ lowest, highest }) => lowest < highest, { error: 'the lowest rating is not below the highest' })
    .prefault({}),
  expectedDwellSeconds: z.number().positive().default(60),
  /** H: the lasting part of a weight halves in this time. */
  halfLifeDays: z.number().positive().default(180),
  /** η: the part of a weight that belongs to the session. */
  sessionShare: share.default(0.5),
  /** h: the session's part halves with this many later positive items. */
  sessionHalfLifeItems: z.number().positive().default(4),
  /** A session ends when nothing positive happened for this long. */
  sessionGapMinutes: z.number().positive().default(30),
  /** W: how many items, the newest, taste is folded from. */
  window: z.number().int().min(1).max(1_024).default(512),
  /** How many of a person's newest positive items enter what everyone's likes are counted from. */
  countedPositives: z.number().int().min(1).max(1_024).default(200),
  /** After any of these the person knows the item, and it is not recommended again; a mere look or a skip leaves it in the lists. */
  knownBy: z.array(z.enum(interactionTypes)).default([...explicitTypes, 'seen']),
  /** ρ from which an item joins an interest. */
  joinAt: share.default(0.2),
  /** ρ from which two interests are one. */
  mergeAt: share.default(0.6),
  mostInterests: z.number().int().min(1).max(12).default(12),
  /** A disliked item of weight 1 takes this much from the score of its like; nothing at ρ ≤ `penaltyFrom`. */
  penalty: z.number().min(0).max(100).default(2),
  penaltyFrom: z.number().min(0).max(0.99).default(0.2),
})

export type TasteConfig = z.infer<typeof tasteConfigSchema>
export const defaultTasteConfig: TasteConfig = tasteConfigSchema.parse({})
