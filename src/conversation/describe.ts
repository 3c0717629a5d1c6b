/** @file A filter in plain words: "horror", "after 1990", "runtime under 90", "not French". */

import type { Condition, Filter } from '../data/filter.ts'
import { spoken } from './lexicon.ts'

const sides = { gt: 'over', gte: 'at least', lt: 'under', lte: 'at most' } as const

/** Only values and names of attributes appear in it. */
export function describeFilter(filter: Filter): string {
  const parts = Object.entries(filter).flatMap(([key, part]): string[] => {
    // An item is named by its title where both are there.
    if (part === undefined || (key === 'id' && filter.title !== undefined)) return []
    if (key === 'not') return [describeNot(part as Filter)]
    if (key === 'all') return [listed((part as readonly Filter[]).map(describeFilter), 'and')]
    if (key === 'any') return [listed([...new Set((part as readonly Filter[]).map(describeFilter))], 'or')]
    if (part === true) return [spoken(key)]
    return [typeof part === 'object' ? describeCondition(key, part as Condition) : typeof part === 'string' ? part : `${key} ${part}`]
  })
  return listed(parts, 'and')
}

/** "not French unless comedy" is said so, and not as the two denials that it is made of. */
function describeNot(filter: Filter): string {
  const [barred, exception, ...others] = filter.all ?? []
  return barred && exception?.not && others.length === 0
    ? `not ${describeFilter(barred)} unless ${describeFilter(exception.not)}`
    : `not ${describeFilter(filter)}`
}

function describeCondition(attribute: string, condition: Condition): string {
  if (condition.in) return listed(condition.in.map(String), 'or')
  if (condition.containsAll) return listed(condition.containsAll, 'and')
  if (typeof condition.eq === 'string') return condition.eq
  if (condition.exists !== undefined) return condition.exists ? `with ${attribute}` : `without ${attribute}`
  if (condition.eq === undefined && Object.values(condition).every((edge) => edge === undefined || isYear(edge)))
    return describeYears(condition)
  const bounds = Object.entries(sides).flatMap(([side, words]) => {
    const edge = condition[side as keyof typeof sides]
    return edge === undefined ? [] : [`${words} ${edge}`]
  })
  return `${attribute} ${listed(condition.eq === undefined ? bounds : [String(condition.eq)], 'and')}`
}

/** Whole numbers that read as years are said as people say them, whatever the attribute is called. */
function isYear(edge: unknown): boolean {
  return Number.isInteger(edge) && (edge as number) >= 1_800 && (edge as number) <= 2_100
}

function describeYears({ gt, gte, lt, lte }: Condition): string {
  if (gte !== undefined && lte !== undefined) return gte === lte ? `of ${gte}` : `from ${gte} to ${lte}`
  const parts = [gt && `after ${gt}`, gte && `from ${gte} on`, lt && `before ${lt}`, lte && `up to ${lte}`].filter(
    (part) => typeof part === 'string',
  )
  return listed(parts, 'and')
}

/** "a, b and c". */
export function listed(parts: readonly string[], joint: 'and' | 'or'): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} ${joint} ${parts.at(-1)}`
}
