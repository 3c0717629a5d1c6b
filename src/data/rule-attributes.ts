/** @file What a rule speaks of. Apart from the schema of rules, since the thread that writes to disk folds evidence and checks no shapes. */

import type { Filter } from './filter.ts'

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
