/** @file The draft of a plan: what the rules of the grammar have read so far, before it is weighed against the catalogue and the last answer. */

import type { Filter } from '../data/filter.ts'
import type { Rule } from '../data/rule.ts'
import type { Plan } from '../pipeline/plan.ts'
import type { Measure } from './measures.ts'
import type { Sentence } from './sentence.ts'

/** Something asked for in this answer. */
export type Wish = {
  readonly filter: Filter
  readonly loose?: Filter | undefined
  readonly words: string
  /** Where all wishes together leave too little, this one becomes a preference: a mood or theme before a kind, a kind before a maker, a bound never. */
  readonly yields: 'first' | 'next' | 'last' | 'never'
  /** "an old one": says nothing beside years that were named. */
  readonly vague?: boolean | undefined
  /** Of several names, or of several places, that no item has together any will do. */
  readonly among?: 'names' | 'places' | undefined
}

export type Draft = {
  act: Plan['act'] | undefined
  readonly wishes: Wish[]
  /** Must not hold in this answer, and nowhere else ("less violent"). */
  readonly barred: Filter[]
  /** Near to what must not hold: left out too where enough is left without it, and held back otherwise. */
  readonly shunned: Filter[]
  /** What a lasting preference is for: asked for now too, where nothing else is. */
  readonly fond: Wish[]
  readonly boosts: { filter: Filter; boost: number }[]
  readonly seeds: string[]
  readonly unlike: string[]
  readonly exclude: string[]
  k: number | undefined
  readonly feedback: { item: string; type: 'like' | 'dislike' | 'seen' }[]
  /** `weak`: read by a near-synonym only, and no word against what is asked for in the same breath ("war without battles"). */
  readonly rules: { filter: Filter; boost?: number; words: string; weak?: boolean }[]
  /** Every rule is taken back. */
  forgetsAll: boolean
  readonly forgotten: ((rule: Rule) => boolean)[]
  /** "shorter", "older": less or more of a number than the examples or the last answer. */
  readonly relative: { readonly measure: Measure; readonly direction: 'less' | 'more' }[]
  /** Words for the search beside those that nobody read. */
  readonly text: string[]
  /** The rules of this message hold for this evening only. */
  brief: boolean
  /** Nothing of the last answer goes on. */
  afresh: boolean
  /** The message goes on from the last one ("but funnier"). */
  continues: boolean
}

/** What a rule of the grammar made of the words from one place on. */
export type Reading = {
  /** Number of words read, 1 at least. */
  readonly length: number
  /** For the person: how it was taken. */
  readonly as: string
  take(draft: Draft): void
}

/** A rule of the grammar: reads what begins at a word, or nothing. */
export type GrammarRule = (sentence: Sentence, at: number) => Reading | undefined

export const emptyDraft = (): Draft => ({
  act: undefined,
  wishes: [],
  barred: [],
  shunned: [],
  fond: [],
  boosts: [],
  seeds: [],
  unlike: [],
  exclude: [],
  k: undefined,
  feedback: [],
  rules: [],
  forgetsAll: false,
  forgotten: [],
  relative: [],
  text: [],
  brief: false,
  afresh: false,
  continues: false,
})
