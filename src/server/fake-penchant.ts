/** @file For tests alone: an engine that keeps what it is told and answers in the order of the catalogue, so that tests of the API see what reached it. */

import { emptyEvidence } from '../data/evidence.ts'
import type { Interaction } from '../data/interaction.ts'
import type { Item } from '../data/item.ts'
import type { Rule } from '../data/rule.ts'
import type { Slate } from '../data/slate.ts'
import type { ChatAnswer, ChatRequest, Penchant } from '../engine/penchant.ts'
import { PenchantError } from '../errors.ts'
import { emptyPlan } from '../pipeline/plan.ts'
import type { RecommendRequest } from '../pipeline/recommender.ts'

type Kept = { readonly seq: number; readonly interaction: Interaction }
export type FakePenchant = Penchant & {
  /** Each call with its arguments, in order. */
  readonly calls: readonly (readonly [name: string, ...given: unknown[]])[]
  readonly closed: () => boolean
}

export function createFakePenchant(items: readonly Item[]): FakePenchant {
  const catalogue = new Map(items.map((item) => [item.id, item]))
  const people = new Map<string, Kept[]>()
  const rules = new Map<string, Rule[]>()
  const calls: [string, ...unknown[]][] = []
  let seq = 0
  let closed = false
  const acknowledge = () => ({ seq: ++seq, repeated: false })
  const slateOf = (request: RecommendRequest): Slate => ({
    slateId: `slate-${++seq}`,
    items: [...catalogue.values()].slice(0, request.k ?? 10).map((item, position) => ({
      ...{ item, position, score: 1 / (position + 1), sources: [{ name: 'popular', score: 1 }] },
      reason: { kind: 'editorial', text: 'Chosen by the editors' },
    })),
    ...{ tier: 'editorial', degraded: [], revision: emptyEvidence.revision },
  })
  const about =
    (name: 'similar' | 'alsoBought'): Penchant['similar'] =>
    async (item, request) => {
      calls.push([name, item, request])
      if (!catalogue.has(item)) throw new PenchantError('unknown-item', 'No such item.')
      return slateOf(request ?? {})
    }
  const chatAnswer = (request: ChatRequest): ChatAnswer => ({
    ...slateOf({ k: request.k }),
    ...{ reply: 'Here you are.', conversation: request.conversation ?? 'talk-1', plan: emptyPlan },
    ...{ rules: [], rulesSet: [], rulesRemoved: [], served: { plan: 'grammar', rank: 'editorial', reply: 'built-in' } },
  })

  const fake: FakePenchant = {
    calls,
    closed: () => closed,
    items: {
      async put(given) {
        for (const item of given) catalogue.set(item.id, item)
        return { stored: given.length }
      },
      remove: async (ids) => ({ removed: ids.filter((id) => catalogue.delete(id)).length }),
      get: (id) => catalogue.get(id),
      list(page) {
        calls.push(['list', page])
        return { items: [...catalogue.values()].slice(0, page?.k ?? 100), next: null }
      },
      schema: () => new Map([['genres', 'words']]),
      facets: () => new Map([['genres', [{ value: 'comedy', count: 2 }]]]),
    },
    async track(user, interaction) {
      calls.push(['track', user, interaction])
      if (!catalogue.has(interaction.item))
        throw new PenchantError('unknown-item', 'No such item.', { details: { item: interaction.item } })
      const history = people.get(user) ?? []
      const same = history.find((kept) => interaction.eventId !== undefined && kept.interaction.eventId === interaction.eventId)
      if (same && JSON.stringify(same.interaction) !== JSON.stringify(interaction))
        throw new PenchantError('event-conflict', 'That eventId was used for another interaction.')
      if (same) return { seq: same.seq, repeated: true }
      const done = acknowledge()
      people.set(user, [...history, { seq: done.seq, interaction }])
      return done
    },
    trackAll: (user, interactions) => Promise.all(interactions.map((interaction) => fake.track(user, interaction))),
    async undo(user, target) {
      const history = people.get(user) ?? []
      if (!history.some((kept) => kept.seq === target)) throw new PenchantError('unknown-event', 'Nothing of yours has that number.')
      people.set(
        user,
        history.filter((kept) => kept.seq !== target),
      )
      return acknowledge()
    },
    async recommend(request) {
      calls.push(['recommend', request])
      return slateOf(request)
    },
    similar: about('similar'),
    alsoBought: about('alsoBought'),
    async search(text, request) {
      calls.push(['search', text, request])
      return slateOf(request ?? {})
    },
    async chat(request) {
      calls.push(['chat', request])
      return chatAnswer(request)
    },
    async *chatStream(request) {
      calls.push(['chatStream', request])
      const answer = chatAnswer(request)
      const { reply, served, ...cards } = answer
      yield { type: 'items', answer: cards }
      for (const text of reply.split(/(?= )/)) yield { type: 'text', text }
      yield { type: 'done', answer: { ...cards, reply, served } }
    },
    async profile(user) {
      const interactions = (people.get(user) ?? []).map(({ seq: place, interaction }) => ({
        ...{
          seq: place,
          item: interaction.item,
          type: interaction.type,
          occurredAt: 0,
          title: catalogue.get(interaction.item)?.title ?? '',
        },
      }))
      return { user, revision: seq, interests: [], disliked: [], rules: rules.get(user) ?? [], interactions, mass: interactions.length }
    },
    async setRule(user, rule, from = 'api') {
      const made: Rule = { ...rule, id: `rule-${++seq}`, from, setAt: 0 }
      rules.set(user, [...(rules.get(user) ?? []), made])
      return made
    },
    async removeRule(user, id) {
      const kept = rules.get(user) ?? []
      if (!kept.some((rule) => rule.id === id)) throw new PenchantError('unknown-rule', 'No such rule.')
      rules.set(
        user,
        kept.filter((rule) => rule.id !== id),
      )
      return acknowledge()
    },
    async setInterest(...given) {
      calls.push(['setInterest', ...given])
      return acknowledge()
    },
    async merge(...given) {
      calls.push(['merge', ...given])
      return acknowledge()
    },
    exportUser: async (user) => ({ user, profile: await fake.profile(user), records: people.get(user) ?? [] }),
    forget: async (user) => people.delete(user),
    train: async () => {},
    slate: async () => undefined,
    status: () => ({
      ...{ version: '0.0.0', snapshot: 'none', items: catalogue.size, people: people.size, encoder: 'none', embeddingSize: 0 },
      ...{
        storage: 'memory',
        model: null,
        rankingModel: null,
        refit: { last: null, changedShare: null, nextAtShare: null, nextAt: null },
        learning: null,
        weights: { version: null, moments: 0, people: 0, learnt: null, untrained: null, says: 'untrained' },
        busy: [],
        failures: ['no space in /var/secret/place'],
        degraded: [],
      },
    }),
    async close() {
      closed = true
    },
  }
  return fake
}
