/** @file A filter in plain words: "horror", "year over 1990", "not French". */

import type { Condition, Filter } from '../data/filter.ts'

const sides = { gt: 'over', gte: 'at least', lt: 'under', lte: 'at most' } as const

/** Only values and names of attributes appear in it. */
export function describeFilter(filter: Filter): string {
  const parts = Object.entries(filter).flatMap(([key, part]): string[] => {
    if (part === undefined) return []
    if (key === 'not') return [`not ${describeFilter(part as Filter)}`]
    if (key === 'all') return [listed((part as readonly Filter[]).map(describeFilter), 'and')]
    if (key === 'any') return [listed([...new Set((part as readonly Filter[]).map(describeFilter))], 'or')]
    return [typeof part === 'object' ? describeCondition(key, part as Condition) : typeof part === 'string' ? part : `${key} ${part}`]
  })
  return listed(parts, 'and')
}

function describeCondition(attribute: string, condition: Condition): string {
  if (condition.in) return listed(condition.in.map(String), 'or')
  if (condition.containsAll) return listed(condition.containsAll, 'and')
  if (typeof condition.eq === 'string') return condition.eq
  if (condition.exists !== undefined) return condition.exists ? `with ${attribute}` : `without ${attribute}`
  const bounds = Object.entries(sides).flatMap(([side, words]) => {
    const edge = condition[side as keyof typeof sides]
    return edge === undefined ? [] : [`${words} ${edge}`]
  })
  return `${attribute} ${listed(condition.eq === undefined ? bounds : [String(condition.eq)], 'and')}`
}

/** "a, b and c". */
export function listed(parts: readonly string[], joint: 'and' | 'or'): string {
  return parts.length < 2 ? (parts[0] ?? '') : `${parts.slice(0, -1).join(', ')} ${joint} ${parts.at(-1)}`
}
