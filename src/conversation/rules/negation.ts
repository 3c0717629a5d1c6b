/** @file Negation: "no horror or war", "nothing violent", "I hate musicals", "anything but drama", "nothing before 1990", "but not Batman". */

import type { Condition, Filter } from '../../data/filter.ts'
import { referencesAt, valuesAt } from '../coordination.ts'
import { describeFilter } from '../describe.ts'
import type { Draft, GrammarRule, Reading } from '../draft.ts'
import type { Role, Sentence, Value } from '../sentence.ts'
import { oppositesOf } from '../synonyms.ts'
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
im allergic to|i cant stand|cant stand|cannot stand|not a fan of|im not a fan of|not into|im not into|not keen on|not big on|dont fancy|no interest in|not interested in|could do without|steer clear of|keep away from|stay away from|not in the mood for|not looking for|please no|please not|thats not|that isnt|that is not|that doesnt|which isnt|which doesnt`.split(
    /[|\n]/,
  )
/** Behind these the negation is over: "I don't know, maybe a comedy". */
const enders = new Set('but and or know maybe perhaps mind sure just only matter care if because like liked loved think so than'.split(' '))
const furthest = 7
/** Behind these a thing that the catalogue does not know is still not wanted. */
const unnamed =
  'no|not a|not an|without|avoid|but no|no more|and no|except|anything but|everything but|anything except|but not|i hate|i cant stand|cant stand|not a fan of|im not a fan of|steer clear of|sick of|tired of'.split(
    '|',
  )
/** Words between a negation and a value that the catalogue has no word for. */
const mostUnknown = 2
/** How strongly the other side of a mood that is not wanted is favoured. */
const leaning = 1.5
/** And what is near to it. */
const shunned = 0.25
/** Words of a thing that the catalogue has no word for. */
const longestUnknown = 3
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
  'for people who hate',
  'for people who dont like',
  'for someone who hates',
  'for someone who doesnt like',
  'even if i hate',
  'even if i dont like',
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
  let unknownWords = 0
  for (let from = at + length; from <= at + furthest && !(from > at && sentence.ends(from)); from++) {
    const named = sentence.tokens[from]?.capital === true ? barredItem(sentence, at, from, false) : undefined
    const read = barredBound(sentence, at, from) ?? named ?? barredValues(sentence, at, from) ?? barredItem(sentence, at, from, false)
    if (read) return read
    const word = sentence.tokens[from]?.word ?? ''
    // "I don't like …": liking what is denied is still a denial, "not like Fargo" is a comparison.
    const ends =
      enders.has(word) &&
      !(
        word.startsWith('like') &&
        sentence.cue(at, ['i dont', 'i do not', 'dont', 'i really dont', 'i didnt', 'didnt', 'i never', 'i cant', 'i wouldnt']) > 0
      )
    // Half of a compound is passed over: "not disney-cute" speaks of what is cute.
    if (ends) break
    if (!(sentence.isFiller(from) || sentence.tokens[from + 1]?.tied) && (!spans(sentence, at) || ++unknownWords > mostUnknown)) break
  }
  const title = sentence.cue(at, titleCues)
  return (title > 0 ? barredItem(sentence, at, at + title, true) : undefined) ?? unknown(sentence, at, length)
}

/** "no cheap horror": what is ruled out outright may have an adjective that nobody knows. */
const spans = (sentence: Sentence, at: number) =>
  sentence.cue(at, [
    'no',
    'but no',
    'and no',
    'without',
    'but without',
    'except',
    'anything except',
    'everything except',
    'avoid',
    'excluding',
    'minus',
    'sans',
  ]) > 0

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
      for (const value of list.values) bar(draft, value, words, sentence)
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

function bar(draft: Draft, value: Value, words: string, sentence: Sentence) {
  draft.rules.push({ filter: { not: value.whole ?? value.loose ?? value.filter }, words })
  // What means nearly the same is not ruled out, but comes last.
  if (value.near) draft.boosts.push({ filter: value.near, boost: shunned })
  for (const opposite of value.descriptive ? oppositesOf(value.label.split(' or ')) : []) {
    const other = sentence.meaningOf(opposite)
    if (other?.descriptive && !other.weak) draft.boosts.push({ filter: other.filter, boost: leaning })
  }
}

function barredItem(sentence: Sentence, at: number, from: number, cued: boolean): Reading | undefined {
  const found = sentence.reference(from, cued) && referencesAt(sentence, from)
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
      draft.wishes.push({ filter, words, yields: 'never' })
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
  if (sentence.cue(at, unnamed) === 0 || from >= sentence.tokens.length || sentence.isFiller(from)) return undefined
  if (sentence.tokens[from]?.breaks) return undefined
  let end = from + 1
  while (end < Math.min(from + longestUnknown, sentence.tokens.length) && !sentence.ends(end) && !sentence.isFiller(end)) end++
  return { length: end - at, as: 'nothing here is called that, so nothing is left out', take: () => {} }
}
