/** @file Company: "with my mother", "for my kids". It says who is there, not what it is to be about; children ask for what suits children. */

import type { GrammarRule } from '../draft.ts'

const cues = ['with my', 'with our', 'for my', 'for our', 'and my', 'with the']
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

export const readCompany: GrammarRule = (sentence, at) => {
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
      if (value) draft.wishes.push({ filter: value.filter, words, yields: true })
    },
  }
}
