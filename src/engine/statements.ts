/** @file What people state, on its way to the log: interactions, undo, rules, interests turned up and down, merges. */

import { randomUUID } from 'node:crypto'
import type { Capture } from '../capture/capture.ts'
import type { CaptureEvent } from '../capture/capture-event.ts'
import { checkShape } from '../data/check.ts'
import type { Filter } from '../data/filter.ts'
import { checkIdentifier } from '../data/identifier.ts'
import type { Attributes } from '../data/item.ts'
import { type Rule, ruleInputSchema } from '../data/rule.ts'
import { PenchantError } from '../errors.ts'
import type { Acknowledgement } from '../pipeline/recommender.ts'
import type { Interest } from '../profile/taste.ts'
import type { Conversing } from './converse.ts'
import type { Penchant } from './penchant.ts'

type Parts = {
  readonly capture: Capture
  readonly now: () => number
  readonly rulesOf: (user: string) => Promise<readonly Rule[]>
  /** @throws PenchantError `invalid-input` for a filter that the catalogue cannot answer. */
  readonly checkFilter: (filter: Filter) => void
  readonly interestsOf: (user: string) => Promise<readonly Interest[]>
}

type Face = Pick<Penchant, 'track' | 'trackAll' | 'undo' | 'setRule' | 'removeRule' | 'setInterest' | 'merge'>

export type Statements = { readonly face: Face; readonly undo: Face['undo']; readonly write: Conversing<Attributes>['write'] }

/** More rules than anyone keeps in mind: what goes beyond is a mistake of a program. */
const mostRules = 200

/** Every function resolves once what it states is durable and counts. */
export function createStatements({ capture, now, rulesOf, checkFilter, interestsOf }: Parts): Statements {
  /** All are stored or none; a refused one (a conflict, a wrong target) is thrown with its place. */
  async function submit(user: string, events: readonly CaptureEvent[]): Promise<readonly Acknowledgement[]> {
    checkIdentifier(user, 'user id')
    const results = await capture.submit(user, events)
    return results.map((result, index) => {
      if (result.status !== 'refused') return { seq: result.seq, repeated: result.status === 'repeated' }
      const { code, message, details } = result.error
      throw new PenchantError(code, message, { details: events.length === 1 ? details : { ...details, index }, cause: result.error })
    })
  }
  const checkRoom = async (user: string, added: number) => {
    const standing = added === 0 ? 0 : (await rulesOf(user)).length
    if (standing + added <= mostRules) return
    throw new PenchantError('invalid-input', `A person has at most ${mostRules} rules. Remove one first.`, { details: { rules: standing } })
  }
  const one = async (user: string, event: CaptureEvent) => (await submit(user, [event]))[0] as Acknowledgement

  const face: Face = {
    track: (user, interaction) => one(user, { kind: 'interaction', ...interaction }),
    trackAll: (user, interactions) =>
      submit(
        user,
        interactions.map((interaction) => ({ kind: 'interaction', ...interaction })),
      ),
    undo: (user, seq) => one(user, { kind: 'retract', target: seq }),
    async setRule(user, input, from = 'api') {
      const { filter, words, boost, expiresAt } = checkShape(ruleInputSchema, input, 'rule')
      checkFilter(filter)
      if (expiresAt !== undefined && expiresAt <= now()) {
        throw new PenchantError('invalid-input', 'The rule would have expired already. Give a later expiresAt, in epoch milliseconds.')
      }
      await checkRoom(user, 1)
      const optional = { ...(boost !== undefined && { boost }), ...(expiresAt !== undefined && { expiresAt }) }
      const rule: Rule = { id: randomUUID(), filter, words, from, setAt: now(), ...optional }
      await one(user, { kind: 'rule-set', rule })
      return rule
    },
    async removeRule(user, ruleId) {
      if (!(await rulesOf(user)).some(({ id }) => id === ruleId)) {
        throw new PenchantError('unknown-rule', 'This person has no rule of that id. Read their profile for the rules in force.')
      }
      return one(user, { kind: 'rule-remove', rule: ruleId })
    },
    async setInterest(user, interestId, gain) {
      if (!(await interestsOf(user)).some(({ id }) => id === interestId)) {
        throw new PenchantError('unknown-interest', 'This person has no interest of that id. Read their profile for the interests.')
      }
      return one(user, { kind: 'control-set', interest: interestId, gain })
    },
    merge: (from, into) => one(into, { kind: 'merge', from }),
  }

  return {
    face,
    undo: face.undo,
    async write(user, { feedback, rules, removeRules, eventId }) {
      await checkRoom(user, rules.length)
      const named = (part: string, index: number) => (eventId === undefined ? {} : { eventId: `${eventId}.${part}${index}` })
      const events: readonly CaptureEvent[] = [
        ...feedback.map(({ item, type }, index) => ({ kind: 'interaction' as const, item, type, ...named('f', index) })),
        ...rules.map((rule, index) => ({ kind: 'rule-set' as const, rule, ...named('r', index) })),
        ...removeRules.map((rule, index) => ({ kind: 'rule-remove' as const, rule, ...named('x', index) })),
      ]
      return events.length === 0 ? [] : (await submit(user, events)).map(({ seq }) => seq)
    },
  }
}
