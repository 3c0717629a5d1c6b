/** @file Alternatives of several wishes each: "French comedies or Italian dramas", "a western after 1990 or a war story before 1970". Either will do. */

import type { Filter } from '../../data/filter.ts'
import type { GrammarRule } from '../draft.ts'
import type { Sentence } from '../sentence.ts'
import { boundAt } from './bounds.ts'
import { degreeAt } from './degree.ts'
import { cueAt } from './set.ts'

/** One wish on a side of the "or". */
type Part = {
  readonly filter: Filter
  readonly loose: Filter
  readonly label: string
  readonly sort: 'number' | 'origin' | 'other'
  readonly end: number
}

const joints = ['and', 'but', 'that is', 'thats', 'which is', 'made', 'from']
const eithers = ['either', 'either a', 'either an', 'either something', 'either some']
const ors = ['or', 'or else', 'or maybe', 'or even', 'or a', 'or an', 'or something', 'or some']

export const readAlternatives: GrammarRule = (sentence, at) => {
  const one = sideAt(sentence, at + sentence.cue(at, eithers))
  const last = one.at(-1)
  const or = last ? sentence.cue(last.end, ors) : 0
  // With one wish on a side the "or" joins no more than its neighbours: "French or Italian comedies".
  if (!last || or === 0 || one.length < 2) return undefined
  const other = sideAt(sentence, last.end + or).slice(0, one.length)
  if (!areParallel(one, other)) return undefined
  const both = (of: (part: Part) => Filter): Filter => ({ any: [one, other].map((side) => ({ all: side.map(of) })) })
  const end = (other.at(-1) as Part).end
  return {
    length: end - at,
    as: [one, other].map((side) => side.map(({ label }) => label).join(' ')).join(' or '),
    take: (draft) =>
      draft.wishes.push({
        filter: both(({ filter }) => filter),
        loose: both(({ loose }) => loose),
        words: sentence.written(at, end),
        yields: 'never',
      }),
  }
}

/** Built alike, so that each side is whole: in "old westerns or musicals with dogs" the first adjective is for both. */
function areParallel(one: readonly Part[], other: readonly Part[]): boolean {
  const sorts = (side: readonly Part[]) =>
    side
      .map(({ sort }) => sort)
      .toSorted()
      .join()
  return sorts(one) === sorts(other)
}

/** Wishes that follow each other without a break, with small words between. */
function sideAt(sentence: Sentence, at: number): readonly Part[] {
  const side: Part[] = []
  for (let from = sentence.pastArticles(at); from < sentence.tokens.length && !(from > at && sentence.ends(from)); ) {
    const part = partAt(sentence, from)
    if (part) {
      from = part.end + Number(sentence.isNoun(part.end) && !sentence.ends(part.end))
      side.push({ ...part, end: from })
    } else if (side.length > 0 && sentence.cue(from, joints) > 0) from += sentence.cue(from, joints)
    else break
  }
  return side
}

function partAt(sentence: Sentence, from: number): Part | undefined {
  const number = boundAt(sentence, from) ?? degreeAt(sentence, from)
  if (number) return { filter: number.filter, loose: number.filter, label: number.label, sort: 'number', end: from + number.length }
  const { start, role, attribute } = cueAt(sentence, from)
  const value = sentence.value(start, role, attribute)
  if (!value || value.people) return undefined
  const { filter, label } = value
  return { filter, label, loose: value.loose ?? value.near ?? filter, sort: value.origin ? 'origin' : 'other', end: start + value.length }
}
