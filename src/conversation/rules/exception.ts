/** @file Exceptions: "nothing French unless it's a comedy", "no horror except old ones"; "anything unless it's a western". */

import type { Filter } from '../../data/filter.ts'
import { anyOf, valuesAt } from '../coordination.ts'
import type { Draft, GrammarRule } from '../draft.ts'
import type { Sentence } from '../sentence.ts'
import { boundAt } from './bounds.ts'
import { degreeAt } from './degree.ts'
import { cueAt } from './set.ts'

export type Exception = { readonly filter: Filter; readonly label: string; readonly length: number }

const cues =
  'unless|except|except if|except when|except for|except maybe|apart from|aside from|other than|save for|with the exception of|but only if|only if'.split(
    '|',
  )
/** How strongly is favoured what would be barred but for the exception: who names it would be glad of it. */
const excepted = 4
/** Small words between the sign and what is excepted: "unless it is one of the …". */
const reach = 6

/** What a negation that ends before this word does not speak of. */
export function exceptionAt(sentence: Sentence, at: number): Exception | undefined {
  const cue = sentence.cue(at, cues)
  return cue === 0 ? undefined : describedAt(sentence, at, cue)
}

/** Everything said of the exception must hold of it: "old French ones". */
function describedAt(sentence: Sentence, at: number, cue: number): Exception | undefined {
  const filters: Filter[] = []
  const labels: string[] = []
  let end = at + cue
  for (let from = end; from < sentence.tokens.length && from < end + reach && !(from > at + cue && sentence.tokens[from]?.breaks); ) {
    const { start, role, attribute } = cueAt(sentence, from)
    const values = valuesAt(sentence, start, role, { byAnd: true, attribute })
    const number = values ? undefined : (boundAt(sentence, from) ?? degreeAt(sentence, from))
    if (values) {
      filters.push(anyOf(values.values.map((value) => value.loose ?? value.near ?? value.filter)))
      labels.push(values.values.map(({ label }) => label).join(' or '))
      from = end = start + values.length
    } else if (number) {
      filters.push(number.filter)
      labels.push(number.label)
      from = end = from + number.length
    } else if (sentence.isFiller(from) && sentence.cue(from, ['and', 'but', 'so']) === 0) from++
    else break
  }
  if (filters.length === 0) return undefined
  if (sentence.isNoun(end) && !sentence.ends(end)) end++
  return { filter: filters.length === 1 ? (filters[0] as Filter) : { all: filters }, label: labels.join(' '), length: end - at }
}

/** Puts what a negation bars into the draft, but for the exception. */
export function exceptFor({ filter }: Exception, own: Draft, draft: Draft) {
  for (const rule of own.rules) {
    const barred = rule.filter.not ?? { not: rule.filter }
    draft.rules.push({ ...rule, filter: { not: { all: [barred, { not: filter }] } } })
    draft.boosts.push({ filter: { all: [barred, filter] }, boost: excepted })
  }
  draft.exclude.push(...own.exclude)
}

/** "anything unless it's a western": what is excepted from a wish is not wanted. */
export const readException: GrammarRule = (sentence, at) => {
  const cue = sentence.cue(at, ['unless'])
  const exception = cue > 0 ? describedAt(sentence, at, cue) : undefined
  return (
    exception && {
      length: exception.length,
      as: `this time not ${exception.label}`,
      take: (draft) => draft.barred.push(exception.filter),
    }
  )
}
