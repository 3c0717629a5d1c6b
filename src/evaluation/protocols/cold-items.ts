/** @file Cold items: a few items are held out of training altogether, as if they had come in today; people who took to them are asked to find them among each other.
 *
 * Only content can score such items; a model that does not read any is judged with it beside (cold-scores.ts). Ranked among the cold items, so figures are
 * marked as sampled. Validation holds out another draw of items, from a fit without either.
 * Cost: O(n). Source: Schein et al., SIGIR 2002; Volkovs, Yu & Poutanen, NIPS 2017 (DropoutNet), section 5.
 */

import { z } from 'zod'
import { createRandom } from '../../math/random.ts'
import { createSplit } from './create-split.ts'
import { defineProtocol, partByRoles, role } from './protocol.ts'
import { relevantFromOption, seedOption } from './require.ts'

export const coldItems = defineProtocol({
  name: 'cold-items',
  summary: 'Items held out of training altogether are to be found among each other, by what is known of their content.',
  options: z.strictObject({
    share: z.number().gt(0).lte(0.4).default(0.05).describe('Share of the items that is held out'),
    relevantFrom: relevantFromOption,
    seed: seedOption,
  }),
  split({ dataset }, options) {
    const drawn = createRandom(`${options.seed} cold items`).shuffle(Int32Array.from(dataset.items, (_, item) => item))
    const count = Math.max(1, Math.round(options.share * drawn.length))
    const test = drawn.slice(0, count).sort()
    const validation = drawn.slice(count, 2 * count).sort()
    const partOf = (cold: Int32Array, hidden: Int32Array) => {
      const roleOf = new Uint8Array(dataset.items.length)
      for (const item of hidden) roleOf[item] = role.out
      for (const item of cold) roleOf[item] = role.target
      return partByRoles(
        dataset,
        Uint8Array.from(dataset.item, (item) => roleOf[item]!),
        { ...options, candidates: () => cold },
      )
    }
    return [
      createSplit(dataset, {
        protocol: 'cold-items',
        options,
        rule: `${count} items drawn (seed ${options.seed}) are held out of the fit and of every input, and ranked among each other only.`,
        test: partOf(test, new Int32Array()),
        validation: () => partOf(validation, test),
      }),
    ]
  },
})
