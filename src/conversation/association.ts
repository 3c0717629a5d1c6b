/** @file Association: which values of the catalogue a word that is no value goes with, learnt from the catalogue's own texts ("chef" goes with "food").
 *
 * Objective: a value v for a word w where at least half of the items whose text has w also have v, five times as often as by chance, on three items or
 * more, and so often that fewer than a twentieth of a value would be expected to by chance: V · P(X ≥ count) < 0.05 for X ~ Binomial(n, P(v)) of V values.
 * Of several, the three with the greatest lift P(v | w) / P(v). Cost: building O(values), a look-up O(items with the word), at once for the words said last.
 */

import type { Filter } from '../data/filter.ts'
import type { Item } from '../data/item.ts'
import type { Steps } from '../math/steps.ts'
import type { Lexicon } from './lexicon.ts'
import { numberForms } from './morphology.ts'
import type { Prose } from './prose.ts'
import { manyValues } from './sentence.ts'

const least = { items: 3, share: 0.5, lift: 5 } as const
const most = 3
/** Words in more than this share of the texts go with nothing in particular. */
const common = 0.05
/** Of all values, how many may seem to go with a word by chance. */
const byChance = 0.05

/** People say the same words again, and looking one up reads every item that has it. */
const remembered = 2_000

type Association = { readonly filter: Filter; readonly label: string }
export type Associations = (word: string) => readonly Association[]
const itemsAStep = 500

/** @returns for a word, the values it goes with, the strongest first. Only attributes that describe (several values an item) are looked at. */
export function* createAssociations(items: readonly Item[], lexicon: Lexicon, { postings }: Pick<Prose, 'postings'>): Steps<Associations> {
  const described = [...lexicon.attributes.values()]
    .filter(({ perItem, people }) => perItem >= manyValues && !people)
    .map(({ name }) => name)
  const valuesOf = (item: Item) => described.flatMap((name) => [item.attributes[name] ?? []].flat().map((value) => `${name}\n${value}`))
  const totals = new Map<string, number>()
  for (const [place, item] of items.entries()) {
    if (place % itemsAStep === itemsAStep - 1) yield
    for (const value of valuesOf(item)) totals.set(value, (totals.get(value) ?? 0) + 1)
  }
  const find: Associations = (word) => {
    const found = new Set([word, ...numberForms(word)].flatMap((form) => postings.get(form)))
    if (found.size < least.items || found.size > common * items.length) return []
    const counts = new Map<string, number>()
    for (const index of found) for (const value of valuesOf(items[index] as Item)) counts.set(value, (counts.get(value) ?? 0) + 1)
    return [...counts]
      .map(([value, count]) => ({ value, count, lift: ((count / found.size) * items.length) / (totals.get(value) ?? 1) }))
      .filter(
        ({ value, count, lift }) =>
          count >= least.items &&
          count / found.size >= least.share &&
          lift >= least.lift &&
          totals.size * upperTail(found.size, count, (totals.get(value) ?? 0) / items.length) < byChance,
      )
      .toSorted((one, other) => other.lift - one.lift || one.value.localeCompare(other.value))
      .slice(0, most)
      .map(({ value }) => {
        const [name, label] = value.split('\n') as [string, string]
        return { filter: { [name]: label }, label }
      })
  }
  const known = new Map<string, readonly Association[]>()
  return (word) => {
    const found = known.get(word) ?? find(word)
    // Said last, forgotten last.
    known.delete(word)
    known.set(word, found)
    if (known.size > remembered) known.delete(known.keys().next().value as string)
    return found
  }
}

/** P(X ≥ count) for X ~ Binomial(trials, share). */
function upperTail(trials: number, count: number, share: number): number {
  let term = (1 - share) ** trials
  let below = 0
  for (let hits = 0; hits < count; hits++) {
    below += term
    term *= ((trials - hits) / (hits + 1)) * (share / (1 - share))
  }
  return 1 - below
}
