/** @file Lasting preferences: "I love westerns", "I only watch comedies", "always in French". */

import type { Filter } from '../../data/filter.ts'
import { anyOf, valuesAt } from '../coordination.ts'
import type { GrammarRule, Reading } from '../draft.ts'
import type { Sentence } from '../sentence.ts'
import { phrases } from '../words.ts'
import { cueAt } from './set.ts'

const softCues =
  `i love|i like|i really love|i really like|i also love|i also like|i adore|i enjoy|i prefer|im into|im really into|i have a soft spot for|im a fan of|im a big fan of|big fan of|i usually like
i mostly like|i generally like|i tend to like`.split(/[|\n]/)
const hardCues =
  'always|always give me|always show me|i only like|i only watch|i only want|i only eat|i only read|only ever|from now on|from now on only|only show me|show me only|give me only|only|nothing but|exclusively|strictly'.split(
    '|',
  )

/** "only" alone speaks of what directly follows and begins a thought: "only horror", not "the only horror that …". */
const isQualified = (sentence: Sentence, at: number) =>
  sentence.cue(at, ['only', 'always']) > 0 &&
  (['the', 'my', 'not', 'if'].includes(sentence.tokens[at - 1]?.word ?? '') ||
    (sentence.cue(at, ['only']) > 0 && ['the', 'a', 'an', 'those', 'these'].includes(sentence.tokens[at + 1]?.word ?? '')))

/** What somebody else is fond of: "my dad loves …", "she's into …". */
const theirCues = phrases(`
loves|likes|adores|enjoys|prefers|is into|is really into|is a fan of|is a big fan of|is crazy about|is mad about|is obsessed with|is nuts about|are into|are obsessed with|are crazy about|are fans of|hes into|shes into|theyre into|hes obsessed with
shes obsessed with|theyre obsessed with|hes a fan of|shes a fan of|usually likes|normally likes|always likes|is fond of|kids love|kids like|children love|parents love|parents like|they love|they like|friends love|friends like|girls love|boys love`)

/** Nothing is kept of what another person likes: it is favoured now, and asked for where nothing else is. */
function readTheirs(sentence: Sentence, at: number): Reading | undefined {
  const length = sentence.cue(at, theirCues)
  if (length === 0) return undefined
  const { start, role, attribute } = cueAt(sentence, sentence.pastArticles(at + length))
  const list = valuesAt(sentence, start, role, { byAnd: true, attribute })
  if (!list) return undefined
  const end = start + list.length + Number(sentence.isNoun(start + list.length) && !sentence.ends(start + list.length))
  const filter = anyOf(list.values.map((value) => value.loose ?? value.filter))
  return {
    length: end - at,
    as: `for their sake rather: ${list.values.map(({ label }) => label).join(', ')}`,
    take(draft) {
      draft.boosts.push({ filter, boost: favoured })
      draft.fond.push({ filter, words: sentence.written(at, end), yields: 'first' })
    },
  }
}

const favoured = 4

export const readPreference: GrammarRule = (sentence, at) => {
  const theirs = readTheirs(sentence, at)
  if (theirs) return theirs
  const soft = sentence.cue(at, softCues)
  const hard = sentence.cue(at, hardCues)
  const length = Math.max(soft, hard)
  if (length === 0 || isQualified(sentence, at)) return undefined
  const start = sentence.pastArticles(at + length)
  const { start: from, role, attribute } = cueAt(sentence, start)
  // "only French" speaks of the language.
  const list = valuesAt(sentence, from, hard > soft && role === 'plain' ? 'within' : role, { byAnd: true, attribute })
  if (!list) return undefined
  const end = from + list.length + (sentence.isNoun(from + list.length) ? 1 : 0)
  const words = sentence.written(at, end)
  const filters = list.values.map(
    (value): Filter => (hard > soft && list.values.length === 1 ? value.filter : (value.loose ?? value.filter)),
  )
  const filter = filters.length === 1 ? (filters[0] as Filter) : { any: filters }
  const label = list.values.map((value) => value.label).join(', ')
  return {
    length: end - at,
    as: hard > soft ? `from now on only: ${label}` : `from now on rather: ${label}`,
    take(draft) {
      if (hard > soft) {
        draft.rules.push({ filter, words })
        draft.wishes.push({ filter, words, yields: 'never' })
      } else {
        draft.rules.push({ filter, boost: 2, words })
        draft.boosts.push({ filter, boost: favoured })
        draft.fond.push({ filter, words, yields: 'first' })
      }
    },
  }
}
