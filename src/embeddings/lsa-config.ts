/** @file The options of LSA. Apart from what uses them: the worker that trains is handed checked ones, and need not load a library of schemas. */

import { z } from 'zod'

export const lsaConfigSchema = z.strictObject({
  /** Size of a vector; smaller catalogues are padded with zeros. */
  embeddingSize: z.number().int().min(1).max(1024).default(128),
  /** The weight of each field in an item. */
  fieldWeights: z
    .strictObject({ title: z.number().min(0).default(0.2), words: z.number().min(0).default(1), text: z.number().min(0).default(0.6) })
    .prefault({}),
  /** What the last attribute word weighs beside the first; those between fall evenly. */
  lastWordWeight: z.number().min(0).max(1).default(0.3),
  /** A word pair must occur in so many items; a single word too, from 1,000 items on. */
  minimumItems: z.number().int().min(1).default(2),
  /** The most frequent words and word pairs are kept, so many at most. */
  vocabularySize: z.number().int().min(1).max(1_000_000).default(50_000),
  /** Exponent of the singular values: 1 keeps the proportions of the data, 0 makes all directions equal. */
  spectrum: z.number().min(0).max(1).default(1),
  /** Power iterations of the SVD. */
  iterations: z.number().int().min(0).max(10).default(3),
})

export type LsaConfig = z.infer<typeof lsaConfigSchema>

export type Field = keyof LsaConfig['fieldWeights']
