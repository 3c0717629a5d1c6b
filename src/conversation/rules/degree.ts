/** @file Degrees of a number without the number: "short", "long", "recent", "an old one". */

import type { Filter } from '../../data/filter.ts'
import type { GrammarRule } from '../draft.ts'
import type { Measure } from '../measures.ts'
import type { Sentence } from '../sentence.ts'

export type Degree = { readonly filter: Filter; readonly length: number; readonly label: string }

/** How much of the catalogue counts as short, long, old, recent. */
const share = { least: 0.25, old: 0.3, recent: 0.85, most: 0.8 } as const

const degrees: readonly {
  readonly of: 'year' | 'minutes'
  readonly end: 'low' | 'high'
  readonly at: number
  readonly phrases: readonly string[]
}[] = [
  {
    of: 'minutes',
    end: 'low',
    at: share.least,
    phrases: [
      'short',
      'quick',
      'brief',
      'shorter ones',
      'short and sweet',
      'on the short side',
      'not much time',
      'shortest',
      'the shortest',
      'as short as possible',
      'the shorter the better',
    ],
  },
  {
    of: 'minutes',
    end: 'high',
    at: share.most,
    phrases: ['long', 'lengthy', 'long running', 'longest', 'the longest', 'as long as possible', 'the longer the better'],
  },
  {
    of: 'year',
    end: 'low',
    at: share.old,
    phrases: [
      'old',
      'classic',
      'classics',
      'vintage',
      'old fashioned',
      'golden age',
      'old school',
      'old classic',
      'old classics',
      'oldest',
      'the oldest',
      'earliest',
      'the earliest',
      'as old as possible',
      'the older the better',
    ],
  },
  {
    of: 'year',
    end: 'high',
    at: share.recent,
    phrases: [
      'recent',
      'new',
      'modern',
      'contemporary',
      'latest',
      'newest',
      'brand new',
      'newly released',
      'from recent years',
      'from the last few years',
      'most recent',
      'the most recent',
      'the newest',
      'as new as possible',
      'as recent as possible',
      'the newer the better',
    ],
  },
]

/** The degree that begins at a word: an adjective that stands before what is asked for, or alone. */
export function degreeAt(sentence: Sentence, at: number): Degree | undefined {
  for (const { of, end, at: quantile, phrases } of degrees) {
    const length = sentence.cue(at, phrases)
    const measure: Measure | undefined = sentence.measures[of]
    if (length === 0 || !measure || !standsFree(sentence, at, length)) continue
    const edge = measure.quantile(quantile)
    const filter = { [measure.attribute]: end === 'low' ? { lte: edge } : { gte: edge } }
    return { filter, length, label: `${measure.attribute} ${end === 'low' ? 'at most' : 'at least'} ${edge}` }
  }
  return undefined
}

/** Said together they are a degree whatever follows: "old-school …". */
const idioms = degrees
  .flatMap(({ phrases }) => phrases)
  .filter((phrase) => /^(as|the) |^old (school|fashioned)|^brand new|^golden age/.test(phrase))

const behind = [
  'and',
  'but',
  'or',
  'nor',
  'for',
  'though',
  'either',
  'if',
  'tonight',
  'today',
  'with',
  'about',
  'from',
  'by',
  'in',
  'like',
  'that',
  'please',
  'to',
]

/** In "a long day" the adjective speaks of the day, in "six years old" of an age. */
function standsFree(sentence: Sentence, at: number, length: number): boolean {
  if (sentence.cue(at, idioms) === length) return true
  // "a good old western" says nothing of its age.
  if (sentence.cue(at - 1, ['good old']) > 0) return false
  if (sentence.cue(at - 1, ['year', 'years', 'yr', 'yrs', 'months']) > 0) return false
  const next = at + length
  if (sentence.ends(next) || sentence.isNoun(next) || sentence.cue(next, behind) > 0) return true
  return sentence.value(next) !== undefined || degreeAt(sentence, next) !== undefined
}

export const readDegree: GrammarRule = (sentence, at) => {
  const degree = degreeAt(sentence, at)
  if (!degree) return undefined
  const words = sentence.written(at, at + degree.length)
  return {
    length: degree.length,
    as: degree.label,
    take: (draft) => draft.wishes.push({ filter: degree.filter, words, yields: 'last', vague: true }),
  }
}
