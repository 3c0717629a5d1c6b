/** @file Given: the split that comes with the data, so that published figures can be compared with.
 *
 * Full ranking; candidates that come with the data are the protocol one-of-n's. Validation holds a share of the given training out of a fit of its own.
 * Cost: O(n).
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { PenchantError } from '../../errors.ts'
import { createRandom } from '../../math/random.ts'
import { historyOf } from '../../models/model.ts'
import { createSplit } from './create-split.ts'
import {
  type Case,
  caseOf,
  defineProtocol,
  type EvaluationSource,
  type GivenSplit,
  type Part,
  type PartOptions,
  partByRoles,
  role,
} from './protocol.ts'
import { onlyOption, relevantFromOption, seedOption, validationOption } from './require.ts'

export const given = defineProtocol({
  name: 'given',
  summary: 'The split that comes with the data, ranked among all items.',
  options: z.strictObject({ only: onlyOption, validation: validationOption, relevantFrom: relevantFromOption, seed: seedOption }),
  split(source, options) {
    return givenSplits('given', source)
      .filter((_, at) => options.only === null || options.only === at + 1)
      .map((split) =>
        createSplit(source.dataset, {
          protocol: 'given',
          options,
          rule: `The split ${split.name} that comes with the data; fit and input are its training part; history filtered.`,
          fold: split.name,
          test: partOfGiven(split, options),
          validation: () => heldOutOf(split.train, options),
        }),
      )
  },
})

/** @throws PenchantError `invalid-input` where the data brings none. */
function givenSplits(protocol: string, { dataset, given: splits = [] }: EvaluationSource): readonly GivenSplit[] {
  if (splits.length > 0) return splits
  throw new PenchantError(
    'invalid-input',
    `The protocol ${protocol} needs a split that comes with the data, and ${dataset.name} has none. Choose another protocol.`,
    { details: { protocol, dataset: dataset.name } },
  )
}

export function partOfGiven({ train, test }: GivenSplit, options: PartOptions): Part {
  const cases: Case[] = []
  for (let user = 0; user < test.users.length; user++) {
    if (test.offsets[user] === test.offsets[user + 1]) continue
    const found = caseOf(user, historyOf(train, user), historyOf(test, user), test.ratings, options)
    if (found) cases.push(found)
  }
  return { train, cases }
}

/** A share of the training at random, but never all that a user has. */
export function heldOutOf(train: Dataset, options: PartOptions & { readonly validation: number; readonly seed: number | string }): Part {
  const random = createRandom(`${options.seed} validation`)
  const roles = new Uint8Array(train.item.length)
  for (let user = 0; user < train.users.length; user++) {
    const [from, to] = [train.offsets[user]!, train.offsets[user + 1]!]
    for (let place = from, left = to - from; place < to; place++)
      if (random.next() < options.validation && left-- > 1) roles[place] = role.target
  }
  return partByRoles(train, roles, options)
}
