/** @file Company: "with my mother", "for my kids". It says who is there, not what it is to be about; children ask for what suits children. */

import type { GrammarRule } from '../draft.ts'

const cues = ['with my', 'with our', 'for my', 'for our', 'and my', 'with the', 'my', 'our']
const together =
  `for all ages|all ages|for every age|kid appropriate|child appropriate|for the whole family|for all the family|for the family|the whole family can watch|the whole family can enjoy|the whole family|all the family|whole family|family can watch|family night|with the family|family friendly|suitable for children
suitable for kids|kids can watch|kids will like|kids would like|kids will love|for kids|for children|for the kids|for little ones|for a child|for a kid`.split(
    /[|\n]/,
  )
const grown =
  `only for adults|for adults|for grown ups|for grownups|for a grown up|for an adult|for adults only|adults only|not for kids|not for children|not for the kids|not kiddy|not kiddie|not childish|not for babies|nothing kiddy|nothing childish
nothing for kids|nothing for children|not a kids one|not too childish|not too kiddy`.split(/[|\n]/)
const children = [
  'kids',
  'children',
  'son',
  'daughter',
  'kid',
  'child',
  'nephew',
  'niece',
  'grandchildren',
  'toddler',
  'family',
  'little ones',
]
const adults =
  `mother|mum|mom|father|dad|parents|grandmother|grandma|grandfather|grandpa|grandparents|wife|husband|girlfriend|boyfriend|partner|friend|friends|sister|brother|aunt|uncle|colleagues|cousin|roommate
flatmate|neighbour|neighbor|boss|team|class|in laws|mother in law|father in law|cat|dog`.split(/[|\n]/)

/** "for adults": what suits children is left out of this answer. */
const readGrown: GrammarRule = (sentence, at) => {
  const length = sentence.cue(at, grown)
  const value = length > 0 ? sentence.meaningOf('for kids') : undefined
  return value && { length, as: `for adults: not ${value.label}`, take: (draft) => draft.barred.push(value.filter) }
}

export const readCompany: GrammarRule = (sentence, at) =>
  readGrown(sentence, at) ?? readFamily(sentence, at) ?? readAge(sentence, at) ?? readNamedCompany(sentence, at)

const readFamily: GrammarRule = (sentence, at) => {
  const length = sentence.cue(at, together)
  const value = length > 0 ? sentence.meaningOf('for kids') : undefined
  const words = sentence.written(at, at + length)
  return (
    value && {
      length,
      as: `company: ${value.label}`,
      take: (draft) => draft.wishes.push({ filter: value.filter, words, yields: 'next' }),
    }
  )
}

/** "for my six year old". */
const youngest = 13
const ageCues = [
  'for my',
  'for our',
  'with my',
  'with our',
  'for a',
  'with a',
  'for an',
  'with an',
  'and my',
  'my',
  'our',
  'have a',
  'have an',
  'got a',
  'got an',
  'and a',
  'and an',
  'is',
  'hes',
  'shes',
  'theyre',
]
const ageUnits = ['year old', 'year olds', 'years old', 'yr old', 'yr olds', 'yrs old', 'y o', 'yo']
const readAge: GrammarRule = (sentence, at) => {
  const cue = sentence.cue(at, ageCues)
  const age = cue > 0 ? sentence.number(at + cue) : undefined
  const unit = age === undefined ? 0 : sentence.cue(at + cue + 1, ageUnits)
  if (age === undefined || unit === 0) return undefined
  const value = age < youngest ? sentence.meaningOf('for kids') : undefined
  const words = sentence.written(at, at + cue + 1 + unit)
  return {
    length: cue + 1 + unit,
    as: value ? `company: ${value.label}` : 'company',
    take(draft) {
      if (value) draft.wishes.push({ filter: value.filter, words, yields: 'next' })
    },
  }
}

const readNamedCompany: GrammarRule = (sentence, at) => {
  const cue = sentence.cue(at, cues)
  if (cue === 0) return undefined
  const young = sentence.cue(at + cue, children)
  const length = young || sentence.cue(at + cue, adults)
  if (length === 0) return undefined
  const value = young > 0 ? sentence.meaningOf('for kids') : undefined
  const words = sentence.written(at, at + cue + length)
  return {
    length: cue + length,
    as: value ? `company: ${value.label}` : 'company',
    take(draft) {
      if (value) draft.wishes.push({ filter: value.filter, words, yields: 'next' })
    },
  }
}
