/** @file Cross-fold: people the model has never seen. Users are dealt into k parts; of each part's users a share is shown as history, the rest to be found.
 *
 * The shown share is the oldest where there is an order, else drawn. Fitted on all other users; validation asks the next part's users, from a fit without both.
 * Users with a single interaction are not asked. Cost: O(n) a fold. Source: Liang et al., WWW 2018 (Mult-VAE), section 4 (strong generalization).
 */

import { z } from 'zod'
import { createRandom } from '../../math/random.ts'
import { createSplit } from './create-split.ts'
import { defineProtocol, partByRoles, role } from './protocol.ts'
import { foldsOption, onlyOption, relevantFromOption, seedOption } from './require.ts'

export const crossFold = defineProtocol({
  name: 'cross-fold',
  summary: 'Asks for people unseen in training: most of their interactions are shown, the rest is to be found.',
  options: z.strictObject({
    folds: foldsOption,
    only: onlyOption,
    foldIn: z.number().gt(0).lt(1).default(0.8).describe('Share of an unseen user’s interactions that is shown as history'),
    shown: z
      .number()
      .int()
      .min(0)
      .nullable()
      .default(null)
      .describe('Only so many of the fold-in’s interactions are shown, the first of them: how people fare who have just come; null = all'),
    relevantFrom: relevantFromOption,
    seed: seedOption,
  }),
  split({ dataset }, options) {
    const { offsets } = dataset
    const order = createRandom(`${options.seed} cross-fold`).shuffle(Int32Array.from(dataset.users, (_, user) => user))
    const foldOf = new Int32Array(order.length)
    for (const [at, user] of order.entries()) foldOf[user] = at % options.folds

    /** Users of `asked` are unseen and asked, those of `hidden` are not there at all. */
    const rolesOf = (asked: number, hidden: number) => {
      const random = createRandom(`${options.seed} fold-in ${asked}`)
      const roles = new Uint8Array(dataset.item.length)
      for (let user = 0; user < dataset.users.length; user++) {
        const [from, to] = [offsets[user]!, offsets[user + 1]!]
        if (foldOf[user] === hidden) roles.fill(role.out, from, to)
        if (foldOf[user] !== asked) continue
        if (to - from < 2) {
          roles.fill(role.out, from, to)
          continue
        }
        const foldIn = Math.min(to - from - 1, Math.max(1, Math.round(options.foldIn * (to - from))))
        const shown = Math.min(foldIn, options.shown ?? foldIn)
        const places = Int32Array.from({ length: to - from }, (_, at) => from + at)
        if (dataset.order === 'none') random.shuffle(places)
        for (const [at, place] of places.entries()) roles[place] = at >= foldIn ? role.target : at < shown ? role.shown : role.out
      }
      return roles
    }
    return Array.from({ length: options.folds }, (_, fold) => fold)
      .filter((fold) => options.only === null || options.only === fold + 1)
      .map((fold) =>
        createSplit(dataset, {
          protocol: 'cross-fold',
          options,
          rule: `Users dealt into ${options.folds} folds (seed ${options.seed}); fit on all others, input ${options.shown === null ? '' : `the first ${options.shown} of `}${Math.round(options.foldIn * 100)} % of an unseen user, targets the rest; history filtered.`,
          fold: `${fold + 1} of ${options.folds}`,
          test: partByRoles(dataset, rolesOf(fold, -1), options),
          validation: () => partByRoles(dataset, rolesOf((fold + 1) % options.folds, fold), options),
        }),
      )
  },
})
