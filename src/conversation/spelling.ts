/** @file Spelling: one slip of the finger in a long word is forgiven when exactly one known word is that near. */

/** Shortest word that is corrected: in shorter ones a slip too often makes another word ("Frago" stays). */
const shortest = 6

/**
 * @param known words that may be meant (of titles and values).
 * @param isWord whether a word is right as it stands.
 * @returns the word meant, or undefined where nothing or more than one is one edit away. The first letter is taken to be right.
 */
export function createSpelling(known: Iterable<string>, isWord: (word: string) => boolean): (word: string) => string | undefined {
  const buckets = new Map<string, string[]>()
  for (const word of new Set(known)) {
    if (word.length < shortest || !/^\p{L}+$/u.test(word)) continue
    const key = word.slice(0, 1) + word.length
    const bucket = buckets.get(key)
    if (bucket) bucket.push(word)
    else buckets.set(key, [word])
  }
  return (word) => {
    if (word.length < shortest || !/^\p{L}+$/u.test(word) || isWord(word)) return undefined
    const near = [-1, 0, 1].flatMap((change) =>
      (buckets.get(word.slice(0, 1) + (word.length + change)) ?? []).filter((other) => isOneEdit(word, other)),
    )
    return near.length === 1 ? near[0] : undefined
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
