/** @file Soft rules: each multiplies the score of what it favours; in the logarithm they add up. */

import type { Filter } from '../data/filter.ts'
import type { Rule } from '../data/rule.ts'

/**
 * From an item's integer to Σ ln boost over the soft rules that admit it; 0 where none does. Hard rules (without a boost) take no part.
 *
 * @param admit which items a filter admits, one byte an item, 1 = admitted.
 */
export function createLogBoost(
  rules: readonly Pick<Rule, 'filter' | 'boost'>[],
  admit: (filter: Filter) => Uint8Array,
): (item: number) => number {
  const soft = rules.flatMap(({ filter, boost }) => (boost === undefined ? [] : [{ admitted: admit(filter), logarithm: Math.log(boost) }]))
  return (item) => {
    let sum = 0
    for (const { admitted, logarithm } of soft) if (admitted[item] === 1) sum += logarithm
    return sum
  }
}
