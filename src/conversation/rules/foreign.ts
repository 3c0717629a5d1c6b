/** @file "foreign", "with subtitles": anything but the language that this grammar reads; "nothing foreign", "no subtitles": that language alone. */

import type { GrammarRule } from '../draft.ts'
import type { Sentence } from '../sentence.ts'
import { denials, furthest, negators } from './negation-words.ts'

const cues = ['foreign', 'foreign language', 'subtitled', 'with subtitles', 'in another language', 'in a foreign language']
const denied = [
  'no',
  'nothing',
  'not',
  'without',
  'no more',
  'nothing with',
  'not in the mood for',
  'i hate',
  'cant do',
  'i cant do',
  'dont do',
  'i dont do',
  'i dont like',
  'i dont want',
  'but no',
  'but not',
  'but nothing',
]
const ownLanguage = 'English'

/** "I'd rather not have to read subtitles": a negation, and small words up to what it speaks of. */
function denialAt(sentence: Sentence, at: number): number {
  const length = Math.max(sentence.cue(at, denials), negators.has(sentence.tokens[at]?.word ?? '') ? 1 : 0)
  if (length === 0) return 0
  for (let from = at + length; from < at + furthest && !sentence.tokens[from]?.breaks; from++) {
    if (sentence.cue(from, ['foreign', 'subtitles', 'subs', 'subtitled', 'reading subtitles']) > 0) return from - at
    if (!sentence.isFiller(from)) return 0
  }
  return 0
}

export const readForeign: GrammarRule = (sentence, at) => {
  const not = denialAt(sentence, at) || sentence.cue(at, denied)
  const length = sentence.cue(at + not, not > 0 ? [...cues, 'subtitles', 'subs', 'reading'] : cues)
  const found = length > 0 ? sentence.lexicon.entry(ownLanguage.toLowerCase())?.senses[0] : undefined
  if (!found) return undefined
  const own = { [found.attribute]: found.value }
  const words = sentence.written(at, at + not + length)
  return {
    length: not + length,
    as: not > 0 ? `in ${found.value}` : `not ${found.value}`,
    take: (draft) => draft.wishes.push({ filter: not > 0 ? own : { not: own }, words, yields: 'never' }),
  }
}
