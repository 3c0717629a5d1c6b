/** @file Temporal: one moment for everybody. What happened before it is learnt from, what happened after it is to be found.
 *
 * The moments are quantiles of all times; interactions at the very moment belong to what comes after. Validation: the time between two moments. Test: from
 * the second on, with the validation's interactions as history but without a refit. Users without any earlier interaction are asked all the same: they
 * count, and the slices by history show them.
 * Cost: O(n log n). Source: Campos, Díez & Cantador, UMUAI 2014; Ji et al., TOIS 2023 on leakage by other splits.
 */

import { z } from 'zod'
import { PenchantError } from '../../errors.ts'
import { createSplit } from './create-split.ts'
import { defineProtocol, partByRoles, role } from './protocol.ts'
import { relevantFromOption, requireTimes } from './require.ts'

export const temporal = defineProtocol({
  name: 'temporal',
  summary: 'One moment for everybody: learns from before it, finds what came after.',
  options: z.strictObject({
    train: z.number().gt(0).lt(1).default(0.8).describe('Share of the interactions, oldest first, that is learnt from'),
    validation: z.number().min(0).lt(1).default(0.1).describe('Share that follows, for validation; the rest is the test'),
    relevantFrom: relevantFromOption,
  }),
  split({ dataset }, options) {
    const times = requireTimes('temporal', dataset)
    if (options.train + options.validation >= 1)
      throw new PenchantError(
        'invalid-input',
        'The shares of training and validation leave nothing for the test. Give shares below 1 together.',
      )
    const sorted = times.toSorted()
    const moment = (share: number) => sorted[Math.floor(share * sorted.length)] ?? Number.POSITIVE_INFINITY
    const first = moment(options.train)
    const second = moment(options.train + options.validation)
    const roles = (before: number, between: number, after: number) =>
      Uint8Array.from(times, (time) => (time < first ? before : time < second ? between : after))
    return [
      createSplit(dataset, {
        protocol: 'temporal',
        options,
        rule: `Fit on the first ${percent(options.train)} by time, input all up to the last ${percent(1 - options.train - options.validation)}, targets after that, no refit; history filtered.`,
        test: partByRoles(dataset, roles(role.train, role.shown, role.target), options),
        ...(options.validation > 0 && {
          validation: () => partByRoles(dataset, roles(role.train, role.target, role.out), options),
        }),
      }),
    ]
  },
})

const percent = (share: number) => `${Math.round(share * 1000) / 10} %`
