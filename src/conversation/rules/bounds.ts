/** @file Bounds: "after 1990", "from the 90s", "between 1980 and 1985", "under two hours", "shorter than Heat", "at least 4 servings". */

import type { Condition, Filter } from '../../data/filter.ts'
import { describeFilter } from '../describe.ts'
import type { GrammarRule } from '../draft.ts'
import type { Measure } from '../measures.ts'
import { countAt, decadeAt, type Quantity, quantityAt, timeAt, yearAt } from '../quantity.ts'
import type { Sentence } from '../sentence.ts'

export type Bound = { readonly filter: Filter; readonly length: number; readonly lasting: boolean; readonly label: string }
type Side = 'gt' | 'gte' | 'lt' | 'lte'

/** In time: before and after a year. */
const yearCues: readonly (readonly [Side, readonly string[]])[] = [
  ['gt', ['after', 'later than', 'newer than', 'more recent than', 'younger than', 'post', 'from after', 'made after']],
  ['gte', ['since', 'not older than', 'no older than', 'starting in', 'starting from']],
  ['lt', ['before', 'older than', 'earlier than', 'prior to', 'pre', 'from before']],
  ['lte', ['until', 'up to', 'till', 'up until', 'no later than', 'no newer than', 'not newer than']],
]
/** In amount. */
const amountCues: readonly (readonly [Side, readonly string[]])[] = [
  ['lt', ['sub', 'under', 'less than', 'below', 'shorter than', 'fewer than', 'quicker than', 'faster than', 'in under', 'in less than']],
  [
    'lte',
    [
      'at most',
      'no longer than',
      'not longer than',
      'no more than',
      'not more than',
      'not over',
      'not above',
      'maximum',
      'max',
      'up to',
      'within',
      'of at most',
      'in at most',
    ],
  ],
  ['gt', ['over', 'more than', 'above', 'longer than']],
  ['gte', ['at least', 'no shorter than', 'not shorter than', 'no less than', 'not under', 'minimum']],
]

/** The bound that begins at a word. `lasting` is true of limits ("under", "after"), false of points and ranges ("in 1994", "the 90s"). */
export function boundAt(sentence: Sentence, at: number): Bound | undefined {
  const first = rangeAt(sentence, at) ?? limitAt(sentence, at) ?? pointAt(sentence, at)
  return first && eitherPoint(sentence, at, first)
}

/** "the 50s or 60s", "70s and 80s", "1994 or 1995": points of one measure that are joined are alternatives, as nothing is of two years. */
function eitherPoint(sentence: Sentence, at: number, first: Bound): Bound {
  const filters = [first.filter]
  let end = at + first.length
  for (;;) {
    const joint = first.lasting
      ? 0
      : sentence.cue(end, ['or', 'and', 'or maybe', 'or even', 'or the', 'and the', 'or from', 'and from', 'to'])
    const tied =
      joint === 0 &&
      !first.lasting &&
      ['/', ','].includes(sentence.message.slice(sentence.tokens[end - 1]?.end, sentence.tokens[end]?.start).trim())
    const next = joint > 0 || tied ? pointAt(sentence, end + joint) : undefined
    if (!next || next.lasting || Object.keys(next.filter).join() !== Object.keys(first.filter).join()) break
    filters.push(next.filter)
    end += joint + next.length
  }
  if (filters.length === 1) return first
  const filter = { any: filters }
  return { filter, length: end - at, lasting: false, label: describeFilter(filter) }
}

function limitAt(sentence: Sentence, at: number): Bound | undefined {
  const cues = [
    ...yearCues.map(([side, phrases]) => [side, phrases, true] as const),
    ...amountCues.map(([side, phrases]) => [side, phrases, false] as const),
  ]
  const read = cues.flatMap(([side, phrases, inTime]) => {
    const length = sentence.cue(at, phrases)
    const bound = length > 0 ? limit(sentence, at + length, side, inTime) : undefined
    return bound ? [{ ...bound, length: length + bound.length }] : []
  })
  return read.toSorted((one, other) => other.length - one.length)[0]
}

function limit(sentence: Sentence, at: number, side: Side, inTime: boolean): Bound | undefined {
  const { year, minutes } = sentence.measures
  const quantity = inTime ? (decadeAt(sentence, at) ?? yearAt(sentence, at)) : (timeAt(sentence, at) ?? countAt(sentence, at))
  if (quantity) {
    const measure = inTime ? year : quantity.kind === 'minutes' ? minutes : namedMeasure(sentence, at + quantity.length)
    const named = !inTime && quantity.kind === 'count' && measure !== undefined
    // "under 90" without a unit can only be minutes where it is no small number.
    const chosen = measure ?? (!inTime && quantity.from >= 20 && quantity.from <= 600 ? minutes : undefined)
    if (!chosen) return undefined
    const edge = side === 'gt' || side === 'lte' ? quantity.to : quantity.from
    const tail = sentence.cue(at + quantity.length + (named ? 1 : 0), ['long', 'or so', 'onwards', 'in length', 'or less', 'or more'])
    return bound(chosen, { [side]: edge }, quantity.length + (named ? 1 : 0) + tail, true)
  }
  const item = sentence.reference(at, true)
  const measure = inTime ? year : minutes
  const value = measure && item?.items[0]?.attributes[measure.attribute]
  return measure && item && typeof value === 'number' ? bound(measure, { [side]: value }, item.length, false) : undefined
}

function rangeAt(sentence: Sentence, at: number): Bound | undefined {
  const between = sentence.cue(at, ['between', 'from between'])
  const from = between > 0 ? between : sentence.cue(at, ['from'])
  const first = quantityAt(sentence, at + from)
  if (!first) return undefined
  const joint = sentence.cue(at + from + first.length, between > 0 ? ['and', 'to'] : ['to', 'until', 'till', 'through'])
  const direct = joint === 0 && first.kind === 'year' && sentence.message[sentence.tokens[at + from + first.length - 1]?.end ?? -1] === '-'
  const second = joint > 0 || direct ? quantityAt(sentence, at + from + first.length + joint) : undefined
  if (second) {
    const kind = second.kind === 'count' ? first.kind : second.kind
    const measure = kind === 'year' ? sentence.measures.year : kind === 'minutes' ? sentence.measures.minutes : undefined
    const length = from + first.length + joint + second.length
    return measure && bound(measure, { gte: Math.min(first.from, second.from), lte: Math.max(first.to, second.to) }, length, false)
  }
  const onward = sentence.cue(at + from + first.length, ['onwards', 'onward', 'on', 'and later', 'and after', 'or later', 'or newer'])
  const earlier = sentence.cue(at + from + first.length, ['and earlier', 'and before', 'or earlier', 'or older'])
  if (first.kind !== 'year' || !sentence.measures.year || onward + earlier === 0) return undefined
  return bound(sentence.measures.year, onward > 0 ? { gte: first.from } : { lte: first.to }, from + first.length + onward + earlier, true)
}

function pointAt(sentence: Sentence, at: number): Bound | undefined {
  const preposition = sentence.cue(at, [
    'from',
    'in',
    'of',
    'during',
    'made in',
    'from about',
    'from around',
    'around',
    'circa',
    'about',
    'released in',
    'in about',
  ])
  const quantity: Quantity | undefined = quantityAt(sentence, at + preposition)
  if (!quantity || quantity.kind === 'count') return undefined
  const length = preposition + quantity.length
  const cue = sentence.written(at, at + preposition).toLowerCase()
  if (quantity.kind === 'year') {
    const slack = /about|around|circa/.test(cue) && quantity.from === quantity.to ? 2 : 0
    const isPoint = slack === 0 && quantity.from === quantity.to
    return (
      sentence.measures.year &&
      bound(
        sentence.measures.year,
        isPoint ? { eq: quantity.from } : { gte: quantity.from - slack, lte: quantity.to + slack },
        length,
        false,
      )
    )
  }
  const { minutes } = sentence.measures
  if (!minutes) return undefined
  if (cue === 'in') return bound(minutes, { lte: quantity.to }, length, false)
  const tail = sentence.cue(at + length, ['long', 'or so'])
  const less = sentence.cue(at + length, ['or less', 'or under', 'max', 'maximum', 'at most', 'tops'])
  const more = sentence.cue(at + length, ['or more', 'or longer', 'at least'])
  if (less > 0) return bound(minutes, { lte: quantity.to }, length + less, true)
  if (more > 0) return bound(minutes, { gte: quantity.from }, length + more, true)
  return bound(minutes, { gte: Math.floor(quantity.from * 0.85), lte: Math.ceil(quantity.to * 1.1) }, length + tail, false)
}

function namedMeasure(sentence: Sentence, at: number): Measure | undefined {
  const name = sentence.tokens[at] && sentence.lexicon.attributeOf(sentence.tokens[at].word)
  return sentence.measures.all.find((measure) => measure.attribute === name)
}

function bound(measure: Measure, condition: Condition, length: number, lasting: boolean): Bound {
  const filter = { [measure.attribute]: condition }
  return { filter, length, lasting, label: describeFilter(filter) }
}

export const readBounds: GrammarRule = (sentence, at) => {
  const found = boundAt(sentence, at)
  if (!found) return undefined
  const words = sentence.written(at, at + found.length)
  return {
    length: found.length,
    as: found.lasting ? `from now on: ${found.label}` : found.label,
    take(draft) {
      draft.wishes.push({ filter: found.filter, words, yields: 'never' })
      if (found.lasting) draft.rules.push({ filter: found.filter, words })
    },
  }
}
