/** @file Bounds: "after 1990", "from the 90s", "between 1980 and 1985", "under two hours", "shorter than Heat", "at least 4 servings". */

import type { Condition, Filter } from '../../data/filter.ts'
import { gapBefore } from '../coordination.ts'
import { describeFilter } from '../describe.ts'
import type { GrammarRule } from '../draft.ts'
import type { Measure } from '../measures.ts'
import { countAt, decadeAt, type Quantity, quantityAt, timeAt, yearAt } from '../quantity.ts'
import type { Sentence } from '../sentence.ts'

export type Bound = { readonly filter: Filter; readonly length: number; readonly lasting: boolean; readonly label: string }
type Side = 'gt' | 'gte' | 'lt' | 'lte'

/** In time: before and after a year. */
const yearCues: readonly (readonly [Side, readonly string[]])[] = [
  ['gt', ['after', 'later than', 'newer than', 'more recent than', 'younger than', 'post', 'from after', 'made after', 'past']],
  [
    'gte',
    [
      'since',
      'not older than',
      'no older than',
      'no earlier than',
      'not earlier than',
      'starting in',
      'starting from',
      'as of',
      'at least from',
      'from at least',
    ],
  ],
  ['lt', ['before', 'older than', 'earlier than', 'prior to', 'pre', 'from before', 'predating']],
  ['lte', ['until', 'up to', 'till', 'up until', 'no later than', 'not later than', 'no newer than', 'not newer than']],
]
/** In amount. */
const amountCues: readonly (readonly [Side, readonly string[]])[] = [
  [
    'lt',
    [
      'sub',
      'under',
      'less than',
      'below',
      'shorter than',
      'fewer than',
      'quicker than',
      'faster than',
      'in under',
      'in less than',
      'short of',
    ],
  ],
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
      'not exceeding',
      'doesnt exceed',
      'wont exceed',
      'maximum',
      'a maximum of',
      'maximum of',
      'max',
      'max of',
      'a max of',
      'up to',
      'within',
      'of at most',
      'in at most',
    ],
  ],
  [
    'gt',
    [
      'over',
      'more than',
      'above',
      'longer than',
      'upwards of',
      'in excess of',
      'exceeding',
      'well over',
      'past',
      'beyond',
      'on for more than',
      'on past',
    ],
  ],
  ['gte', ['at least', 'no shorter than', 'not shorter than', 'no less than', 'not under', 'minimum', 'a minimum of', 'minimum of']],
]

/** The bound that begins at a word. `lasting` is true of limits ("under", "after"), false of points and ranges ("in 1994", "the 90s"). */
export function boundAt(sentence: Sentence, at: number): Bound | undefined {
  const known = boundsRead.get(sentence) ?? new Map<number, Bound | undefined>()
  if (known.size === 0) boundsRead.set(sentence, known)
  if (!known.has(at)) {
    const first = oneBoundAt(sentence, at)
    known.set(at, first && eitherBound(sentence, at, first))
  }
  return known.get(at)
}

/** Half of the rules ask at every word whether a bound begins there. */
const boundsRead = new WeakMap<Sentence, Map<number, Bound | undefined>>()

const oneBoundAt = (sentence: Sentence, at: number) => rangeAt(sentence, at) ?? limitAt(sentence, at) ?? pointAt(sentence, at)

/**
 * "the 50s or 60s", "70s and 80s", "before 1960 or after 2010": what "or" joins are alternatives, and so are points of one measure that "and" joins and
 * limits that nothing keeps both of ("before 1960 and after 2010").
 */
function eitherBound(sentence: Sentence, at: number, first: Bound): Bound {
  const bounds = [first]
  let end = at + first.length
  for (;;) {
    const or = sentence.cue(end, ['or', 'or maybe', 'or even', 'or else', 'or the', 'or from', 'or anything', 'or something'])
    const and = sentence.cue(end, ['and', 'and the', 'and from', 'and also'])
    // "20s 30s or 40s": points side by side are a list as well.
    const tied = (or + and > 0 ? ['/', ','] : ['/', ',', '']).includes(gapBefore(sentence, end))
    const start = end + (or || and)
    const last = bounds.at(-1) as Bound
    const next = or > 0 ? oneBoundAt(sentence, start) : and > 0 || tied ? (pointAt(sentence, start) ?? limitAt(sentence, start)) : undefined
    if (!next || Object.keys(next.filter).join() !== Object.keys(first.filter).join()) break
    if (or === 0 && (last.lasting || next.lasting) && (tied || !areApart(last.filter, next.filter))) break
    bounds.push(next)
    end = start + next.length
  }
  if (bounds.length === 1) return first
  const filter = { any: bounds.map((one) => one.filter) }
  return { filter, length: end - at, lasting: bounds.some(({ lasting }) => lasting), label: describeFilter(filter) }
}

/** Whether no number satisfies both limits of one attribute. */
function areApart(one: Filter, other: Filter): boolean {
  const [first, second] = [one, other].map((filter) => Object.values(filter)[0] as Condition)
  const least = Math.max(...[first, second].map((edge) => edge?.gt ?? edge?.gte ?? edge?.eq ?? Number.NEGATIVE_INFINITY).map(Number))
  const most = Math.min(...[first, second].map((edge) => edge?.lt ?? edge?.lte ?? edge?.eq ?? Number.POSITIVE_INFINITY).map(Number))
  return least > most
}

const limitCues = [
  ...yearCues.map(([side, phrases]) => [side, phrases, true] as const),
  ...amountCues.map(([side, phrases]) => [side, phrases, false] as const),
]

/** What may stand before a limit of time: "runs under two hours". */
const verbs =
  'run|runs|running|run for|runs for|last|lasts|lasting|go|goes|going|go on for|goes on for|clock in at|clocks in at|clocking in at|come in|comes in|comes in at|take|takes|that runs'.split(
    '|',
  )

function limitAt(sentence: Sentence, at: number): Bound | undefined {
  const verb = sentence.cue(at, verbs)
  const found = verb > 0 ? limitAt(sentence, at + verb) : undefined
  if (found)
    return Object.keys(found.filter).join() === sentence.measures.minutes?.attribute ? { ...found, length: verb + found.length } : undefined
  const read = limitCues.flatMap(([side, phrases, inTime]) => {
    const length = sentence.cue(at, phrases)
    const bound = length > 0 ? limit(sentence, at + length, side, inTime) : undefined
    return bound ? [{ ...bound, length: length + bound.length }] : []
  })
  return read.toSorted((one, other) => other.length - one.length)[0]
}

function limit(sentence: Sentence, at: number, side: Side, inTime: boolean): Bound | undefined {
  const { year, minutes } = sentence.measures
  const age = ageAt(sentence, at, side, inTime)
  if (age) return age
  const quantity = inTime ? (decadeAt(sentence, at) ?? yearAt(sentence, at)) : (timeAt(sentence, at) ?? countAt(sentence, at))
  if (quantity) {
    const measure = inTime ? year : quantity.kind === 'minutes' ? minutes : namedMeasure(sentence, at + quantity.length)
    const named = !inTime && quantity.kind === 'count' && measure !== undefined
    const isHours = !measure && !inTime && quantity.from <= mostHours && isSaidInHours(sentence, at)
    // "under 90" without a unit can only be minutes where it is no small number.
    const chosen = measure ?? (isHours || (!inTime && quantity.from >= 20 && quantity.from <= 600) ? minutes : undefined)
    if (!chosen) return undefined
    const edge = (side === 'gt' || side === 'lte' ? quantity.to : quantity.from) * (isHours ? 60 : 1)
    const tail = sentence.cue(at + quantity.length + (named ? 1 : 0), [
      'long',
      'or so',
      'onwards',
      'in length',
      'or less',
      'or more',
      'ish',
      'please',
    ])
    return bound(chosen, { [side]: edge }, quantity.length + (named ? 1 : 0) + tail, true)
  }
  const item = sentence.reference(at, true)
  const measure = inTime ? year : minutes
  const value = measure && item?.items[0]?.attributes[measure.attribute]
  return measure && item && typeof value === 'number' ? bound(measure, { [side]: value }, item.length, false) : undefined
}

/** More hours than this are meant as something else. */
const mostHours = 12
/** So far from a number its unit may stand, where two limits share it. */
const unitReach = 9

/** "longer than two hours but shorter than three", "over two but under three hours": the unit is said once. */
function isSaidInHours(sentence: Sentence, at: number): boolean {
  const isHour = (place: number) => /^(\d+(\.\d+)?)?(h|hrs?|hours?)$/.test(sentence.tokens[place]?.word ?? '')
  const near = Array.from({ length: unitReach }, (_, step) => step + 1)
  if (near.some((step) => isHour(at - step))) return true
  const isLimit = (place: number) => amountCues.some(([, phrases]) => sentence.cue(place, phrases) > 0)
  return near.some((step) => isHour(at + step) && near.some((back) => back < step && isLimit(at + back)))
}

const older = { gt: 'lt', gte: 'lte', lt: 'gt', lte: 'gte' } as const

/** "more than 40 years old", "older than 40 years", "less than ten years ago": counted back from the newest item. */
function ageAt(sentence: Sentence, at: number, side: Side, inTime: boolean): Bound | undefined {
  const { year } = sentence.measures
  const count = year && countAt(sentence, at)
  const unit = count ? sentence.cue(at + count.length, ['years', 'years old', 'years of age', 'years ago', 'yrs', 'yrs old', 'yrs ago']) : 0
  if (!year || !count || unit === 0) return undefined
  return bound(year, { [inTime ? side : older[side]]: year.quantile(1) - count.from }, count.length + unit, true)
}

/** Words behind a point that make a limit of it. */
const tails = {
  later:
    `onwards|onward|on|and later|and after|or later|or newer|or after|and newer|and up|and beyond|or more recent|forward|to now|to today|to the present|to present|until now|until today|up to now|and onwards|plus`.split(
      '|',
    ),
  earlier: 'and earlier|and before|or earlier|or older|or before|and older'.split('|'),
  less: 'or less|or under|or shorter|or below|and under|and below|or fewer|max|maximum|at most|tops|top|at the most|at the longest|is my limit|is the limit|is my max|is my maximum|is the max|is the maximum|is enough|is plenty|is all i have|is all ive got|is all we have|limit'.split(
    '|',
  ),
  more: 'or more|or longer|at least|plus|and up|and over|and more|and longer|or over|or above|and above|minimum|at the least|upwards'.split(
    '|',
  ),
} as const

/** A plus sign behind the words: "2+ hours", "2000+". */
const hasPlus = (sentence: Sentence, at: number, end: number) =>
  /[+]|\bplus\b/i.test(sentence.message.slice(sentence.tokens[at]?.start, (sentence.tokens[end - 1]?.end ?? 0) + 1))

function rangeAt(sentence: Sentence, at: number): Bound | undefined {
  const between = sentence.cue(at, ['between', 'from between', 'made between', 'anywhere between', 'somewhere between'])
  const from = between > 0 ? between : sentence.cue(at, ['from', 'anywhere from', 'made from'])
  const first = quantityAt(sentence, at + from)
  if (!first) return undefined
  const joint = sentence.cue(
    at + from + first.length,
    between > 0 ? ['and', 'to'] : ['to', 'up to', 'until', 'till', 'through', 'thru', 'through to'],
  )
  const direct = joint === 0 && /^[-–]$/.test(gapBefore(sentence, at + from + first.length))
  const second = joint > 0 || direct ? secondAt(sentence, at + from + first.length + joint, first) : undefined
  if (second) {
    const kind = second.kind === 'count' ? first.kind : second.kind
    const measure = kind === 'year' ? sentence.measures.year : kind === 'minutes' ? sentence.measures.minutes : undefined
    const length = from + first.length + joint + second.length
    // "two to three hours": the unit is said once.
    const scale = first.kind === 'count' && kind === 'minutes' && first.from < 10 ? (second.unit ?? 1) : 1
    const tail = sentence.cue(at + length, ['long', 'in length', 'or so'])
    const edges = { gte: Math.min(first.from * scale, second.from), lte: Math.max(first.to * scale, second.to) }
    return measure && bound(measure, edges, length + tail, false)
  }
  const isPlus = first.kind === 'year' && hasPlus(sentence, at + from, at + from + first.length)
  const onward = sentence.cue(at + from + first.length, tails.later)
  const earlier = sentence.cue(at + from + first.length, tails.earlier)
  if (isPlus && sentence.measures.year) return bound(sentence.measures.year, { gte: first.from }, from + first.length + onward, true)
  if (first.kind !== 'year' || !sentence.measures.year || onward + earlier === 0) return undefined
  return bound(sentence.measures.year, onward > 0 ? { gte: first.from } : { lte: first.to }, from + first.length + onward + earlier, true)
}

/** "1970-85": the century is said once. */
function secondAt(sentence: Sentence, at: number, first: Quantity): Quantity | undefined {
  const text = sentence.tokens[at]?.word ?? ''
  if (first.kind !== 'year' || !/^\d{2}$/.test(text)) return quantityAt(sentence, at)
  const year = first.from - (first.from % 100) + Number(text)
  return { kind: 'year', from: year, to: year, length: 1 }
}

const having = [
  'ive got',
  'ive only got',
  'i have',
  'i only have',
  'i have only',
  'weve got',
  'we have',
  'we only have',
  'weve only got',
  'only got',
  'got about',
  'ive got about',
  'i have about',
  'ive just got',
  'i just have',
]
const hasTime = (sentence: Sentence, at: number) => [1, 2, 3, 4].some((back) => sentence.cue(at - back, having) === back)

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
  // So much time there is: "I've got an hour and a half", "two hours to kill".
  const spare = sentence.cue(at + length, ['to spare', 'to kill', 'to fill', 'free', 'left'])
  if (cue === 'in' || spare > 0 || hasTime(sentence, at)) return bound(minutes, { lte: quantity.to }, length + spare, false)
  const tail = sentence.cue(at + length, ['long', 'or so'])
  const less = sentence.cue(at + length, tails.less)
  const more = sentence.cue(at + length, tails.more)
  if (less > 0) return bound(minutes, { lte: quantity.to }, length + less, true)
  if (more > 0 || hasPlus(sentence, at, at + length)) return bound(minutes, { gte: quantity.from }, length + more, true)
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
