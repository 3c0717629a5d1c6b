/** @file The numbers that stand for names in the database. A number, once released, never changes its meaning. */

import type { InteractionType } from '../../data/interaction.ts'
import { PenchantError } from '../../errors.ts'

/** Interaction types, 0-31. */
export const codeOfType: Readonly<Record<InteractionType, number>> = {
  like: 0,
  dislike: 1,
  hide: 2,
  save: 3,
  purchase: 4,
  rating: 5,
  view: 6,
  click: 7,
  cart: 8,
  dwell: 9,
  skip: 10,
  seen: 11,
}

/** The other kinds of record; an interaction's kind is its type. */
export const codeOfKind = { retract: 32, 'rule-set': 33, 'rule-remove': 34, 'control-set': 35, merge: 36, forget: 37 } as const

const types = new Map(Object.entries(codeOfType).map(([type, code]) => [code, type as InteractionType]))

export function typeOfCode(code: number): InteractionType {
  const type = types.get(code)
  if (type === undefined)
    throw new PenchantError('storage-corrupt', `The database holds an interaction of unknown type ${code}. Restore a backup.`)
  return type
}
