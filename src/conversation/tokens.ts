/** @file A message cut into words: folded for comparison, with the place of each in the message kept, so that a person's own words can be quoted. */

export type Token = {
  /** Lower case, without accents, apostrophes and a possessive s: what is compared. */
  readonly word: string
  /** As it was written. */
  readonly written: string
  /** Places in the message, in UTF-16 units. */
  readonly start: number
  readonly end: number
  /** Punctuation that separates thoughts stands before this word. */
  readonly breaks: boolean
  /** A hyphen ties this word to the one before: "lion-hearted". */
  readonly tied: boolean
  readonly capital: boolean
}

const wordPattern = /&|\bw\/o?(?!\p{L}{2})|\d+\.\d+\p{L}*|[\p{L}\p{N}\p{M}]+(?:['’][\p{L}\p{N}\p{M}]+)*/gu

/** The words of a text, in order. Hyphens separate: "sci-fi" is two words. */
export function tokenize(text: string): readonly Token[] {
  const tokens: Token[] = []
  let last = 0
  for (const match of text.matchAll(wordPattern)) {
    const written = match[0]
    const start = match.index
    const word = fold(written)
    if (word === '') continue
    const between = tokens.length > 0 ? text.slice(last, start) : ''
    const breaks = /[,.;:!?()\n]|\s[-–—]+\s|[–—]/.test(between)
    const tied = /^[-‐‑]$/.test(between)
    last = start + written.length
    tokens.push({ word, written, start, end: last, breaks, tied, capital: /^\p{Lu}/u.test(written) })
  }
  return tokens
}

/** The folded words of a text, without their places, and whether each was written in small letters: for the many texts of a catalogue. */
export function foldedWords(text: string): readonly { readonly word: string; readonly small: boolean }[] {
  return (text.match(wordPattern) ?? []).map((written) => ({ word: fold(written), small: written === written.toLowerCase() }))
}

/** Signs for words. */
const shorthand: ReadonlyMap<string, string> = new Map([
  ['&', 'and'],
  ['n', 'and'],
  ['N', 'and'],
  ['US', 'usa'],
  ['w/', 'with'],
  ['w/o', 'without'],
])

/** Words as they are typed in a hurry, in messages only: a catalogue may well have a "Wit" or a "Nite". */
const hasty: ReadonlyMap<string, string> = new Map(
  `
    tonite tonight; w with; nite night; 2nite tonight; 2night tonight; 2day today; wat what; wats whats; wot what; abt about; bout about;
    b4 before; gud good; luv love; luvs loves; h8 hate; dnt dont; sumthing something; sumthin something; somethin something;
    somthing something; smth something; smthing something; sth something; anythin anything; nothin nothing; ppl people; bf boyfriend;
    gf girlfriend; thru through; lite light; wiv with; wid with; wud would; shud should; cud could; plz please; pls please;
    coz because; cuz because; becuz because; tho though; lil little; fav favourite; fave favourite; recs recommendations; vid video;
    yrs years; kewl cool; alot lots; hav have; tht that; dat that; teh the; adn and; nad and; fo for; fr for; wich which; wth with;
    eng english
  `
    .split(';')
    .map((pair) => pair.trim().split(' ') as [string, string]),
)

/** What a hurried word stands for; nothing of any other. */
export const unhurried = (word: string): string | undefined => hasty.get(word)

/** One word as it is compared: "Amélie’s" and "amelie" are the same. */
export function fold(word: string): string {
  const meant = shorthand.get(word)
  if (meant !== undefined) return meant
  if (/^[a-z0-9]+$/.test(word)) return word
  if (/^[A-Za-z0-9]+$/.test(word)) return word.toLowerCase()
  return word
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .replace(/(\d)['’]s$/iu, '$1s')
    .replace(/['’]s$/iu, '')
    .replace(/['’]/gu, '')
    .toLowerCase()
    .replace(/ø/g, 'o')
    .replace(/ł/g, 'l')
    .replace(/ß/g, 'ss')
    .replace(/æ/g, 'ae')
}

/** The folded words of a value or title, joined by one space: the key under which it is looked up. */
export function keyOf(text: string): string {
  return foldedWords(text)
    .map(({ word }) => word)
    .filter(Boolean)
    .join(' ')
}
