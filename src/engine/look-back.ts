/** @file Looks back on the log: moments at which somebody chose something, each with what the engine would have had to rank by just before it.
 *
 * The last quarter of all likes by time is looked at, those of items that the person had never touched. What is trained (the space, the model) is trained
 * on the likes before it; counts, taste and what may be shown are those of strictly earlier events of each moment. What was taken back or erased since
 * counts nowhere, and of a person's acts on one item only the newest is a like. Which moments: see moments.ts. Everything is a function of the log, the catalogue and the seed.
 * Cost: one training of the space and one fit of the model in workers; about one request for each moment, in slices on the caller's thread.
 */

import { type Evidence, rulesInForce } from '../data/evidence.ts'
import type { Item } from '../data/item.ts'
import { trainSpaceInWorker } from '../embeddings/train-in-worker.ts'
import { eligible } from '../filtering/eligible.ts'
import type { Kernels } from '../math/kernels.ts'
import { hash32 } from '../math/random.ts'
import { inSlices, type Steps } from '../math/steps.ts'
import { createPopularity, type PopularityCounts } from '../models/baseline/popularity.ts'
import { createTogether, type TogetherCounts } from '../models/knn/together.ts'
import type { Candidate } from '../pipeline/candidate.ts'
import { noKnobs } from '../pipeline/knobs.ts'
import type { PromotedModel, Snapshot } from '../pipeline/snapshot.ts'
import type { RetrievalQuery, Source } from '../pipeline/source.ts'
import { releaseTogether } from '../pipeline/together-scores.ts'
import type { TasteConfig } from '../profile/config.ts'
import { foldTaste } from '../profile/fold.ts'
import type { RankConfig } from '../ranking/config.ts'
import { type MomentCase, momentCase } from '../ranking/moment-case.ts'
import type { Likes } from './model-fitting.ts'
import { type Like, momentsOf, splitByTime } from './moments.ts'
import { createNewcomers } from './newcomers.ts'
import { fewestLikes } from './refit-schedule.ts'

export type LookingBack = {
  /** Everybody's likes as they stand. */
  readonly likes: Likes
  readonly evidence: (user: string) => Promise<Evidence | undefined>
  readonly snapshot: Snapshot
  readonly sources: readonly Source[]
  readonly kernels: Kernels
  readonly config: { readonly taste: TasteConfig; readonly rank: RankConfig; readonly candidates: number }
  /** Fits the model that ranks on fewer likes; nothing of it is kept. Left out: none ranks. */
  readonly fitModel?: ((likes: Likes, items: number, signal: AbortSignal) => Promise<PromotedModel>) | undefined
  readonly seed: number | string
  readonly signal: AbortSignal
}

/** In the order of time. None where there are too few earlier likes to train on what the engine trains on. @throws what its signal, the training and the fit do. */
export async function lookBack(parts: LookingBack): Promise<readonly MomentCase[]> {
  const { likes, snapshot, kernels, config, fitModel, seed, signal } = parts
  const count = snapshot.items.length
  const { before, after } = await inSlices(splitByTime(likes, count))
  const earlier = [...before.values()].reduce((sum, { length }) => sum + length, 0)
  const moments = momentsOf(after, seed)
  if (moments.length === 0 || (snapshot.trained !== undefined && (fitModel === undefined || earlier < fewestLikes))) return []
  signal.throwIfAborted()
  const space = snapshot.space.fromText === undefined ? snapshot.space : await spaceThen(snapshot, before, earlier, signal)
  const trained = snapshot.trained && fitModel ? await fitModel(before, count, signal) : undefined

  const counts: Counts = { together: createTogether(), popularity: createPopularity(), sets: new Map() }
  for (const [user, acts] of before) await inSlices(countSteps(user, acts, counts))
  // An array of its own: what is remembered by the live one stays of now.
  const items: readonly (Item | undefined)[] = [...snapshot.items]
  const vectors = kernels.load(space.vectors, space.size)
  const newItems = await inSlices(createNewcomers()({ items, space, vectors, trained }))
  const then: Snapshot = { ...snapshot, items, space, vectors, trained, newItems, ...liveOf(counts) }
  const cases: MomentCase[] = []
  let counted = 0
  for (const moment of moments) {
    signal.throwIfAborted()
    const from = counted
    while (counted < after.length && (after[counted] as Like).at < moment.at) counted++
    for (const [user, acts] of Map.groupBy(after.slice(from, counted), (like) => like.user)) await inSlices(countSteps(user, acts, counts))
    const evidence = evidenceThen(await parts.evidence(moment.user), moment.at, config.taste.window)
    if (evidence === undefined) continue
    const taste = foldTaste(evidence, { space, indexOf: snapshot.indexOf, now: moment.at, config: config.taste })
    if (!(taste.mass > 0)) continue
    const rules = rulesInForce(evidence, moment.at)
    const had = new Set(evidence.interactions.flatMap(({ item }) => snapshot.indexOf(item) ?? []))
    // What was touched before is no target, also where it stays in the lists: to rank it high must not count against a weight.
    const { mask } = eligible({ snapshot: then, taste, rules, exclude: had, now: moment.at })
    const targets = new Set(moment.acts.flatMap(({ item }) => (mask[item] === 1 ? [item] : [])))
    if (targets.size === 0) continue
    const query: RetrievalQuery = {
      ...{ snapshot: then, taste, eligible: mask, text: '', textVector: undefined, seeds: [], knobs: noKnobs },
      ...{ now: moment.at, seed: hash32(`${seed} ${moment.user} ${moment.at}`) },
    }
    const candidates: Candidate[] = []
    for (const source of parts.sources) {
      await turn()
      candidates.push(...(await source.retrieve(query, config.candidates)))
    }
    await turn()
    cases.push(momentCase(query, candidates, { person: moment.user, targets, rules, config: config.rank, tasteConfig: config.taste }))
    releaseTogether(query)
  }
  return cases
}

const turn = () => new Promise<void>((resolve) => setImmediate(resolve))

type Counts = {
  readonly together: TogetherCounts
  readonly popularity: PopularityCounts
  /** The items of each person that are counted. */
  readonly sets: Map<string, readonly number[]>
}

const liveOf = ({ together, popularity }: Counts) => ({ together, popularity })
const pairsAStep = 5_000

/** Counts a person's further likes: each pairs with all that they have. */
function* countSteps(user: string, likes: readonly Pick<Like, 'item' | 'at'>[], { together, popularity, sets }: Counts): Steps<void> {
  let set = sets.get(user) ?? []
  for (let from = 0; from < likes.length; ) {
    const some = likes.slice(from, from + Math.max(1, Math.floor(pairsAStep / Math.max(1, set.length, likes.length))))
    const next = [...set, ...some.map(({ item }) => item)]
    together.update(set, next)
    for (const { item, at } of some) popularity.add(item, at)
    set = next
    from += some.length
    yield
  }
  sets.set(user, set)
}

function spaceThen({ space }: Snapshot, before: Likes, earlier: number, signal: AbortSignal) {
  const options = { seed: 1, version: `${space.version} then`, signal }
  if (earlier < fewestLikes) return trainSpaceInWorker(space.text, options)
  const users = new Int32Array(earlier)
  const items = new Int32Array(earlier)
  let at = 0
  for (const [user, acts] of [...before.values()].entries())
    for (const { item } of acts) {
      users[at] = user
      items[at++] = item
    }
  return trainSpaceInWorker(space.text, { ...options, pairs: { users, items } })
}

/** What stood before a moment; undefined where too much of it is no longer at hand. @param window how many items a taste reads. */
function evidenceThen(evidence: Evidence | undefined, moment: number, window: number): Evidence | undefined {
  if (evidence === undefined) return undefined
  const interactions = evidence.interactions.filter(({ occurredAt }) => occurredAt < moment)
  if (evidence.truncated && interactions.length < window) return undefined
  const newest = interactions.reduce((latest, { seq }) => Math.max(latest, seq), 0)
  return {
    revision: newest,
    interactions,
    rules: evidence.rules.filter(({ rule }) => rule.setAt < moment),
    controls: evidence.controls.filter(({ seq }) => seq < newest),
    truncated: evidence.truncated,
  }
}
