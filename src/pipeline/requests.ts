/** @file The shapes of requests at every border of the engine: the library checks them, and HTTP documents the same ones. */

import { z } from 'zod'
import { filterSchema } from '../data/filter.ts'
import { identifierOf } from '../data/identifier.ts'
import { wellFormedText } from '../data/well-formed.ts'
import { knobsSchema } from './knobs.ts'
import type { RecommendRequest } from './recommender.ts'

export const identifierSchema = identifierOf('id')
const identifiers = z.array(identifierSchema).max(1_000)
const k = z.number().int().min(1).max(100)

/** What every kind of request may say. */
const askedSchema = z.strictObject({
  user: identifierSchema.optional(),
  k: k.optional(),
  filter: filterSchema.optional(),
  trace: z.boolean().optional(),
})

export const recommendRequestSchema = askedSchema.extend({
  boosts: z
    .array(z.strictObject({ filter: filterSchema, boost: z.number().min(0.25).max(4) }))
    .max(50)
    .optional(),
  text: wellFormedText(10_000).optional(),
  seeds: identifiers.optional(),
  unlike: identifiers.optional(),
  exclude: identifiers.optional(),
  after: identifierSchema.optional(),
  scenario: wellFormedText(100).optional(),
  diversity: z.number().min(0).max(1).optional(),
  knobs: knobsSchema.optional(),
}) satisfies z.ZodType<RecommendRequest>

export const similarRequestSchema = askedSchema.extend({ item: identifierSchema })
export const searchRequestSchema = askedSchema.extend({ text: wellFormedText(10_000).min(1) })

export const chatRequestSchema = z.strictObject({
  user: identifierSchema.optional(),
  message: wellFormedText(120_000).min(1),
  conversation: identifierSchema.optional(),
  k: k.optional(),
  eventId: identifierSchema.optional(),
})
