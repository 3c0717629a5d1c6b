/** @file A person's positive items: what the live counts (liked together, popular) are counted from.
 *
 * A pure function of the evidence. `positivesAfter` gives the same and reads anew only the items that were acted on since: O(interactions) hashes of integers
 * and O(acts on those items), where the whole takes many times as long.
 */

import type { Evidence, EvidenceInteraction } from '../data/evidence.ts'
import { mix32 } from '../math/random.ts'
import type { TasteConfig } from './config.ts'
import { type IndexOf, readSignals } from './signal.ts'

/** An item a person is positive about, when they said so (epoch milliseconds), and the place in the evidence of the act that says it. */
export type Positive = { readonly item: number; readonly at: number; readonly place: number }

export type CountedPositives = {
  /** The newest distinct items with a positive net signal, at most `config.countedPositives`, in the order of `place`. */
  readonly positives: readonly Positive[]
  /** How many interactions were read, and a hash of which. */
  readonly interactions: number
  readonly digest: number
  /** Whether more acts can only add to what was read: no item was beyond the limit or unknown to the catalogue. */
  readonly complete: boolean
}

/** The positives of a person. No clock, no mute: facts only. */
export function positives(evidence: Evidence, indexOf: IndexOf, config: TasteConfig): CountedPositives {
  const { all, owners } = readSignals(evidence, indexOf, config)
  const found = all.flatMap(({ item, at, last, signal }) => (signal > 0 ? [{ item, at, place: last }] : []))
  return counted(evidence, digestOf(evidence.interactions), found, config, !owners.includes(-1))
}

/** `positives` of the evidence, from those of the same person before. */
export function positivesAfter(before: CountedPositives, evidence: Evidence, indexOf: IndexOf, config: TasteConfig): CountedPositives {
  const { interactions } = evidence
  const digest = digestOf(interactions, 0, before.interactions)
  if (!before.complete || before.interactions > interactions.length || digest !== before.digest) return positives(evidence, indexOf, config)
  const touched = new Set<string>()
  for (let place = before.interactions; place < interactions.length; place++) touched.add(interactions[place]!.item)
  const places: number[] = []
  for (let place = 0; place < interactions.length; place++) if (touched.has(interactions[place]!.item)) places.push(place)
  const acts = places.map((place) => interactions[place]!)
  const { all, owners } = readSignals({ ...evidence, interactions: acts }, indexOf, config)
  const anew = new Set(all.map(({ item }) => item))
  const found = before.positives.filter(({ item }) => !anew.has(item))
  for (const { item, at, last, signal } of all) if (signal > 0) found.push({ item, at, place: places[last]! })
  return counted(evidence, digestOf(interactions, digest, interactions.length, before.interactions), found, config, !owners.includes(-1))
}

function counted(
  { interactions }: Evidence,
  digest: number,
  found: readonly Positive[],
  { countedPositives }: TasteConfig,
  allKnown: boolean,
): CountedPositives {
  const sorted = [...found].sort((a, b) => a.place - b.place)
  return {
    positives: sorted.slice(-countedPositives),
    interactions: interactions.length,
    digest,
    complete: allKnown && sorted.length <= countedPositives,
  }
}

/** A hash of the records from place `from` to before `to`, on top of that of the records before them. */
function digestOf(interactions: readonly EvidenceInteraction[], start = 0, to = interactions.length, from = 0): number {
  let digest = start
  for (let place = from; place < Math.min(to, interactions.length); place++) {
    const { seq } = interactions[place]!
    digest = mix32(digest ^ mix32(seq | 0) ^ Math.floor(seq / 2 ** 32))
  }
  return digest
}
