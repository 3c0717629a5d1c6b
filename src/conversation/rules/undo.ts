/** @file Taking back: "undo", "forget that", "horror is fine after all", "forget all my rules". */

import type { Filter } from '../../data/filter.ts'
import { type Rule, ruleAttributes } from '../../data/rule.ts'
import type { GrammarRule, Reading } from '../draft.ts'
import type { Sentence } from '../sentence.ts'

const undoCues =
  `undo|undo that|undo this|undo it|undo the last one|take that back|i take that back|take it back|i take it back|forget that|forget it|forget what i said|forget what i just said|scratch that|never mind|nevermind
never mind that|ignore that|i didnt mean that|revert|revert that|cancel that`.split(/[|\n]/)
const allCues =
  'forget everything|forget all rules|forget all my rules|forget my rules|remove all rules|remove all my rules|remove every rule|clear my rules|clear all rules|delete all rules|reset my rules|no more rules'.split(
    '|',
  )
const before =
  `forget about no|forget the no|remove the no|drop the no|forget the rule about|remove the rule about|drop the rule about|delete the rule about|forget the|remove the|drop the|allow|you can show|you may show|bring back|show me again|i changed my mind about|i dont mind|i do like|its okay to show|its fine to show`.split(
    '|',
  )
const after =
  `is fine after all|are fine after all|is ok after all|are ok after all|is okay after all|are okay after all|is fine again|are fine again|is ok again|are ok again|is okay again|are okay again|is fine|are fine|is ok|are ok|is okay|are okay
is allowed|are allowed|is allowed again|are allowed again|after all|again is fine|is alright|are alright|is good after all|are good after all|is welcome again|are welcome again|doesnt matter|does not matter|dont matter|doesnt matter anymore|rule|again`.split(
    /[|\n]/,
  )

export const readUndo: GrammarRule = (sentence, at) => readUndoAll(sentence, at) ?? readPardon(sentence, at) ?? readUndoLast(sentence, at)

function readUndoAll(sentence: Sentence, at: number): Reading | undefined {
  const length = sentence.cue(at, allCues)
  return length > 0 ? { length, as: 'forget all rules', take: (draft) => draft.forgotten.push(() => true) } : undefined
}

function readUndoLast(sentence: Sentence, at: number): Reading | undefined {
  const length = sentence.cue(at, undoCues)
  if (length === 0 || !sentence.ends(at + length)) return undefined
  return {
    length,
    as: 'take back the last statement',
    take(draft) {
      draft.act = 'undo'
    },
  }
}

/** "horror is fine after all", "allow horror again", "forget the horror rule", "any year is fine". */
function readPardon(sentence: Sentence, at: number): Reading | undefined {
  const lead = sentence.cue(at, before)
  const start = sentence.pastArticles(at + lead)
  const value = sentence.value(start)
  const named = value ? undefined : sentence.lexicon.attributeOf(sentence.tokens[start]?.word ?? '')
  if (!value && named === undefined) return undefined
  const nounAt = start + (value?.length ?? 1)
  const end = nounAt + (sentence.isNoun(nounAt) ? 1 : 0)
  const tail = sentence.cue(end, after)
  const weak = ['rule', 'again', 'after all'].some((word) => tail > 0 && sentence.cue(end, [word]) === tail)
  if (
    tail === 0
      ? lead === 0 || sentence.cue(at, ['forget the', 'remove the', 'drop the']) > 0
      : weak && lead === 0 && sentence.cue(end, ['after all']) === 0
  )
    return undefined
  const again = tail > 0 ? sentence.cue(end + tail, ['again', 'now', 'after all']) : 0
  const rules = sentence.context.rules
  const isMeant = (rule: Rule) => (value ? speaksOf(rule, value.filter) : ruleAttributes(rule.filter).includes(named ?? ''))
  const label = value?.label ?? named ?? ''
  return {
    length: end + tail + again - at,
    as: rules.some(isMeant) ? `the rule about ${label} is gone` : `there was no rule about ${label}`,
    take(draft) {
      draft.forgotten.push(isMeant)
    },
  }
}

/** Whether a rule names one of the values that the filter names. */
function speaksOf(rule: Rule, filter: Filter): boolean {
  const meant = namedValues(filter)
  return namedValues(rule.filter).some((value) => meant.includes(value))
}

function namedValues(filter: Filter): readonly string[] {
  return Object.entries(filter).flatMap(([key, part]): readonly string[] => {
    if (part === undefined) return []
    if (key === 'not') return namedValues(part as Filter)
    if (key === 'all' || key === 'any') return (part as readonly Filter[]).flatMap(namedValues)
    if (typeof part === 'string') return [`${key}=${part}`]
    const values = typeof part === 'object' && 'in' in part && Array.isArray(part.in) ? part.in : []
    return values.map((value) => `${key}=${value}`)
  })
}
