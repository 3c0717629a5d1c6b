/** @file A person's evidence: what a profile is folded from. Facts only, no vectors and no weights. */

import type { InteractionType } from './interaction.ts'
import type { LogRecord } from './log-record.ts'
import type { Rule } from './rule.ts'
import { ruleAttributes } from './rule-attributes.ts'

export type EvidenceInteraction = {
  readonly seq: number
  readonly item: string
  readonly type: InteractionType
  readonly value?: number | undefined
  readonly occurredAt: number
  /** The order that a purchase belongs to. */
  readonly order?: string | undefined
}
export type EvidenceControl = { readonly seq: number; readonly interest: string; readonly gain: number }
export type EvidenceRule = { readonly seq: number; readonly rule: Rule }

export type Evidence = {
  /** The sequence number of the newest record, 0 when there is none. */
  readonly revision: number
  /** The newest `keptInteractions` that were not taken back, in log order. */
  readonly interactions: readonly EvidenceInteraction[]
  readonly rules: readonly EvidenceRule[]
  readonly controls: readonly EvidenceControl[]
  /** True when the log holds effective interactions older than those kept: taking one back then needs the log. */
  readonly truncated: boolean
}

export const keptInteractions = 1_024
export const emptyEvidence: Evidence = { revision: 0, interactions: [], rules: [], controls: [], truncated: false }

/**
 * The evidence after one more record of the same person.
 *
 * `retract` and `rule-remove` take something away: see `withoutRecord`. Where `needsHistory` says so, fold the whole history instead.
 */
export function appendRecord(evidence: Evidence, record: LogRecord): Evidence {
  const { seq, event } = record
  if (event.kind === 'forget') return { ...emptyEvidence, revision: seq }
  if (event.kind === 'interaction') {
    const { item, type, value, occurredAt, order } = event
    const interaction: EvidenceInteraction = {
      seq,
      item,
      type,
      occurredAt,
      ...(value !== undefined && { value }),
      ...(order !== undefined && { order }),
    }
    const full = evidence.interactions.length >= keptInteractions
    const kept = full ? evidence.interactions.slice(1 - keptInteractions) : evidence.interactions
    return { ...evidence, revision: seq, interactions: [...kept, interaction], truncated: evidence.truncated || full }
  }
  if (event.kind === 'rule-set') return { ...evidence, revision: seq, rules: [...evidence.rules, { seq, rule: event.rule }] }
  if (event.kind === 'control-set') {
    return { ...evidence, revision: seq, controls: [...evidence.controls, { seq, interest: event.interest, gain: event.gain }] }
  }
  throw new TypeError(`A ${event.kind} record is folded from the whole history, not appended.`)
}

/** Whether the record's effect depends on history beyond the stored evidence. */
export function needsHistory(evidence: Evidence, record: LogRecord): boolean {
  const { event } = record
  if (event.kind === 'merge') return true
  if (event.kind !== 'retract') return false
  const isTarget = (entry: { readonly seq: number }) => entry.seq === event.target
  return evidence.truncated || ![evidence.interactions, evidence.rules, evidence.controls].some((entries) => entries.some(isTarget))
}

/** The evidence after a `retract` or `rule-remove` when everything it touches is still kept. */
export function withoutRecord(evidence: Evidence, record: LogRecord): Evidence {
  const { seq, event } = record
  if (event.kind === 'rule-remove')
    return { ...evidence, revision: seq, rules: evidence.rules.filter(({ rule }) => rule.id !== event.rule) }
  if (event.kind !== 'retract') throw new TypeError(`A ${event.kind} record takes nothing away.`)
  const stays = (entry: { readonly seq: number }) => entry.seq !== event.target
  return {
    ...evidence,
    revision: seq,
    interactions: evidence.interactions.filter(stays),
    rules: evidence.rules.filter(stays),
    controls: evidence.controls.filter(stays),
  }
}

/**
 * Folds a whole history: the records since the person's last `forget`, those of merged people among them, ordered by `seq`.
 * The oracle of `appendRecord` and `withoutRecord`: both ways end in the same evidence.
 */
export function foldRecords(history: readonly LogRecord[]): Evidence {
  const retracted = new Set(history.flatMap(({ event }) => (event.kind === 'retract' ? [event.target] : [])))
  let evidence = emptyEvidence
  const interactions: EvidenceInteraction[] = []
  for (const record of history) {
    evidence = { ...evidence, revision: record.seq }
    if (record.event.kind === 'merge' || record.event.kind === 'retract' || retracted.has(record.seq)) continue
    evidence = record.event.kind === 'rule-remove' ? withoutRecord(evidence, record) : appendRecord(evidence, record)
    if (record.event.kind === 'forget') interactions.length = 0
    interactions.push(...evidence.interactions)
    evidence = { ...evidence, interactions: [] }
  }
  return { ...evidence, interactions: interactions.slice(-keptInteractions), truncated: interactions.length > keptInteractions }
}

/** The rules that hold at `now`: not expired, on the same attributes (hard and soft apart) only the latest, and of a rule and its opposite the latter. */
export function rulesInForce(evidence: Evidence, now: number): readonly Rule[] {
  const latest = new Map<string, Rule>()
  for (const { rule } of evidence.rules) {
    if (rule.expiresAt !== undefined && rule.expiresAt <= now) continue
    // "I hate westerns" takes the place of "I love westerns", whatever the strength of either.
    for (const [key, older] of latest) if (meantOf(older) === meantOf(rule)) latest.delete(key)
    latest.set(ruleKey(rule), rule)
  }
  return [...latest.values()]
}

function ruleKey(rule: Rule): string {
  const negative = rule.filter.not !== undefined
  // Exclusions add up ("no horror", "no war"); what is asked for on one attribute replaces what was asked for before.
  return negative
    ? `${rule.boost === undefined ? 'hard' : 'soft'} ${JSON.stringify(rule.filter)}`
    : `${rule.boost === undefined ? 'hard' : 'soft'} ${ruleAttributes(rule.filter).join(' ')}`
}

/** What a rule is about, for or against. */
function meantOf({ filter }: Rule): string {
  const { not, ...rest } = filter
  return JSON.stringify(not !== undefined && Object.keys(rest).length === 0 ? not : filter)
}
