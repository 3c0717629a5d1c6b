/** @file Negation: "no horror or war", "nothing violent", "I hate musicals", "anything but drama", "nothing before 1990", "but not Batman". */

import type { Condition, Filter } from '../../data/filter.ts'
import { valuesAt } from '../coordination.ts'
import { describeFilter } from '../describe.ts'
import type { Draft, GrammarRule, Reading } from '../draft.ts'
import type { Role, Sentence, Value } from '../sentence.ts'
import { boundAt } from './bounds.ts'
import { degreeAt } from './degree.ts'

/** Words that turn what follows round, whatever small words stand between: "don't want to see anything sad". */
const negators = new Set(
  `no not non never without nothing none neither nor dont doesnt didnt isnt arent wasnt wont wouldnt shouldnt cant cannot avoid skip hate hates dislike except excluding exclude
  minus sans`.split(/\s+/),
)
const cues =
  `anything but|everything but|all but|but no|but not|and no|and not|but without|but nothing|anything except|everything except|except for|other than|apart from|aside from|leave out|spare me|less of|tired of
sick of|bored of|bored with|allergic to|fed up with|enough of|had enough of|rather not|i hate|i really hate|i dislike|i dont|i do not|im not|i am not|i really dont|i cant|i cannot|i would not|i wouldnt|i never|im tired of|im sick of
im allergic to|please no|please not|thats not|that isnt|that is not|that doesnt|which isnt|which doesnt`.split(/[|\n]/)
/** Behind these the negation is over: "I don't know, maybe a comedy". */
const enders = new Set('but and or know maybe perhaps mind sure just only matter care if because like liked loved think so than'.split(' '))
const furthest = 7
const titleCues = [
  'not',
  'but not',
  'and not',
  'without',
  'except',
  'except for',
  'other than',
  'apart from',
  'excluding',
  'anything but',
  'no',
  'minus',
  'but no',
]
/** "not only funny" asks for funny. */
const notNegations = [
  'why not',
  'if not',
  'not bad',
  'no doubt',
  'no problem',
  'cant wait',
  'dont know',
  'i dont know',
  'dont mind',
  'i dont mind',
  'dont care',
  'i dont care',
  'cant decide',
  'i cant decide',
  'not only',
  'not just',
  'not necessarily',
  'no matter',
  'no idea',
  'not sure',
  'no preference',
  'nothing in particular',
  'nothing special',
]

const rolesBefore: readonly (readonly [Role, readonly string[]])[] = [
  ['member', ['with', 'starring', 'featuring', 'containing', 'with any']],
  ['topic', ['about', 'set in', 'involving', 'with themes of', 'for']],
  ['within', ['in']],
  ['origin', ['from', 'of']],
  ['maker', ['by', 'made by']],
]

/** What is not wanted, read at the place after the cue. */
export const readNegation: GrammarRule = (sentence, at) => {
  const idle = sentence.cue(at, notNegations)
  if (idle > 0) return { length: idle, as: 'no wish', take: () => {} }
  const length = Math.max(sentence.cue(at, cues), negators.has(sentence.tokens[at]?.word ?? '') ? 1 : 0)
  if (length === 0) return undefined
  for (let from = at + length; from <= at + furthest && !(from > at && sentence.ends(from)); from++) {
    const read = barredBound(sentence, at, from) ?? barredValues(sentence, at, from) ?? barredItem(sentence, at, from, false)
    if (read) return read
    const word = sentence.tokens[from]?.word ?? ''
    // "I don't like …": liking what is denied is still a denial, "not like Fargo" is a comparison.
    const ends =
      enders.has(word) &&
      !(
        word.startsWith('like') &&
        sentence.cue(at, ['i dont', 'i do not', 'dont', 'i really dont', 'i didnt', 'didnt', 'i never', 'i cant', 'i wouldnt']) > 0
      )
    if (ends || !sentence.isFiller(from)) break
  }
  const title = sentence.cue(at, titleCues)
  return (title > 0 ? barredItem(sentence, at, at + title, true) : undefined) ?? unknown(sentence, at, length)
}

function barredValues(sentence: Sentence, at: number, start: number): Reading | undefined {
  const [role, preposition] = roleAt(sentence, start)
  const from = preposition > 0 ? sentence.pastArticles(start + preposition) : start
  const list = valuesAt(sentence, from, role, { byAnd: true })
  if (!list) return undefined
  const end = from + list.length + (sentence.isNoun(from + list.length) ? 1 : 0)
  const words = sentence.written(at, end)
  return {
    length: end - at,
    as: `from now on: no ${list.values.map((value) => value.label).join(', no ')}`,
    take(draft) {
      for (const value of list.values) bar(draft, value, words)
    },
  }
}

/** Where the values of a negation stand after a preposition: "nothing *with* ghosts". */
export function roleAt(sentence: Sentence, at: number): readonly [Role, number] {
  for (const [role, phrases] of rolesBefore) {
    const length = sentence.cue(at, phrases)
    if (length > 0) return [role, length]
  }
  return ['plain', 0]
}

function bar(draft: Draft, value: Value, words: string) {
  draft.rules.push({ filter: { not: value.whole ?? value.loose ?? value.filter }, words })
}

function barredItem(sentence: Sentence, at: number, from: number, cued: boolean): Reading | undefined {
  const found = sentence.reference(from, cued)
  if (!found) return undefined
  return {
    length: from + found.length - at,
    as: `leave out ${found.items.map((item) => item.title).join(', ')}`,
    take: (draft) => draft.exclude.push(...found.items.map((item) => item.id)),
  }
}

/** "nothing before 1990" keeps what lies on the other side; "not from the 80s" keeps all but the range. */
function barredBound(sentence: Sentence, at: number, start: number): Reading | undefined {
  const found = boundAt(sentence, start) ?? degreeAt(sentence, start)
  if (!found) return undefined
  const filter = opposite(found.filter)
  const end = start + found.length
  const words = sentence.written(at, end)
  return {
    length: end - at,
    as: `from now on: ${describeFilter(filter)}`,
    take(draft) {
      draft.wishes.push({ filter, words, yields: false })
      draft.rules.push({ filter, words })
    },
  }
}

const opposites = { gt: 'lte', gte: 'lt', lt: 'gte', lte: 'gt' } as const

function opposite(filter: Filter): Filter {
  const [attribute, condition] = Object.entries(filter)[0] as [string, Condition]
  const sides = Object.entries(condition)
  const [side, value] = sides[0] as [keyof typeof opposites, number]
  return sides.length === 1 && side in opposites ? { [attribute]: { [opposites[side]]: value } } : { not: filter }
}

/** A thing the catalogue has no word for is not searched for: a search would find it. */
function unknown(sentence: Sentence, at: number, length: number): Reading | undefined {
  const from = sentence.pastArticles(at + length)
  if (
    sentence.cue(at, ['no', 'without', 'avoid', 'but no', 'no more', 'and no']) === 0 ||
    from >= sentence.tokens.length ||
    sentence.isFiller(from)
  )
    return undefined
  if (sentence.tokens[from]?.breaks) return undefined
  return { length: from + 1 - at, as: 'nothing here is called that, so nothing is left out', take: () => {} }
}
