/** @file Names of interests: the attribute words that its items share more than chance, in the catalogue's own terms.
 *
 * Word w held by k of n members and by a part p of the catalogue scores the log-likelihood ratio k ln(k/np) + (n − k) ln((n − k)/(n(1 − p))).
 * Cost: one pass over the catalogue when made, then O(words of the members). Source: Dunning 1993, Accurate methods for the statistics of surprise.
 */

import type { Item } from '../data/item.ts'

const mostWords = 2
/** Half of χ² at one degree of freedom and 5 %: what chance seldom reaches. */
const leastSurprise = 1.92
/** A word names an interest only when at least this part of the members has it. */
const leastPart = 1 / 3

/** Names an interest by its members (integers of items), oldest first: "heist, comedy". The oldest item's title where they share no word. */
export type InterestNamer = (members: readonly number[]) => string

/** @param items by integer, undefined where deleted. */
export function createInterestNamer(items: readonly (Item | undefined)[]): InterestNamer {
  const holders = new Map<string, number>()
  let present = 0
  for (const item of items) {
    if (!item) continue
    present++
    for (const word of attributeWords(item).keys()) holders.set(word, (holders.get(word) ?? 0) + 1)
  }
  const partOf = (word: string) => holders.get(word)! / present

  return (members) => {
    const own = members.flatMap((member) => items[member] ?? [])
    const counts = new Map<string, { readonly shown: string; count: number }>()
    for (const item of own) {
      for (const [word, shown] of attributeWords(item)) {
        const entry = counts.get(word) ?? { shown, count: 0 }
        entry.count++
        counts.set(word, entry)
      }
    }
    const shared = [...counts].flatMap(([word, { shown, count }]) => {
      const score = surprise(count, own.length, partOf(word))
      return count > 1 && count >= own.length * leastPart && score >= leastSurprise ? [{ shown, score }] : []
    })
    const scored = shared.length > 0 ? shared : [...counts].map(([word, { shown }]) => ({ shown, score: breadth(partOf(word)) }))
    const best = scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score || (a.shown < b.shown ? -1 : 1))
    const words = best.slice(0, mostWords).map(({ shown }) => shown)
    return words.length > 0 ? words.join(', ') : (own[0]?.title ?? '')
  }
}

/** Words of an item by their lower case, each once, as the catalogue writes them. Prose is no name: only values of at most 40 characters. */
function attributeWords(item: Item): ReadonlyMap<string, string> {
  const words = new Map<string, string>()
  for (const value of Object.values(item.attributes)) {
    const list = typeof value === 'string' ? [value] : Array.isArray(value) ? (value as readonly string[]) : []
    for (const word of list) if (word !== '' && word.length <= 40 && !words.has(word.toLowerCase())) words.set(word.toLowerCase(), word)
  }
  return words
}

/** 0 for a word that the members have no more often than the catalogue. */
function surprise(count: number, members: number, part: number): number {
  if (count <= members * part) return 0
  const rest = members - count
  return count * Math.log(count / (members * part)) + (rest > 0 ? rest * Math.log(rest / (members * (1 - part))) : 0)
}

/** Few items share little more than chance gives: the best name is then a word neither one item's alone nor everybody's. */
function breadth(part: number): number {
  return part < 0.5 ? -part * Math.log(part) : 0
}
