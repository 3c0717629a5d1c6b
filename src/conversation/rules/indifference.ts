/** @file What is neither wanted nor unwanted: "I don't mind subtitles", "it doesn't have to be new", "I've never seen a western". */

import { valuesAt } from '../coordination.ts'
import type { GrammarRule } from '../draft.ts'
import type { Sentence } from '../sentence.ts'
import { phrases } from '../words.ts'
import { boundAt } from './bounds.ts'
import { degreeAt } from './degree.ts'
import { cueAt } from './set.ts'

/** Nothing follows from what stands behind these. */
const indifferent = phrases(`
i dont care how|dont care how|no matter how|doesnt matter how|dont mind how|i dont mind how|not fussed about|im not fussed about|not bothered about|im easy on|i dont mind|dont mind|dont mind if|i dont mind if|i dont care if|i dont care whether|dont care if|i dont care about|no matter if|no matter whether|it doesnt matter if|doesnt matter if|doesnt matter whether|even if|doesnt have to be
does not have to be|dont have to be|neednt be|need not be|doesnt need to be|does not need to be|not necessarily|im not opposed to|not opposed to|not against|im not against|no objection to|not averse to|im fine with|im ok with|im okay with|ok with|okay with
fine with|no problem with|not afraid of|im not afraid of|not scared of|im not scared of|not bothered by|regardless of|whether or not|doesnt bother me|nothing wrong with|nothing against|i have nothing against|ive nothing against|no preference on|no preference for|no preference about|no qualms about|dont worry about|dont worry if|dont worry about the|doesnt have to have|doesnt need|dont need|i dont need`)
/** Not having seen something is no wish against it. */
const unfamiliar = phrases(`
i have never seen|ive never seen|i never saw|never seen|i have never watched|ive never watched|i never watched|never watched|i havent seen|havent seen|i havent watched|havent watched|i have never tried|ive never tried|never tried|i have never had
ive never had|never had|i have never eaten|ive never eaten|i have never heard of|ive never heard of|never heard of|i have not seen|i have never read|ive never read|i have never been into|i have yet to see|ive yet to see|not seen|i dont know any|i dont know much|i know nothing about|i dont know anything about`)

/** How well something that was named is known says nothing more. */
const known = phrases(`
seen it|seen that|seen them|seen them all|seen it already|watched it|weve seen it|ive seen it|ive seen that|ive seen them|done that|been there done that|know it by heart|had it|tried it|already seen it|already seen that|weve all seen it|subtitles fine|subtitles are fine|subtitles ok|subtitles okay|subtitles are ok|subtitles are okay|subs fine|subs are fine|subs ok
subtitles no problem|subtitles are no problem|with or without subtitles|dubbed or subbed`)

/** "… a hundred times", "… too often". */
function timesAt(sentence: Sentence, at: number): number {
  const often = sentence.cue(at, [
    'too often',
    'too many times',
    'so many times',
    'many times',
    'loads of times',
    'a lot',
    'to death',
    'already',
    'twice',
    'before',
    'last week',
    'yesterday',
  ])
  const about = sentence.cue(at, ['a', 'about', 'like', 'over', 'at least'])
  const count =
    sentence.cue(at + about, ['hundred', 'thousand', 'million', 'dozen', 'hundred million']) ||
    Number(sentence.number(at + about) !== undefined)
  const times = count > 0 ? sentence.cue(at + about + count, ['times', 'x']) : 0
  return often || (times > 0 ? about + count + times : 0)
}

export const readIndifference: GrammarRule = (sentence, at) => {
  const strange = sentence.cue(at, unfamiliar)
  if (strange > 0) return { length: strange, as: 'no wish', take: () => {} }
  // "pre-CGI" and "post-punk" tell a time by what this catalogue has no date of.
  const untimed = sentence.cue(at, ['pre', 'post']) > 0 && !sentence.ends(at + 1) && !boundAt(sentence, at)
  if (untimed) return { length: 2, as: 'a time nobody here knows', take: () => {} }
  const familiar = sentence.cue(at, known)
  if (familiar > 0) return { length: familiar + timesAt(sentence, at + familiar), as: 'no wish', take: () => {} }
  const length = sentence.cue(at, indifferent)
  if (length === 0) return undefined
  for (let from = at + length; from < Math.min(at + length + reach, sentence.tokens.length) && !sentence.tokens[from]?.breaks; from++) {
    const { start, role, attribute } = cueAt(sentence, from)
    const found = boundAt(sentence, from) ?? degreeAt(sentence, from) ?? valuesAt(sentence, start, role, { byAnd: true, attribute })
    if (found) {
      const end = (found.length > 0 && 'values' in found ? start : from) + found.length
      return { length: end - at, as: 'no wish for or against it', take: () => {} }
    }
    if (!sentence.isFiller(from)) return { length: from + 1 - at, as: 'no wish for or against it', take: () => {} }
  }
  return undefined
}

/** Small words between the phrase and what it speaks of. */
const reach = 5
