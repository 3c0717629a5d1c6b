/** @file Greetings, calls for help, and "tonight". */

import type { GrammarRule } from '../draft.ts'

const greetings = [
  'hi',
  'hello',
  'hey',
  'hi there',
  'hello there',
  'hey there',
  'good morning',
  'good evening',
  'good afternoon',
  'thanks',
  'thank you',
  'thanks a lot',
  'thank you very much',
  'cheers',
]
const help = [
  'help',
  'help me',
  'what can you do',
  'how does this work',
  'how do you work',
  'what can i say',
  'what can i ask',
  'what are you',
  'who are you',
  'how do i use this',
]
const tonight = [
  'tonight',
  'today',
  'right now',
  'this evening',
  'for now',
  'this time',
  'for tonight',
  'for today',
  'just for tonight',
  'just tonight',
  'only tonight',
  'just today',
  'not tonight',
  'not today',
  'at the moment',
  'this afternoon',
]

export const readGreeting: GrammarRule = (sentence, at) => {
  const length = sentence.cue(at, greetings)
  if (length === 0 || (at > 0 && !sentence.tokens[at]?.breaks)) return undefined
  return {
    length,
    as: 'a greeting',
    take(draft) {
      draft.act ??= 'greet'
    },
  }
}

export const readHelp: GrammarRule = (sentence, at) => {
  const length = sentence.cue(at, help)
  if (length === 0 || !sentence.ends(at + length)) return undefined
  return {
    length,
    as: 'a call for help',
    take(draft) {
      draft.act = 'help'
    },
  }
}

export const readTonight: GrammarRule = (sentence, at) => {
  const length = sentence.cue(at, tonight)
  if (length === 0) return undefined
  return {
    length,
    as: 'for this evening',
    take(draft) {
      draft.brief = true
    },
  }
}
