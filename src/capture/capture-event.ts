/** @file What a person did, as it is handed to capture; and the checks every event passes before it may be stored. */

import { z } from 'zod'
import { checkShape } from '../data/check.ts'
import { checkIdentifier } from '../data/identifier.ts'
import { type Interaction, interactionSchema } from '../data/interaction.ts'
import type { LogEvent } from '../data/log-record.ts'
import { ruleInputSchema } from '../data/rule.ts'
import { isWellFormed } from '../data/well-formed.ts'
import { PenchantError } from '../errors.ts'
import type { Append } from '../storage/storage.ts'

/** An interaction as it arrived, or another event of the log; each with the client's id of it, where it has one. */
export type CaptureEvent =
  | ({ readonly kind: 'interaction' } & Interaction)
  | (Exclude<LogEvent, { readonly kind: 'interaction' }> & { readonly eventId?: string | undefined })

export type CaptureRules = {
  /** Whether the catalogue has the item. */
  readonly knowsItem: (id: string) => boolean
  /** The ends of the rating scale, both allowed. */
  readonly ratingScale: { readonly lowest: number; readonly highest: number }
}

/** How far ahead of the receiver's clock a client's clock may be. */
const furthestAheadMs = 5 * 60_000

/**
 * The event as storage takes it.
 *
 * @throws PenchantError `invalid-input`, `unknown-item`.
 */
export function checkEvent(user: string, event: CaptureEvent, receivedAt: number, rules: CaptureRules): Append {
  if (event?.kind === 'interaction') return checkInteraction(user, event, receivedAt, rules)
  const { eventId, ...stored } = event
  if (eventId !== undefined) checkIdentifier(eventId, 'event id')
  checkOther(user, stored)
  return { user, event: stored, receivedAt, eventId, payload: eventId === undefined ? undefined : payloadOf(stored) }
}

function checkInteraction(
  user: string,
  { kind, ...given }: CaptureEvent & { kind: 'interaction' },
  receivedAt: number,
  rules: CaptureRules,
): Append {
  const checked = checkShape(interactionSchema, given, 'interaction')
  const { eventId, slateId, orderId, position, item, type, value, occurredAt = receivedAt } = checked
  if (occurredAt > receivedAt + furthestAheadMs) {
    throw new PenchantError(
      'invalid-input',
      'The interaction lies more than five minutes in the future. Send occurredAt in epoch milliseconds, or leave it out.',
      { details: { occurredAt, receivedAt } },
    )
  }
  const { lowest, highest } = rules.ratingScale
  if (type === 'rating' && value !== undefined && (value < lowest || value > highest)) {
    throw new PenchantError('invalid-input', `The rating ${value} is off the scale. Send ${lowest} to ${highest}.`, {
      details: { value, lowest, highest },
    })
  }
  if (!rules.knowsItem(item)) {
    throw new PenchantError('unknown-item', 'The catalogue has no item of that id. Put the item first, then send what happened to it.', {
      details: { item },
    })
  }
  const event: LogEvent = {
    kind,
    item,
    type,
    ...(value !== undefined && { value }),
    occurredAt,
    ...(slateId !== undefined && { slate: slateId }),
    ...(position !== undefined && { position }),
    ...(orderId !== undefined && { order: orderId }),
  }
  // What was sent, not what is stored: a repeat that leaves occurredAt out arrives at another time and is still the same event.
  const sent = [item, type, value, given.occurredAt, slateId, position, ...(orderId === undefined ? [] : [orderId])]
  return { user, event, receivedAt, eventId, payload: eventId === undefined ? undefined : JSON.stringify(sent) }
}

type OtherEvent = Exclude<LogEvent, { readonly kind: 'interaction' }>

const gainSchema = z.number().min(0).max(2)
const targetSchema = z.number().int().min(1)
const originSchema = z.enum(['chat', 'click', 'api'])

function checkOther(user: string, event: OtherEvent): void {
  if (event.kind === 'retract') checkShape(targetSchema, event.target, 'seq to take back')
  else if (event.kind === 'rule-remove') checkIdentifier(event.rule, 'rule id')
  else if (event.kind === 'control-set') {
    checkIdentifier(event.interest, 'interest id')
    checkShape(gainSchema, event.gain, 'gain')
  } else if (event.kind === 'merge') {
    checkIdentifier(event.from, 'user id to merge from')
    if (event.from === user)
      throw new PenchantError('invalid-input', 'A person cannot be merged into themselves. Name two different people.')
  } else if (event.kind === 'rule-set') {
    const { id, from, setAt, ...input } = event.rule
    checkIdentifier(id, 'rule id')
    checkShape(originSchema, from, 'origin of the rule')
    checkShape(z.number().int(), setAt, 'time of the rule')
    checkShape(ruleInputSchema, input, 'rule')
    checkTexts(event.rule)
  } else if (event.kind !== 'forget') {
    throw new PenchantError('invalid-input', 'The event is of no kind that can be captured. See CaptureEvent for the kinds.')
  }
}

/** NUL characters and lone surrogates do not survive every database, so they are refused wherever text may hide. */
function checkTexts(value: unknown): void {
  if (typeof value === 'string' && !isWellFormed(value)) {
    throw new PenchantError('invalid-input', 'The rule has a NUL character or a lone surrogate in a text. Send well-formed text.')
  }
  if (value === null || typeof value !== 'object') return
  for (const [name, part] of Object.entries(value)) {
    checkTexts(name)
    checkTexts(part)
  }
}

/** What tells a repeat from a conflict: of a rule, what the person stated, not the id and times it was given on the way. */
function payloadOf(event: OtherEvent): string | undefined {
  if (event.kind !== 'rule-set') return undefined
  const { filter, boost, words, from, expiresAt } = event.rule
  return JSON.stringify([filter, boost, words, from, from === 'chat' ? undefined : expiresAt])
}
