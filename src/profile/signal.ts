/** @file Net signals: what a person's acts on each item say together, from −1 (dislikes it) to 1 (likes it).
 *
 * The last explicit act wins. Without one, positive implicit acts give 1 − ∏(1 − a), and a negative one (a skip) counts only alone.
 * Cost: O(interactions). Source: noisy-or of independent hints; the rest is convention, stated in `config.ts`.
 */

import type { Evidence, EvidenceInteraction } from '../data/evidence.ts'
import { explicitTypes, type InteractionType } from '../data/interaction.ts'
import type { TasteConfig } from './config.ts'

/** The integer of an item, or undefined when the catalogue has it no longer. */
export type IndexOf = (id: string) => number | undefined

export type ItemSignal = {
  readonly id: string
  readonly item: number
  /** s in [−1, 1]. */
  readonly signal: number
  /** When its newest effective act occurred, epoch milliseconds. */
  readonly at: number
  /** Place in the evidence of the first act on it, and of its newest effective one. */
  readonly first: number
  readonly last: number
}

export type Signals = {
  /** One for each item with an integer, in the order of first acts; those of signal 0 are known but say nothing. */
  readonly all: readonly ItemSignal[]
  /** For each interaction the place of its item in `all`, −1 for an item that the catalogue lacks. */
  readonly owners: Int32Array
}

const explicit: ReadonlySet<InteractionType> = new Set(explicitTypes)

type Tally = {
  readonly id: string
  readonly item: number
  readonly first: number
  explicit: { readonly signal: number; readonly place: number } | undefined
  /** ∏(1 − a), and the place of the newest factor. */
  doubt: number
  hintPlace: number
  against: number
  againstPlace: number
}

/** Reads the net signal of every item in the evidence. An act without a readable value counts as a touch only. */
export function readSignals(evidence: Evidence, indexOf: IndexOf, config: TasteConfig): Signals {
  const { interactions } = evidence
  const owners = new Int32Array(interactions.length).fill(-1)
  const places = new Map<string, number>()
  const tallies: Tally[] = []
  for (let place = 0; place < interactions.length; place++) {
    const interaction = interactions[place]!
    let owner = places.get(interaction.item)
    if (owner === undefined) {
      const item = indexOf(interaction.item)
      owner = item === undefined ? -1 : tallies.push(emptyTally(interaction.item, item, place)) - 1
      places.set(interaction.item, owner)
    }
    owners[place] = owner
    const tally = tallies[owner]
    if (tally) count(tally, interaction, place, config)
  }
  return { all: tallies.map((tally) => net(tally, interactions)), owners }
}

/** The newest `limit` items that say something, in the order of their newest effective act, oldest first. */
export function newestEffective(signals: readonly ItemSignal[], limit: number): ItemSignal[] {
  return signals
    .filter(({ signal }) => signal !== 0)
    .sort((a, b) => a.last - b.last)
    .slice(-limit)
}

/** The worth of one act, NaN where it has no readable value. */
export function actSignal({ type, value }: Pick<EvidenceInteraction, 'type' | 'value'>, config: TasteConfig): number {
  if (type === 'rating') {
    const { lowest, highest } = config.rating
    const middle = lowest / 2 + highest / 2
    return clamp(((value ?? Number.NaN) - middle) / (highest - middle), -1, 1)
  }
  if (type === 'dwell') return config.signals.dwell * clamp((value ?? Number.NaN) / config.expectedDwellSeconds, 0, 1)
  return config.signals[type]
}

function emptyTally(id: string, item: number, first: number): Tally {
  return { id, item, first, explicit: undefined, doubt: 1, hintPlace: -1, against: 0, againstPlace: -1 }
}

function count(tally: Tally, interaction: EvidenceInteraction, place: number, config: TasteConfig): void {
  const signal = actSignal(interaction, config)
  if (Number.isNaN(signal)) return
  if (explicit.has(interaction.type)) tally.explicit = { signal, place }
  else if (signal > 0) {
    tally.doubt *= 1 - signal
    tally.hintPlace = place
  } else if (signal < 0) {
    tally.against = Math.min(tally.against, signal)
    tally.againstPlace = place
  }
}

function net(tally: Tally, interactions: readonly EvidenceInteraction[]): ItemSignal {
  const { id, item, first } = tally
  const hinted = tally.hintPlace >= 0
  const signal = tally.explicit?.signal ?? (hinted ? 1 - tally.doubt : tally.against)
  const last = tally.explicit?.place ?? (hinted ? tally.hintPlace : Math.max(first, tally.againstPlace))
  return { id, item, first, signal, last, at: interactions[last]!.occurredAt }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value))
}
