/** @file The day that all of the engine counts by. */

/** Milliseconds. Days are those of UTC, from the epoch on. */
export const dayMs = 86_400_000
