/** @file Questions about an answer: "why?", "why the second one?", "tell me about Heat", "who directed it?". */

import type { GrammarRule, Reading } from '../draft.ts'

const whyCues = [
  'why',
  'why did you pick',
  'why did you recommend',
  'why do you recommend',
  'why do you suggest',
  'why did you suggest',
  'why are you showing me',
  'how come',
  'why is',
  'why are',
]
const aboutCues = 'tell me about|tell me more about|more about|what is|whats|what about|describe|explain'.split('|')
const questionWords = ['who', 'what', 'when', 'where', 'how', 'which', 'is', 'are', 'does', 'was', 'whats', 'whos']
/** Longest way from the question word to the item: "who is the director of …". */
const reach = 6

export const readExplain: GrammarRule = (sentence, at) => {
  const why = sentence.cue(at, whyCues)
  const cue = Math.max(why, sentence.cue(at, aboutCues))
  if (cue > 0) {
    const found = sentence.reference(sentence.pastNouns(at + cue), true)
    const those = found ? 0 : sentence.cue(at + cue, ['these', 'those', 'that', 'this', 'that one', 'this one', 'them', 'it'])
    const asked = readQuestion(sentence, at)
    if (asked) return asked
    if (found)
      return reading(
        sentence.pastNouns(at + cue) + found.length - at,
        found.items.map((item) => item.id),
        found.items.map((item) => item.title).join(', '),
      )
    if (why > 0 && sentence.ends(at + cue + those))
      return sentence.context.shown.length > 0 ? reading(cue + those, [], 'the last answer') : noneYet(cue + those)
  }
  return readQuestion(sentence, at)
}

const readQuestion: GrammarRule = (sentence, at) => {
  if (at !== 0 || !questionWords.includes(sentence.tokens[0]?.word ?? '')) return undefined
  for (let from = 1; from <= reach && from < sentence.tokens.length; from++) {
    const found = sentence.reference(from, true)
    const end = from + (found?.length ?? 0)
    const tail = sentence.cue(end, ['about', 'made', 'from', 'released', 'set', 'good', 'long', 'any good'])
    if (found && end + tail === sentence.tokens.length)
      return reading(
        end + tail,
        found.items.map((item) => item.id),
        found.items.map((item) => item.title).join(', '),
      )
  }
  return undefined
}

/** Nothing was shown that could be asked about: what can be said here is told instead. */
const noneYet = (length: number): Reading => ({
  length,
  as: 'a question about the last answer, and there is none yet',
  take(draft) {
    draft.act ??= 'help'
  },
})

const reading = (length: number, ids: readonly string[], titles: string): Reading => ({
  length,
  as: `a question about ${titles}`,
  take(draft) {
    draft.act = 'explain'
    draft.seeds.push(...ids)
  },
})
