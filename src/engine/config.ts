/** @file The engine's configuration: one schema put together from those of the parts. It never changes at run time. */

import { z } from 'zod'
import { lsaConfigSchema } from '../embeddings/lsa-config.ts'
import { algebras } from '../math/kernels-contract.ts'
import { knobDefaultsSchema } from '../pipeline/knobs.ts'
import { tasteConfigSchema } from '../profile/config.ts'
import { rankConfigSchema } from '../ranking/config.ts'
import { diversifyConfigSchema } from '../reranking/diversify.ts'
import { refitConfigSchema } from './refit-schedule.ts'

export const configSchema = z.strictObject({
  taste: tasteConfigSchema.prefault({}),
  rank: rankConfigSchema.prefault({}),
  diversify: diversifyConfigSchema.prefault({}),
  knobs: knobDefaultsSchema.prefault({}),
  lsa: lsaConfigSchema.prefault({}),
  /** The model that is fitted on the log and ranks beside the live counts: a name of the model list, or `none`. */
  rankingModel: z.string().min(1).default('none'),
  /** Its options, see its page. */
  rankingModelOptions: z.record(z.string(), z.unknown()).default({}),
  /** Teach it each like at once where it can learn on after its fit (logistic regression, factorization machine); `false` leaves it as it was fitted. */
  learnLikes: z.boolean().default(true),
  /** What does the dense algebra of its fit: `wasm`, `onnx` (the optional package onnxruntime-node), or `auto`: that package where it is there and faster. */
  algebra: z.enum(algebras).default('auto'),
  /** When it is fitted anew in the background; `never`, and `retrainAt: 'never'`, leave it to `train()`. */
  refit: z.union([refitConfigSchema, z.literal('never')]).prefault({}),
  /** Learn after each training, in the background, how much each part of the ranking counts, and serve it where it is better; `rank.weights` goes before it. */
  learnWeights: z.boolean().default(true),
  /** The most candidates that one source brings. */
  candidates: z.number().int().min(10).max(10_000).default(100),
  /** How long after the commit of eight events or more the next one waits for company (at quieter moments all is committed at once); 0 = a commit for each request. */
  groupCommitMs: z.number().min(0).max(1_000).default(2),
  /** How long a language model may take for a reply before the built-in one stands in. */
  modelTimeoutMs: z.number().int().min(100).max(120_000).default(8_000),
  /** How many days a served slate is kept, for attribution and evaluation; `forever` keeps them all. Interactions are never deleted by age. */
  slateDays: z.union([z.number().int().min(1).max(36_500), z.literal('forever')]).default(90),
  /** What the catalogue's items are called ("film", "movie"): in a message such a word asks for nothing. */
  nouns: z.array(z.string().min(1).max(40)).max(50).default([]),
  /** What people call a value of the catalogue besides its name ({ "hollywood": "United States" }); counts where an item has the value, written so. */
  synonyms: z.record(z.string().min(1).max(40), z.string().min(1)).default({}),
  /** Retrain the embedded encoder in the background once so large a share of the catalogue has changed; `never` leaves it, and the model, to `train()`. */
  retrainAt: z.union([z.number().min(0.01).max(1), z.literal('never')]).default(0.1),
})

export type ConfigInput = z.input<typeof configSchema>
