/** @file An interaction: one act of one person on one item, as it arrives at a border. */

import { z } from 'zod'
import { identifierOf } from './identifier.ts'

/** Explicit feedback says what the person thinks; implicit feedback is only a hint of it. */
export const explicitTypes = ['like', 'dislike', 'hide', 'save', 'purchase', 'rating'] as const
/** `seen` says that the person knows the item already: it leaves the lists and says nothing of taste. */
const implicitTypes = ['view', 'click', 'cart', 'dwell', 'skip', 'seen'] as const
export const interactionTypes = [...explicitTypes, ...implicitTypes] as const
export type InteractionType = (typeof interactionTypes)[number]

export type Interaction = {
  readonly item: string
  readonly type: InteractionType
  /** `rating`: on the engine's scale (1..5 unless configured). `dwell`: seconds. Other types take none. */
  readonly value?: number | undefined
  /** Epoch milliseconds; now when left out. More than five minutes ahead of the receiver's clock is refused. */
  readonly occurredAt?: number | undefined
  /** The client's id of this event: the same id and payload again returns the first acknowledgement (kept for 7 days). */
  readonly eventId?: string | undefined
  /** The slate that showed the item, and its place there: attribution. */
  readonly slateId?: string | undefined
  readonly position?: number | undefined
  /** Of a `purchase`: the order it belongs to. What one person bought under one id was bought together. */
  readonly orderId?: string | undefined
}

const identifier = identifierOf('id')

export const interactionSchema = z
  .strictObject({
    item: identifier,
    type: z.enum(interactionTypes),
    value: z.number().optional(),
    occurredAt: z.number().int().min(0).optional(),
    eventId: identifier.optional(),
    slateId: identifier.optional(),
    position: z.number().int().min(0).max(10_000).optional(),
    orderId: identifier.optional(),
  })
  .superRefine((interaction, context) => {
    const needsValue = interaction.type === 'rating' || interaction.type === 'dwell'
    if (needsValue && interaction.value === undefined)
      context.addIssue({ code: 'custom', path: ['value'], message: `A ${interaction.type} needs a value` })
    if (!needsValue && interaction.value !== undefined)
      context.addIssue({ code: 'custom', path: ['value'], message: `A ${interaction.type} takes no value` })
    if (interaction.type === 'dwell' && (interaction.value ?? 0) < 0)
      context.addIssue({ code: 'custom', path: ['value'], message: 'A dwell is not negative' })
    if (interaction.type !== 'purchase' && interaction.orderId !== undefined)
      context.addIssue({ code: 'custom', path: ['orderId'], message: 'Only a purchase belongs to an order' })
  })
