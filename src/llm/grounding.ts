/** @file Grounding: whether a text speaks of the cards alone. What fails is thrown away whole, so the check is strict rather than clever.
 *
 * A text is refused when it has no [n] or an unknown one, a title of the catalogue that is no card's, a title-like phrase in quotation marks or several
 * capitalised words in a row that are in no card, markup or an address. Cost: O(words of the text), the index of titles O(titles) once.
 */

import type { Item } from '../data/item.ts'

export type Grounding = {
  /** The problem with a text about these items, or undefined when it may be said. Whether it cites anything is for `cites` to ask. */
  problem(text: string, items: readonly Item[]): string | undefined
}

type Word = { readonly folded: string; readonly written: string; readonly start: number; readonly end: number; readonly opens: boolean }

/** Short titles that begin sentences as ordinary words. */
const openers = new Set(
  'it its once her him us them they no not up big big after before if and or but a an the all more most in on with for'.split(' '),
)
const small = new Set('a an and as at by de for from in la le of on or the to with'.split(' '))
/** Longest text that is looked at. */
const longestTitle = 16

/** @param titles of the whole catalogue. */
export function createGrounding(titles: Iterable<string>): Grounding {
  const known = new Map<string, string>()
  for (const title of titles) {
    const words = wordsOf(title)
    if (words.length > 0 && words.length <= longestTitle) known.set(words.map(({ folded }) => folded).join(' '), title)
  }
  return {
    problem(text, items) {
      if (/[<>]|https?:|www\.|\]\(|`|\p{Extended_Pictographic}/u.test(text)) return 'markup or an address'
      const cited = [...text.matchAll(/\[(\d+)\]/g)].map((match) => Number(match[1]))
      if (cited.some((n) => n < 1 || n > items.length)) return 'a card that does not exist'
      if (/\[(?!\d+\])/.test(text)) return 'markup or an address'
      const own = new Set(items.map((item) => keyOf(item.title)))
      const plain = withoutOwn(text.replace(/\[\d+\]/g, ' · '), items)
      const words = wordsOf(plain)
      if (namesAnother(words, known, own)) return 'an item that is no card'
      const said = ` ${keyOf(JSON.stringify(items.map(({ title, attributes, text: about }) => [title, attributes, about])))} `
      const inCards = (phrase: string) => said.includes(` ${keyOf(phrase)} `)
      for (const match of plain.matchAll(/["“”«»„*_]([^"“”«»„*_\n]{2,80})["“”«»*_]/g))
        if (/^\s*\p{Lu}|\p{Lu}\p{Ll}/u.test(match[1] ?? '') && !inCards(match[1] ?? '')) return 'a quoted name that is in no card'
      return capitalRuns(words).some((phrase) => !inCards(phrase)) ? 'a name that is in no card' : undefined
    },
  }
}

/** The numbers that a text cites. */
export const cites = (text: string) => /\[\d+\]/.test(text)

/** A card's own title may hold another title ("Alien" in "Alien vs. …"). */
function withoutOwn(text: string, items: readonly Item[]): string {
  return items
    .map((item) => item.title)
    .toSorted((one, other) => other.length - one.length)
    .reduce((rest, title) => rest.replaceAll(title, ' · '), text)
}

function namesAnother(words: readonly Word[], known: ReadonlyMap<string, string>, own: ReadonlySet<string>): boolean {
  return words.some((word, from) => {
    let key = ''
    for (let at = from; at < Math.min(words.length, from + longestTitle); at++) {
      key = at === from ? word.folded : `${key} ${words[at]?.folded}`
      if (known.has(key) && !own.has(key) && isSaidAsTitle(words.slice(from, at + 1))) return true
    }
    return false
  })
}

/** Three words, two of them of content, are a title however they are written; fewer need their capitals, and one alone must not commonly open a sentence. */
function isSaidAsTitle(words: readonly Word[]): boolean {
  const content = words.filter(({ folded }) => !small.has(folded))
  if (content.length >= 3 || (content.length === 2 && words.length > 2)) return true
  const capital = content.every(({ written }) => /^[\p{Lu}\d]/u.test(written)) && content.length > 0
  const [first] = words
  if (words.length === 1 && first) return capital && !/^\d+$/.test(first.folded) && !(first.opens && openers.has(first.folded))
  return capital
}

/** Two and more capitalised words in a row, small words between them allowed; the first word of a sentence does not count. */
function capitalRuns(words: readonly Word[]): readonly string[] {
  const runs: string[] = []
  let run: Word[] = []
  const close = () => {
    while (run.length > 0 && small.has(run.at(-1)?.folded ?? '')) run.pop()
    if (run.filter(({ folded }) => !small.has(folded)).length > 1) runs.push(run.map(({ written }) => written).join(' '))
    run = []
  }
  for (const [at, word] of words.entries()) {
    const adjacent = at === 0 || word.start - (words[at - 1]?.end ?? 0) <= 1
    if (!adjacent || word.opens) close()
    if (/^\p{Lu}/u.test(word.written) && !word.opens && word.written !== 'I' && !/^I['’]/.test(word.written)) run.push(word)
    else if (run.length > 0 && small.has(word.folded)) run.push(word)
    else close()
  }
  close()
  return runs
}

function wordsOf(text: string): readonly Word[] {
  let last = 0
  return [...text.matchAll(/[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu)].map((match) => {
    const between = text.slice(last, match.index)
    const opens = last === 0 || /[.!?:…\n]\s*["“(]*$/.test(between)
    last = match.index + match[0].length
    return { folded: fold(match[0]), written: match[0], start: match.index, end: last, opens }
  })
}

const keyOf = (text: string) =>
  wordsOf(text)
    .map(({ folded }) => folded)
    .join(' ')

const fold = (word: string) =>
  word
    .normalize('NFD')
    .replace(/\p{M}|['’]/gu, '')
    .toLowerCase()
