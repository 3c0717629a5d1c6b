/** @file k-fold: the interactions are dealt at random into k parts; each part in turn is to be found or, where there are ratings, predicted.
 *
 * Validation holds a share of the interactions learnt from out of a fit of its own, so that the test's fit loses none.
 * Cost: O(n) a fold. Source: Herlocker et al., TOIS 2004, section 4.
 */

import { z } from 'zod'
import { createRandom } from '../../math/random.ts'
import { createSplit } from './create-split.ts'
import { defineProtocol, partByRoles, role } from './protocol.ts'
import { foldsOption, onlyOption, relevantFromOption, seedOption, validationOption } from './require.ts'

export const kFold = defineProtocol({
  name: 'k-fold',
  summary: 'Interactions dealt at random into parts; each in turn is held out. For ratings and for rankings.',
  options: z.strictObject({
    folds: foldsOption,
    only: onlyOption,
    validation: validationOption,
    relevantFrom: relevantFromOption,
    seed: seedOption,
  }),
  split({ dataset }, options) {
    const places = createRandom(`${options.seed} k-fold`).shuffle(Int32Array.from(dataset.item, (_, place) => place))
    const folds = new Int32Array(places.length)
    for (const [at, place] of places.entries()) folds[place] = at % options.folds
    return Array.from({ length: options.folds }, (_, fold) => fold)
      .filter((fold) => options.only === null || options.only === fold + 1)
      .map((fold) =>
        createSplit(dataset, {
          protocol: 'k-fold',
          options,
          rule: `Random ${options.folds} folds of interactions (seed ${options.seed}); fit and input are all others; history filtered.`,
          fold: `${fold + 1} of ${options.folds}`,
          test: partByRoles(dataset, folds.map((of) => (of === fold ? role.target : role.train)) as unknown as Uint8Array, options),
          validation: () => {
            const random = createRandom(`${options.seed} validation ${fold}`)
            const roles = Uint8Array.from(folds, (of) =>
              of === fold ? role.out : random.next() < options.validation ? role.target : role.train,
            )
            return partByRoles(dataset, roles, options)
          },
        }),
      )
  },
})
