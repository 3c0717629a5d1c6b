/** @file Which of the rules stated in a conversation hold: by the same reading of "the later takes the former's place" as a profile's. */

import { emptyEvidence, rulesInForce } from '../data/evidence.ts'
import type { Rule } from '../data/rule.ts'

/** @param rules in the order they were stated. @param now epoch milliseconds. */
export const inForce = (rules: readonly Rule[], now: number): readonly Rule[] =>
  rulesInForce({ ...emptyEvidence, rules: rules.map((rule, seq) => ({ seq, rule })) }, now)
