/** @file Relatives: "shorter", "newer", "funnier", "less violent": measured on the examples, or on the last answer. */

import type { Item } from '../../data/item.ts'
import type { GrammarRule, Reading } from '../draft.ts'
import { comparativeBases } from '../morphology.ts'
import type { Sentence, Value } from '../sentence.ts'

const measured: readonly { readonly of: 'year' | 'minutes'; readonly direction: 'less' | 'more'; readonly phrases: readonly string[] }[] = [
  { of: 'minutes', direction: 'less', phrases: ['shorter', 'quicker', 'less long', 'not as long', 'not so long', 'briefer'] },
  { of: 'minutes', direction: 'more', phrases: ['longer', 'more long', 'less short'] },
  {
    of: 'year',
    direction: 'more',
    phrases: [
      'newer',
      'more recent',
      'more modern',
      'later',
      'less old',
      'not so old',
      'not as old',
      'more contemporary',
      'more up to date',
    ],
  },
  { of: 'year', direction: 'less', phrases: ['older', 'earlier', 'more classic', 'less recent', 'less modern', 'more old fashioned'] },
]
const lessCues = [
  'less',
  'with less',
  'not as',
  'not so',
  'not quite so',
  'not quite as',
  'a bit less',
  'a little less',
  'much less',
  'but less',
  'but with less',
  'fewer',
  'with fewer',
]
const moreCues = ['more', 'with more', 'even more', 'a bit more', 'a little more', 'much more', 'but more', 'but with more']

export const readRelative: GrammarRule = (sentence, at) => {
  const but = sentence.cue(at, [
    'but',
    'but a bit',
    'but a little',
    'but much',
    'even',
    'a bit',
    'a little',
    'much',
    'slightly',
    'something',
    'anything',
    'but something',
    'can it be',
    'and',
  ])
  return readMeasured(sentence, at, but) ?? readLess(sentence, at) ?? readMore(sentence, at, but)
}

function readMeasured(sentence: Sentence, at: number, but: number): Reading | undefined {
  for (const { of, direction, phrases } of measured) {
    const length = sentence.cue(at + but, phrases)
    const measure = sentence.measures[of]
    // "longer than 150 minutes" is a bound, read from its own first word.
    if (length === 0 || !measure || sentence.cue(at + but + length, ['than']) > 0) continue
    return {
      length: but + length,
      as: `${direction === 'less' ? 'a smaller' : 'a greater'} ${measure.attribute}`,
      take: (draft) => draft.relative.push({ measure, direction }),
    }
  }
  return undefined
}

function readLess(sentence: Sentence, at: number): Reading | undefined {
  const length = sentence.cue(at, lessCues)
  const value = length > 0 ? sentence.value(at + length) : undefined
  if (!value || value.people) return undefined
  return {
    length: length + value.length,
    as: `this time no ${value.label}`,
    take(draft) {
      draft.barred.push(value.loose ?? value.filter)
      draft.continues ||= at === 0
    },
  }
}

function readMore(sentence: Sentence, at: number, but: number): Reading | undefined {
  const length = sentence.cue(at, moreCues)
  const value = length > 0 ? sentence.value(at + length) : comparative(sentence, at + but)
  const read = length > 0 ? length : but
  if (!value || value.people) return undefined
  const words = sentence.written(at + read, at + read + value.length)
  const less = contrastAt(sentence, at + read + value.length)
  const example = less ? undefined : exampleAt(sentence, at + read + value.length)
  const than = less?.label ?? example?.items[0]?.title
  return {
    length: read + value.length + (less?.length ?? example?.length ?? 0),
    as: `more ${value.label}${than === undefined ? '' : ` than ${than}`}`,
    take(draft) {
      for (const { id } of example?.items ?? []) {
        draft.seeds.push(id)
        draft.exclude.push(id)
      }
      if (less) draft.boosts.push({ filter: less.near ?? less.filter, boost: besides })
      draft.wishes.push({ filter: value.filter, loose: value.loose ?? value.near, words, yields: 'first' })
      if (value.descriptive) draft.text.push(value.label)
      draft.continues ||= at === 0 && value.descriptive
    },
  }
}

/** How strongly is favoured what there may be less of: "funnier than it is scary" is a little scary. */
const besides = 1.5

/** "more funny *than scary*", "sadder *than it is sweet*": there may be some of it, and nothing asks for it. */
function contrastAt(sentence: Sentence, at: number): Value | undefined {
  const than = sentence.cue(at, ['than', 'than it is', 'than its', 'than they are', 'than theyre', 'rather than', 'instead of'])
  const value = than > 0 ? sentence.value(at + than) : undefined
  return value && !value.people && !(value.weak && exampleAt(sentence, at)) ? { ...value, length: than + value.length } : undefined
}

/** "scarier *than Alien*". */
function exampleAt(sentence: Sentence, at: number): { readonly items: readonly Item[]; readonly length: number } | undefined {
  const than = sentence.cue(at, ['than'])
  const found = than > 0 ? sentence.reference(at + than, true) : undefined
  return found && { ...found, length: than + found.length }
}

function comparative(sentence: Sentence, at: number): Value | undefined {
  const word = sentence.tokens[at]?.word ?? ''
  if (sentence.value(at)) return undefined
  for (const base of comparativeBases(word)) {
    const entry = sentence.lexicon.entry(base)
    const value = entry && !entry.lastName ? sentence.meaningOf(base) : undefined
    if (value) return { ...value, length: 1 }
  }
  return undefined
}
