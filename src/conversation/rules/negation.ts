/** @file Negation: "no horror or war", "nothing violent", "I hate musicals", "anything but drama", "nothing before 1990", "never show me Fargo again".
 *
 * A negation is a list of parts, each of them values said together ("romantic comedies" are both at once), a bound, an item, or a thing that the
 * catalogue has no word for. "or" and "nor" go on with any part, "and" only with what reads on as not wanted.
 */

import type { Condition, Filter } from '../../data/filter.ts'
import { referencesAt, seriesAt } from '../coordination.ts'
import { describeFilter } from '../describe.ts'
import type { Draft, GrammarRule } from '../draft.ts'
import type { Sentence, Value } from '../sentence.ts'
import { oppositesOf } from '../synonyms.ts'
import { boundAt } from './bounds.ts'
import { degreeAt } from './degree.ts'
import {
  denials,
  enders,
  enthusiasm,
  furthest,
  longestList,
  longestUnknown,
  mostUnknown,
  negators,
  notNegations,
  outright,
  qualities,
  titleCues,
  unnamed,
} from './negation-words.ts'
import { cueAt } from './set.ts'

/** One part of what is not wanted. */
type Barred = {
  readonly end: number
  /** What the person is told; `unknown` where the catalogue has no word for it. */
  readonly label: string
  readonly kind: 'values' | 'bound' | 'item' | 'mention' | 'unknown'
  readonly values: readonly Value[]
  take(draft: Draft, words: string): void
}

/** What is not wanted, read at the place after the cue. */
export const readNegation: GrammarRule = (sentence, at) => {
  const idle = sentence.cue(at, notNegations)
  if (idle > 0) return { length: idle, as: 'no wish', take: () => {} }
  const length = Math.max(sentence.cue(at, denials), negators.has(sentence.tokens[at]?.word ?? '') ? 1 : 0, allBut(sentence, at))
  // "non-fiction" is what it says.
  if (length === 0 || (sentence.value(at)?.length ?? 0) > length) return undefined
  const first = firstBarred(sentence, at, length)
  if (!first) return undefined
  const parts = listFrom(sentence, at, first)
  const end = parts.at(-1)?.end ?? at
  const words = sentence.written(at, end)
  return {
    length: end - at,
    as: told(parts),
    take(draft) {
      for (const part of parts) part.take(draft, words)
    },
  }
}

/** "any decade but …", "every country except …". */
function allBut(sentence: Sentence, at: number): number {
  const all = sentence.cue(at, ['any', 'every', 'all', 'whichever'])
  const but = all > 0 ? sentence.cue(at + 2, ['but', 'except', 'except for', 'but not', 'other than']) : 0
  return but > 0 && !sentence.tokens[at + 2]?.breaks && !sentence.value(at + 1) ? 2 + but : 0
}

function told(parts: readonly Barred[]): string {
  const labels = (kind: Barred['kind']) => parts.filter((part) => part.kind === kind).map(({ label }) => label)
  const ruled = parts.filter(({ kind }) => kind === 'values' || kind === 'bound').map(({ label }) => label)
  return [
    ruled.length > 0 ? `from now on: ${ruled.join(', ')}` : '',
    labels('item').length > 0 ? `leave out ${labels('item').join(', ')}` : '',
    labels('mention').length > 0 ? `leave out what speaks of ${labels('mention').join(', ')}` : '',
    labels('unknown').length > 0 ? 'nothing here is called that, so nothing is left out' : '',
  ]
    .filter(Boolean)
    .join('; ')
}

/** The first thing that is not wanted, whatever small words stand between. */
function firstBarred(sentence: Sentence, at: number, length: number): Barred | undefined {
  let unknownWords = 0
  for (let from = at + length; from <= at + furthest && !(from > at && sentence.ends(from)); from++) {
    const start = cueAt(sentence, from).start
    const named = sentence.tokens[start]?.capital === true ? barredItem(sentence, at, start, false) : undefined
    const read =
      barredBound(sentence, from) ??
      named ??
      barredValues(sentence, from, isNoun(sentence, at, from)) ??
      barredItem(sentence, at, from, false)
    if (read) return read
    const word = sentence.tokens[from]?.word ?? ''
    // "I don't like …": liking what is denied is still a denial, "not like Fargo" is a comparison.
    const ends =
      enders.has(word) &&
      !(
        word.startsWith('like') &&
        sentence.cue(at, ['i dont', 'i do not', 'dont', 'doesnt', 'i really dont', 'i didnt', 'didnt', 'i never', 'i cant', 'i wouldnt']) >
          0
      )
    if (ends) break
    // Half of a compound is passed over: "not disney-cute" speaks of what is cute.
    if (sentence.isFiller(from) || enthusiasm.has(word) || sentence.tokens[from + 1]?.tied) continue
    if (++unknownWords > (sentence.cue(at, outright) > 0 ? mostUnknown : 1)) break
  }
  const title = sentence.cue(at, titleCues)
  return (title > 0 ? barredItem(sentence, at, at + title, true) : undefined) ?? unknownFirst(sentence, at, length)
}

function listFrom(sentence: Sentence, at: number, first: Barred): readonly Barred[] {
  const parts = [first]
  for (;;) {
    const next = joined(sentence, at, parts.at(-1) as Barred)
    if (!next || parts.length >= longestList) return parts
    parts.push(...next)
  }
}

/** What goes on from a part: "or war", "nor anything sad", "and westerns", ", war or westerns". */
function joined(sentence: Sentence, at: number, last: Barred): readonly Barred[] | undefined {
  const { end } = last
  const or = sentence.cue(end, ['or', 'nor', 'and or', 'or no', 'or with', 'or about', 'nor with', 'nor about'])
  if (or > 0) {
    const start = sentence.pastArticles(end + sentence.cue(end, ['or', 'nor', 'and or']))
    const no = sentence.cue(start, ['no', 'not'])
    const part =
      barredBound(sentence, start + no) ??
      barredValues(sentence, start + no) ??
      barredItem(sentence, at, start + no, true) ??
      unknownAt(sentence, start + no)
    return part && [part]
  }
  const and = sentence.cue(end, ['and any', 'and', 'plus'])
  if (and > 0) {
    const part = barredValues(sentence, end + and) ?? (last.kind === 'item' ? undefined : unknownAt(sentence, end + and))
    return part && readsOn(sentence, at, last, part, end + and) ? [part] : undefined
  }
  if (!sentence.tokens[end]?.breaks || !isComma(sentence, end)) return undefined
  const part = barredValues(sentence, end) ?? unknownAt(sentence, end)
  if (!part || !sameSort(last, part)) return undefined
  const isLast = sentence.cue(part.end, ['and']) > 0 && !(part.values[0] && last.values[0] && sameAttributes(last, part))
  const rest = isLast ? undefined : joined(sentence, at, part)
  return rest && [part, ...rest]
}

const isComma = (sentence: Sentence, at: number) =>
  sentence.message.slice(sentence.tokens[at - 1]?.end, sentence.tokens[at]?.start).trim() === ','
const sameAttributes = (one: Barred, other: Barred) =>
  Object.keys(one.values[0]?.filter ?? {}).join() === Object.keys(other.values[0]?.filter ?? {}).join()
const sameSort = (one: Barred, other: Barred) => (one.values[0]?.people ?? false) === (other.values[0]?.people ?? false)

/** Whether what "and" joins is not wanted either: "no violence and gore", but "no violence and funny" asks for funny. */
function readsOn(sentence: Sentence, at: number, last: Barred, next: Barred, start: number): boolean {
  if (next.kind === 'unknown' || next.kind === 'mention') return last.kind !== 'bound'
  if (last.kind === 'bound' || !sameSort(last, next)) return false
  const isQuality = (part: Barred, from: number) => part.values.every((value) => value.descriptive) && !namesThing(sentence, from)
  const second = isQuality(next, start)
  return !second || sentence.cue(at, outright) === 0 || isQuality(last, last.end - 1)
}

/** Nouns by their endings: "superheroes", "violence", "suspension". */
const namesThing = (sentence: Sentence, at: number) =>
  /([^su]s|[ae]nce|ness|ion|ism|ment|gore|blood)$/.test(sentence.tokens[at]?.word ?? '')

/** Values that are said together: of kinds and their qualities all must hold ("romantic comedies"), of qualities alone any. */
function barredValues(sentence: Sentence, start: number, grouped = true): Barred | undefined {
  const { start: from, role, attribute } = cueAt(sentence, start)
  const degree = role === 'plain' ? degreeAt(sentence, from) : undefined
  const first = sentence.value(from + (degree?.length ?? 0), role, attribute)
  if (!first) return undefined
  const values = [first]
  let end = from + (degree?.length ?? 0) + first.length
  for (let next = grouped && groupValue(sentence, end, first); next; next = groupValue(sentence, end, first)) {
    values.push(next)
    end += next.length
  }
  end += Number(sentence.isNoun(end) && !sentence.ends(end))
  const together = values.length > 1 && values.some((value) => !value.descriptive)
  const isShared = together || degree !== undefined
  // Of values that must come together to be barred, each may be meant in its widest sense.
  const filters = [...(degree ? [degree.filter] : []), ...values.map((value) => (isShared ? (value.near ?? widest(value)) : widest(value)))]
  const shared = filters.length > 1 && isShared
  return {
    end,
    kind: 'values',
    values,
    label: shared
      ? `no ${[degree?.label, ...values.map(({ label }) => label)].filter(Boolean).join(' ')}`
      : values.map(({ label }) => `no ${label}`).join(', '),
    take(draft, words) {
      if (shared) draft.rules.push({ filter: { not: { all: filters } }, words })
      else for (const value of values) bar(draft, value, words, sentence)
    },
  }
}

/** Whether a cue bars a whole thing ("no romantic comedies", "not a French thriller") and not only its quality ("a non-French thriller", "a not too scary thriller"). */
const isNoun = (sentence: Sentence, at: number, from: number) =>
  sentence.cue(at, qualities) === 0 ||
  ['a', 'an', 'any', 'another', 'more', 'those', 'these', 'one'].includes(sentence.tokens[from - 1]?.word ?? '')

function groupValue(sentence: Sentence, at: number, first: Value): Value | undefined {
  if (sentence.ends(at) || first.people) return undefined
  const value = sentence.value(at)
  return value?.people ? undefined : value
}

const widest = (value: Value): Filter => value.whole ?? value.loose ?? value.filter

function bar(draft: Draft, value: Value, words: string, sentence: Sentence) {
  draft.rules.push({ filter: { not: widest(value) }, words })
  // What means nearly the same is left out of this answer where enough is left, and comes last otherwise.
  if (value.beside) draft.shunned.push(value.beside)
  for (const opposite of value.descriptive ? oppositesOf(value.label.split(' or ')) : []) {
    const other = sentence.meaningOf(opposite)
    if (other?.descriptive && !other.weak) draft.boosts.push({ filter: other.filter, boost: leaning })
  }
}

/** A word in more texts than this says too little to leave them all out. */
const mostMentions = 100
/** How strongly the other side of a mood that is not wanted is favoured. */
const leaning = 1.5

/** Items are left out of this answer; "never … again" leaves them out for good. */
function barredItem(sentence: Sentence, at: number, from: number, cued: boolean): Barred | undefined {
  const found = sentence.reference(from, cued) && referencesAt(sentence, from)
  if (!found) return undefined
  const many = seriesAt(sentence, from + found.length)
  const items = many > 0 ? [...new Set(found.items.flatMap((item) => [item, ...sentence.kin(item)]))] : found.items
  const again = sentence.cue(from + found.length + many, ['ever again', 'again', 'any more', 'anymore'])
  const forGood = again > 0 || sentence.cue(at, ['never', 'i never', 'stop', 'quit', 'dont ever']) > 0
  return {
    end: from + found.length + many + again,
    kind: 'item',
    values: [],
    label: items.map((item) => item.title).join(', ') + (forGood ? ' from now on' : ''),
    take(draft, words) {
      draft.exclude.push(...items.map((item) => item.id))
      // The title beside the id is for the person to read.
      if (forGood) draft.rules.push(...items.map(({ id, title }) => ({ filter: { not: { id, title } }, words })))
    },
  }
}

/** "nothing before 1990" keeps what lies on the other side; "not from the 80s" keeps all but the range; "no 80s horror" bars both at once. */
function barredBound(sentence: Sentence, start: number): Barred | undefined {
  const found = boundAt(sentence, start) ?? degreeAt(sentence, start)
  if (!found) return undefined
  const lasting = 'lasting' in found && found.lasting
  const values = lasting || sentence.ends(start + found.length) ? undefined : barredValues(sentence, start + found.length)
  if (values && values.values.length > 0) return bothBarred(found, values)
  const filter = opposite(found.filter)
  return {
    end: start + found.length + Number(sentence.isNoun(start + found.length) && !sentence.ends(start + found.length)),
    kind: 'bound',
    values: [],
    label: describeFilter(filter),
    take(draft, words) {
      draft.wishes.push({ filter, words, yields: 'never' })
      draft.rules.push({ filter, words })
    },
  }
}

function bothBarred(bound: { readonly filter: Filter; readonly label: string }, { end, values }: Barred): Barred {
  return {
    end,
    kind: 'values',
    values,
    label: `no ${values.map(({ label }) => label).join(' ')} (${bound.label})`,
    take: (draft, words) => draft.rules.push({ filter: { not: { all: [bound.filter, ...values.map(widest)] } }, words }),
  }
}

const opposites = { gt: 'lte', gte: 'lt', lt: 'gte', lte: 'gt' } as const

/** What is left beside a bound; beside limits of which any may hold, what lies between them. */
function opposite(filter: Filter): Filter {
  if (filter.any?.every(isLimit)) return Object.assign({}, ...mergedSides(filter.any.map(opposite)))
  if (!isLimit(filter)) return { not: filter }
  const [attribute, condition] = Object.entries(filter)[0] as [string, Condition]
  const [side, value] = Object.entries(condition)[0] as [keyof typeof opposites, number]
  return { [attribute]: { [opposites[side]]: value } }
}

const mergedSides = (filters: readonly Filter[]): readonly Filter[] =>
  [...Map.groupBy(filters, (filter) => Object.keys(filter).join())].map(([attribute, own]) => ({
    [attribute]: Object.assign({}, ...own.map((filter) => filter[attribute] as Condition)) as Condition,
  }))

function isLimit(filter: Filter): boolean {
  const sides = Object.values(filter).flatMap((condition) => Object.keys(condition as Condition))
  return Object.keys(filter).length === 1 && sides.length === 1 && (sides[0] as string) in opposites
}

/** A thing the catalogue has no word for is not searched for: a search would find it. */
function unknownFirst(sentence: Sentence, at: number, length: number): Barred | undefined {
  const from = sentence.pastArticles(at + length)
  // "isn't a remake": behind an article stands a thing.
  const isNamed = sentence.cue(at, unnamed) > 0 || ['a', 'an', 'any', 'another'].includes(sentence.tokens[from - 1]?.word ?? '')
  const start = sentence.isFiller(from) && isNamed ? sentence.pastArticles(from + 1) : from
  if (!isNamed || sentence.tokens[at + length]?.breaks) return undefined
  return sentence.tokens[start]?.breaks ? undefined : unknownAt(sentence, start)
}

/** Items whose texts speak of it, all its words: as far as is known, that is what it is in. */
function mentioning(sentence: Sentence, from: number, end: number): readonly string[] {
  const words = sentence.tokens.slice(from, end).map(({ word }) => word)
  const [first = [], ...others] = words.filter((_, at) => !sentence.isFiller(from + at)).map((word) => sentence.mentions(word))
  const ids = first.filter((id) => others.every((list) => list.includes(id)))
  return ids.length <= mostMentions ? ids : []
}

function unknownAt(sentence: Sentence, from: number): Barred | undefined {
  if (from >= sentence.tokens.length || sentence.isFiller(from) || sentence.value(from) || boundAt(sentence, from)) return undefined
  let end = from + 1
  while (end < Math.min(from + longestUnknown, sentence.tokens.length) && !sentence.ends(end) && !sentence.isFiller(end)) end++
  if (sentence.isNoun(end) && !sentence.ends(end)) end++
  const ids = mentioning(sentence, from, end)
  const label = sentence.written(from, end)
  return { end, kind: ids.length > 0 ? 'mention' : 'unknown', values: [], label, take: (draft) => draft.exclude.push(...ids) }
}
