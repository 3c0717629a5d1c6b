/** @file Titles as people say them: whole, without the article, or only up to the colon. */

import type { Item } from '../data/item.ts'
import type { Steps } from '../math/steps.ts'
import { keyOf, type Token } from './tokens.ts'
import { isFunctionWord } from './words.ts'

const itemsAStep = 500

type TitleMatch = { readonly item: Item; readonly length: number }

export type Titles = {
  /** Every word of a title, for spelling. */
  readonly words: ReadonlySet<string>
  /** Every form a title is known under, folded. */
  readonly keys: Iterable<string>
  /**
   * The longest title that begins at a word. `cued` says that a title is expected there ("like …", "I loved …"); without a cue,
   * a title made of everyday words counts only where it is written with capitals or in quotation marks.
   */
  at(tokens: readonly Token[], from: number, message: string, cued: boolean): TitleMatch | undefined
}

/** Occasions: a title only where one is expected. */
const occasions = new Set('halloween christmas easter thanksgiving valentine carnival birthday wedding anniversary'.split(' '))

/** Titles that are words of every other sentence: they need a capital letter or quotation marks wherever they stand. */
const ambiguous = new Set(
  'it her him us them once now one he she we they this that these those here there not no yes more less so me you'.split(' '),
)

type Form = { readonly item: Item; readonly rank: number; readonly plain: boolean; readonly short: boolean }

const leadingArticles = new Set('the a an le la les l un une el los las il lo gli i der die das den det'.split(' '))

/** @param isPlain whether a word is an everyday word in this catalogue. */
export function* createTitles(items: readonly Item[], isPlain: (word: string) => boolean): Steps<Titles> {
  const forms = new Map<string, Form>()
  const words = new Set<string>()
  let longest = 1
  for (const [place, item] of items.entries()) {
    if (place % itemsAStep === itemsAStep - 1) yield
    for (const [rank, key] of formsOf(item.title).entries()) {
      const parts = key.split(' ')
      const content = parts.filter((part) => !isFunctionWord(part))
      // A number or a single letter is a title only where one is expected.
      const plain = content.every((part) => isPlain(part) || part.length < 3 || /^\d+$/.test(part))
      const known = forms.get(key)
      if (key === '' || (known && (known.rank < rank || (known.rank === rank && (known.item.prior ?? 0) >= (item.prior ?? 0))))) continue
      forms.set(key, { item, rank, plain, short: content.length < 2 })
      longest = Math.max(longest, parts.length)
      for (const part of parts) words.add(part)
    }
  }
  return {
    words,
    keys: [...forms.keys()],
    at(tokens, from, message, cued) {
      for (let length = Math.min(longest, tokens.length - from); length > 0; length--) {
        const part = tokens.slice(from, from + length)
        const form = forms.get(part.map((token) => token.word).join(' '))
        if (form && mayStand(form, part, tokens, from, message, cued)) return { item: form.item, length }
      }
      return undefined
    },
  }
}

function mayStand(form: Form, part: readonly Token[], tokens: readonly Token[], from: number, message: string, cued: boolean): boolean {
  const isBare = !cued && form.short && !part.some((token) => token.capital)
  // "to scream", "an alien": a verb or a noun, and no title.
  if (isBare && ['to', 'a', 'an'].includes(tokens[from - 1]?.word ?? '')) return false
  if (!form.plain && !part.every((token) => occasions.has(token.word))) return true
  const [first, last] = [part[0] as Token, part.at(-1) as Token]
  if (/["“«„‘']/.test(message[first.start - 1] ?? '') && /["”»“’']/.test(message[last.end] ?? message[last.end + 1] ?? '')) return true
  if (part.length === tokens.length && part.some((token) => !isFunctionWord(token.word))) return true
  const named = (token: Token) => token.capital || /^\d/.test(token.word)
  const capital = part.some(named) && part.every((token) => named(token) || isFunctionWord(token.word))
  if (cued) {
    if (!capital && part.every((token) => ambiguous.has(token.word))) return false
    const next = tokens[from + part.length]
    return capital || next === undefined || next.breaks || isFunctionWord(next.word)
  }
  if (part.every((token) => occasions.has(token.word)) && part.length < tokens.length) return false
  const next = tokens[from + part.length]
  const setOff = next?.breaks === true || next?.word === 'but' || next?.word === 'or'
  const sentenceStart = from === 0 || tokens[from]?.breaks === true
  const shouts = message === message.toUpperCase()
  return capital && !shouts && (form.short ? (!sentenceStart || setOff) && first.capital && !/^\d/.test(first.word) : first.capital)
}

/** The whole title first, then weaker forms. */
function formsOf(title: string): readonly string[] {
  const beforeColon = title.split(/:|\s[–—-]\s/)[0] ?? title
  const keys = [
    keyOf(title),
    withoutArticle(keyOf(title)),
    keyOf(beforeColon).replace(/ or$/, ''),
    withoutArticle(keyOf(beforeColon).replace(/ or$/, '')),
  ]
  return [...new Set(keys.map((key) => key.replace(/ & /g, ' and ')))]
}

/** "the godfather" as "godfather". */
export function withoutArticle(key: string): string {
  const space = key.indexOf(' ')
  return space > 0 && leadingArticles.has(key.slice(0, space)) ? key.slice(space + 1) : key
}
