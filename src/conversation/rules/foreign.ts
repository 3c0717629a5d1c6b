/** @file "foreign", "with subtitles": anything but the language that this grammar reads; "nothing foreign", "no subtitles": that language alone. */

import type { GrammarRule } from '../draft.ts'

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

export const readForeign: GrammarRule = (sentence, at) => {
  const not = sentence.cue(at, denied)
  const length = sentence.cue(at + not, not > 0 ? [...cues, 'subtitles'] : cues)
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
