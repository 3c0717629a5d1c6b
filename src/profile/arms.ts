/** @file What a person's evidence says of each arm (a topic of the catalogue): how often they met it, and how often they liked what they met.
 *
 * n = Σ 2^(−(t − t_i)/H) over the items of the arm that the person has acted on in any way, were it a look or a skip; a = the same sum with s_i where it is
 * positive. What was served and never acted on is not in the evidence: served is not seen. t and H are those of the weights (weight.ts). Cost: O(interactions).
 */

import { dayMs } from '../data/day.ts'
import type { Evidence } from '../data/evidence.ts'
import type { TasteConfig } from './config.ts'
import { type IndexOf, readSignals } from './signal.ts'
import { fadingMoment } from './weight.ts'

export type ArmStanding = {
  /** a by arm. */
  readonly positives: Float64Array
  /** n by arm, never below a. */
  readonly impressions: Float64Array
}

export type ArmContext = {
  /** The arm of each item, −1 for none. */
  readonly armOf: Int32Array
  readonly arms: number
  readonly indexOf: IndexOf
  /** Epoch milliseconds. */
  readonly now: number
  readonly config: TasteConfig
}

/** The standing of every arm. A pure function of the evidence: an act taken back leaves no trace in it. */
export function armStanding(evidence: Evidence, { armOf, arms, indexOf, now, config }: ArmContext): ArmStanding {
  const { all } = readSignals(evidence, indexOf, config)
  const newest = all.reduce((latest, { signal, at }) => (signal > 0 ? Math.max(latest, at) : latest), Number.NEGATIVE_INFINITY)
  const moment = fadingMoment(newest, now)
  const positives = new Float64Array(arms)
  const impressions = new Float64Array(arms)
  for (const { item, signal, at } of all) {
    const arm = armOf[item] ?? -1
    if (arm < 0) continue
    const part = 2 ** (-Math.max(0, moment - at) / (config.halfLifeDays * dayMs))
    impressions[arm]! += part
    positives[arm]! += Math.max(0, signal) * part
  }
  return { positives, impressions }
}
