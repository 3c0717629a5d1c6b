/** @file Bought together: live counts over everybody's orders, up to date with the last acknowledged purchase.
 *
 * An order is what one person bought under one order id; a function of everybody's evidence, so what is taken back or erased counts no more.
 * Cost: an event O(purchases on record of that person), a reading O(row). People without an order take no memory.
 */

import { type Evidence, emptyEvidence } from '../data/evidence.ts'
import { createTogether } from '../models/knn/together.ts'
import type { BoughtTogether } from '../pipeline/snapshot.ts'
import { type Orders, ordersOf } from '../profile/orders.ts'
import type { IndexOf } from '../profile/signal.ts'

export type OrderCounts = BoughtTogether & {
  /** Takes in what a person has on record now. */
  committed(user: string, evidence: Pick<Evidence, 'interactions'>): void
  erased(user: string): void
}

/** Orders with both at which a pair of items is believed half, where each was bought so often. */
const shrinkage = 2

export function createOrderCounts(indexOf: IndexOf): OrderCounts {
  const counts = createTogether({ shrinkage })
  const counted = new Map<string, Orders>()
  /** Orders that are not counted yet: at the start all are, and then counted at once. */
  const waiting = new Map<string, Orders>()

  const settled = () => {
    if (waiting.size > 0 && counted.size === 0) counts.rebuild([...waiting.values()].flatMap((orders) => [...orders.values()]))
    else for (const [user, orders] of waiting) recount(counted.get(user), orders)
    for (const [user, orders] of waiting) {
      if (orders.size > 0) counted.set(user, orders)
      else counted.delete(user)
    }
    waiting.clear()
    return counts
  }
  const recount = (before: Orders = new Map(), after: Orders) => {
    for (const order of new Set([...before.keys(), ...after.keys()])) counts.update(before.get(order) ?? [], after.get(order) ?? [])
  }
  const committed: OrderCounts['committed'] = (user, evidence) => {
    const orders = ordersOf(evidence, indexOf)
    if (orders.size > 0 || counted.has(user) || waiting.has(user)) waiting.set(user, orders)
  }

  return {
    committed,
    erased: (user) => committed(user, emptyEvidence),
    get orders() {
      return settled().people
    },
    neighbours: (item, limit) => settled().neighbours(item, limit),
    similarity: (item, other) => settled().similarity(item, other),
    both: (item, other) => settled().both(item, other),
  }
}
