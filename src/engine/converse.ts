/** @file A message and its answer: plan → write what was stated → recommend → reply. The cards are fixed before the first word. */

import { randomUUID } from 'node:crypto'
import { inForce } from '../conversation/in-force.ts'
import { type ConversationMemory, lastStated } from '../conversation/memory.ts'
import type { Attributes, Item } from '../data/item.ts'
import type { Rule, RuleInput } from '../data/rule.ts'
import type { Degraded } from '../data/slate.ts'
import { PenchantError } from '../errors.ts'
import type { Plan, Planner } from '../pipeline/plan.ts'
import type { Replier, ReplyContext } from '../pipeline/reply.ts'
import type { ChatAnswer, ChatEvent, ChatRequest } from './penchant.ts'
import type { Answered, Asked } from './recommend.ts'

export type Conversing<A extends Attributes> = {
  readonly planner: () => Planner
  readonly builtIn: Replier
  /** The language model that phrases replies, null for none. */
  readonly model: Replier | null
  readonly memory: ConversationMemory
  readonly now: () => number
  readonly itemOf: (id: string) => Item<A> | undefined
  readonly rulesOf: (user: string) => Promise<readonly Rule[]>
  /** Writes what the message states, all or nothing, and resolves with the log's sequence numbers. */
  readonly write: (user: string, statements: Statements) => Promise<readonly number[]>
  readonly undo: (user: string, seq: number) => Promise<unknown>
  readonly recommend: (request: Asked) => Promise<Answered<A>>
}

/** What one message asks to be kept. */
export type Statements = {
  readonly feedback: Plan['feedback']
  readonly rules: readonly Rule[]
  readonly removeRules: readonly string[]
  readonly eventId: string | undefined
}

const defaultCards = 5

/** Answers a message as a stream; the last event holds the whole answer. */
export async function* converse<A extends Attributes>(
  { planner, builtIn, model, memory, now, itemOf, rulesOf, write, undo, recommend }: Conversing<A>,
  request: ChatRequest,
  signal?: AbortSignal,
): AsyncGenerator<ChatEvent<A>> {
  const conversation = request.conversation ?? randomUUID()
  const owner = `${request.user ?? ''}\n${conversation}`
  const before = memory.recall(owner)
  const shown = (before?.shown ?? []).flatMap((id) => itemOf(id) ?? [])
  const standing = request.user === undefined ? inForce(before?.rules ?? [], now()) : await rulesOf(request.user)
  const read = await planner().plan(request.message, { rules: standing, shown, last: before?.plan, now: now() }, signal)
  // What is taken back goes with its message: the conversation is where it was before that.
  const undone = read.act === 'undo' ? lastStated(before) : undefined
  const last = undone ? undone.earlier : before
  const plan = undone && last ? askedAgain(last.plan, read) : read

  /** With a rule gone, the one it stood in for is in force again: until none is left but those of this message. */
  async function removeRest(user: string, ownRules: readonly Rule[]): Promise<readonly number[]> {
    const removed: number[] = []
    for (let round = 0; ; round++) {
      const rest = (await rulesOf(user)).filter((rule) => !ownRules.some(({ id }) => id === rule.id))
      if (rest.length === 0) return removed
      const eventId = request.eventId === undefined ? undefined : `${request.eventId}.rest${round}`
      removed.push(...(await write(user, { feedback: [], rules: [], removeRules: rest.map(({ id }) => id), eventId })))
    }
  }

  const stated = plan.rules.filter((rule) => !standing.some((other) => sameRule(rule, other)))
  const idOf = (index: number) => `${request.eventId ?? randomUUID()}.${index}`
  const rulesSet = stated.map((rule, index) => madeRule(rule, idOf(index), now()))
  const rulesRemoved = standing.filter((rule) => plan.removeRules.includes(rule.id))
  let written: readonly number[] = []
  if (request.user !== undefined) {
    for (const seq of undone?.written ?? []) await undo(request.user, seq)
    written = await write(request.user, {
      feedback: plan.feedback,
      rules: rulesSet,
      removeRules: plan.removeRules,
      eventId: request.eventId,
    })
  }
  if (request.user !== undefined && plan.removesAll) written = [...written, ...(await removeRest(request.user, rulesSet))]
  const kept = plan.removesAll ? [] : ((undone ? last : before)?.rules ?? []).filter((rule) => !rulesRemoved.includes(rule))
  const told = [...kept, ...rulesSet]
  const rules = request.user === undefined ? inForce(told, now()) : await rulesOf(request.user)

  const asked = request.k ?? plan.k ?? defaultCards
  const slate = await recommend({
    ...(request.user !== undefined && { user: request.user }),
    ...(request.user === undefined && { rules }),
    ...(plan.filter !== undefined && { filter: plan.filter }),
    ...(plan.act === 'more' && before?.slateId !== undefined && { after: before.slateId }),
    boosts: plan.boosts,
    text: plan.text,
    seeds: plan.seeds.filter((id) => !plan.feedback.some(({ item, type }) => item === id && type === 'dislike')),
    unlike: plan.unlike,
    exclude: [...plan.exclude, ...plan.feedback.map(({ item }) => item)],
    k: asked,
    includeKnown: plan.act === 'explain',
    scenario: 'chat',
  })
  memory.remember(owner, {
    plan,
    slateId: slate.slateId,
    shown: slate.items.map(({ item }) => item.id),
    // After an undo this state takes the place of the one gone back to, so that another undo goes further.
    written: undone ? (last?.written ?? []) : written,
    rules: request.user === undefined ? told : [],
    stated: undone ? (last?.stated ?? false) : plan.feedback.length + plan.rules.length + plan.removeRules.length > 0,
    earlier: undone ? last?.earlier : before,
  })

  const { admitted, ...cards } = slate
  const fixed = { ...cards, conversation, plan, rules, rulesSet, rulesRemoved }
  yield { type: 'items', answer: fixed }

  const context: ReplyContext = {
    message: request.message,
    plan,
    items: slate.items,
    rulesSet,
    rulesRemoved,
    rules,
    admitted,
    takenBack: undone !== undefined,
  }
  const degraded: Degraded[] = [...slate.degraded]
  let reply = ''
  let served = builtIn.name
  // About an empty list there is nothing to phrase, and what can be said here no model knows.
  if (model !== null && slate.items.length > 0 && plan.act !== 'help') {
    try {
      for await (const text of model.reply(context, signal)) {
        reply += text
        yield { type: 'text', text }
      }
      served = model.name
    } catch (error) {
      if (signal?.aborted) throw new PenchantError('aborted', 'The chat was stopped by its caller.', { cause: error })
      const step: Degraded = { stage: 'reply', from: model.name, to: builtIn.name, reason: reasonOf(error) }
      degraded.push(step)
      reply = ''
      yield { type: 'restart', degraded: step }
    }
  }
  if (served === builtIn.name) {
    for await (const text of builtIn.reply(context, signal)) {
      reply += text
      yield { type: 'text', text }
    }
  }
  const tier = served === builtIn.name ? slate.tier : 'llm'
  const answer: ChatAnswer<A> = { ...fixed, tier, degraded, reply, served: { plan: planner().name, rank: slate.tier, reply: served } }
  yield { type: 'done', answer }
}

/** What was asked before, stating nothing: the answer is the former one. */
function askedAgain(former: Plan, { understood }: Plan): Plan {
  const exclude = [...former.exclude, ...former.feedback.map(({ item }) => item)]
  return { ...former, act: 'undo', exclude, feedback: [], rules: [], removeRules: [], removesAll: false, understood }
}

/** Said again, a rule that holds already is not written again. */
function sameRule(stated: RuleInput, standing: Rule): boolean {
  const meant = ({ filter, boost, expiresAt }: RuleInput) => JSON.stringify([filter, boost, expiresAt === undefined])
  return meant(stated) === meant(standing)
}

/** A rule as it is kept: its id follows from the message's event id, so that a repeated message writes the same rule. */
function madeRule(input: RuleInput, id: string, setAt: number): Rule {
  const { filter, boost, words, expiresAt } = input
  return { id, filter, words, from: 'chat', setAt, ...(boost !== undefined && { boost }), ...(expiresAt !== undefined && { expiresAt }) }
}

function reasonOf(error: unknown): string {
  return error instanceof PenchantError ? error.message : 'The language model failed unexpectedly.'
}
