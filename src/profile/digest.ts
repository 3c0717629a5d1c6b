/** @file The digest of a person's evidence: 32 bits of what counts and nothing of how it came to be there. Do and undo give the same. */

import type { Evidence } from '../data/evidence.ts'
import type { Rule } from '../data/rule.ts'
import { hash32 } from '../math/random.ts'

/**
 * A hash of the kept interactions in log order, the rules in force and the latest control of each interest: 0..2³² − 1. Sequence numbers, the revision,
 * and the rules' ids, words and times of setting take no part.
 */
export function evidenceDigest(evidence: Evidence, rules: readonly Rule[]): number {
  // Ids hold no control characters, so the line breaks keep the texts apart.
  let acts = ''
  const numbers: number[] = []
  for (const { item, type, value, occurredAt } of evidence.interactions) {
    acts += `${item}\n${type}\n`
    numbers.push(occurredAt, value ?? Number.NaN)
  }
  const stated = rules.map(({ filter, boost, expiresAt }) => [filter, boost, expiresAt])
  // A Map keeps a key where it first stood; the latest control must stand last, since it wins where two act on one interest.
  const controls = new Map<string, number>()
  for (const { interest, gain } of evidence.controls) {
    controls.delete(interest)
    controls.set(interest, gain)
  }
  return hash32(numbers, hash32(acts, hash32(JSON.stringify([stated, [...controls]]))))
}
