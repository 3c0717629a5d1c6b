/** @file One request from start to slate: snapshot → taste → what may be shown → candidates → ranking → re-ranking → slate with reasons. */

import { randomUUID } from 'node:crypto'
import { dayMs } from '../data/day.ts'
import { emptyEvidence, rulesInForce } from '../data/evidence.ts'
import type { Attributes, Item } from '../data/item.ts'
import type { Rule } from '../data/rule.ts'
import type { Degraded, Slate, SlateRecord, Tier, TraceStep } from '../data/slate.ts'
import { messageOf, PenchantError } from '../errors.ts'
import { eligible } from '../filtering/eligible.ts'
import { hash32 } from '../math/random.ts'
import type { Candidate } from '../pipeline/candidate.ts'
import { type KnobValues, knobsInForce } from '../pipeline/knobs.ts'
import { speaksForMany } from '../pipeline/prior.ts'
import type { RecommendRequest } from '../pipeline/recommender.ts'
import type { Snapshot } from '../pipeline/snapshot.ts'
import type { RetrievalQuery, Source } from '../pipeline/source.ts'
import { releaseTogether } from '../pipeline/together-scores.ts'
import type { TasteConfig } from '../profile/config.ts'
import type { RankConfig } from '../ranking/config.ts'
import { rank } from '../ranking/rank.ts'
import { type DiversifyConfig, diversify } from '../reranking/diversify.ts'
import type { Clock } from './clock.ts'
import { fillPage, type Place } from './page.ts'
import type { People } from './people.ts'
import { reasonOf } from './reasons.ts'
import type { SlateLog } from './slate-log.ts'
import type { Visits } from './visits.ts'
import type { Weights } from './weights.ts'

export type Recommending = {
  readonly snapshot: () => Snapshot
  readonly people: People
  readonly slates: SlateLog
  readonly visits: Visits
  readonly sources: readonly Source[]
  readonly clock: Clock
  /** The topic of an item by the words that its items share. */
  readonly topicName: (snapshot: Snapshot, item: number) => string
  /** What every answer does without at the moment. */
  readonly lacking?: (() => readonly Degraded[]) | undefined
  /** What was learnt to weigh, if anything that is better. */
  readonly weights?: Weights['current'] | undefined
  readonly config: {
    readonly taste: TasteConfig
    readonly rank: RankConfig
    readonly diversify: DiversifyConfig
    readonly knobs: KnobValues
    /** The most candidates that one source brings. */
    readonly candidates: number
  }
}

/** A request inside the engine: checked, and with what only the engine may say. */
export type Asked = RecommendRequest & {
  /** In place of the person's own: what a stranger said in this conversation. */
  readonly rules?: readonly Rule[] | undefined
  /** Asks for what is bought together with the seeds, not for what is like them. */
  readonly boughtWithSeeds?: boolean | undefined
  /** Shows also what the person knows already: they asked about it. */
  readonly includeKnown?: boolean | undefined
}

export type Answered<A extends Attributes> = Slate<A> & {
  /** How many items the hard filters admitted. */
  readonly admitted: number
}

const defaultK = 10
const noOrders: Degraded = {
  stage: 'retrieve',
  from: 'orders',
  to: 'an empty list',
  reason: 'No purchase has an order yet. Send interactions of the type purchase with an orderId.',
}
const nothingKnown = { known: new Set<number>() }

/** Makes the function that answers requests. */
export function createRecommend<A extends Attributes>(parts: Recommending): (request: Asked) => Promise<Answered<A>> {
  const { people, slates, visits, sources, clock, config, topicName } = parts

  return async (request) => {
    const { user, k = defaultK, filter, boosts = [], text = '', scenario = 'home', after, diversity } = request
    const begun = slates.moment()
    const evidence = user === undefined ? emptyEvidence : await people.evidence(user)
    const last = after === undefined ? undefined : await continued(slates, after, user)
    const isAsked = text !== '' || (request.seeds ?? []).length > 0
    const knobs = knobsInForce(request.knobs, config.knobs, isAsked || request.includeKnown === true)
    const degraded: Degraded[] = [...(parts.lacking?.() ?? [])]
    const shownTo = user === undefined || knobs.rotation === 0 ? undefined : await visitsOf(visits, user, degraded)
    people.settle()
    const snapshot = parts.snapshot()
    const now = clock.now()
    const steps: TraceStep[] = []
    let started = clock.elapsed()
    const step = (stage: string, name: string, candidates: number, notes?: readonly string[]) => {
      if (!request.trace) return
      const ended = clock.elapsed()
      steps.push({ stage, name, milliseconds: ended - started, candidates, ...(notes !== undefined && { notes }) })
      started = ended
    }

    const taste = people.taste(user, evidence, snapshot, now)
    const rules = request.rules ?? rulesInForce(evidence, now)
    step('profile', 'taste', taste.items.length, [`${taste.interests.length} interests, mass ${taste.mass.toFixed(2)}`])

    const indexesOf = (ids: readonly string[], what: string) => ids.map((id) => snapshot.indexOf(id) ?? unknownItem(id, what))
    const seeds = indexesOf(request.seeds ?? [], 'seeds')
    const unlike = indexesOf(request.unlike ?? [], 'unlike')
    const shown = [...(last?.query.exclude ?? []), ...(last?.slots.map(({ item }) => item) ?? [])]
    const exclude = [...(request.exclude ?? []), ...shown]
    const excluded = [...exclude.flatMap((id) => snapshot.indexOf(id) ?? []), ...seeds, ...unlike]
    const companions = request.boughtWithSeeds ? seeds.map((seed) => snapshot.bought.neighbours(seed, snapshot.items.length)) : undefined
    if (companions !== undefined && snapshot.bought.orders === 0) degraded.push(noOrders)
    const { mask, admitted, notes } = eligible({
      snapshot,
      taste: request.includeKnown ? nothingKnown : taste,
      rules,
      filter,
      exclude: excluded,
      only: companions && { what: 'Bought together with it', items: companions.flat().map(({ item }) => item) },
      now,
    })
    step('filtering', 'eligible', admitted, notes)

    const page = exclude.length
    const seed = hash32(`${user ?? ''}\n${scenario}\n${page}\n${taste.digest}\n${Math.floor(now / dayMs)}`)
    const textVector = text === '' ? undefined : await snapshot.encoder.encodeQueries([text])
    const query: RetrievalQuery = { snapshot, taste, eligible: mask, text, textVector, seeds, companions, knobs, now, seed }

    const candidates: Candidate[] = []
    for (const source of sources) {
      const found = await fromSource(source, query, config.candidates, degraded)
      candidates.push(...found)
      step('retrieval', source.name, found.length)
    }
    const learnt = parts.weights?.(snapshot)
    const rankConfig = learnt === undefined ? config.rank : { ...config.rank, weights: learnt.weights }
    const rankAll = (all: readonly Candidate[]) =>
      rank(query, all, { config: rankConfig, tasteConfig: config.taste, rules, boosts, unlike })
    const ranked = rankAll(candidates)
    step('ranking', 'blend', ranked.length)
    const { places: chosen, notes: moved } = fillPage(query, {
      k,
      evidence,
      tasteConfig: config.taste,
      candidates,
      ranked,
      limit: config.candidates,
      rank: rankAll,
      choose: (from, places) => diversify(query, from, { k: places, diversity, config: config.diversify }),
      shown: shownTo?.(scenario, now) ?? new Map(),
    })
    step('reranking', 'variety', chosen.length, moved.length > 0 ? moved : undefined)
    releaseTogether(query)

    const tier: Tier = isAsked || taste.mass > 0 ? 'ranker' : speaksForMany(snapshot) ? 'popular' : 'editorial'
    const slateId = randomUUID()
    const record = recordOf({
      slateId,
      request,
      scenario,
      k,
      exclude,
      query,
      candidates: ranked.length,
      chosen,
      revision: evidence.revision,
      weights: learnt?.version,
    })
    if (slates.add(record, begun)) visits.add(record)
    return {
      slateId,
      items: chosen.map(({ one }, position) => ({
        item: snapshot.items[one.item] as Item<A>,
        position,
        score: one.score,
        reason: reasonOf(one, query, (item) => topicName(snapshot, item)),
        sources: one.sources,
      })),
      tier,
      degraded,
      revision: evidence.revision,
      admitted,
      ...(request.trace && { trace: steps }),
    }
  }
}

/** One source that fails costs its own candidates, not the answer; what failed is said in the slate. */
async function fromSource(source: Source, query: RetrievalQuery, limit: number, degraded: Degraded[]): Promise<readonly Candidate[]> {
  try {
    const found = source.retrieve(query, limit)
    return found instanceof Promise ? await found : found
  } catch (error) {
    degraded.push({ stage: 'retrieve', from: source.name, to: 'the other sources', reason: messageOf(error) })
    return []
  }
}

/** Where earlier visits cannot be read, nothing makes room for having been shown; the slate says so. */
async function visitsOf(visits: Visits, user: string, degraded: Degraded[]): Promise<Awaited<ReturnType<Visits['of']>> | undefined> {
  try {
    return await visits.of(user)
  } catch (error) {
    degraded.push({ stage: 'rank', from: 'rotation', to: 'the ranking as it stands', reason: messageOf(error) })
    return undefined
  }
}

/** The slate to go on from. Another person's would tell what was in it, so it does not exist here. */
async function continued(slates: SlateLog, slateId: string, user: string | undefined): Promise<SlateRecord> {
  const record = await slates.get(slateId)
  if (record && record.user === (user ?? null)) return record
  throw new PenchantError('unknown-slate', 'This person has no slate of that id. Leave "after" out to start anew.', {
    details: { slateId },
  })
}

function unknownItem(id: string, field: string): never {
  throw new PenchantError('unknown-item', `The catalogue has no item of an id in "${field}". Take ids from the catalogue.`, {
    details: { item: id, field },
  })
}

type Served = {
  readonly slateId: string
  readonly request: Asked
  readonly scenario: string
  readonly k: number
  readonly exclude: readonly string[]
  readonly query: RetrievalQuery
  /** How many were ranked. */
  readonly candidates: number
  readonly chosen: readonly Place[]
  /** Of the person's evidence. */
  readonly revision: number
  /** The document of learnt weights that served. */
  readonly weights: string | undefined
}

function recordOf({ slateId, request, scenario, k, exclude, query, candidates, chosen, revision, weights }: Served): SlateRecord {
  const { user, seeds, filter } = request
  const { snapshot, seed, text, knobs, now } = query
  return {
    slateId,
    user: user ?? null,
    time: now,
    scenario,
    variant: null,
    policy: null,
    versions: {
      encoder: snapshot.encoder.version,
      models: snapshot.trained === undefined ? [] : [snapshot.trained.version],
      documents: weights === undefined ? [] : [weights],
    },
    revision,
    seed,
    query: {
      k,
      ...(text !== '' && { text }),
      ...(seeds?.length && { seeds }),
      ...(filter !== undefined && { filter }),
      ...(exclude.length > 0 && { exclude }),
      ...(Object.values(knobs).some((knob) => knob > 0) && { knobs }),
    },
    candidates,
    slots: chosen.map(({ one, mode, propensity }, position) => ({
      item: snapshot.items[one.item]!.id,
      position,
      score: one.score,
      sources: one.sources.map(({ name }) => name),
      mode,
      propensity,
    })),
  }
}
