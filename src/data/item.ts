/** @file An item of the catalogue: what can be recommended. */

import { z } from 'zod'
import { identifierOf } from './identifier.ts'
import { wellFormedText } from './well-formed.ts'

/** One attribute's value: a word, a number, a flag, or a set of words. */
export type AttributeValue = string | number | boolean | readonly string[]
export type Attributes = Readonly<Record<string, AttributeValue>>

/**
 * An item. `attributes` are what people filter and talk by; `text` is prose that only the encoder and the word index read.
 *
 * @example
 * { id: 'fargo-1996', title: 'Fargo', text: 'A car salesman deep in debt …', attributes: { year: 1996, genres: ['crime', 'comedy'] }, prior: .93 }
 */
export type Item<A extends Attributes = Attributes> = {
  readonly id: string
  readonly title: string
  readonly text?: string | undefined
  readonly attributes: A
  /** Editorial standing in 0..1 that orders the list while nobody has acted yet. It is the editor's opinion and is labelled so. */
  readonly prior?: number | undefined
  /** Epoch milliseconds; before this moment the item is not recommended. */
  readonly releasedAt?: number | undefined
}

const longestText = 1_000_000
/** Names that the filter expression keeps for itself, so no attribute may bear them. */
const reservedAttributeNames: readonly string[] = ['all', 'any', 'not', 'id', 'title']

const attributeValue = z.union([wellFormedText(10_000), z.number(), z.boolean(), z.array(wellFormedText(1_000)).max(1_000)])

/** The shape of an item at every border. Numbers are finite; texts are well-formed and at most 1 MB. */
export const itemSchema = z.strictObject({
  id: identifierOf('item id'),
  title: wellFormedText(1_000).min(1),
  text: wellFormedText(longestText).optional(),
  attributes: z
    .record(z.string().regex(/^[A-Za-z][A-Za-z0-9_-]{0,63}$/), attributeValue)
    .refine((attributes) => !Object.keys(attributes).some((name) => reservedAttributeNames.includes(name)), {
      error: `an attribute may not be named ${reservedAttributeNames.join(', ')}`,
    })
    .default({}),
  prior: z.number().min(0).max(1).optional(),
  releasedAt: z.number().int().optional(),
})
