/** @file Leave-last-out: each user's last interaction is the test, the last but one the validation.
 *
 * Fitted on [:-2]. Validation: input [:-2], target [-2]. Test: input [:-1], target [-1], without a refit. Users with fewer than three interactions are only
 * learnt from. Other people's later interactions are learnt from: this protocol sees the future and is never a headline alone.
 * Cost: O(n). Source: Kang & McAuley, ICDM 2018 (SASRec), section IV.
 */

import { z } from 'zod'
import { createSplit } from './create-split.ts'
import { defineProtocol, partByRoles, role } from './protocol.ts'
import { requireOrder } from './require.ts'

export const leaveLastOut = defineProtocol({
  name: 'leave-last-out',
  summary: 'The last interaction of each user is the test, the last but one the validation; everybody else’s later ones are learnt from.',
  options: z.strictObject({}),
  split({ dataset }, options) {
    requireOrder('leave-last-out', dataset)
    const { offsets } = dataset
    const test = new Uint8Array(dataset.item.length)
    const validation = new Uint8Array(dataset.item.length)
    for (let user = 0; user < dataset.users.length; user++) {
      const end = offsets[user + 1]!
      if (end - offsets[user]! < 3) continue
      test[end - 2] = role.shown
      test[end - 1] = role.target
      validation[end - 2] = role.target
      validation[end - 1] = role.out
    }
    return [
      createSplit(dataset, {
        protocol: 'leave-last-out',
        options,
        rule: 'Fit on [:-2], input [:-1], target [-1], no refit; history filtered.',
        test: partByRoles(dataset, test),
        validation: () => partByRoles(dataset, validation),
      }),
    ]
  },
})
