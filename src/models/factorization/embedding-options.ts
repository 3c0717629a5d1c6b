/** @file Options of embeddings that are learnt from a random start. */

import { z } from 'zod'

export const embeddingOptions = {
  embeddingSize: z
    .int()
    .min(1)
    .max(2048)
    .default(64)
    .describe('Numbers in an embedding: more tell people and items apart more finely, and take longer.'),
  deviation: z
    .number()
    .positive()
    .default(0.1)
    .describe('Spread of the random embeddings at the start, before it is divided by the root of their size.'),
}
