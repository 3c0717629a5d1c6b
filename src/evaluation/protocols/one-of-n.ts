/** @file One of n: the target among a few other items. Sampled figures flatter and reorder models; they are only for tables that were published so.
 *
 * Where the data brings candidates, its split is taken and those are ranked. Else the target is each user's last interaction (as in leave-last-out), among
 * negatives drawn evenly from the items the user never touched. Validation: the last but one, with negatives of its own; for given candidates, a held-out
 * share of the training with drawn negatives. Cost: O(n + cases · negatives).
 * Source: He et al., WWW 2017 (NCF), section 4.1; against it: Krichene & Rendle, KDD 2020.
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { PenchantError } from '../../errors.ts'
import { createRandom, type Random } from '../../math/random.ts'
import { createSplit } from './create-split.ts'
import { heldOutOf, partOfGiven } from './given.ts'
import { leaveLastOut } from './leave-last-out.ts'
import { type Case, defineProtocol, type Part } from './protocol.ts'
import { onlyOption, relevantFromOption, seedOption, validationOption } from './require.ts'

export const oneOfN = defineProtocol({
  name: 'one-of-n',
  summary: 'Ranks the target among given or drawn negatives only. Sampled figures are never comparable with full ranking.',
  options: z.strictObject({
    negatives: z.number().int().min(1).default(99).describe('Drawn negatives a case, where the data brings no candidates'),
    only: onlyOption,
    validation: validationOption,
    relevantFrom: relevantFromOption.describe(
      'With given candidates: the least value that makes a held-out interaction something to be found',
    ),
    seed: seedOption,
  }),
  split(source, options) {
    const { dataset } = source
    const withCandidates = source.given?.filter(({ candidates }) => candidates !== undefined) ?? []
    const touched = touchedBy(dataset)
    const drawn = ({ train, cases }: Part, purpose: string): Part => {
      const random = createRandom(`${options.seed} ${purpose}`)
      return { train, cases: cases.map((one) => withNegatives(one, touched(one.user), dataset, options.negatives, random)) }
    }
    if (withCandidates.length > 0)
      return withCandidates
        .filter((_, at) => options.only === null || options.only === at + 1)
        .map((split) =>
          createSplit(dataset, {
            protocol: 'one-of-n',
            options,
            rule: `The split ${split.name} that comes with the data, ranked among its candidates only.`,
            fold: withCandidates.length > 1 ? split.name : '',
            test: withCandidatesOnly(partOfGiven(split, { ...options, candidates: (user) => nonEmpty(split.candidates?.[user]) })),
            validation: () => drawn(heldOutOf(split.train, options), 'validation negatives'),
          }),
        )
    const [full] = leaveLastOut.split(source, {})
    return [
      createSplit(dataset, {
        protocol: 'one-of-n',
        options,
        rule: `Fit on [:-2], input [:-1], target [-1] among ${options.negatives} drawn items (seed ${options.seed}) only.`,
        test: drawn(full!.test, 'test negatives'),
        validation: () => drawn(full!.validation!, 'validation negatives'),
      }),
    ]
  },
})

/** Users to whom the data gives no candidates are not asked: they would be ranked among all items. */
const withCandidatesOnly = ({ train, cases }: Part): Part => ({ train, cases: cases.filter(({ candidates }) => candidates !== undefined) })

const nonEmpty = (items: Int32Array | undefined) => (items === undefined || items.length === 0 ? undefined : items)

const touchedBy =
  ({ offsets, item }: Dataset) =>
  (user: number) =>
    new Set(item.subarray(offsets[user], offsets[user + 1]))

function withNegatives(one: Case, touched: ReadonlySet<number>, { items, name }: Dataset, negatives: number, random: Random): Case {
  if (touched.size + negatives > items.length)
    throw new PenchantError(
      'invalid-input',
      `${name} has ${items.length} items, too few to draw ${negatives} that a user never touched. Give fewer negatives.`,
    )
  const candidates = new Set(one.targets)
  while (candidates.size < one.targets.length + negatives) {
    const item = random.integer(items.length)
    if (!touched.has(item)) candidates.add(item)
  }
  return { ...one, candidates: Int32Array.from(candidates).sort() }
}
