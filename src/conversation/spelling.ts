/** @file Spelling: one slip of the finger in a long word is forgiven when exactly one known word is that near. */

/** Shortest word that is corrected: in shorter ones a slip too often makes another word ("Frago" stays). */
const shortest = 6
/** Shortest word in small letters that is taken for a name or a word of a title: any English word may be one slip from a name. */
const shortestName = 8
/** Shortest word that is corrected where its neighbours are those of one title or name: "Blade Runer". */
const shortestAmong = 4
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
    const [meant] = near
    return near.length === 1 && meant !== undefined && (named || word.length >= shortestName || isValue(meant)) ? meant : undefined
  }
}

/**
 * Corrects a word by its neighbours: where one other letter makes a title or name of several words, that is what was meant, however short the word.
 *
 * @param words the words of a message. @param keys the titles and names that may be meant, folded; only those of two words and more count.
 * @returns for a place in the message the word meant, or undefined.
 */
export function createNeighbourSpelling(keys: Iterable<string>, isWord: (word: string) => boolean) {
  // Every key once for each of its words left out: what the neighbours must be.
  const gaps = new Map<string, string[]>()
  for (const key of new Set(keys)) {
    const parts = key.split(' ')
    if (parts.length < 2 || parts.length > longestWindow) continue
    for (const [at, part] of parts.entries()) {
      if (part.length < shortestAmong || parts.every((other, place) => place === at || other.length < 2)) continue
      const gap = parts.with(at, '?').join(' ')
      gaps.set(gap, [...(gaps.get(gap) ?? []), part])
    }
  }
  return (words: readonly string[], at: number): string | undefined => {
    const word = words[at] ?? ''
    if (word.length < shortestAmong || isWord(word)) return undefined
    for (let length = Math.min(longestWindow, words.length); length > 1; length--) {
      for (let from = Math.max(0, at - length + 1); from <= at && from + length <= words.length; from++) {
        const gap = words
          .slice(from, from + length)
          .with(at - from, '?')
          .join(' ')
        const meant = gaps.get(gap)?.find((part) => isOneEdit(word, part))
        if (meant !== undefined) return meant
      }
    }
    return undefined
  }
}

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
