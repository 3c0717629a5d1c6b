/** @file What is not wanted, one part at a time: values said together ("romantic comedies"), a bound, an item, or a thing that the catalogue has no word for. */

import type { Condition, Filter } from '../../data/filter.ts'
import { referencesAt, seriesAt } from '../coordination.ts'
import { describeFilter } from '../describe.ts'
import type { Draft } from '../draft.ts'
import type { Role, Sentence, Value } from '../sentence.ts'
import { oppositesOf } from '../synonyms.ts'
import { boundAt } from './bounds.ts'
import { degreeAt } from './degree.ts'
import { longestUnknown, unnamed } from './negation-words.ts'
import { cueAt } from './set.ts'

export type Barred = {
  readonly end: number
  /** What the person is told; `unknown` where the catalogue has no word for it. */
  readonly label: string
  readonly kind: 'values' | 'bound' | 'item' | 'mention' | 'unknown'
  readonly values: readonly Value[]
  take(draft: Draft, words: string): void
}

/** Values that are said together: of kinds and their qualities all must hold ("romantic comedies"), of qualities alone any. */
export function barredValues(sentence: Sentence, start: number, grouped = true): Barred | undefined {
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
  const narrower = grouped ? narrowerAt(sentence, end) : undefined
  end += narrower?.length ?? 0
  const together = values.length > 1 && values.some((value) => !value.descriptive)
  const isShared = together || degree !== undefined || narrower?.filter !== undefined
  // Of values that must come together to be barred, each may be meant in its widest sense.
  const filters = [
    ...(degree ? [degree.filter] : []),
    ...values.map((value) => (isShared ? (value.near ?? widest(value)) : widest(value))),
    ...(narrower?.filter ? [narrower.filter] : []),
  ]
  const shared = filters.length > 1 && isShared
  return {
    end,
    kind: 'values',
    values,
    label: shared
      ? `no ${[degree?.label, ...values.map(({ label }) => label), narrower?.label].filter(Boolean).join(' ')}`
      : values.map(({ label }) => `no ${label}`).join(', '),
    take(draft, words) {
      if (!shared) for (const value of values) bar(draft, value, words, sentence)
      else draft.rules.push({ filter: { not: { all: filters } }, words })
      // What has all but one of them is near to what is not wanted.
      if (filters.length > 2) for (const one of filters) draft.shunned.push({ all: filters.filter((other) => other !== one) })
    },
  }
}

/** What narrows the thing before it: "no comedies *set in schools*", "not the mafia *in New York* again". */
function narrowerAt(
  sentence: Sentence,
  at: number,
): { readonly filter?: Filter; readonly label: string; readonly length: number } | undefined {
  if (sentence.ends(at)) return undefined
  const bound = boundAt(sentence, at)
  if (bound && !bound.lasting) return bound
  const { start, role, attribute } = cueAt(sentence, at)
  const value = start > at && narrowing.has(role) ? sentence.value(start, role, attribute) : undefined
  if (value) return { filter: widest(value), label: value.label, length: start + value.length - at }
  // By what nobody knows nothing is narrowed, and it is no wish either.
  const isTopic = role === 'topic' && start > at && !sentence.ends(start) && !sentence.isFiller(start)
  return isTopic ? { label: '', length: start + 1 - at } : undefined
}

const narrowing: ReadonlySet<Role> = new Set<Role>(['topic', 'within', 'origin', 'maker'])

function groupValue(sentence: Sentence, at: number, first: Value): Value | undefined {
  if (sentence.ends(at) || first.people) return undefined
  const value = sentence.value(at)
  return value?.people ? undefined : value
}

const widest = (value: Value): Filter => value.whole ?? value.loose ?? value.filter

function bar(draft: Draft, value: Value, words: string, sentence: Sentence) {
  draft.rules.push({ filter: { not: widest(value) }, words, ...(value.weak && { weak: true }) })
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
export function barredItem(sentence: Sentence, at: number, from: number, cued: boolean): Barred | undefined {
  const found = sentence.reference(from, cued) && referencesAt(sentence, from)
  if (!found) return undefined
  const many = seriesAt(sentence, from + found.length)
  const said = sentence.written(from, from + found.length)
  const all = found.items.flatMap((item) => [item, ...(many > 0 ? sentence.kin(item) : sentence.sequels(item, said))])
  const items = [...new Set(all)]
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
export function barredBound(sentence: Sentence, start: number): Barred | undefined {
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
export function unknownFirst(sentence: Sentence, at: number, length: number): Barred | undefined {
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

export function unknownAt(sentence: Sentence, from: number): Barred | undefined {
  if (from >= sentence.tokens.length || sentence.isFiller(from) || sentence.value(from) || boundAt(sentence, from)) return undefined
  let end = from + 1
  while (end < Math.min(from + longestUnknown, sentence.tokens.length) && !sentence.ends(end) && !sentence.isFiller(end)) end++
  if (sentence.isNoun(end) && !sentence.ends(end)) end++
  const ids = mentioning(sentence, from, end)
  const label = sentence.written(from, end)
  return { end, kind: ids.length > 0 ? 'mention' : 'unknown', values: [], label, take: (draft) => draft.exclude.push(...ids) }
}
