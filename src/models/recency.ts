/** @file What each item of a history weighs: the newest 1, half of it every so many items before. For data whose order means something. */

import { z } from 'zod'
import type { Dataset } from '../data/dataset.ts'
import { PenchantError } from '../errors.ts'
import type { History } from './model.ts'

export const halfLifeOption = z
  .number()
  .positive()
  .nullable()
  .describe(
    'After how many items of the history, counted back from the newest, an item weighs half; null = all weigh the same. Needs data with an order.',
  )

export type WeighedHistory = {
  /** Known items, each once, newest first. */
  readonly items: Int32Array
  /** 2^(−place / halfLife), place 0 = newest. */
  readonly weights: Float64Array
}

/** @param items how many items are known: other integers are left out. An item that stands there several times counts once, where it is newest. */
export function weighHistory({ items: done }: History, items: number, halfLife: number | null): WeighedHistory {
  const seen = new Set<number>()
  for (let at = done.length - 1; at >= 0; at--) {
    const item = done[at]!
    if (item >= 0 && item < items) seen.add(item)
  }
  return {
    items: Int32Array.from(seen),
    weights: Float64Array.from({ length: seen.size }, (_, place) => (halfLife === null ? 1 : 2 ** (-place / halfLife))),
  }
}

/** @throws PenchantError `invalid-input` where a half-life is asked for and the data has no order. */
export function requireOrder(dataset: Dataset, halfLife: number | null): void {
  if (halfLife === null || dataset.order !== 'none') return
  throw new PenchantError('invalid-input', `${dataset.name} has no order in which things happened: set historyHalfLife to null.`, {
    details: { dataset: dataset.name },
  })
}
