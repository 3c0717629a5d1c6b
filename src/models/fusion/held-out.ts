/** @file What a fusion learns its weights from: a part of its own training data that its members have not seen.
 *
 * Where order is known, the last interaction of every person; else a drawn share of each person's items, at least one. People with a single item keep it. Nothing of
 * a test set comes near: it is not in the data that is fitted on. Cost: O(n).
 */

import { type Dataset, selectPlaces } from '../../data/dataset.ts'
import { createRandom } from '../../math/random.ts'
import { type History, historyOf } from '../model.ts'

export type HeldOutCase = {
  readonly user: number
  readonly history: History
  /** Distinct items, none of them in the history. */
  readonly targets: Int32Array
}

export type HeldOutPart = {
  /** What the members are fitted on, for learning the weights alone. */
  readonly dataset: Dataset
  /** In a drawn order. */
  readonly cases: readonly HeldOutCase[]
}

export type HeldOutOptions = {
  /** The most cases. */
  readonly cases: number
  /** The share of a person's items that is held out where there is no order. */
  readonly share: number
  readonly seed: number | string
}

export function holdOut(dataset: Dataset, { cases, share, seed }: HeldOutOptions): HeldOutPart {
  const random = createRandom(`held out ${seed}`)
  const kept = new Uint8Array(dataset.item.length).fill(1)
  const targetsOf = new Map<number, Int32Array>()
  for (let user = 0; user < dataset.users.length; user++) {
    const [from, to] = [dataset.offsets[user]!, dataset.offsets[user + 1]!]
    const distinct = Int32Array.from(new Set(dataset.item.subarray(from, to)))
    if (distinct.length < 2) continue
    const targets =
      dataset.order === 'none'
        ? random.shuffle(distinct).subarray(0, Math.min(distinct.length - 1, Math.max(1, Math.round(share * distinct.length))))
        : dataset.item.subarray(to - 1, to)
    // An item that is held out leaves the history wherever it stands.
    const chosen = new Set(targets)
    for (let place = from; place < to; place++) if (chosen.has(dataset.item[place]!)) kept[place] = 0
    targetsOf.set(user, targets)
  }
  const part = selectPlaces(dataset, (place) => kept[place] === 1)
  const users = random.shuffle(Int32Array.from(targetsOf.keys())).subarray(0, cases)
  return {
    dataset: part,
    cases: Array.from(users, (user) => ({ user, history: historyOf(part, user), targets: targetsOf.get(user)! })),
  }
}
