/** @file Negation: "no horror or war", "nothing violent", "I hate musicals", "anything but drama", "nothing before 1990", "never show me Fargo again".
 *
 * A negation is a list of parts, each of them values said together ("romantic comedies" are both at once), a bound, an item, or a thing that the
 * catalogue has no word for. "or" and "nor" go on with any part, "and" only with what reads on as not wanted.
 */

import { gapBefore } from '../coordination.ts'
import { emptyDraft, type GrammarRule } from '../draft.ts'
import type { Sentence } from '../sentence.ts'
import { type Barred, barredBound, barredItem, barredValues, unknownAt, unknownFirst } from './barred.ts'
import { boundAt } from './bounds.ts'
import { exceptFor, exceptionAt } from './exception.ts'
import {
  denials,
  enders,
  enthusiasm,
  furthest,
  longestList,
  mostUnknown,
  negators,
  notNegations,
  outright,
  qualities,
  titleCues,
} from './negation-words.ts'
import { cueAt } from './set.ts'

/** What is not wanted, read at the place after the cue. */
export const readNegation: GrammarRule = (sentence, at) => {
  const idle = sentence.cue(at, notNegations)
  if (idle > 0) return { length: idle, as: 'no wish', take: () => {} }
  const length = Math.max(sentence.cue(at, denials), negators.has(sentence.tokens[at]?.word ?? '') ? 1 : 0, allBut(sentence, at))
  // "but no more than two hours" is a limit.
  if (boundAt(sentence, at + Number(sentence.cue(at, ['but', 'and']) > 0))) return undefined
  // "non-fiction" is what it says.
  if (length === 0 || (sentence.value(at)?.length ?? 0) > length) return undefined
  const first = firstBarred(sentence, at, length)
  if (!first) return undefined
  const parts = listFrom(sentence, at, first)
  const last = parts.at(-1)?.end ?? at
  const exception = exceptionAt(sentence, last)
  const end = last + (exception?.length ?? 0)
  const words = sentence.written(at, end)
  return {
    length: end - at,
    as: told(parts) + (exception ? ` unless ${exception.label}` : ''),
    take(draft) {
      const own = exception ? emptyDraft() : draft
      for (const part of parts) part.take(own, words)
      if (exception) exceptFor(exception, own, draft)
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
    const named =
      (sentence.tokens[start]?.capital === true ? barredItem(sentence, at, start, false) : undefined) ??
      (from === at + length ? barredTitle(sentence, at, from) : undefined)
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

/** A title of several words that closes the thought, though some of its words are values too: "not star wars". */
function barredTitle(sentence: Sentence, at: number, from: number): Barred | undefined {
  const item = sentence.cue(at, titleCues) > 0 ? barredItem(sentence, at, from, true) : undefined
  const length = item ? item.end - from : 0
  const value = sentence.value(from)
  return length > 1 && sentence.ends(from + length) && (value === undefined || value.weak || value.length < length) ? item : undefined
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

const isComma = (sentence: Sentence, at: number) => gapBefore(sentence, at) === ','
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

/** Whether a cue bars a whole thing ("no romantic comedies", "not a French thriller", "not romantic comedy" where a thought begins) and not only its quality ("a non-French thriller", "a not too scary thriller"). */
const isNoun = (sentence: Sentence, at: number, from: number) =>
  sentence.cue(at, qualities) === 0 ||
  (sentence.cue(at, ['not']) > 0 && (at === 0 || sentence.ends(at)) && from === at + 1) ||
  ['a', 'an', 'any', 'another', 'more', 'those', 'these', 'one'].includes(sentence.tokens[from - 1]?.word ?? '')
