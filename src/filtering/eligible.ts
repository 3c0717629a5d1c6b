/** @file Which items one request may show: all filters, rules, known and excluded items in one mask. Nothing later widens it. */

import { type Filter, isEmptyFilter } from '../data/filter.ts'
import type { Rule } from '../data/rule.ts'
import { ruleAttributes } from '../data/rule-attributes.ts'
import type { FilterIndex, Snapshot } from '../pipeline/snapshot.ts'
import type { Taste } from '../profile/taste.ts'
import { countAdmitted, intersect } from './mask.ts'

export type EligibleInput = {
  readonly snapshot: Pick<Snapshot, 'filters'>
  readonly taste: Pick<Taste, 'known'>
  /** The rules in force; the hard ones filter, the soft ones are the ranking's. */
  readonly rules: readonly Rule[]
  readonly filter?: Filter | undefined
  /** Integers of items not to show. */
  readonly exclude?: Iterable<number> | undefined
  /** Integers of the only items to show, where there is such a choice, and what it is in the trace. */
  readonly only?: { readonly what: string; readonly items: Iterable<number> } | undefined
  /** Epoch milliseconds. */
  readonly now: number
}

export type Eligible = {
  /** One byte an item, 1 = may be recommended. The caller's own. */
  readonly mask: Uint8Array
  readonly admitted: number
  /** One sentence for each step that took items away, for the trace. */
  readonly notes: readonly string[]
}

/**
 * Combines what may be shown. A hard rule about an attribute that the catalogue no longer has finds it missing on every item.
 *
 * @throws PenchantError `invalid-input` when the request's own filter names an attribute the catalogue lacks or compares with a wrong type.
 */
export function eligible({ snapshot, taste, rules, filter, exclude, only, now }: EligibleInput): Eligible {
  const { filters } = snapshot
  const mask = filters.released(now).slice()
  const notes: string[] = []
  const total = countAdmitted(filters.admit({}))
  let left = countAdmitted(mask)
  const note = (what: string, now: number) => {
    if (now < left) notes.push(`${what}: ${left - now} fewer, ${now} left.`)
    left = now
  }
  if (left < total) notes.push(`Not released yet: ${total - left} fewer, ${left} left.`)
  note('Known to this person', without(mask, taste.known, left))
  if (exclude) note('Excluded by the request', without(mask, exclude, left))
  if (only) {
    const chosen = new Uint8Array(mask.length)
    for (const item of only.items) chosen[item] = 1
    note(only.what, narrowed(mask, chosen))
  }
  for (const rule of rules) {
    if (rule.boost !== undefined) continue
    note(`Rule "${rule.words}"`, narrowed(mask, filters.admit(rule.filter, 'missing')))
    notes.push(...missingNotes(rule.filter, filters))
  }
  if (filter !== undefined && !isEmptyFilter(filter)) {
    note('Filter of the request', narrowed(mask, filters.admit(filter)))
    notes.push(...missingNotes(filter, filters))
  }
  return { mask, admitted: left, notes }
}

function narrowed(mask: Uint8Array, other: Uint8Array): number {
  intersect(mask, other)
  return countAdmitted(mask)
}

function without(mask: Uint8Array, items: Iterable<number>, left: number): number {
  let remaining = left
  for (const item of items) {
    if (mask[item] !== 1) continue
    mask[item] = 0
    remaining--
  }
  return remaining
}

function missingNotes(filter: Filter, filters: FilterIndex): readonly string[] {
  return ruleAttributes(filter).flatMap((name) => {
    const missing = filters.missing(name)
    return missing === 0 ? [] : [`${missing} items have no ${name}: a comparison with it is false for them, and "not" makes that true.`]
  })
}
