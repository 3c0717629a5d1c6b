/** @file Softening: which of several wishes hold where no item, or too few, have them all. Bounds and what was ruled out always hold. */

import type { Filter } from '../data/filter.ts'
import type { FilterIndex } from '../pipeline/snapshot.ts'
import type { Wish } from './draft.ts'

/** Below this many, what was less certainly read, or suits the company, gives way to what was named. */
const fewestSuited = 3
/** Of more moods than this at once, the combinations are not tried. */
const mostMoods = 5

/**
 * Where all wishes together leave too little, a narrow wish is widened first; then "old" and the like give way; then as many of the moods and themes must hold as leave enough, and all of
 * them are favoured; where still nothing is left, kinds give way and then the rest, each time the one without which most is left. Bounds never do.
 */
export function soften(
  wishes: readonly Wish[],
  firm: readonly Filter[],
  filters: FilterIndex,
  enough: number,
): { readonly hard: readonly Filter[]; readonly soft: readonly Wish[] } {
  const admit = (filter: Filter) => filters.admit(filter, 'missing')
  const base = firm.length > 0 ? [admit({ all: firm })] : []
  const left = (list: readonly { readonly mask: Uint8Array }[]) => countAdmitted([...base, ...list.map(({ mask }) => mask)])
  for (const among of ['names', 'places'] as const) {
    const own = wishes.filter((wish) => wish.among === among)
    if (own.length < 2 || countAdmitted(own.map(({ loose, filter }) => admit(loose ?? filter))) > 0) continue
    const filter = { any: own.map((wish) => wish.loose ?? wish.filter) }
    const yields = own.some((wish) => wish.yields === 'never') ? 'never' : 'last'
    const either: Wish = { ...(own[0] as Wish), filter, loose: undefined, among: undefined, yields }
    return soften([either, ...wishes.filter((wish) => wish.among !== among)], firm, filters, enough)
  }
  let hard = wishes.map((wish) => ({ wish, filter: wish.filter, mask: admit(wish.filter) }))
  if (hard.length === 0 || left(hard) >= enough) return { hard: hard.map(({ filter }) => filter), soft: [] }
  hard = hard.map((entry) => (entry.wish.loose ? { ...entry, filter: entry.wish.loose, mask: admit(entry.wish.loose) } : entry))
  if (left(hard) >= enough) return { hard: hard.map(({ filter }) => filter), soft: [] }
  const named = hard.filter(({ wish }) => !wish.vague)
  if (named.length < hard.length && left(named) >= enough) {
    return { hard: named.map(({ filter }) => filter), soft: hard.filter(({ wish }) => wish.vague).map(({ wish }) => wish) }
  }
  const moods = distinctBy(
    hard.filter(({ wish }) => wish.yields === 'first'),
    ({ filter }) => JSON.stringify(filter),
  ).slice(0, mostMoods)
  hard = hard.filter(({ wish }) => wish.yields !== 'first')
  const soft = moods.map(({ wish }) => wish)
  for (const stage of ['next', 'last'] as const) {
    while (left(hard) < (stage === 'next' ? fewestSuited : 1)) {
      const without = (entry: (typeof hard)[number]) => left(hard.filter((other) => other !== entry))
      const least = hard.filter(({ wish }) => wish.yields === stage).toSorted((one, other) => without(other) - without(one))[0]
      if (!least) break
      hard = hard.filter((other) => other !== least)
      soft.push(least.wish)
    }
  }
  // The rarest says most: it is held as long as anything is.
  const possible = moods.filter((entry) => left([...hard, entry]) > 0)
  const [rarest, ...others] = possible.toSorted((one, other) => left([...hard, one]) - left([...hard, other]))
  for (let held = moods.length - 1; rarest && held > 0; held--) {
    if (held - 1 > others.length) continue
    const filter = holding(
      rarest.filter,
      held - 1,
      others.map((entry) => entry.filter),
    )
    const both = [...hard, { mask: admit(filter) }]
    if (left(both) >= enough) return { hard: [...hard.map((entry) => entry.filter), filter], soft }
  }
  return { hard: hard.map(({ filter }) => filter), soft }
}

const holding = (one: Filter, count: number, others: readonly Filter[]): Filter =>
  count === 0 ? one : { all: [one, atLeast(count, others)] }

/** Items that satisfy so many of the filters or more. */
function atLeast(count: number, all: readonly Filter[]): Filter {
  const choose = (from: number, chosen: readonly Filter[]): readonly Filter[] =>
    chosen.length === count
      ? [chosen.length === 1 ? (chosen[0] as Filter) : { all: chosen }]
      : all.slice(from).flatMap((filter, at) => choose(from + at + 1, [...chosen, filter]))
  const combinations = choose(0, [])
  return combinations.length === 1 ? (combinations[0] as Filter) : { any: combinations }
}

export function countAdmitted(masks: readonly Uint8Array[]): number {
  const [first, ...others] = masks
  if (!first) return Number.POSITIVE_INFINITY
  let count = 0
  for (let item = 0; item < first.length; item++) if (first[item] === 1 && others.every((mask) => mask[item] === 1)) count++
  return count
}

const distinctBy = <T>(list: readonly T[], key: (entry: T) => string): readonly T[] => [
  ...new Map(list.map((entry) => [key(entry), entry])).values(),
]
