/** @file Log loss and area under the curve of predictions that were made before their examples were learnt.
 *
 * Source: Blum, Kalai, Langford, Beating the Hold-Out, COLT 1999; the area by mean ranks (Mann and Whitney). Cost: O(n log n) once.
 */

import type { ProgressiveValidation } from './online.ts'

/** @param probabilities of a positive, [n]; @param labels 1 or 0, [n]. */
export function validationOf(probabilities: Float64Array, labels: Uint8Array): ProgressiveValidation {
  const examples = labels.length
  if (examples === 0) return { examples, logLoss: Number.NaN, baseLogLoss: Number.NaN, auc: Number.NaN }
  let loss = 0
  let positives = 0
  for (let at = 0; at < examples; at++) {
    const given = labels[at] === 1 ? probabilities[at]! : 1 - probabilities[at]!
    loss -= Math.log(Math.max(given, 1e-15))
    positives += labels[at]!
  }
  const share = positives / examples
  const entropy = (part: number) => (part === 0 ? 0 : -part * Math.log(part))
  return {
    examples,
    logLoss: loss / examples,
    baseLogLoss: entropy(share) + entropy(1 - share),
    auc: areaUnderCurve(probabilities, labels, positives),
  }
}

function areaUnderCurve(probabilities: Float64Array, labels: Uint8Array, positives: number): number {
  const order = Uint32Array.from(labels.keys()).sort((a, b) => probabilities[a]! - probabilities[b]!)
  let ranks = 0
  for (let from = 0, to = 0; from < order.length; from = to) {
    let tied = 0
    for (; to < order.length && probabilities[order[to]!] === probabilities[order[from]!]; to++) tied += labels[order[to]!]!
    ranks += tied * ((from + 1 + to) / 2)
  }
  const negatives = labels.length - positives
  return positives === 0 || negatives === 0 ? Number.NaN : (ranks - (positives * (positives + 1)) / 2) / (positives * negatives)
}
