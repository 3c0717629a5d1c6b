/** @file A person's positive items: what the live counts (liked together, popular) are counted from. */

import type { Evidence } from '../data/evidence.ts'
import type { TasteConfig } from './config.ts'
import { type IndexOf, newestEffective, readSignals } from './signal.ts'

/** An item a person is positive about, and when they said so (epoch milliseconds). */
export type Positive = { readonly item: number; readonly at: number }

/** The person's newest distinct items with a positive net signal, at most `config.countedPositives`, oldest first. No clock, no mute: facts only. */
export function positives(evidence: Evidence, indexOf: IndexOf, config: TasteConfig): readonly Positive[] {
  const positive = readSignals(evidence, indexOf, config).all.filter(({ signal }) => signal > 0)
  return newestEffective(positive, config.countedPositives).map(({ item, at }) => ({ item, at }))
}

/** The items of `positives` alone. */
export function positiveItems(evidence: Evidence, indexOf: IndexOf, config: TasteConfig): number[] {
  return positives(evidence, indexOf, config).map(({ item }) => item)
}
