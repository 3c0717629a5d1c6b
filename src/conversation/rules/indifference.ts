/** @file What is neither wanted nor unwanted: "I don't mind subtitles", "it doesn't have to be new", "I've never seen a western". */

import { valuesAt } from '../coordination.ts'
import type { GrammarRule } from '../draft.ts'
import { boundAt } from './bounds.ts'
import { degreeAt } from './degree.ts'
import { cueAt } from './set.ts'

const phrases = (text: string): readonly string[] => text.trim().split(/\s*[|\n]\s*/)

/** Nothing follows from what stands behind these. */
const indifferent = phrases(`
i dont mind|dont mind|dont mind if|i dont mind if|i dont care if|i dont care whether|dont care if|i dont care about|no matter if|no matter whether|it doesnt matter if|doesnt matter if|doesnt matter whether|even if|doesnt have to be
does not have to be|dont have to be|neednt be|need not be|doesnt need to be|does not need to be|not necessarily|im not opposed to|not opposed to|not against|im not against|no objection to|not averse to|im fine with|im ok with|im okay with|ok with|okay with
fine with|no problem with|not afraid of|im not afraid of|not scared of|im not scared of|not bothered by|regardless of|whether or not|doesnt bother me|nothing wrong with|nothing against|i have nothing against|ive nothing against|no preference on|no preference for|no preference about|no qualms about|dont worry about|dont worry if|dont worry about the|doesnt have to have|doesnt need|dont need|i dont need`)
/** Not having seen something is no wish against it. */
const unfamiliar = phrases(`
i have never seen|ive never seen|i never saw|never seen|i have never watched|ive never watched|i never watched|never watched|i havent seen|havent seen|i havent watched|havent watched|i have never tried|ive never tried|never tried|i have never had
ive never had|never had|i have never eaten|ive never eaten|i have never heard of|ive never heard of|never heard of|i have not seen|i have never read|ive never read|i have never been into|i have yet to see|ive yet to see|not seen|i dont know any|i dont know much|i know nothing about|i dont know anything about`)

export const readIndifference: GrammarRule = (sentence, at) => {
  const strange = sentence.cue(at, unfamiliar)
  if (strange > 0) return { length: strange, as: 'no wish', take: () => {} }
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
