/** @file What becomes of a log for a model that learns events: options that all such models share. */

import { z } from 'zod'

/** Spread into a config. */
export const eventOptions = {
  negatives: z
    .int()
    .min(0)
    .max(100)
    .default(4)
    .describe('Items drawn as passed over for each event; none are drawn where likedFrom makes ratings labels.'),
  historySize: z.int().min(1).max(1_000).default(50).describe('So many of the newest items of a history count.'),
  userFeatures: z
    .boolean()
    .default(false)
    .describe(
      'People of the fit have features of their own beside their history: their integer and attributes. They move only by learning, not with the history.',
    ),
  likedFrom: z
    .number()
    .nullable()
    .default(null)
    .describe('Ratings from here on are likes, lower ones dislikes; null = every interaction is a like.'),
}
