/** @file Spelling: one slip of the finger in a long word is forgiven when exactly one known word is that near. */

import { hash32 } from '../math/random.ts'
import type { Steps } from '../math/steps.ts'

/** Shortest word that is corrected. */
const shortest = 5
/** Shortest word that is corrected to a name where one is expected: in shorter ones a slip too often makes another word ("Frago" stays). */
const shortestExpected = 6
/** Shortest word in small letters that is taken for a name or a word of a title: any English word may be one slip from a name. */
const shortestName = 8
/** Shortest word that is corrected where its neighbours are those of one title or name: "Blade Runer". */
const shortestAmong = 4
/** Shortest word in which another letter in the place of one is taken for a slip: in shorter ones it is most often another word ("indie", "kilter"). */
const shortestOther = 7
/** Most words of a title or name that is recognised by its other words. */
const longestWindow = 6

/**
 * @param known words that may be meant (of titles and values).
 * @param isWord whether a word is right as it stands.
 * @param isValue whether a known word is part of a value that is no name; a slip in a name needs more letters, or that a name is expected there (`named`).
 * @returns the word meant, or undefined where nothing or more than one is one edit away. The first letter is taken to be right.
 */
export function createSpelling(
  known: Iterable<string>,
  isWord: (word: string) => boolean,
  isValue: (word: string) => boolean,
): (word: string, named: boolean) => string | undefined {
  const buckets = new Map<string, string[]>()
  for (const word of new Set(known)) {
    if (word.length < shortest || !/^\p{L}+$/u.test(word)) continue
    const key = word.slice(0, 1) + word.length
    const bucket = buckets.get(key)
    if (bucket) bucket.push(word)
    else buckets.set(key, [word])
  }
  return (word, named) => {
    if (word.length < shortest || !/^\p{L}+$/u.test(word) || isWord(word)) return undefined
    const near = [-1, 0, 1].flatMap((change) =>
      (buckets.get(word.slice(0, 1) + (word.length + change)) ?? []).filter((other) => isOneEdit(word, other)),
    )
    // Of several none is meant, unless a name is out of the question: then a value before a word of a title, and a letter too few before another letter.
    const meant =
      near.length === 1 || named ? onlyOf(near) : (onlyOf(near.filter(isValue)) ?? onlyOf(near.filter((other) => !isOneOther(word, other))))
    if (meant === undefined || (!named && isOneOther(word, meant) && (word.length < shortestOther || differsLast(word, meant))))
      return undefined
    const isLong = word.length >= (named ? shortestExpected : shortestName)
    return (isLong && meant.length >= shortestExpected) || isValue(meant) ? meant : undefined
  }
}

/**
 * Corrects a word by its neighbours: where one other letter makes a title or name of several words, that is what was meant, however short the word.
 *
 * @param words the words of a message. @param keys the titles and names that may be meant, folded; only those of two words and more count.
 * @returns for a place in the message the word meant, or undefined.
 */
export function* createNeighbourSpelling(
  keys: Iterable<string>,
  isWord: (word: string) => boolean,
): Steps<(words: readonly string[], at: number) => string | undefined> {
  const find = yield* indexGaps(keys)
  return (words, at) => {
    const word = words[at] ?? ''
    if (word.length < shortestAmong || isWord(word)) return undefined
    for (let length = Math.min(longestWindow, words.length); length > 1; length--) {
      for (let from = Math.max(0, at - length + 1); from <= at && from + length <= words.length; from++) {
        const gap = words
          .slice(from, from + length)
          .with(at - from, '?')
          .join(' ')
        const meant = find(gap).find((part) => isOneEdit(word, part))
        if (meant !== undefined) return meant
      }
    }
    return undefined
  }
}

/** Beside its hash a gap's place fits into the 53 bits of a whole number: eight words at most of half a hundred million keys. */
const placeBits = 29
const hashOf = (gap: string) => hash32(gap) >>> 8
const keysAStep = 500

/**
 * Every key once for each of its words left out ("the ? runner"): what the neighbours must be. A sorted list of numbers, since a large catalogue has hundreds
 * of thousands, and as texts they would be the collector's greatest burden.
 *
 * @returns from a gap to the words that were left out there.
 */
function* indexGaps(given: Iterable<string>): Steps<(gap: string) => readonly string[]> {
  const keys = [...new Set(given)].filter((key) => key.includes(' '))
  const found: number[] = []
  for (const [place, key] of keys.entries()) {
    if (place % keysAStep === keysAStep - 1) yield
    const parts = key.split(' ')
    if (parts.length > longestWindow) continue
    for (const [at, part] of parts.entries()) {
      if (part.length < shortestAmong || parts.every((other, place) => place === at || other.length < 2)) continue
      found.push(hashOf(parts.with(at, '?').join(' ')) * 2 ** placeBits + place * 8 + at)
    }
  }
  const gaps = Float64Array.from(found).sort()
  return (gap) => {
    const hash = hashOf(gap)
    let [low, high] = [0, gaps.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((gaps[middle] as number) < hash * 2 ** placeBits) low = middle + 1
      else high = middle
    }
    const meant: string[] = []
    for (; low < gaps.length && Math.floor((gaps[low] as number) / 2 ** placeBits) === hash; low++) {
      const place = (gaps[low] as number) % 2 ** placeBits
      const parts = (keys[Math.floor(place / 8)] as string).split(' ')
      // Other gaps may have the same hash.
      if (parts.with(place % 8, '?').join(' ') === gap) meant.push(parts[place % 8] as string)
    }
    return meant
  }
}

const onlyOf = (near: readonly string[]) => (near.length === 1 ? near[0] : undefined)

/** In "possible" and "possibly" each is a word of its own. */
const differsLast = (left: string, right: string) => left.at(-1) !== right.at(-1)

/** Exactly one letter is another one. */
const isOneOther = (left: string, right: string) =>
  left.length === right.length && [...left].filter((letter, at) => letter !== right[at]).length === 1

/** One letter more, less, other, or two neighbours swapped (Damerau 1964). */
export function isOneEdit(left: string, right: string): boolean {
  const [short, long] = left.length <= right.length ? [left, right] : [right, left]
  if (long.length - short.length > 1 || short === long) return false
  let at = 0
  while (at < short.length && short[at] === long[at]) at++
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1)
  if (short.slice(at + 1) === long.slice(at + 1)) return true
  return short[at] === long[at + 1] && short[at + 1] === long[at] && short.slice(at + 2) === long.slice(at + 2)
}
