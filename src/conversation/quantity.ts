/** @file Quantities in words: "two and a half hours", "1h45", "1994", "the late nineties". */

import type { Sentence } from './sentence.ts'
import { decadeWords } from './words.ts'

export type Quantity = {
  readonly kind: 'minutes' | 'year' | 'count'
  readonly from: number
  readonly to: number
  readonly length: number
  /** The minutes of the unit it was said in. */
  readonly unit?: 1 | 60 | undefined
}

const hours = ['hours', 'hour', 'hrs', 'hr', 'h']
const minutes = ['minutes', 'minute', 'mins', 'min', 'm']

/** Years of a decade, first and last; the longer phrase stands behind the shorter one it begins with. */
const partsOfDecade: Readonly<Record<string, readonly [number, number]>> = {
  early: [0, 3],
  swinging: [0, 9],
  roaring: [0, 9],
  mid: [3, 6],
  late: [6, 9],
  'early to mid': [0, 6],
  'start of the': [0, 3],
  'beginning of the': [0, 3],
  'first half of the': [0, 4],
  'middle of the': [3, 6],
  'second half of the': [5, 9],
  'latter half of the': [5, 9],
  'end of the': [7, 9],
  'mid to late': [3, 9],
}

/** The quantity that begins at a word. A year and a decade are ranges; a length of time and a count are points. */
export function quantityAt(sentence: Sentence, at: number): Quantity | undefined {
  return decadeAt(sentence, at) ?? spanAt(sentence, at) ?? timeAt(sentence, at) ?? yearAt(sentence, at) ?? countAt(sentence, at)
}

export function yearAt(sentence: Sentence, at: number): Quantity | undefined {
  const the = sentence.cue(at, ['the year', 'year'])
  const token = sentence.tokens[at + the]
  const text = token?.word ?? ''
  const isShort = /^\d{2}$/.test(text) && /['’]/.test(sentence.message[(token?.start ?? 0) - 1] ?? '')
  const year = /^\d{4}$/.test(text) ? Number(text) : isShort ? ofCentury(Number(text)) : Number.NaN
  return sentence.measures.year && year >= 1800 && year <= 2100 ? { kind: 'year', from: year, to: year, length: the + 1 } : undefined
}

/** Of two digits: '94 is 1994, '15 is 2015. */
const ofCentury = (digits: number) => digits + (digits < 30 ? 2000 : 1900)

/** "the 90s", "1990s", "nineties", "early 80s". */
export function decadeAt(sentence: Sentence, at: number): Quantity | undefined {
  if (!sentence.measures.year) return undefined
  const article = sentence.cue(at, ['the'])
  const which = Object.keys(partsOfDecade).findLast((phrase) => sentence.cue(at + article, [phrase]) > 0)
  const part = which === undefined ? 0 : which.split(' ').length
  const text = sentence.tokens[at + article + part]?.word ?? ''
  const digits = /^(\d{2}|\d{4})s$/.exec(text)?.[1]
  const decade =
    digits === undefined
      ? decadeWords.get(text)
      : digits.length === 4
        ? Number(digits)
        : Number(digits) + (Number(digits) < 20 ? 2000 : 1900)
  if (decade === undefined || decade % 10 !== 0) return undefined
  const [from, to] = partsOfDecade[which ?? ''] ?? [0, 9]
  return { kind: 'year', from: decade + from, to: decade + to, length: article + part + 1 }
}

/** Times known by a name, first and last year; a time that only ends or only begins is open on the other side. */
const eras: readonly (readonly [from: number | undefined, to: number | undefined, phrases: readonly string[]])[] = [
  [undefined, 1939, ['pre war', 'prewar', 'before the war', 'from before the war', 'pre wwii', 'pre ww2', 'pre second world war']],
  [undefined, 1913, ['pre wwi', 'pre ww1', 'before the first world war', 'edwardian era']],
  [
    1919,
    1939,
    [
      'interwar',
      'inter war',
      'between the wars',
      'from between the wars',
      'between the world wars',
      'the interwar years',
      'interwar years',
    ],
  ],
  [1946, 1959, ['post war', 'postwar', 'just after the war', 'the postwar years', 'the post war years', 'post wwii', 'post ww2']],
  [1946, undefined, ['after the war', 'from after the war', 'since the war']],
  [1939, 1945, ['the war years', 'from the war years', 'during the war', 'made during the war']],
  [undefined, 1999, ['pre millennium', 'from before the millennium', 'before the millennium', 'last millennium', 'pre internet']],
  [1998, 2002, ['turn of the millennium', 'the turn of the millennium', 'y2k', 'around the millennium']],
  [2000, undefined, ['this millennium', 'the new millennium', 'post millennium', 'since the millennium', 'after the millennium']],
  [2020, undefined, ['post pandemic', 'since the pandemic', 'since covid', 'post covid', 'after the pandemic', 'since lockdown']],
  [undefined, 2019, ['pre pandemic', 'pre covid', 'before covid', 'before the pandemic']],
]

const centuries: readonly (readonly [number, readonly string[]])[] = [
  [1900, ['last century', 'the last century', 'the 20th century', '20th century', 'the twentieth century']],
  [2000, ['this century', 'the 21st century', '21st century', 'the twenty first century', 'the 2000s onwards']],
]

/** "this century", "the last ten years", counted back from the newest item. */
function spanAt(sentence: Sentence, at: number): Quantity | undefined {
  const { year } = sentence.measures
  if (!year) return undefined
  for (const [from = year.quantile(0), to = year.quantile(1), phrases] of eras) {
    const length = sentence.cue(at, phrases)
    if (length > 0) return { kind: 'year', from: Math.min(from, to), to: Math.max(from, to), length }
  }
  for (const [from, phrases] of centuries) {
    const length = sentence.cue(at, phrases)
    if (length > 0) return { kind: 'year', from, to: from + 99, length }
  }
  const newest = year.quantile(1)
  const current = sentence.cue(at, ['this decade', 'the current decade', 'the present decade'])
  if (current > 0) return { kind: 'year', from: newest - (newest % 10), to: newest, length: current }
  const lead = sentence.cue(at, ['the last', 'the past', 'last', 'past', 'these last', 'these past', 'the previous'])
  if (lead === 0) return undefined
  if (sentence.cue(at + lead, ['decade']) > 0) return { kind: 'year', from: newest - 10, to: newest, length: lead + 1 }
  const decades = sentence.cue(at + lead, ['couple of decades', 'two decades', '2 decades'])
  if (decades > 0) return { kind: 'year', from: newest - 20, to: newest, length: lead + decades }
  const few = sentence.cue(at + lead, ['few years', 'couple of years', 'couple years', 'several years'])
  if (few > 0) return { kind: 'year', from: newest - 5, to: newest, length: lead + few }
  const count = sentence.number(at + lead)
  const numeral = count === undefined ? 0 : numeralLength(sentence, at + lead)
  if (count === undefined || sentence.cue(at + lead + numeral, ['years', 'yrs']) === 0) return undefined
  return { kind: 'year', from: newest - count, to: newest, length: lead + numeral + 1 }
}

/** Parts of an hour behind a whole number. */
const fractions: Readonly<Record<string, number>> = { 'and a half': 0.5, 'and a quarter': 0.25, 'and three quarters': 0.75 }

/** A length of time, in minutes. */
export function timeAt(sentence: Sentence, at: number): Quantity | undefined {
  if (!sentence.measures.minutes) return undefined
  const point = (value: number, length: number, unit: 1 | 60 = 60): Quantity => ({ kind: 'minutes', from: value, to: value, length, unit })
  const glued = /^(\d{1,3}(?:\.\d+)?)(h|hrs?|mins?|minutes?|m)(\d{1,2})?$/.exec(sentence.tokens[at]?.word ?? '')
  if (glued) {
    const isHours = glued[2]?.startsWith('h')
    const rest = sentence.number(at + 1)
    const spaced = isHours && glued[3] === undefined && rest !== undefined && sentence.cue(at + 2, minutes) > 0
    if (spaced) return point(Number(glued[1]) * 60 + rest, 3)
    return point(Number(glued[1]) * (isHours ? 60 : 1) + Number(glued[3] ?? 0), 1, isHours ? 60 : 1)
  }
  const half = sentence.cue(at, ['half an hour', 'half a hour'])
  if (half > 0) return point(30, half)
  const couple = sentence.cue(at, ['a couple of', 'a couple', 'couple of'])
  const article = couple > 0 ? 0 : sentence.cue(at, ['a', 'an'])
  const number = couple > 0 ? 2 : article > 0 ? 1 : sentence.number(at)
  if (number === undefined) return undefined
  const numeral =
    couple || article || numeralLength(sentence, at) + Number(sentence.tokens[at + 1]?.tied && sentence.cue(at + 1, ['plus']) > 0)
  const extra = sentence.cue(at + numeral, Object.keys(fractions))
  const value =
    number +
    (fractions[
      sentence.tokens
        .slice(at + numeral, at + numeral + extra)
        .map(({ word }) => word)
        .join(' ')
    ] ?? 0)
  const unitAt = at + numeral + extra
  if (sentence.cue(unitAt, minutes) > 0) return article > 0 ? undefined : point(value, numeral + extra + 1, 1)
  if (sentence.cue(unitAt, hours) === 0) return undefined
  const later = sentence.cue(unitAt + 1, ['and a half'])
  const and = sentence.cue(unitAt + 1, ['and'])
  const rest = sentence.number(unitAt + 1 + and)
  const restUnit = rest === undefined ? 0 : sentence.cue(unitAt + 2 + and, minutes)
  if (later > 0) return point(value * 60 + 30, numeral + extra + 1 + later)
  // "an hour forty": the minutes go without saying where nothing else follows them.
  const bare =
    rest !== undefined && rest < 60 && and === 0 && restUnit === 0 && closes(sentence, unitAt + 1 + numeralLength(sentence, unitAt + 1))
  if (bare) return point(value * 60 + rest, numeral + extra + 1 + numeralLength(sentence, unitAt + 1))
  return restUnit > 0 ? point(value * 60 + (rest as number), numeral + extra + 3 + and) : point(value * 60, numeral + extra + 1)
}

const closes = (sentence: Sentence, at: number) =>
  sentence.ends(at) || sentence.cue(at, ['max', 'maximum', 'tops', 'at most', 'or less', 'or so', 'long']) > 0

export function countAt(sentence: Sentence, at: number): Quantity | undefined {
  const number = sentence.number(at)
  return number === undefined ? undefined : { kind: 'count', from: number, to: number, length: numeralLength(sentence, at) }
}

/** "twenty five" is two words. */
function numeralLength(sentence: Sentence, at: number): number {
  const value = sentence.number(at) ?? 0
  return value > 20 && value < 100 && value % 10 !== 0 && !/^\d/.test(sentence.tokens[at]?.word ?? '') ? 2 : 1
}
