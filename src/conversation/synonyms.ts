/** @file Near-synonyms: from a phrase to those that mean nearly the same, and to those that lie on the other side of a mood. */

import { groups, oneWay, poles } from './thesaurus.ts'

const neighbours = new Map<string, Set<string>>()
const near = (phrase: string): Set<string> => {
  const known = neighbours.get(phrase) ?? new Set()
  neighbours.set(phrase, known)
  return known
}
for (const group of groups) for (const phrase of group) for (const other of group) if (other !== phrase) near(phrase).add(other)
for (const [said, meant] of oneWay) for (const phrase of said) for (const other of meant) near(phrase).add(other)

/** Phrases that mean nearly the same as this one (folded words, one space between), in no order of merit. */
export const synonymsOf = (phrase: string): readonly string[] => [...(neighbours.get(phrase) ?? [])]
export const synonymPhrases: readonly string[] = [...neighbours.keys()]

/** What lies on the other side of values; nothing of those that have no other side. */
export const oppositesOf = (labels: readonly string[]): readonly string[] => [
  ...new Set(
    poles.flatMap(([one, other]) => (labels.some((label) => one.includes(label)) ? other.filter((word) => !labels.includes(word)) : [])),
  ),
]
