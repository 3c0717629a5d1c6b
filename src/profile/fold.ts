/** @file The fold: from a person's evidence to their taste at a moment. Pure; recomputed at every event, never stored.
 *
 * Shapes: window of at most W items, vectors of the space's size d. Cost: O(W · interests · d), below a millisecond at W = 512 and d = 128.
 * Items the catalogue has no longer are left out. Items without a vector have weights but belong to no interest.
 * A control names the item that founded the interest: it acts on the interest that holds this item now; where the item left the positives (undone,
 * disliked, out of the window), on the interest it would join. Of several controls on one interest the latest acts.
 */

import { type Evidence, rulesInForce } from '../data/evidence.ts'
import type { Rule } from '../data/rule.ts'
import { normalise } from '../math/vector.ts'
import type { TasteConfig } from './config.ts'
import { evidenceDigest } from './digest.ts'
import { type Cluster, clusterInterests, nearestCluster } from './interests.ts'
import { type IndexOf, type ItemSignal, newestEffective, readSignals, type Signals } from './signal.ts'
import type { Interest, Taste } from './taste.ts'
import { addScaled, type TasteSpace } from './vectors.ts'
import { fadingMoment, newestSession, type Session, weigh, weightsHoldUntil } from './weight.ts'

export type FoldContext = {
  readonly space: TasteSpace
  readonly indexOf: IndexOf
  /** Epoch milliseconds, the real clock. */
  readonly now: number
  readonly config: TasteConfig
}

export type FoldedTaste = Taste & {
  readonly session: Session
  readonly rules: readonly Rule[]
  /** The same evidence and space give this same taste from `now` until just before this moment (epoch milliseconds). */
  readonly validUntil: number
}

/** The taste that the evidence gives at `now`. Equal evidence gives equal bytes, whatever was done and undone on the way (the revision apart). */
export function foldTaste(evidence: Evidence, { space, indexOf, now, config }: FoldContext): FoldedTaste {
  const signals = readSignals(evidence, indexOf, config)
  const window = newestEffective(signals.all, config.window)
  const positives = window.filter(({ signal }) => signal > 0).sort((a, b) => a.first - b.first)
  const clusters = clusterInterests(positives, space, config)
  const gains = controlledGains(evidence, clusters, { space, indexOf, now, config })
  // By the place of an item's effective act in the evidence, which is its own.
  const gainAt = new Float64Array(evidence.interactions.length).fill(1)
  for (const [place, { members }] of clusters.entries()) for (const { last } of members) gainAt[last] = gains[place]!
  const isAudible = ({ signal, last }: ItemSignal) => signal > 0 && gainAt[last]! > 0

  const session = newestSession(actTimes(evidence, signals, isAudible), now, config)
  const newest = window.reduce((latest, entry) => (isAudible(entry) ? Math.max(latest, entry.at) : latest), Number.NEGATIVE_INFINITY)
  const moment = { fading: fadingMoment(newest, now), now, session }
  const weights = new Float32Array(window.length)
  const weightAt = new Float32Array(evidence.interactions.length)
  let later = 0
  for (let i = window.length - 1; i >= 0; i--) {
    const { signal, at, last } = window[i]!
    weights[i] = weigh({ signal, at, gain: gainAt[last]!, later }, moment, config)
    weightAt[last] = weights[i]!
    if (isAudible(window[i]!)) later++
  }

  const rules = rulesInForce(evidence, now)
  const negativeTimes = window.filter(({ signal }) => signal < 0).map(({ at }) => at)
  const holds = weightsHoldUntil(now, session, negativeTimes, config)
  return {
    revision: evidence.revision,
    digest: evidenceDigest(evidence, rules),
    items: Int32Array.from(window, ({ item }) => item),
    signals: Float32Array.from(window, ({ signal }) => signal),
    weights,
    known: knownItems(evidence, signals, config),
    interests: interestsOf(clusters, gains, weightAt, space),
    mass: weights.reduce((sum, weight) => sum + Math.max(0, weight), 0),
    session,
    rules,
    validUntil: evidence.rules.reduce(
      (soonest, { rule: { expiresAt = Number.POSITIVE_INFINITY } }) => (expiresAt > now ? Math.min(soonest, expiresAt) : soonest),
      holds,
    ),
  }
}

function controlledGains(evidence: Evidence, clusters: readonly Cluster[], { space, indexOf, config }: FoldContext): readonly number[] {
  const gains = clusters.map(() => 1)
  if (evidence.controls.length === 0) return gains
  const holders = new Map(clusters.flatMap((cluster, place) => cluster.members.map(({ id }) => [id, place] as const)))
  for (const { interest, gain } of evidence.controls) {
    const item = indexOf(interest)
    const place = holders.get(interest) ?? (item === undefined ? -1 : nearestCluster(clusters, item, space, config))
    if (place >= 0 && !Number.isNaN(gain)) gains[place] = Math.min(2, Math.max(0, gain))
  }
  return gains
}

/** Times of all acts on the chosen items, in no order. */
function actTimes({ interactions }: Evidence, { all, owners }: Signals, isChosen: (entry: ItemSignal) => boolean): Float64Array {
  const chosen = all.map(isChosen)
  const times: number[] = []
  for (let place = 0; place < owners.length; place++) if (chosen[owners[place]!]) times.push(interactions[place]!.occurredAt)
  return Float64Array.from(times)
}

function knownItems(evidence: Evidence, { all, owners }: Signals, { knownBy }: TasteConfig): ReadonlySet<number> {
  const types = new Set(knownBy)
  const known = new Set<number>()
  const { interactions } = evidence
  for (let place = 0; place < interactions.length; place++) {
    const owner = all[owners[place]!]
    if (owner && types.has(interactions[place]!.type)) known.add(owner.item)
  }
  return known
}

function interestsOf(
  clusters: readonly Cluster[],
  gains: readonly number[],
  weightAt: Float32Array,
  space: TasteSpace,
): readonly Interest[] {
  const masses = clusters.map(({ members }) => members.reduce((sum, { last }) => sum + weightAt[last]!, 0))
  const total = masses.reduce((sum, mass) => sum + mass, 0)
  return clusters.map(({ members }, place) => {
    const vector = new Float32Array(space.size)
    for (const { item, last } of members) addScaled(vector, 0, weightAt[last]!, space.vectors, item * space.size, space.size)
    normalise(vector)
    return {
      id: members[0]!.id,
      members: members.map(({ item }) => item),
      vector,
      share: total > 0 ? masses[place]! / total : 0,
      gain: gains[place]!,
    }
  })
}
