/** @file Feedback on items: "I loved Fargo and Heat", "I've already seen Alien", "I didn't like the second one". */

import { referencesAt, seriesAt } from '../coordination.ts'
import type { GrammarRule } from '../draft.ts'

const cues = {
  like: `i loved|i really loved|i liked|i really liked|i enjoyed|i really enjoyed|i adored|i love|i really love|i like|i really like|i adore|loved|liked|enjoyed|i also loved|i also liked
my favourite is|my favorite is|my favourites are|my favorites are|my all time favourite is|big fan of|im a big fan of|im a fan of|i was blown away by|and loved|and liked`,
  dislike: `i hated|i really hated|i hate|i didnt like|i did not like|i dont like|i do not like|i didnt enjoy|i did not enjoy|i disliked|i dislike|i really didnt like|i couldnt stand|i cant stand
hated|disliked|didnt like|not a fan of|im not a fan of|i wasnt a fan of|i was bored by|but i hated|but hated|but not`,
  seen: `ive seen|i have seen|ive already seen|i have already seen|i already saw|i saw|i just saw|ive just seen|already seen|ive watched|i have watched|ive already watched|i watched|i just watched|i already know
i know|ive had|ive tried|i tried|ive read|ive already had|ive made|i made|ive already made|i have made|i have tried|i have had|i have read|ive cooked|i have cooked|ive played|ive heard|seen`,
} as const

const sentiments = (['like', 'dislike', 'seen'] as const).map((type) => ({
  type,
  phrases: cues[type].split(/[|\n]/).filter((phrase) => phrase !== 'but not'),
}))

export const readFeedback: GrammarRule = (sentence, at) => {
  const read = sentiments
    .map(({ type, phrases }) => ({ type, length: sentence.cue(at, phrases) }))
    .toSorted((one, other) => other.length - one.length)[0]
  if (!read || read.length === 0) return undefined
  const { type, length } = read
  const found = referencesAt(sentence, at + length)
  if (!found) return undefined
  const many = seriesAt(sentence, at + length + found.length)
  const titles = found.items.map((item) => item.title).join(', ')
  return {
    length: length + found.length + many,
    as: type === 'like' ? `you like ${titles}` : type === 'dislike' ? `you dislike ${titles}` : `you know ${titles}`,
    take(draft) {
      for (const item of found.items) {
        draft.feedback.push({ item: item.id, type })
        draft.exclude.push(item.id, ...(many > 0 && type !== 'like' ? sentence.kin(item).map(({ id }) => id) : []))
        if (type === 'like') draft.seeds.push(item.id)
        if (type === 'dislike') draft.unlike.push(item.id)
      }
    },
  }
}
