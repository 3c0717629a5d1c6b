/** @file Slices: the same figures for parts of the cases, where a mean over all would hide who is served badly.
 *
 * A slicing names the group of a case, or of a target; of a target's group, the case's other targets are taken out of the ranking. Cost: none by case; by target
 * one more ranking a group and case with several targets.
 */

import type { Dataset } from '../data/dataset.ts'
import { peopleByItem } from './popularity.ts'
import type { Case, Part } from './protocols/protocol.ts'

export type Slicing = {
  readonly name: string
  /** The groups in the order of a report; where left out they are sorted. */
  readonly labels?: readonly string[] | undefined
  /** undefined = in no group. */
  readonly ofCase?: ((one: Case) => string | undefined) | undefined
  readonly ofTarget?: ((item: number) => string | undefined) | undefined
}

/** A slicing may depend on what was learnt from. */
export type SlicingOf = (part: Part) => Slicing

const deciles = Array.from({ length: 10 }, (_, at) => String(at + 1))

/** Deciles of the items by people in training, 1 = the least popular tenth; equals share the decile of their mean rank, items nobody had are `cold`. */
export const popularitySlices: SlicingOf = ({ train }) => {
  const labels = decilesOf(peopleByItem(train))
  return { name: 'popularity', labels: ['cold', ...deciles], ofTarget: (item) => labels[item] }
}

/** @param people by item, [I] → the label of each item */
export function decilesOf(people: ArrayLike<number>): readonly string[] {
  const warm = Array.from(people, (_, item) => item)
    .filter((item) => people[item]! > 0)
    .sort((a, b) => people[a]! - people[b]!)
  const labels = Array.from(people, () => 'cold')
  for (let from = 0, to = 0; from < warm.length; from = to) {
    for (to = from; to < warm.length && people[warm[to]!] === people[warm[from]!]; ) to++
    const decile = Math.floor((10 * ((from + to - 1) / 2)) / warm.length)
    for (const item of warm.slice(from, to)) labels[item] = deciles[decile]!
  }
  return labels
}

const lengths = [0, 1, 5, 10, 20, 50, 100]
const lengthLabels = lengths.map((from, at) => {
  const next = lengths[at + 1]
  return next === undefined ? `${from}+` : next === from + 1 ? `${from}` : `${from}-${next - 1}`
})

/** By how much a person had done when asked. */
export const historySlices: SlicingOf = () => ({
  name: 'history',
  labels: lengthLabels,
  ofCase: ({ history }) => lengthLabels[lengths.findLastIndex((from) => history.items.length >= from)],
})

/** By an attribute of the users; people without it are in no group. */
export const groupSlices =
  (attribute: string): SlicingOf =>
  ({ train }) => ({ name: attribute, ofCase: ({ user }) => groupOf(train, user, attribute) })

function groupOf({ userAttributes }: Dataset, user: number, attribute: string): string | undefined {
  const value = userAttributes?.[user]?.[attribute]
  return value === undefined ? undefined : String(value)
}
