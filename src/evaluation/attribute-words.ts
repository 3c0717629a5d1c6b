/** @file The words of an item's attributes, each with its attribute's name: what two items can have in common. */

import type { Attributes } from '../data/item.ts'

/** 'genres drama', 'country fr' …; numbers and flags are no words. */
export const attributeWords = (attributes: Attributes): Set<string> =>
  new Set(
    Object.entries(attributes).flatMap(([name, value]) =>
      typeof value === 'string' ? [`${name} ${value}`] : Array.isArray(value) ? value.map((word) => `${name} ${word}`) : [],
    ),
  )
