/** @file The number attributes of a catalogue and what their numbers are: years, lengths of time, or plain counts. */

import type { CatalogueSchema } from '../data/catalogue-schema.ts'
import type { Item } from '../data/item.ts'

export type Measure = {
  readonly attribute: string
  readonly kind: 'year' | 'minutes' | 'count'
  /** The attribute's value at a share of the items, 0 (least) … 1 (greatest). */
  quantile(share: number): number
}

export type Measures = {
  readonly all: readonly Measure[]
  readonly year: Measure | undefined
  readonly minutes: Measure | undefined
}

/** Years are whole numbers from 1800 to 2100; lengths of time are known by their name and are taken to be minutes. */
export function createMeasures(items: readonly Item[], schema: CatalogueSchema): Measures {
  const all = [...schema].flatMap(([attribute, type]): Measure[] => {
    if (type !== 'number') return []
    const values = Float64Array.from(
      items.flatMap((item) => (typeof item.attributes[attribute] === 'number' ? [item.attributes[attribute]] : [])),
    ).sort()
    const isYear = values.every((value) => Number.isInteger(value) && value >= 1800 && value <= 2100)
    const kind = isYear ? 'year' : /minute|runtime|duration|time|length/i.test(attribute) ? 'minutes' : 'count'
    return [{ attribute, kind, quantile: (share) => values[Math.round(share * (values.length - 1))] ?? Number.NaN }]
  })
  return { all, year: all.find(({ kind }) => kind === 'year'), minutes: all.find(({ kind }) => kind === 'minutes') }
}

/** The middle of some numbers; NaN of none. */
export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort()
  return sorted[Math.floor((sorted.length - 1) / 2)] ?? Number.NaN
}
