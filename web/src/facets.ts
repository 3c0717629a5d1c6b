/** @file Facets of a search: which attribute is wanted how, as a chip with a text, and as the filter it stands for. */

import type { Catalogue } from 'penchant/client'
import type { Filter, Item } from './answers.ts'
import { decadeOf, isYear, labelOf } from './attributes.ts'

export type FacetGroup = { readonly attribute: string; readonly label: string; readonly choices: readonly FacetChoice[] }
export type FacetChoice = { readonly facet: string; readonly text: string; readonly count?: number }

/** A facet in the address: the filter itself, as JSON. */
export function facetOf(attribute: string, filter: Filter): string {
  return JSON.stringify({ [attribute]: filter[attribute] })
}

/** What is not a filter (an address written by hand) is left out. */
export function filterOf(facets: readonly string[]): Filter | undefined {
  const parts = facets.map(parse).filter((part) => part !== undefined)
  return parts.length === 0 ? undefined : { all: parts }
}

export function textOf(facet: string): string {
  const filter = parse(facet)
  return filter === undefined ? facet : describeFilter(filter)
}

/** A filter in words: "genres: horror", "not year before 1990". */
export function describeFilter(filter: Filter): string {
  const parts = Object.entries(filter).flatMap(([name, part]) => {
    if (part === undefined) return []
    if (name === 'not') return [`not ${describeFilter(part as Filter)}`]
    if (name === 'all') return [(part as readonly Filter[]).map(describeFilter).join(' and ')]
    if (name === 'any') return [(part as readonly Filter[]).map(describeFilter).join(' or ')]
    return [describeAttribute(labelOf(name).toLowerCase(), part)]
  })
  return parts.join(', ')
}

function describeAttribute(label: string, condition: unknown): string {
  if (typeof condition !== 'object' || condition === null) return `${label}: ${String(condition)}`
  const { eq, in: among, containsAll, gt, gte, lt, lte, exists } = condition as Readonly<Record<string, unknown>>
  const decade = typeof gte === 'number' && lt === gte + 10 && isYear(gte)
  const over = (bound: unknown) => (isYear(Number(bound)) ? 'after' : 'above')
  const under = (bound: unknown) => (isYear(Number(bound)) ? 'before' : 'below')
  const parts = [
    eq !== undefined && `${label}: ${eq}`,
    Array.isArray(among) && `${label}: ${among.join(' or ')}`,
    Array.isArray(containsAll) && `${label}: ${containsAll.join(' and ')}`,
    decade && `${label}: ${gte}s`,
    !decade && gte !== undefined && `${label} from ${gte}`,
    gt !== undefined && `${label} ${over(gt)} ${gt}`,
    !decade && lt !== undefined && `${label} ${under(lt)} ${lt}`,
    lte !== undefined && `${label} up to ${lte}`,
    exists !== undefined && `${label} ${exists ? 'is known' : 'is not known'}`,
  ]
  return parts.filter((part) => part !== false).join(', ')
}

const mostChoices = 24
/** Where decades stand among the others. */
const kindsOfYears = 80

/** What can be chosen: the attributes with few kinds first, then those with many, and of the years the decades that `items` come from. */
export function facetGroups({ schema, facets }: Catalogue, items: readonly Item[]): readonly FacetGroup[] {
  const words = Object.entries(facets).map(([attribute, values]) => ({
    attribute,
    label: labelOf(attribute),
    kinds: values.length,
    choices: values
      .filter(({ count }) => count > 1)
      .slice(0, mostChoices)
      .map(({ value, count }) => ({ facet: facetOf(attribute, { [attribute]: { eq: value } }), text: value, count })),
  }))
  const years = Object.keys(schema)
    .filter((attribute) => schema[attribute] === 'number')
    .map((attribute) => ({ attribute, label: labelOf(attribute), kinds: kindsOfYears, choices: decades(attribute, items) }))
  return [...words, ...years].filter(({ choices }) => choices.length > 1).sort((a, b) => a.kinds - b.kinds)
}

/** The newest first; none for a number that is not a year. */
function decades(attribute: string, items: readonly Item[]): readonly FacetChoice[] {
  const years = items.map((item) => item.attributes[attribute]).filter((value) => typeof value === 'number')
  if (!years.every(isYear)) return []
  return [...new Set(years.map(decadeOf))]
    .sort((a, b) => b - a)
    .map((decade) => ({ facet: facetOf(attribute, { [attribute]: { gte: decade, lt: decade + 10 } }), text: `${decade}s` }))
}

function parse(facet: string): Filter | undefined {
  try {
    const value: unknown = JSON.parse(facet)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Filter) : undefined
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
