/** @file An item's integer with a score; higher is better. */

export type ItemScore = { readonly item: number; readonly score: number }
