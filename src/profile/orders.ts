/** @file A person's orders: what they bought together. What the live counts of also-bought are counted from. */

import type { Evidence } from '../data/evidence.ts'
import type { IndexOf } from './signal.ts'

/** The distinct items of each order, first bought first; items that the catalogue lacks are left out. */
export type Orders = ReadonlyMap<string, readonly number[]>

export function ordersOf({ interactions }: Pick<Evidence, 'interactions'>, indexOf: IndexOf): Orders {
  const orders = new Map<string, number[]>()
  for (const { item, order } of interactions) {
    const index = order === undefined ? undefined : indexOf(item)
    if (order === undefined || index === undefined) continue
    const items = orders.get(order)
    if (items === undefined) orders.set(order, [index])
    else if (!items.includes(index)) items.push(index)
  }
  return orders
}
