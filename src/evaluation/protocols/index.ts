/** @file The protocols by name. */

import { z } from 'zod'
import { PenchantError } from '../../errors.ts'
import { coldItems } from './cold-items.ts'
import { crossFold } from './cross-fold.ts'
import { given } from './given.ts'
import { kFold } from './k-fold.ts'
import { leaveLastOut } from './leave-last-out.ts'
import { oneOfN } from './one-of-n.ts'
import type { EvaluationSource, Protocol, Split } from './protocol.ts'
import { temporal } from './temporal.ts'

export const protocols: Readonly<Record<string, Protocol>> = Object.fromEntries(
  [leaveLastOut, temporal, kFold, given, crossFold, oneOfN, coldItems].map((protocol) => [protocol.name, protocol as Protocol]),
)

/** Which split of the data the protocol takes, where one comes with them. @param filtered whether only some interactions are asked for. */
export function dataSplit(protocol: string, filtered: boolean): string | undefined {
  if (protocol === 'given') return 'usual'
  // Candidates that come with the data are of the whole data: what is filtered gets drawn ones.
  return protocol === 'one-of-n' && !filtered ? 'sampled' : undefined
}

/**
 * Splits the data by the protocol of that name; options left out have their defaults.
 *
 * @throws PenchantError `invalid-input`: no such protocol or option, nothing to be found, or the data lacks what the protocol needs.
 */
export function splitsOf(name: string, source: EvaluationSource, options: Readonly<Record<string, unknown>> = {}): readonly Split[] {
  const protocol = Object.hasOwn(protocols, name) ? protocols[name] : undefined
  if (protocol === undefined)
    throw new PenchantError('invalid-input', `There is no protocol ${name}. Choose one of ${Object.keys(protocols).join(', ')}.`)
  const checked = protocol.options.safeParse(options)
  if (!checked.success)
    throw new PenchantError('invalid-input', `The options of the protocol ${name} are wrong: ${z.prettifyError(checked.error)}`)
  const splits = protocol.split(source, checked.data)
  if (splits.length > 0 && splits.every(({ test }) => test.cases.length > 0)) return splits
  throw new PenchantError(
    'invalid-input',
    `The protocol ${name} finds nothing to ask in ${source.dataset.name} with these options. Change them, or choose another protocol.`,
  )
}
