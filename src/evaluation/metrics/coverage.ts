/** @file Coverage@k: the share of the catalogue that appears in at least one person's list.
 *
 * |∪_u list_u| / I. Shapes: all users' lists → a number in 0..1. Cost: O(users · k). Source: Ge, Delgado-Battenfeld & Jannach, RecSys 2010 (catalogue coverage).
 */

/** @param items I */
export const coverage = (lists: readonly Int32Array[], items: number): number => new Set(lists.flatMap((list) => [...list])).size / items
