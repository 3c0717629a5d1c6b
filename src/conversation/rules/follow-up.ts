/** @file Going on: "more", "something else", "another one". What belongs to another wish ("more comedies") is not read here. */

import type { GrammarRule } from '../draft.ts'
import type { Sentence } from '../sentence.ts'

const cues =
  `more|more please|show me more|give me more|more of these|more of those|more of the same|more like these|more like this|more like that|next|next page|another|another one|one more|others|any others|the others
anything else|something else|something different|something completely different|what else|keep going|go on|different ones|other ones|other options|any other ideas|other ideas|else|show me something else|not these|none of these`.split(
    /[|\n]/,
  )

export const readFollowUp: GrammarRule = (sentence, at) => {
  const length = sentence.cue(at, cues)
  if (length === 0) return undefined
  const please = sentence.cue(at + length, ['please', 'then', 'instead'])
  if (!sentence.ends(at + length + please) || !beginsThought(sentence, at)) return undefined
  return {
    length: length + please,
    as: 'more of the last answer',
    take(draft) {
      draft.act ??= 'more'
      draft.continues = true
    },
  }
}

/** In "one mistake after another" nothing more is asked for. */
function beginsThought(sentence: Sentence, at: number): boolean {
  let from = at
  while (from > 0 && !sentence.tokens[from]?.breaks && sentence.isFiller(from - 1)) from--
  return from === 0 || sentence.tokens[from]?.breaks === true
}

/** "but …" at the start goes on from the last message. */
export const readBut: GrammarRule = (sentence, at) => {
  const length =
    at === 0
      ? sentence.cue(at, [
          'but',
          'and',
          'ok but',
          'okay but',
          'nice but',
          'good but',
          'yes but',
          'same but',
          'the same but',
          'only',
          'make it',
          'make them',
          'now',
          'what about',
          'how about',
        ])
      : 0
  if (length === 0 || sentence.tokens.length <= length || sentence.context.last === undefined) return undefined
  const goesOn = sentence.cue(0, ['only', 'now', 'what about', 'how about']) === 0
  if (!goesOn) return undefined
  return {
    length,
    as: 'going on from the last answer',
    take(draft) {
      draft.continues = true
    },
  }
}
