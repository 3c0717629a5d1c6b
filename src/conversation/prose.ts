/** @file The words of the catalogue's titles and texts, read once: which are everyday words, and which items have each.
 *
 * Shapes: a posting list of item places for each word. Cost: O(words of the texts), read once when the grammar is made.
 */

import type { Item } from '../data/item.ts'
import type { Steps } from '../math/steps.ts'
import { foldedWords } from './tokens.ts'
import { isFunctionWord } from './words.ts'

export type Prose = {
  /** Words written in small letters somewhere in a text. */
  readonly lower: ReadonlySet<string>
  /** Of a word the places of the items that have it, ascending. */
  readonly postings: { get(word: string): readonly number[] }
}

const itemsAStep = 100

export function* readProse(items: readonly Item[]): Steps<Prose> {
  const lower = new Set<string>()
  const postings = new Map<string, number[]>()
  for (const [place, item] of items.entries()) {
    if (place % itemsAStep === itemsAStep - 1) yield
    for (const { word, small } of [...foldedWords(item.title), ...foldedWords(item.text ?? '')]) {
      if (small) lower.add(word)
      if (isFunctionWord(word)) continue
      const list = postings.get(word)
      if (list === undefined) postings.set(word, [place])
      else if (list.at(-1) !== place) list.push(place)
    }
  }
  return { lower, postings: yield* packed(postings) }
}

const listsAStep = 5_000

/** The lists one after another in one array: as many of their own as there are words would keep the garbage collector busy. */
function* packed(lists: ReadonlyMap<string, readonly number[]>): Steps<Prose['postings']> {
  const starts = new Map<string, number>()
  let length = 0
  for (const [word, list] of lists) {
    starts.set(word, length)
    length += 1 + list.length
  }
  // Each list stands behind its length.
  const entries = new Int32Array(length)
  let done = 0
  for (const [word, list] of lists) {
    if (done++ % listsAStep === listsAStep - 1) yield
    const start = starts.get(word) as number
    entries[start] = list.length
    entries.set(list, start + 1)
  }
  return {
    get(word) {
      const start = starts.get(word)
      return start === undefined ? [] : [...entries.subarray(start + 1, start + 1 + (entries[start] as number))]
    },
  }
}
