/** @file Texts to words: the one reading of prose that the encoder and the word index share.
 *
 * Runs of letters and digits, lower-case, Latin diacritics folded ("Amélie" = "amelie"), apostrophes closed ("Bueller's" = "buellers"). Scripts that
 * write without spaces are cut into pairs of characters. No stemming: it was measured (test/golden/triplets.jsonl: 99
 * right without, 98 to 99 with English endings cut; 72 and 72 on texts alone).
 */

/** Longer texts are cut here: the rest of a long text adds time and little meaning. */
export const longestText = 100_000

const letters: Readonly<Record<string, string>> = { ß: 'ss', ø: 'o', ł: 'l', æ: 'ae', œ: 'oe', đ: 'd', ð: 'd', þ: 'th', ı: 'i' }
const unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]/u
const unspacedRuns =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}\p{M}ー]+|[^\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Khmer}\p{Script=Lao}\p{Script=Myanmar}]+/gu

/** The words of a text in order, with repeats. */
export function tokenize(text: string): string[] {
  const plain = fold(text.length > longestText ? text.slice(0, longestText) : text)
  const words = plain.match(/[\p{L}\p{N}\p{M}]+/gu) ?? []
  if (!unspaced.test(plain)) return words
  return words.flatMap((word) => (unspaced.test(word) ? (word.match(unspacedRuns) ?? []).flatMap(pairs) : [word]))
}

/** Lower-case without diacritics or apostrophes: equal for texts that a person would type for one another. */
function fold(text: string): string {
  const lower = text.toLowerCase()
  // Most texts are plain ASCII, where only the apostrophe matters.
  if (/^[\x20-\x7e\s]*$/.test(lower)) return lower.replaceAll("'", '')
  return lower
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’ʼ]/g, '')
    .normalize('NFC')
    .replace(/[ßøłæœđðþı]/g, (letter) => letters[letter]!)
}

/** An unspaced run as overlapping pairs of characters; a single character stays itself. */
function pairs(run: string): string[] {
  if (!unspaced.test(run)) return [run]
  const characters = [...run]
  return characters.length === 1 ? characters : characters.slice(1).map((character, at) => characters[at]! + character)
}
