/** @file A batch and what became of it, as they pass between the threads: one text there, two arrays back.
 *
 * A structured clone of some hundred small objects, an array buffer of evidence each, costs both threads more than writing them does.
 * Layout of an outcome: status (0 appended, 1 repeated, 2 refused) · seq · where the person's evidence begins, or which refusal it is.
 */

import type { Evidence } from '../../data/evidence.ts'
import type { Append, AppendResult } from '../storage.ts'
import { decodeEvidence, type ItemNumbers } from './evidence-bytes.ts'
import { fromPlainError, type PlainError, toPlainError } from './plain-error.ts'

export type WrittenBatch = {
  /** [3 × events] */
  readonly outcomes: Float64Array
  /** Each person's once. */
  readonly evidence: Uint8Array
  readonly refusals: readonly PlainError[]
}

const statuses = ['appended', 'repeated', 'refused'] as const

/** Events hold nothing but what JSON can. */
export const packBatch = (batch: readonly Append[]): string => JSON.stringify(batch)
export const unpackBatch = (text: string): readonly Append[] => JSON.parse(text) as readonly Append[]

export function packResults(results: readonly AppendResult[], bytesOf: (evidence: Evidence) => Uint8Array): WrittenBatch {
  const outcomes = new Float64Array(3 * results.length)
  const starts = new Map<Evidence, number>()
  const refusals: PlainError[] = []
  let end = 0
  for (const [at, result] of results.entries()) {
    outcomes[3 * at] = statuses.indexOf(result.status)
    if (result.status === 'refused') {
      outcomes[3 * at + 2] = refusals.push(toPlainError(result.error)) - 1
      continue
    }
    const start = starts.get(result.evidence) ?? end
    if (start === end) {
      starts.set(result.evidence, start)
      end += bytesOf(result.evidence).length
    }
    outcomes[3 * at + 1] = result.seq
    outcomes[3 * at + 2] = start
  }
  const evidence = new Uint8Array(end)
  for (const [of, start] of starts) evidence.set(bytesOf(of), start)
  return { outcomes, evidence, refusals }
}

export function unpackResults(batch: WrittenBatch, items: Pick<ItemNumbers, 'idOf'>): readonly AppendResult[] {
  const { outcomes, evidence, refusals } = batch
  const decoded = new Map<number, Evidence>()
  return Array.from({ length: outcomes.length / 3 }, (_, at): AppendResult => {
    const status = statuses[outcomes[3 * at]!]!
    const place = outcomes[3 * at + 2]!
    if (status === 'refused') return { status, error: fromPlainError(refusals[place]!) }
    const known = decoded.get(place) ?? decodeEvidence(evidence.subarray(place), items)
    decoded.set(place, known)
    return { status, seq: outcomes[3 * at + 1]!, evidence: known }
  })
}
