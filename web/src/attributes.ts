/** @file What a card may say of any item: read off its attributes' types and order, never off their names. */

import type { Filter, Item } from './answers.ts'

type AttributeValue = Item['attributes'][string]

/** A whole number that reads as a year comes first; a catalogue without one has no leading number. */
export function leadingNumber(item: Item): string | undefined {
  const year = Object.values(item.attributes).find((value) => typeof value === 'number' && isYear(value))
  return year === undefined ? undefined : String(year)
}

export function isYear(value: number): boolean {
  return Number.isInteger(value) && value >= 1800 && value <= 2100
}

/** The name of the attribute that files an item: its first set of words, or else its first word. */
function leadingAttribute(item: Item): string | undefined {
  const names = Object.keys(item.attributes)
  return names.find((name) => Array.isArray(item.attributes[name])) ?? names.find((name) => typeof item.attributes[name] === 'string')
}

export function leadingWord(item: Item): string | undefined {
  const name = leadingAttribute(item)
  return name === undefined ? undefined : wordsOf(item.attributes[name])[0]
}

/** A line that a narrow card can hold. */
const longestSummary = 24

/** "1996 · crime · comedy": the line under a title. */
export function summaryOf(item: Item): string {
  const name = leadingAttribute(item)
  const [first, second] = name === undefined ? [] : wordsOf(item.attributes[name])
  const parts = [leadingNumber(item), first, second].filter((part) => part !== undefined)
  const line = parts.join(' · ')
  return line.length > longestSummary && second !== undefined ? parts.slice(0, -1).join(' · ') : line
}

export function wordsOf(value: AttributeValue | undefined): readonly string[] {
  if (value === undefined) return []
  if (typeof value === 'object') return value
  return [typeof value === 'boolean' ? (value ? 'yes' : 'no') : String(value)]
}

/** The filter that one value of an attribute stands for; a year stands for its decade. */
export function filterFor(name: string, value: AttributeValue): Filter {
  if (typeof value === 'number' && isYear(value)) return { [name]: { gte: decadeOf(value), lt: decadeOf(value) + 10 } }
  return { [name]: { eq: value as string | number | boolean } }
}

export function decadeOf(year: number): number {
  return Math.floor(year / 10) * 10
}

/** "comedy, friendship" → "comedy and friendship": a name that stands among others. */
export function phraseOf(name: string): string {
  return name.replace(/, ([^,]*)$/, ' and $1')
}

/** "A, B and 3 more". */
export function listOf(names: readonly string[], most = 3): string {
  const shown = names.slice(0, most)
  const rest = names.length - shown.length
  const last = rest > 0 ? `${rest} more` : shown.pop()
  return shown.length === 0 ? (last ?? '') : `${shown.join(', ')} and ${last}`
}

export function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** "releaseYear" or "release_year" → "Release year". */
export function labelOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]+/g, ' ')
    .toLowerCase()
  return capitalized(words)
}
