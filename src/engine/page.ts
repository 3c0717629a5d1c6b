/** @file A page: the places that the ranking fills, rotated by what earlier visits showed, and with knobs those that are drawn, each with the probability it was
 * drawn with.
 *
 * The ranking's places are chosen first and stay in their order; then arms are drawn among the topics that have something left, and each brings its best-
 * ranked item; then come the items drawn with equal chances. So what is drawn moves nothing but to make room, and its propensity is exact.
 */

import type { Evidence } from '../data/evidence.ts'
import type { ItemScore } from '../data/item-score.ts'
import { drawable } from '../filtering/drawable.ts'
import { createRandom, type Random } from '../math/random.ts'
import type { Candidate } from '../pipeline/candidate.ts'
import type { RetrievalQuery } from '../pipeline/source.ts'
import { armStanding } from '../profile/arms.ts'
import type { TasteConfig } from '../profile/config.ts'
import type { Ranked } from '../ranking/rank.ts'
import { armIndexes, drawArms } from '../reranking/arms.ts'
import { drawnPlaces, drawUniform, spread } from '../reranking/draw.ts'
import { rotate, type ShownBefore, type Standing } from '../reranking/rotation.ts'
import { armCandidates } from '../retrieval/arms.ts'

export type Page = {
  /** At most `k`, in the order to show. */
  readonly places: readonly Place[]
  /** What was drawn and what was rotated, for the trace. */
  readonly notes: readonly string[]
}

/** One place of a page. `propensity` is null where nothing was drawn. */
export type Place = { readonly one: Ranked; readonly mode: 'exploit' | 'explore'; readonly propensity: number | null }

export type PageParts = {
  readonly k: number
  readonly evidence: Evidence
  readonly tasteConfig: TasteConfig
  /** Of the sources, and ranked. */
  readonly candidates: readonly Candidate[]
  readonly ranked: readonly Ranked[]
  /** The most candidates that an arm brings. */
  readonly limit: number
  rank(candidates: readonly Candidate[]): readonly Ranked[]
  /** At most `k` of `from` (best first), in the order to show. */
  choose<R extends ItemScore>(from: readonly R[], k: number): readonly R[]
  /** What earlier visits showed. */
  readonly shown: ReadonlyMap<number, ShownBefore>
}

export function fillPage(query: RetrievalQuery, parts: PageParts): Page {
  const { ranked, shown, k } = parts
  const { rotation } = query.knobs
  if (rotation === 0 || shown.size === 0) return pageOf(placesOf(query, parts, (places) => parts.choose(ranked, places)))
  const acted = new Set(parts.evidence.interactions.map(({ item }) => query.snapshot.indexOf(item)))
  const leftAlone = (item: number) => (acted.has(item) ? undefined : shown.get(item))
  const standing = rotate(ranked, leftAlone, rotation)
  const rank = (some: readonly Candidate[]) => rotate(parts.rank(some), leftAlone, rotation).map(({ one }) => one)
  const inOrder = { ...parts, rank, ranked: standing.map(({ one }) => one) }
  const places = placesOf(query, inOrder, (places) => parts.choose(standing, places).map(({ one }) => one))
  return pageOf(places, rotationNotes(query, standing, k))
}

function pageOf(places: readonly Place[], notes: readonly string[] = []): Page {
  const drawn = places.filter(({ mode }) => mode === 'explore').length
  return { places, notes: [...(drawn > 0 ? [`${drawn} drawn`] : []), ...notes] }
}

/** One sentence for each of the ranking's first `k` that makes room. */
function rotationNotes({ snapshot }: RetrievalQuery, standing: readonly Standing<Ranked>[], k: number): readonly string[] {
  return standing
    .flatMap(({ one, visits, ranked }, place) => (ranked < Math.min(place, k) ? [{ one, visits, ranked, place }] : []))
    .sort((a, b) => a.ranked - b.ranked)
    .map(({ one, visits, ranked, place }) => {
      const shown = `${visits} ${visits === 1 ? 'visit' : 'visits'}`
      return `"${snapshot.items[one.item]!.title}" rotated: ${shown}, from place ${ranked + 1} to ${place + 1} of the ranking`
    })
}

function placesOf(query: RetrievalQuery, parts: PageParts, best: (k: number) => readonly Ranked[]): readonly Place[] {
  const { explore, r } = query.knobs
  if (explore === 0 && r === 0) return best(parts.k).map(exploited)
  const random = createRandom(`${query.seed} places`)
  const open = drawable(query, parts.tasteConfig.joinAt)
  const left = heldByArm(query, open)
  const arms = Math.min(drawnPlaces(explore, parts.k, random), left.filter((held) => held > 0).length)
  const uniform = Math.min(drawnPlaces(r, parts.k, random), parts.k - arms)

  const chosen = [...best(parts.k - arms - uniform)]
  const taken = new Set(chosen.map(({ item }) => item))
  const explored = exploredPlaces(query, parts, { open, taken, left, arms, random })
  for (const { one } of explored) taken.add(one.item)
  const drawn = uniformPlaces(parts, { open, taken, uniform, random })
  for (const { one } of drawn) taken.add(one.item)
  // Where little is left to draw from, the ranking fills the page.
  for (const one of parts.ranked) {
    if (taken.size >= parts.k) break
    if (taken.has(one.item)) continue
    chosen.push(one)
    taken.add(one.item)
  }
  return spread<Place>(chosen.map(exploited), [...explored, ...drawn])
}

const exploited = (one: Ranked): Place => ({ one, mode: 'exploit', propensity: null })

/** By arm: how many items of it may be drawn. */
function heldByArm({ snapshot }: RetrievalQuery, open: Uint8Array): Int32Array {
  const { count, of } = snapshot.space.topics
  const held = new Int32Array(count)
  for (let item = 0; item < open.length; item++) if (open[item] === 1 && of[item]! >= 0) held[of[item]!]!++
  return held
}

type ArmDraw = {
  readonly open: Uint8Array
  readonly taken: ReadonlySet<number>
  readonly left: Int32Array
  readonly arms: number
  readonly random: Random
}

/** The best-ranked item left of each arm drawn, in the order of the draw. */
function exploredPlaces(query: RetrievalQuery, parts: PageParts, { open, taken, left, arms, random }: ArmDraw): readonly Place[] {
  if (arms === 0) return []
  const { snapshot, now } = query
  const { count, of } = snapshot.space.topics
  const context = { armOf: of, arms: count, indexOf: snapshot.indexOf, now, config: parts.tasteConfig }
  const indexes = armIndexes(armStanding(parts.evidence, context))
  const onPage = new Int32Array(count)
  for (const item of taken) if (open[item] === 1 && of[item]! >= 0) onPage[of[item]!]!++
  const available = [...left.keys()].filter((arm) => left[arm]! > onPage[arm]!)
  const drawn = drawArms(indexes, available, arms, random)
  const best = new Map<number, Ranked>()
  for (const one of parts.rank(armCandidates(query, parts.candidates, { drawn, open, taken, limit: parts.limit }))) {
    const arm = of[one.item]!
    if (!best.has(arm)) best.set(arm, one)
  }
  return drawn.map(({ arm, propensity }) => ({ one: best.get(arm)!, mode: 'explore', propensity }))
}

type UniformDraw = { readonly open: Uint8Array; readonly taken: ReadonlySet<number>; readonly uniform: number; readonly random: Random }

function uniformPlaces(parts: PageParts, { open, taken, uniform, random }: UniformDraw): readonly Place[] {
  if (uniform === 0) return []
  const drawn = drawUniform(open, taken, uniform, random)
  const propensities = new Map(drawn.map(({ item, propensity }) => [item, propensity]))
  const known = parts.candidates.filter(({ item }) => propensities.has(item))
  const own = drawn.map(({ item, propensity }): Candidate => ({ item, score: propensity, source: 'random', because: [] }))
  const ranked = new Map(parts.rank([...own, ...known]).map((one) => [one.item, one]))
  return drawn.map(({ item, propensity }) => ({ one: ranked.get(item)!, mode: 'explore', propensity }))
}
