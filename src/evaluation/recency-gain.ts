/** @file Whether what was done last says more than what was done before, or whether the log only looks so because people go down a page.
 *
 * Item-kNN on the first 80 % of the wishes predicts drawn wishes of the rest, once with all of a history alike and once with weights that halve every
 * few acts back. The gain of the second is measured on the log as it is and with the items of each session dealt anew to its times: a gain that is
 * gone then was the order of a page. Shapes: at most `cases` predictions. Cost: O(Σ |set|²) for the counts, then O(history · neighbours) a case.
 * Source: the control of shuffling inside sessions; item-kNN as in models/knn/together.ts.
 */

import { Vocabulary } from '../data/vocabulary.ts'
import { hash32 } from '../math/random.ts'
import { createTogether, type TogetherCounts } from '../models/knn/together.ts'
import { bootstrap, difference, type Interval } from './bootstrap.ts'
import { ndcg } from './metrics/ndcg.ts'
import { rankTargets } from './ranked-targets.ts'
import { type ReplayEvent, shuffledInSessions } from './replay.ts'

export type RecencyGain = {
  /** Predictions, and of how many people. */
  readonly cases: number
  readonly users: number
  /** NDCG@10 with all of the history alike, on the log as it is. */
  readonly flat: number
  /** NDCG@10 with recency weights minus without, 95 % by user. */
  readonly ordered: Interval
  readonly shuffled: Interval
}

export type RecencyGainOptions = {
  readonly seed: number | string
  /** After how many later acts an act of the history weighs half. */
  readonly halfLife?: number | undefined
  readonly cases?: number | undefined
}

const longestHistory = 50
const casesAUser = 5
const trainedShare = 0.8
const listed = 10

/** Undefined where the log is too small to tell: fewer than 30 people to predict for. @param wishes the relevant events. */
export function recencyGain(
  wishes: readonly ReplayEvent[],
  { seed, halfLife = 4, cases = 1_500 }: RecencyGainOptions,
): RecencyGain | undefined {
  const times = wishes.map(({ interaction }) => interaction.occurredAt).sort((a, b) => a - b)
  const cut = times[Math.floor(trainedShare * times.length)] ?? Number.POSITIVE_INFINITY
  const items = new Vocabulary()
  for (const { interaction } of wishes) items.add(interaction.item)
  const runs = [wishes, shuffledInSessions(wishes, seed)].map((events) => {
    const people = Map.groupBy(
      events.toSorted((a, b) => a.interaction.occurredAt - b.interaction.occurredAt),
      ({ user }) => user,
    )
    const acts = new Map(
      [...people].map(([user, own]) => [
        user,
        own.map(({ interaction: { item, occurredAt } }) => ({ item: items.add(item), at: occurredAt })),
      ]),
    )
    return measure(acts, items.size, drawCases(acts, cut, cases, seed), cut, halfLife)
  })
  const [asItIs, dealtAnew] = runs
  if (asItIs === undefined || dealtAnew === undefined || asItIs.users < 30) return undefined
  const gain = ({ recent, flat }: Measured) => bootstrap([recent, flat], difference)
  return {
    cases: asItIs.cases,
    users: asItIs.users,
    flat: asItIs.flat.reduce((sum, value) => sum + value, 0) / asItIs.users,
    ordered: gain(asItIs),
    shuffled: gain(dealtAnew),
  }
}

type Acts = ReadonlyMap<string, readonly { readonly item: number; readonly at: number }[]>

/** Places in people's acts that are predicted: the same for the log and its shuffled twin, since times stay where they are. */
function drawCases(acts: Acts, cut: number, cases: number, seed: number | string): ReadonlyMap<string, readonly number[]> {
  const drawn = [...acts].flatMap(([user, own]) => {
    const late = own.flatMap(({ at }, place) => (at >= cut && place > 0 ? [place] : []))
    const keyed = late.map((place) => ({ user, place, key: hash32(`${seed} ${user} ${place}`) })).sort((a, b) => a.key - b.key)
    return keyed.slice(0, casesAUser)
  })
  drawn.sort((a, b) => a.key - b.key)
  const kept = Map.groupBy(drawn.slice(0, cases), ({ user }) => user)
  return new Map([...kept].map(([user, own]) => [user, own.map(({ place }) => place)]))
}

/** One value a person, in the same order in both. */
type Measured = { readonly cases: number; readonly users: number; readonly recent: readonly number[]; readonly flat: readonly number[] }

function measure(acts: Acts, items: number, drawn: ReadonlyMap<string, readonly number[]>, cut: number, halfLife: number): Measured {
  const together = createTogether()
  together.rebuild([...acts.values()].map((own) => own.filter(({ at }) => at < cut).map(({ item }) => item)))
  const recent: number[] = []
  const flat: number[] = []
  let cases = 0
  for (const [user, places] of drawn) {
    const own = acts.get(user) ?? []
    let [sumRecent, sumFlat] = [0, 0]
    for (const place of places) {
      const history = [
        ...new Set(
          own
            .slice(0, place)
            .map(({ item }) => item)
            .reverse(),
        ),
      ].slice(0, longestHistory)
      const target = own[place]!.item
      cases++
      if (history.includes(target)) continue
      sumFlat += gain(together, history, target, items, () => 1)
      sumRecent += gain(together, history, target, items, (back) => 2 ** (-back / halfLife))
    }
    recent.push(sumRecent / places.length)
    flat.push(sumFlat / places.length)
  }
  return { cases, users: recent.length, recent, flat }
}

/** NDCG@10 of one target among the items that share somebody with the history. @param history newest first. */
function gain(
  together: TogetherCounts,
  history: readonly number[],
  target: number,
  items: number,
  weightOf: (back: number) => number,
): number {
  const sums = new Float64Array(items)
  const wanted = new Uint8Array(items).fill(1)
  for (const item of history) wanted[item] = 0
  for (const [back, item] of history.entries()) together.addTo(item, weightOf(back), sums, wanted)
  const scores = new Float32Array(items)
  for (let item = 0; item < items; item++) scores[item] = sums[item]! > 0 ? sums[item]! : Number.NaN
  return ndcg(rankTargets(scores, Int32Array.of(target)), listed)
}
