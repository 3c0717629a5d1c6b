/** @file The engine's configuration: one schema put together from those of the parts. It never changes at run time. */

import { z } from 'zod'
import { lsaConfigSchema } from '../embeddings/lsa-features.ts'
import { tasteConfigSchema } from '../profile/config.ts'
import { rankConfigSchema } from '../ranking/config.ts'
import { diversifyConfigSchema } from '../reranking/diversify.ts'

export const configSchema = z.strictObject({
  taste: tasteConfigSchema.prefault({}),
  rank: rankConfigSchema.prefault({}),
  diversify: diversifyConfigSchema.prefault({}),
  lsa: lsaConfigSchema.prefault({}),
  /** The model that is fitted on the log at each training and ranks beside the live counts: a name of the model list, or `none`. */
  rankingModel: z.string().min(1).default('none'),
  /** Its options, see its page. */
  rankingModelOptions: z.record(z.string(), z.unknown()).default({}),
  /** The most candidates that one source brings. */
  candidates: z.number().int().min(10).max(10_000).default(100),
  /** How long the first event of a group waits for company before the commit; 0 = a commit for each request. */
  groupCommitMs: z.number().min(0).max(1_000).default(2),
  /** How long a language model may take for a reply before the built-in one stands in. */
  modelTimeoutMs: z.number().int().min(100).max(120_000).default(8_000),
  /** What the catalogue's items are called ("film", "movie"): in a message such a word asks for nothing. */
  nouns: z.array(z.string().min(1).max(40)).max(50).default([]),
  /** Retrain the embedded encoder in the background once so large a share of the catalogue has changed; `never` leaves it to `train()`. */
  retrainAt: z.union([z.number().min(0.01).max(1), z.literal('never')]).default(0.1),
})

export type ConfigInput = z.input<typeof configSchema>
