/** @file Manners: "hitchcockian", "felliniesque": like the works of somebody, who need not have made it. */

import type { GrammarRule } from '../draft.ts'

const manner = /^(\p{L}{4,}?)(?:esque|ian|ean|ish|like)$/u

/** Their foremost works are the examples: "Hitchcockian, but not by Hitchcock" asks for no more than that. */
export const readStyle: GrammarRule = (sentence, at) => {
  const base = manner.exec(sentence.tokens[at]?.word ?? '')?.[1]
  if (base === undefined || sentence.value(at)) return undefined
  const whose = sentence.meaningOf(base)
  if (!whose?.people) return undefined
  const works = sentence.worksOf(whose.filter)
  return { length: 1, as: `in the manner of ${whose.label}`, take: (draft) => draft.seeds.push(...works) }
}
