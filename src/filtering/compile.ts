/** @file The compiler of the filter expression: from JSON to one byte an item.
 *
 * Two-valued: a comparison with a missing value is false and `not` negates that. Cost: O(N) bytes a node, postings for words.
 */

import type { Condition, Filter, Scalar } from '../data/filter.ts'
import { PenchantError } from '../errors.ts'
import { type Column, hasValue, type WordColumn } from './columns.ts'
import { intersect, invert, unite } from './mask.ts'

export type CompileContext = {
  readonly count: number
  readonly columns: ReadonlyMap<string, Column>
  readonly indexOf: (id: string) => number | undefined
  /** `refuse` throws for an attribute the catalogue lacks or a value of another type; `missing` takes it as missing on every item. */
  readonly unknown: 'refuse' | 'missing'
}

/** One byte an item, 1 = the filter holds. Deleted items are not yet taken out. @throws PenchantError `invalid-input`. */
export function compileFilter(filter: Filter, context: CompileContext): Uint8Array {
  const mask = new Uint8Array(context.count).fill(1)
  for (const [name, part] of Object.entries(filter)) {
    if (part === undefined) continue
    if (name === 'not') intersect(mask, invert(compileFilter(part as Filter, context)))
    else if (name === 'all') for (const inner of part as readonly Filter[]) intersect(mask, compileFilter(inner, context))
    else if (name === 'any') intersect(mask, union(part as readonly Filter[], context))
    else compileAttribute(name, part as Condition | Scalar, context, mask)
  }
  return mask
}

function union(filters: readonly Filter[], context: CompileContext): Uint8Array {
  const mask = new Uint8Array(context.count)
  for (const filter of filters) unite(mask, compileFilter(filter, context))
  return mask
}

function compileAttribute(name: string, part: Condition | Scalar, context: CompileContext, mask: Uint8Array): void {
  const condition: Condition = typeof part === 'object' ? part : { eq: part }
  const given = Object.entries(condition).filter(([, value]) => value !== undefined)
  if (name === 'id') {
    for (const [comparison, value] of given) intersect(mask, compareId(comparison, value, context))
    return
  }
  const column = context.columns.get(name)
  if (column === undefined) {
    if (context.unknown === 'refuse') throw unknownAttribute(name, [...context.columns.keys(), 'id'])
    if (given.some(([comparison, value]) => !(comparison === 'exists' && value === false))) mask.fill(0)
    return
  }
  for (const [comparison, value] of given) {
    const holds =
      comparison === 'exists' ? existence(column, value === true, context.count) : compare(column, comparison, value, context.count)
    if (holds !== undefined) intersect(mask, holds)
    else if (context.unknown === 'refuse') throw wrongType(name, column, comparison)
    else mask.fill(0)
  }
}

/** One byte an item, or undefined where the column's type knows no such comparison or value. */
function compare(column: Column, comparison: string, value: unknown, count: number): Uint8Array | undefined {
  const values = comparison === 'eq' ? [value] : (value as readonly unknown[])
  if (column.type === 'number') return compareNumber(column.values, comparison, value)
  if (comparison !== 'eq' && comparison !== 'in' && !(comparison === 'containsAll' && column.type === 'words')) return undefined
  if (column.type === 'flag') {
    if (!values.every((flag) => typeof flag === 'boolean')) return undefined
    return column.values.map((flag) => (flag !== 0 && values.includes(flag === 2) ? 1 : 0))
  }
  if (!values.every((word) => typeof word === 'string')) return undefined
  return comparison === 'containsAll'
    ? containsAll(column, values as readonly string[], count)
    : contains(column, values as readonly string[], count)
}

function compareNumber(numbers: Float64Array, comparison: string, value: unknown): Uint8Array | undefined {
  const mask = new Uint8Array(numbers.length)
  if (comparison === 'in') {
    const values = value as readonly unknown[]
    if (!values.every((number) => typeof number === 'number')) return undefined
    const wanted = new Set<unknown>(values)
    wanted.delete(Number.NaN)
    for (let item = 0; item < mask.length; item++) mask[item] = wanted.has(numbers[item]) ? 1 : 0
    return mask
  }
  if (typeof value !== 'number') return undefined
  // NaN, a missing value, fails each of these by itself.
  if (comparison === 'eq') for (let item = 0; item < mask.length; item++) mask[item] = numbers[item] === value ? 1 : 0
  else if (comparison === 'gt') for (let item = 0; item < mask.length; item++) mask[item] = (numbers[item] as number) > value ? 1 : 0
  else if (comparison === 'gte') for (let item = 0; item < mask.length; item++) mask[item] = (numbers[item] as number) >= value ? 1 : 0
  else if (comparison === 'lt') for (let item = 0; item < mask.length; item++) mask[item] = (numbers[item] as number) < value ? 1 : 0
  else if (comparison === 'lte') for (let item = 0; item < mask.length; item++) mask[item] = (numbers[item] as number) <= value ? 1 : 0
  else return undefined
  return mask
}

function contains(column: WordColumn, words: readonly string[], count: number): Uint8Array {
  const mask = new Uint8Array(count)
  for (const word of words) for (const item of column.postings.get(word) ?? []) mask[item] = 1
  return mask
}

function containsAll(column: WordColumn, words: readonly string[], count: number): Uint8Array {
  const mask = column.present.slice()
  for (const word of words) intersect(mask, contains(column, [word], count))
  return mask
}

function existence(column: Column, wanted: boolean, count: number): Uint8Array {
  const mask = new Uint8Array(count)
  for (let item = 0; item < count; item++) mask[item] = hasValue(column, item) === wanted ? 1 : 0
  return mask
}

function compareId(comparison: string, value: unknown, { count, indexOf, unknown }: CompileContext): Uint8Array {
  const mask = new Uint8Array(count)
  if (comparison === 'exists') return mask.fill(value === true ? 1 : 0)
  const wanted = comparison === 'eq' ? [value] : value
  if ((comparison === 'eq' || comparison === 'in') && Array.isArray(wanted) && wanted.every((id) => typeof id === 'string')) {
    for (const id of wanted) {
      const item = indexOf(id)
      if (item !== undefined && item < count) mask[item] = 1
    }
  } else if (unknown === 'refuse') {
    throw new PenchantError('invalid-input', `The filter compares id by ${comparison}. An id knows eq and in, each with text.`)
  }
  return mask
}

function wrongType(name: string, column: Column, comparison: string): PenchantError {
  const allowed =
    column.type === 'number'
      ? 'eq, in, gt, gte, lt and lte with numbers'
      : column.type === 'flag'
        ? 'eq and in with true or false'
        : 'eq, in and containsAll with words'
  return new PenchantError(
    'invalid-input',
    `The filter cannot compare ${name} by ${comparison} with that value: it knows ${allowed}, and exists.`,
    {
      details: { attribute: name, comparison, type: column.type },
    },
  )
}

function unknownAttribute(name: string, known: readonly string[]): PenchantError {
  const nearest = known
    .map((other) => ({ other, distance: editDistance(name.toLowerCase(), other.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance || (a.other < b.other ? -1 : 1))
    .slice(0, 3)
    .map(({ other }) => other)
  return new PenchantError(
    'invalid-input',
    `The catalogue has no attribute "${name}" to filter by. The nearest it has: ${nearest.join(', ')}.`,
    {
      details: { attribute: name, nearest },
    },
  )
}

/** Levenshtein distance. Cost: O(|a|·|b|). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const substituted = (previous[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1)
      row.push(Math.min(substituted, (previous[j] as number) + 1, (row[j - 1] as number) + 1))
    }
    previous = row
  }
  return previous[b.length] as number
}
