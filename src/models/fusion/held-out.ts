/** @file What a fusion learns its weights from: a part of its own training data that its members have not seen.
 *
 * Of `cases` people drawn: where order is known, the last interaction; else a drawn share of their items, at least one. People with a single item keep it,
 * and who is not drawn keeps all, so that the members are nearly what they become when fitted on everything. Nothing of a test set comes near: it is not in
 * the data that is fitted on. Cost: O(n).
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
  const distinctOf = (user: number) => new Set(dataset.item.subarray(dataset.offsets[user], dataset.offsets[user + 1]))
  const able = Int32Array.from(dataset.users.keys()).filter((user) => distinctOf(user).size > 1)
  const chosen = random.shuffle(able).slice(0, cases)
  const targetsOf = Array.from(chosen, (user) => {
    const [from, to] = [dataset.offsets[user]!, dataset.offsets[user + 1]!]
    const distinct = Int32Array.from(distinctOf(user))
    const targets =
      dataset.order === 'none'
        ? random.shuffle(distinct).subarray(0, Math.min(distinct.length - 1, Math.max(1, Math.round(share * distinct.length))))
        : dataset.item.slice(to - 1, to)
    // An item that is held out leaves the history wherever it stands.
    const out = new Set(targets)
    for (let place = from; place < to; place++) if (out.has(dataset.item[place]!)) kept[place] = 0
    return targets
  })
  const part = selectPlaces(dataset, (place) => kept[place] === 1)
  return {
    dataset: part,
    cases: Array.from(chosen, (user, at) => ({ user, history: historyOf(part, user), targets: targetsOf[at]! })),
  }
}
