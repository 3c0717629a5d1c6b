/** @file Taking back: "undo", "forget that", "horror is fine after all", "forget that I hate horror", "forget all my rules". */

import type { Filter } from '../../data/filter.ts'
import type { Rule } from '../../data/rule.ts'
import { ruleAttributes } from '../../data/rule-attributes.ts'
import { valuesAt } from '../coordination.ts'
import type { Draft, GrammarRule, Reading } from '../draft.ts'
import type { Sentence } from '../sentence.ts'
import { boundAt } from './bounds.ts'

const undoCues =
  `undo|undo that|undo this|undo it|undo the last one|take that back|i take that back|take it back|i take it back|forget that|forget it|forget what i said|forget what i just said|scratch that|never mind|nevermind
never mind that|ignore that|i didnt mean that|revert|revert that|cancel that`.split(/[|\n]/)
const allCues =
  `forget everything|forget all rules|forget all my rules|forget my rules|forget all of my rules|remove all rules|remove all my rules|remove every rule|remove my rules|remove all of my rules|clear my rules|clear all rules|clear all my rules
clear everything|delete all rules|delete all my rules|delete my rules|drop all rules|drop all my rules|drop my rules|reset my rules|reset all rules|reset everything|wipe my rules|lift all rules|lift all my rules|no more rules|no rules|ignore my rules
ignore all my rules|erase my rules|erase all my rules`.split(/[|\n]/)
/** Verbs that take a rule away, where what follows speaks of one. */
const dropCues =
  `forget about|forget|remove|drop|delete|cancel|lift|scrap|clear|erase|get rid of|undo|lose|ignore|disregard|take back|i take back|take away|stop applying|stop using|switch off|turn off|disable|relax|revoke|i no longer|i dont`.split(
    '|',
  )
/** Words by which what follows a verb is known to be a rule: "the rule about …", "that I hate …", "the no …". */
const ruleWords = new Set(
  `rule rules filter filters restriction restrictions ban limit limits limitation preference constraint condition said told asked stated about against no not non nothing never without hate hated hates dislike avoid avoiding
  dont didnt cant exclude excluding exclusion block blocking want wanted like stand`.split(/\s+/),
)
const ruleNouns = 'rule|filter|restriction|ban|limit|limitation|preference|constraint|condition|thing'.split('|')
/** Words before what is welcome again, whether or not a rule speaks of it. */
const before =
  `allow|you can show|you may show|you can include|bring back|show me again|i changed my mind about|its okay to show|its fine to show|its ok to show`.split(
    '|',
  )
/** The same, but only where a rule speaks of it. */
const beforeKnown =
  `i dont mind|i do like|i dont hate|i no longer hate|i no longer dislike|i no longer mind|im fine with|im ok with|im okay with|im good with|ok with|okay with|stop avoiding|stop excluding|stop hiding|stop filtering out
stop filtering|stop leaving out|include|you can recommend|you can suggest|let me see|i like|i can handle`.split(/[|\n]/)
const after =
  `is fine after all|are fine after all|is ok after all|are ok after all|is okay after all|are okay after all|is fine again|are fine again|is ok again|are ok again|is okay again|are okay again|is fine|are fine|is ok|are ok|is okay|are okay
is allowed|are allowed|is allowed again|are allowed again|after all|again is fine|is alright|are alright|is good after all|are good after all|is welcome again|are welcome again|doesnt matter|does not matter|dont matter|doesnt matter anymore|rule|again
is back on the table|are back on the table|is on the table|are on the table|is back on|are back on|is fine by me|are fine by me|is ok with me|are ok with me|is no problem|are no problem|isnt a problem|arent a problem|is welcome|are welcome`.split(
    /[|\n]/,
  )
const furthest = 9

export const readUndo: GrammarRule = (sentence, at) => readUndoAll(sentence, at) ?? readPardon(sentence, at) ?? readUndoLast(sentence, at)

const forgetAll = (draft: Draft) => {
  draft.forgetsAll = true
  draft.forgotten.push(() => true)
}

function readUndoAll(sentence: Sentence, at: number): Reading | undefined {
  const length = sentence.cue(at, allCues)
  return length > 0 ? { length, as: 'forget all rules', take: forgetAll } : undefined
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

type Target = {
  readonly length: number
  readonly label: string
  readonly isMeant: (rule: Rule) => boolean
  readonly filter?: Filter
  readonly isBound?: boolean
}

/** What a rule may be about: values, an item, a bound or an attribute by its name. */
function targetAt(sentence: Sentence, at: number): Target | undefined {
  const list = valuesAt(sentence, at, 'plain', { byAnd: true })
  if (list) {
    const filters = list.values.map((value) => value.whole ?? value.loose ?? value.filter)
    const isMeant = (rule: Rule) => filters.some((filter) => speaksOf(rule, filter))
    return { length: list.length, label: list.values.map(({ label }) => label).join(', '), isMeant, filter: { any: filters } }
  }
  const bound = boundAt(sentence, at)
  if (bound) {
    const names = ruleAttributes(bound.filter).join()
    return { length: bound.length, label: bound.label, isMeant: (rule) => ruleAttributes(rule.filter).join() === names, isBound: true }
  }
  const item = sentence.reference(at, true)
  if (item) {
    const isMeant = (rule: Rule) => item.items.some(({ id }) => namedValues(rule.filter).includes(`id=${id}`))
    return { length: item.length, label: item.items.map(({ title }) => title).join(', '), isMeant }
  }
  const name = sentence.lexicon.attributeOf(sentence.tokens[at]?.word ?? '')
  return name === undefined ? undefined : { length: 1, label: name, isMeant: (rule) => ruleAttributes(rule.filter).includes(name) }
}

/** "forget that I hate horror", "remove the rule about comedy", "drop the year filter". */
function readDropped(sentence: Sentence, at: number): Reading | undefined {
  const drop = sentence.cue(at, dropCues)
  if (drop === 0) return undefined
  let isRule = /about|no longer/.test(sentence.written(at, at + drop))
  for (let from = at + drop; from < Math.min(at + furthest, sentence.tokens.length) && !sentence.ends(from); from++) {
    const word = sentence.tokens[from]?.word ?? ''
    const target = targetAt(sentence, from)
    if (!target) {
      if (ruleWords.has(word)) isRule = true
      else if (!sentence.isFiller(from)) return undefined
      continue
    }
    const noun = from + target.length + Number(sentence.isNoun(from + target.length) && !sentence.ends(from + target.length))
    const tail = sentence.cue(noun, ruleNouns)
    const again = sentence.cue(noun + tail, ['any more', 'anymore', 'any longer', 'after all'])
    // "I don't hate horror any more" speaks of a rule, "I don't like horror" makes one.
    const denies = sentence.cue(at, ['i dont']) > 0
    if (denies ? again === 0 || sentence.cue(from - 1, ['hate', 'dislike', 'mind']) === 0 : tail === 0 && !isRule) return undefined
    return pardon(sentence, target, noun + tail + again - at)
  }
  return undefined
}

/** "horror is fine after all", "allow horror again", "forget the horror rule", "any year is fine". */
function readPardon(sentence: Sentence, at: number): Reading | undefined {
  const dropped = readDropped(sentence, at)
  if (dropped) return dropped
  const known = sentence.cue(at, beforeKnown)
  const lead = sentence.cue(at, before) || known
  const start = sentence.pastArticles(at + lead)
  const target = targetAt(sentence, start)
  if (!target) return undefined
  const nounAt = start + target.length
  const end = nounAt + (sentence.isNoun(nounAt) ? 1 : 0)
  const tail = sentence.cue(end, after)
  const weak = ['rule', 'again', 'after all'].some((word) => tail > 0 && sentence.cue(end, [word]) === tail)
  const isKnown = sentence.context.rules.some(target.isMeant)
  if (!isKnown && target.isBound) return undefined
  if (tail === 0 ? lead === 0 || (known > 0 && !isKnown) : weak && lead === 0 && sentence.cue(end, ['after all']) === 0) return undefined
  const again = sentence.cue(end + tail, ['again', 'now', 'after all', 'any more', 'anymore'])
  return pardon(sentence, target, end + tail + again - at)
}

/** How strongly is favoured what was said to be welcome and no rule had barred. */
const welcome = 1.5

function pardon(sentence: Sentence, { label, isMeant, filter }: Target, length: number): Reading {
  const isKnown = sentence.context.rules.some(isMeant)
  return {
    length,
    as: isKnown ? `the rule about ${label} is gone` : `there was no rule about ${label}`,
    take(draft) {
      draft.forgotten.push(isMeant)
      if (!isKnown && filter) draft.boosts.push({ filter, boost: welcome })
    },
  }
}

/** Whether a rule names one of the values that the filter names. */
function speaksOf(rule: Rule, filter: Filter): boolean {
  const meant = namedValues(filter)
  return namedValues(rule.filter).some((value) => meant.includes(value))
}

/** The values that a filter names, as "attribute=value". */
export function namedValues(filter: Filter): readonly string[] {
  return Object.entries(filter).flatMap(([key, part]): readonly string[] => {
    if (part === undefined) return []
    if (key === 'not') return namedValues(part as Filter)
    if (key === 'all' || key === 'any') return (part as readonly Filter[]).flatMap(namedValues)
    if (typeof part === 'string' || part === true) return [`${key}=${part}`]
    if (typeof part === 'object' && 'exists' in part) return [`${key}=`]
    const values = typeof part === 'object' && 'in' in part && Array.isArray(part.in) ? part.in : []
    return values.map((value) => `${key}=${value}`)
  })
}
