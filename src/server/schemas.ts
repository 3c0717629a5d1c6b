/** @file The shapes of requests and answers over HTTP, made from the schemas of the data and named for the OpenAPI document. */

import { z } from '@hono/zod-openapi'
import { type Filter, filterSchema } from '../data/filter.ts'
import { interactionSchema, interactionTypes } from '../data/interaction.ts'
import { itemSchema } from '../data/item.ts'
import { type Rule, ruleInputSchema } from '../data/rule.ts'
import type { Degraded, Slate, SlateItem } from '../data/slate.ts'
import type { ChatAnswer, ChatEvent, ChatRequest, EngineStatus, ProfileView } from '../engine/penchant.ts'
import { fitRecordSchema } from '../engine/refit-schedule.ts'
import { knobsSchema } from '../pipeline/knobs.ts'
import type { Plan } from '../pipeline/plan.ts'
import type { Acknowledgement, RecommendRequest } from '../pipeline/recommender.ts'
import {
  chatRequestSchema,
  identifierSchema,
  recommendRequestSchema,
  searchRequestSchema,
  similarRequestSchema,
} from '../pipeline/requests.ts'

// Cloned, for a schema made before the OpenAPI extension was loaded cannot be named.
/** A union of every filter's depth would fill pages: the document says what it is in words, the check stays the data's own. */
export const filter: z.ZodType<Filter> = filterSchema.clone().openapi('Filter', {
  type: 'object',
  description:
    'Attribute names (or id, title) with a value or a comparison {eq, in, containsAll, gt, gte, lt, lte, exists}; all must hold. `all`, `any` and `not` combine filters.',
  example: { genres: { in: ['comedy'] }, year: { gte: 1990 }, not: { genres: 'horror' } },
})
export const identifier = identifierSchema
  .clone()
  .openapi({ description: '1-256 bytes of text without control characters', example: 'ada' })
const user = identifier.openapi({ description: 'Left out by holders of a user token; otherwise left out for a stranger' }).optional()
const asked = { user, filter: filter.optional() }

export const item = itemSchema.clone().openapi('Item')
const interaction = interactionSchema.clone().openapi('Interaction')
export const ruleInput = ruleInputSchema.extend({ filter }).openapi('RuleInput')
export const trackBody = z
  .union([interaction.safeExtend({ user }), z.strictObject({ user, interactions: z.array(interaction).min(1).max(1_000) })])
  .openapi('Track')
export const recommendRequest = recommendRequestSchema
  .extend({
    ...asked,
    boosts: z
      .array(z.strictObject({ filter, boost: z.number().min(0.25).max(4) }))
      .max(50)
      .optional(),
    knobs: knobsSchema.clone().openapi('Knobs').optional(),
  })
  .openapi('RecommendRequest') satisfies z.ZodType<RecommendRequest>
export const similarRequest = similarRequestSchema.extend(asked).openapi('AboutItemRequest')
export const searchRequest = searchRequestSchema.extend(asked).openapi('SearchRequest')
export const chatRequest = chatRequestSchema.extend({ user }).openapi('ChatRequest') satisfies z.ZodType<ChatRequest>

export const acknowledgement = z
  .object({
    seq: z.int().openapi({ description: 'Place in the log; undo takes it' }),
    repeated: z.boolean().openapi({ description: 'This eventId was acknowledged before; nothing was added' }),
  })
  .openapi('Acknowledgement') satisfies z.ZodType<Acknowledgement>
export const rule = z
  .object({
    id: z.string(),
    filter,
    boost: z.number().optional(),
    words: z.string(),
    from: z.enum(['chat', 'click', 'api']),
    setAt: z.int(),
    expiresAt: z.int().optional(),
  })
  .openapi('Rule') satisfies z.ZodType<Rule>

const tier = z.enum(['llm', 'ranker', 'popular', 'editorial'])
const degraded = z
  .object({ stage: z.enum(['plan', 'retrieve', 'rank', 'reply']), from: z.string(), to: z.string(), reason: z.string() })
  .openapi('Degraded') satisfies z.ZodType<Degraded>
const slateItem = z
  .object({
    item,
    position: z.int(),
    score: z.number(),
    reason: z.object({
      kind: z.enum(['taste', 'similar', 'bought', 'together', 'words', 'rule', 'popular', 'editorial', 'fresh', 'explore']),
      because: z.array(z.string()).optional(),
      text: z.string(),
    }),
    sources: z.array(z.object({ name: z.string(), score: z.number() })),
  })
  .openapi('SlateItem') satisfies z.ZodType<SlateItem>
export const slate = z
  .object({
    slateId: z.string(),
    items: z.array(slateItem),
    tier,
    degraded: z.array(degraded),
    revision: z.int(),
    trace: z
      .array(
        z.object({
          stage: z.string(),
          name: z.string(),
          milliseconds: z.number(),
          candidates: z.int(),
          notes: z.array(z.string()).optional(),
        }),
      )
      .optional(),
  })
  .openapi('Slate') satisfies z.ZodType<Slate>

const plan = z
  .object({
    act: z.enum(['recommend', 'more', 'explain', 'undo', 'greet', 'help']),
    filter: filter.optional(),
    boosts: z.array(z.object({ filter, boost: z.number() })),
    text: z.string(),
    seeds: z.array(z.string()),
    unlike: z.array(z.string()),
    exclude: z.array(z.string()),
    k: z.int().optional(),
    feedback: z.array(z.object({ item: z.string(), type: z.enum(['like', 'dislike', 'seen']) })),
    rules: z.array(ruleInput),
    removeRules: z.array(z.string()),
    understood: z.array(z.object({ words: z.string(), as: z.string() })),
  })
  .openapi('Plan') satisfies z.ZodType<Plan>
const cards = slate.extend({
  conversation: z.string(),
  plan,
  rules: z.array(rule),
  rulesSet: z.array(rule),
  rulesRemoved: z.array(rule),
})
export const chatAnswer = cards
  .extend({ reply: z.string(), served: z.object({ plan: z.string(), rank: tier, reply: z.string() }) })
  .openapi('ChatAnswer') satisfies z.ZodType<ChatAnswer>
export const chatEvent = z
  .discriminatedUnion('type', [
    z.object({ type: z.literal('items'), answer: cards }),
    z.object({ type: z.literal('text'), text: z.string() }),
    z.object({ type: z.literal('restart'), degraded }),
    z.object({ type: z.literal('done'), answer: chatAnswer }),
  ])
  .openapi('ChatEvent') satisfies z.ZodType<ChatEvent>

export const profile = z
  .object({
    user: z.string(),
    revision: z.int(),
    interests: z.array(z.object({ id: z.string(), name: z.string(), share: z.number(), gain: z.number(), items: z.array(item) })),
    disliked: z.array(item),
    rules: z.array(rule),
    interactions: z.array(
      z.object({
        seq: z.int(),
        item: z.string(),
        type: z.enum(interactionTypes),
        value: z.number().optional(),
        occurredAt: z.int(),
        title: z.string(),
      }),
    ),
    mass: z.number(),
  })
  .openapi('Profile') satisfies z.ZodType<ProfileView>
export const userExport = z.object({ user: z.string(), profile, records: z.array(z.unknown()) }).openapi('UserExport')
const guesses = z.object({
  examples: z.int(),
  logLoss: z.number().nullable(),
  baseLogLoss: z.number().nullable(),
  auc: z.number().nullable(),
})
export const status = z
  .object({
    version: z.string().openapi({ description: 'Of Penchant' }),
    snapshot: z.string().openapi({ description: 'Of the encoder and the catalogue' }),
    items: z.int(),
    people: z.int(),
    encoder: z.string(),
    embeddingSize: z.int(),
    storage: z.string(),
    model: z.string().nullable(),
    rankingModel: z.string().nullable(),
    refit: z
      .object({
        last: fitRecordSchema.nullable(),
        changedShare: z.number().nullable(),
        nextAtShare: z.number().nullable(),
        nextAt: z.number().nullable(),
      })
      .openapi({ description: 'Fits of the ranking model: the last one, and when the next comes by itself' }),
    learning: z.object({ learnt: z.int(), fit: guesses, since: guesses }).nullable().openapi({
      description: 'Of a model that learns at every event: likes since the fit, and how good its guesses were, each made before it learnt',
    }),
    weights: z
      .object({
        version: z.string().nullable(),
        moments: z.int(),
        people: z.int(),
        learnt: z.number().nullable(),
        untrained: z.number().nullable(),
        says: z.string(),
      })
      .openapi({
        description: 'How the parts of the ranking are weighed: the document that serves, and NDCG@10 of what was learnt and untrained',
      }),
    busy: z.array(z.string()),
    failures: z.array(z.string()),
    degraded: z.array(degraded).openapi({ description: 'What every answer does without until it is healed' }),
  })
  .openapi('Status') satisfies z.ZodType<EngineStatus>
export const training = z
  .object({
    started: z.boolean().openapi({ description: 'False where one that was asked for is under way already: nothing was added to it' }),
    busy: z.array(z.string()).openapi({ description: 'What runs in the background now' }),
  })
  .openapi('Training')
export const session = z
  .object({
    user: z.string().openapi({ description: 'The person this browser is now' }),
    users: z.array(z.string()).openapi({ description: 'The people this browser has made for itself, by place' }),
  })
  .openapi('Session')
export const catalogue = z
  .object({
    schema: z.record(z.string(), z.enum(['word', 'words', 'number', 'flag'])),
    facets: z.record(z.string(), z.array(z.object({ value: z.string(), count: z.int() }))),
  })
  .openapi('Catalogue')
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    code: z.string(),
    details: z.record(z.string(), z.unknown()),
  })
  .openapi('Problem')
