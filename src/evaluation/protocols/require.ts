/** @file What protocols need of the data, and the errors where it is missing. */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { PenchantError } from '../../errors.ts'

/** @throws PenchantError `invalid-input` where nobody knows which interaction came first. */
export function requireOrder(protocol: string, dataset: Dataset): void {
  if (dataset.order !== 'none') return
  throw new PenchantError(
    'invalid-input',
    `The protocol ${protocol} needs the order of interactions, and ${dataset.name} has none. Choose k-fold, cross-fold or given.`,
    { details: { protocol, dataset: dataset.name } },
  )
}

/** @throws PenchantError `invalid-input` where the data has no times. */
export function requireTimes(protocol: string, dataset: Dataset): Float64Array {
  if (dataset.times) return dataset.times
  throw new PenchantError(
    'invalid-input',
    `The protocol ${protocol} needs times, and ${dataset.name} has none. Choose leave-last-out, k-fold, cross-fold or given.`,
    { details: { protocol, dataset: dataset.name } },
  )
}

/** Options that several protocols share. */
export const relevantFromOption = z
  .number()
  .nullable()
  .default(null)
  .describe('The least value that makes a held-out interaction something to be found; null = every one')
export const seedOption = z.union([z.number().int(), z.string()]).default(1).describe('Draws what is drawn')
export const foldsOption = z.number().int().min(2).max(100).default(5).describe('How many parts of equal size')
export const onlyOption = z.number().int().min(1).nullable().default(null).describe('Only this fold, from 1 on; null = all')
export const validationOption = z
  .number()
  .gt(0)
  .lt(1)
  .default(0.1)
  .describe('Share of the interactions learnt from that validation holds out, from a fit of its own')
