/** @file Lists in a sentence: "horror, war or westerns", "Fargo and Heat". */

import type { Filter } from '../data/filter.ts'
import type { Item } from '../data/item.ts'
import { seriesWords } from './lexicon.ts'
import { degreeAt } from './rules/degree.ts'
import type { Role, Sentence, Value } from './sentence.ts'

const longestList = 20

export type Values = { readonly values: readonly Value[]; readonly length: number }

/**
 * Values joined by "or" and "nor"; commas join where an "or" follows ("horror, war or westerns"); "and" joins where `byAnd` is set and both speak of
 * the same attributes. The kind of item may follow each ("folk songs or love songs").
 */
export function valuesAt(
  sentence: Sentence,
  from: number,
  role: Role,
  options: { readonly byAnd?: boolean; readonly attribute?: string | undefined } = {},
): Values | undefined {
  const shared = options.attribute === undefined ? sharedHeadAt(sentence, from) : undefined
  if (shared) return shared
  const first = sentence.value(from, role, options.attribute)
  if (!first) return undefined
  const values = [first]
  let end = from + first.length
  for (;;) {
    const next = joined(sentence, end, role, values.at(-1) as Value, options.byAnd === true)
    if (!next || values.length >= longestList) return { values, length: end - from }
    values.push(...next.values)
    end = next.end
  }
}

/** "the first or second world war", "science or historical fiction": the last word is said once and belongs to each. */
function sharedHeadAt(sentence: Sentence, from: number): Values | undefined {
  const word = (at: number) => sentence.tokens[at]?.word ?? ''
  const modifiers = [word(from)]
  let end = from + 1
  while (sentence.cue(end, ['or', 'and']) > 0 && !sentence.ends(end) && !sentence.ends(end + 1) && modifiers.length < longestList) {
    modifiers.push(word(end + 1))
    end += 2
  }
  if (modifiers.length < 2) return undefined
  for (const length of [2, 1]) {
    if (Array.from({ length }, (_, step) => step).some((step) => sentence.ends(end + step))) continue
    const head = Array.from({ length }, (_, step) => word(end + step)).join(' ')
    const values = modifiers.flatMap((modifier) => sentence.meaningOf(`${modifier} ${head}`) ?? [])
    // The first must need the head: else it stands for itself ("horror or science fiction").
    if (sentence.meaningOf(`${modifiers[0]} ${head}`) && !values.some(({ people }) => people))
      return { values, length: end + length - from }
  }
  return undefined
}

function joined(
  sentence: Sentence,
  end: number,
  role: Role,
  last: Value,
  byAnd: boolean,
): { readonly values: readonly Value[]; readonly end: number } | undefined {
  const afterNoun = sentence.isNoun(end) ? end + 1 : end
  const or = sentence.cue(afterNoun, orCues)
  const slash = or === 0 && !sentence.ends(end) && gapBefore(sentence, end) === '/' ? sentence.value(end, role) : undefined
  if (slash) return { values: [slash], end: end + slash.length }
  const and = byAnd ? sentence.cue(afterNoun, ['and', 'and in', 'and from', 'and with']) : 0
  const start = sentence.pastArticles(afterNoun + Math.max(or, and))
  if (or > 0 || and > 0) {
    const value = sentence.value(start, role) ?? (or > 0 ? aged(sentence, start) : undefined)
    return value && (or > 0 || sameAttributes(last.filter, value.filter)) ? { values: [value], end: start + value.length } : undefined
  }
  if (!sentence.tokens[end]?.breaks) return undefined
  const value = sentence.value(end, role)
  if (!value) return undefined
  const next = end + value.length
  const rest = joined(sentence, next, role, value, byAnd)
  if (rest) return { values: [value, ...rest.values], end: rest.end }
  return goesOnOpenly(sentence, next) ? { values: [value], end: next } : undefined
}

const openEnds =
  'or whatever|whatever|etc|etcetera|et cetera|and so on|or so|or similar|and the like|or the like|or anything like that|anything like that|or something like that|that kind of thing|that sort of thing|or what have you|you name it'.split(
    '|',
  )

/** Whether a list goes on with what nobody knows ("vampires, ghosts or *yetis*"), or is said to ("pirates, ships, *whatever*"): of an open list any will do. */
function goesOnOpenly(sentence: Sentence, end: number): boolean {
  if (sentence.cue(end, openEnds) > 0) return true
  const or = sentence.cue(end, ['or', 'or a', 'or an', 'or some'])
  return or > 0 && !sentence.ends(end + or) && !sentence.isFiller(end + or) && !sentence.value(end + or)
}

/** What is written between a word and the one before it, but for spaces. */
export const gapBefore = (sentence: Sentence, at: number) =>
  sentence.message.slice(sentence.tokens[at - 1]?.end, sentence.tokens[at]?.start).trim()

const orCues =
  `or|nor|or in|or from|or with|or by|or about|or a bit of|or maybe|or perhaps|or even|or another|or some other|or any other|or one of the|or one of the other|or one of those|or any of the|or any of the other
or anything by|or something by|or anything with|or something with|or failing that`.split(/[|\n]/)

/** "or an old western": both hold of the alternative. */
function aged(sentence: Sentence, at: number): Value | undefined {
  const degree = degreeAt(sentence, at)
  const value = degree && sentence.value(at + degree.length)
  return (
    value && {
      ...value,
      filter: { all: [degree.filter, value.loose ?? value.filter] },
      loose: undefined,
      length: degree.length + value.length,
    }
  )
}

const sameAttributes = (one: Filter, other: Filter) => Object.keys(one).join() === Object.keys(other).join()

type References = { readonly items: readonly Item[]; readonly length: number }

/** Items joined by commas, "and" and "or". */
export function referencesAt(sentence: Sentence, from: number): References | undefined {
  const first = sentence.reference(sentence.pastNouns(from), true)
  if (!first) return undefined
  const items = [...first.items]
  let end = sentence.pastNouns(from) + first.length
  for (;;) {
    const joint = sentence.cue(end, ['and', 'or', 'and also', 'as well as', 'plus', 'meets', 'crossed with', 'mixed with'])
    const next = joint > 0 || sentence.tokens[end]?.breaks ? sentence.reference(end + joint, joint > 0) : undefined
    if (!next || items.length >= longestList) return { items: [...new Set(items)], length: end - from }
    items.push(...next.items)
    end += joint + next.length
  }
}

const series = ['ones', 'sequels', ...seriesWords]

/** The number of words behind a title that make all that belong with it of it: "the Star Wars *ones*". */
export function seriesAt(sentence: Sentence, at: number): number {
  return sentence.cue(at, series) || Number(sentence.isNoun(at) && !sentence.ends(at) && /s$/.test(sentence.tokens[at]?.word ?? ''))
}

/** Any of several filters. */
export const anyOf = (filters: readonly Filter[]): Filter => (filters.length === 1 ? (filters[0] as Filter) : { any: filters })
