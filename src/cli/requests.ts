/** @file Options that several commands share: how many items, for whom, which. */

import { z } from 'zod'
import { type Filter, filterSchema } from '../data/filter.ts'
import { PenchantError } from '../errors.ts'

export const requestOptions = {
  user: z.string().min(1).optional().describe('Whose taste counts; a stranger when left out').meta({ placeholder: 'id' }),
  k: z.number().int().min(1).max(100).default(10).describe('Number of items, 1 to 100').meta({ short: 'k' }),
  filter: z.string().optional().describe('Only items that it admits, as JSON: \'{"year":{"gte":1990}}\'').meta({ placeholder: 'json' }),
  trace: z.boolean().default(false).describe('Show each stage with its time and number of candidates'),
}

type RequestInput = {
  readonly user?: string | undefined
  readonly k: number
  readonly filter?: string | undefined
  readonly trace: boolean
}

/** @throws PenchantError `invalid-input` when the filter is no filter. */
export function requestOf({ user, k, filter, trace }: RequestInput) {
  return { user, k, trace, filter: filter === undefined ? undefined : filterOf(filter) }
}

function filterOf(text: string): Filter {
  let read: unknown
  try {
    read = JSON.parse(text)
  } catch (error) {
    throw new PenchantError('invalid-input', '--filter is not JSON. Quote it for your shell: --filter \'{"year":{"gte":1990}}\'.', {
      cause: error,
    })
  }
  const parsed = filterSchema.safeParse(read)
  if (parsed.success) return parsed.data
  const issue = parsed.error.issues[0]
  throw new PenchantError('invalid-input', `--filter is no filter: ${issue?.path.join('.')} ${issue?.message}.`)
}
