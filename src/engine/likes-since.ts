/** @file What a person came to like after a fit: the events that a model which learns on is taught, a pure function of the evidence.
 *
 * An item is new where it is liked now and was not by the acts before the fit. Its place is that of its first positive act since, so that looking at it
 * again moves nothing. Cost: O(interactions).
 */

import type { Evidence } from '../data/evidence.ts'
import type { TasteConfig } from '../profile/config.ts'
import { actSignal, type IndexOf, readSignals } from '../profile/signal.ts'

export type LikeSince = {
  readonly item: number
  /** Of the act that it is learnt by: no two are equal. */
  readonly seq: number
  /** The newest items liked before it, oldest first. */
  readonly history: Int32Array
}

const historyKept = 200

/**
 * By `seq`. None of somebody of whom too little from before the fit is at hand: each further act would change what the others were learnt with.
 *
 * @param fitted the last record that the fit has seen.
 */
export function likesSince(evidence: Evidence, fitted: number, indexOf: IndexOf, config: TasteConfig): readonly LikeSince[] {
  const { interactions } = evidence
  const since = interactions.findIndex(({ seq }) => seq > fitted)
  if (since < 0) return []
  const liked = (acts: Evidence['interactions']) =>
    readSignals({ ...evidence, interactions: acts }, indexOf, config).all.filter(({ signal }) => signal > 0)
  const before = liked(interactions.slice(0, since))
    .sort((a, b) => a.last - b.last)
    .map(({ item }) => item)
  if (evidence.truncated && before.length < historyKept) return []
  const had = new Set(before)
  const firsts = new Map<string, number>()
  for (let place = since; place < interactions.length; place++) {
    const act = interactions[place]!
    if (!firsts.has(act.item) && actSignal(act, config) > 0) firsts.set(act.item, act.seq)
  }
  const fresh = liked(interactions).flatMap(({ id, item }) => {
    const seq = firsts.get(id)
    return had.has(item) || seq === undefined ? [] : [{ item, seq }]
  })
  const all = [...before, ...fresh.sort((a, b) => a.seq - b.seq).map(({ item }) => item)]
  return fresh.map(({ item, seq }, place) => {
    const end = before.length + place
    return { item, seq, history: Int32Array.from(all.slice(Math.max(0, end - historyKept), end)) }
  })
}
