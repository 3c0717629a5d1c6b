/** @file Settles a draft into a plan: measures "shorter" on something, goes on from the last answer, and softens wishes that together leave too little. */

import type { Condition, Filter } from '../data/filter.ts'
import type { Item } from '../data/item.ts'
import { type Rule, ruleAttributes } from '../data/rule.ts'
import type { Plan, PlanContext } from '../pipeline/plan.ts'
import type { FilterIndex } from '../pipeline/snapshot.ts'
import type { Draft, Wish } from './draft.ts'
import { median } from './measures.ts'

/** Below this many items left, descriptive wishes become preferences: a list of three vampires is not what "a funny vampire story" asks for. */
const fewest = 5
/** How strongly a softened wish is favoured. */
const softened = 4
const evening = 12 * 60 * 60 * 1_000
/** A plan's soft text and a rule's words stay within what their borders accept. */
/** What joins a rule to the phrase before it is not part of the rule. */
const joints = /^(?:(?:and|but|or|also|then|so)\s+)+/i
const longestWords = 500

/** @param itemOf finds the examples. @param filters where it is left out, no wish is softened. */
export function settle(
  draft: Draft,
  unread: readonly string[],
  context: PlanContext,
  itemOf: (id: string) => Item | undefined,
  filters: FilterIndex | undefined,
  understood: Plan['understood'],
): Plan {
  const last = goesOn(draft, unread) ? context.last : undefined
  const removed = context.rules.filter((rule) => draft.forgotten.some((isMeant) => isMeant(rule)))
  const limits = draft.relative.map(({ measure, direction }) => ({
    attribute: measure.attribute,
    filter: limit(measure.attribute, direction, draft, context, last, itemOf, measure.quantile(0.5)),
  }))
  const own = new Set([
    ...limits.map(({ attribute }) => attribute),
    ...draft.wishes.flatMap((wish) => (isNumeric(wish.filter) ? ruleAttributes(wish.filter) : [])),
  ])
  // What became a rule is in force as one, or was removed since; an explanation's items were for that answer only.
  const kept = partsOf(last?.filter).filter(
    (part) => !replaced(part, own) && part.id === undefined && !last?.rules.some((rule) => equal(rule.filter, part)),
  )
  const barred = [
    ...draft.barred.map((filter): Filter => ({ not: filter })),
    ...draft.rules.filter((rule) => rule.boost === undefined).map((rule) => rule.filter),
  ]
  const asked =
    draft.act === 'explain' ? [{ id: { in: draft.seeds.length > 0 ? unique(draft.seeds) : context.shown.map((item) => item.id) } }] : []
  const firm: readonly Filter[] = [...asked, ...kept, ...limits.map(({ filter }) => filter), ...barred]
  const standing = context.rules.filter((rule) => rule.boost === undefined && !removed.includes(rule)).map((rule) => rule.filter)
  const { hard, soft } =
    filters && draft.act !== 'explain'
      ? soften(draft.wishes, [...firm, ...standing], filters)
      : { hard: draft.wishes.map((wish) => wish.filter), soft: [] }
  const filter = join([...firm, ...hard])
  const boosts = [...(last?.boosts ?? []), ...draft.boosts, ...soft.map((wish) => ({ filter: wish.loose ?? wish.filter, boost: softened }))]
  const takenBack = draft.act === 'undo' ? (last?.feedback ?? []).map(({ item }) => item) : []
  const seeds = unique([...(last?.seeds ?? []), ...(draft.act === 'explain' ? [] : draft.seeds)]).filter((id) => !takenBack.includes(id))
  const act = draft.act === 'more' && (draft.wishes.length > 0 || draft.seeds.length > 0 || unread.length > 0) ? 'recommend' : draft.act
  const expiresAt = draft.brief ? context.now + evening : undefined
  const feedback = new Map(draft.feedback.map((entry) => [entry.item, entry]))
  return {
    act: settledAct(act, draft, unread),
    ...(filter && { filter }),
    boosts: distinct(boosts),
    text: unique([...(last?.text ? [last.text] : []), ...draft.text, ...unread]).join(' '),
    seeds,
    unlike: unique([...(last?.unlike ?? []), ...draft.unlike]),
    exclude: unique([
      ...(last?.exclude ?? []),
      ...draft.exclude,
      ...(draft.act === 'more' ? context.shown.map((item) => item.id) : []),
    ]).filter((id) => !takenBack.includes(id) && !(draft.act === 'explain' && draft.seeds.includes(id))),
    ...((draft.k ?? last?.k) !== undefined && { k: draft.k ?? last?.k }),
    feedback: [...feedback.values()],
    rules: distinct(draft.rules).map((rule) => ({
      ...rule,
      words: rule.words.replace(joints, '').slice(0, longestWords).trim(),
      ...(expiresAt !== undefined && { expiresAt }),
    })),
    removeRules: removed.map((rule: Rule) => rule.id),
    understood: understood.map((part) => ({
      ...part,
      as: soft.some((wish) => part.words.includes(wish.words)) ? `${part.as} (preferred: too few have all you ask for)` : part.as,
    })),
  }
}

/** "shorter", "more", "no horror" alone speak of the last answer; a new wish of substance starts anew. */
function goesOn(draft: Draft, unread: readonly string[]): boolean {
  if (draft.act !== undefined || draft.continues) return true
  const starts =
    draft.seeds.length > 0 ||
    unread.length > 0 ||
    draft.wishes.some((wish) => !isNumeric(wish.filter) || !draft.rules.some((rule) => equal(rule.filter, wish.filter)))
  const speaks =
    draft.relative.length > 0 ||
    draft.rules.length > 0 ||
    draft.barred.length > 0 ||
    draft.feedback.length > 0 ||
    draft.forgotten.length > 0 ||
    draft.k !== undefined
  return speaks && !starts
}

function settledAct(act: Plan['act'] | undefined, draft: Draft, unread: readonly string[]): Plan['act'] {
  if (act !== 'greet') return act ?? 'recommend'
  const asks =
    draft.wishes.length +
    draft.seeds.length +
    draft.rules.length +
    draft.boosts.length +
    draft.feedback.length +
    draft.relative.length +
    unread.length
  return asks > 0 ? 'recommend' : 'greet'
}

/** Less or more than the examples if there are any, than a bound said before, than the middle of the last answer, or than the middle of the catalogue. */
function limit(
  attribute: string,
  direction: 'less' | 'more',
  draft: Draft,
  context: PlanContext,
  last: Plan | undefined,
  itemOf: (id: string) => Item | undefined,
  middle: number,
): Filter {
  const side = direction === 'less' ? 'lt' : 'gt'
  const numbers = (items: readonly (Item | undefined)[]) =>
    items.flatMap((item) => (typeof item?.attributes[attribute] === 'number' ? [item.attributes[attribute]] : []))
  const examples = numbers(draft.seeds.map(itemOf))
  if (examples.length > 0) return { [attribute]: { [side]: direction === 'less' ? Math.min(...examples) : Math.max(...examples) } }
  const said = partsOf(last?.filter).flatMap((part) => (part[attribute] !== undefined ? [part[attribute] as Condition | number] : []))
  const edges = said.flatMap((condition) =>
    typeof condition === 'number'
      ? [condition]
      : [condition.eq, direction === 'less' ? condition.gte : condition.lte].filter((edge) => typeof edge === 'number'),
  )
  if (edges.length > 0) return { [attribute]: { [side]: direction === 'less' ? Math.min(...edges) : Math.max(...edges) } }
  const shown = numbers(context.shown)
  return { [attribute]: { [side]: shown.length > 0 ? median(shown) : middle } }
}

/** Softens descriptive wishes, rarest first, until enough is left; a narrow wish is widened before any is softened. */
function soften(
  wishes: readonly Wish[],
  firm: readonly Filter[],
  filters: FilterIndex,
): { readonly hard: readonly Filter[]; readonly soft: readonly Wish[] } {
  const base = firm.length > 0 ? filters.admit({ all: firm }, 'missing') : undefined
  const masked = wishes.map((wish) => ({ wish, filter: wish.filter, mask: filters.admit(wish.filter, 'missing') }))
  const left = (list: readonly { readonly mask: Uint8Array }[]) => countAdmitted([...(base ? [base] : []), ...list.map(({ mask }) => mask)])
  let hard = masked
  if (hard.length > 0 && left(hard) < fewest) {
    hard = hard.map((entry) =>
      entry.wish.loose ? { ...entry, filter: entry.wish.loose, mask: filters.admit(entry.wish.loose, 'missing') } : entry,
    )
  }
  const yielding = hard.filter(({ wish }) => wish.yields).toSorted((one, other) => countAdmitted([one.mask]) - countAdmitted([other.mask]))
  const soft: Wish[] = []
  for (const entry of yielding) {
    if (left(hard) >= fewest) break
    hard = hard.filter((other) => other !== entry)
    soft.push(entry.wish)
  }
  return { hard: hard.map(({ filter }) => filter), soft }
}

function countAdmitted(masks: readonly Uint8Array[]): number {
  const [first, ...others] = masks
  if (!first) return Number.POSITIVE_INFINITY
  let count = 0
  for (let item = 0; item < first.length; item++) if (first[item] === 1 && others.every((mask) => mask[item] === 1)) count++
  return count
}

const isNumeric = (filter: Filter) =>
  Object.values(filter).every(
    (part) =>
      typeof part === 'object' &&
      part !== null &&
      ['gt', 'gte', 'lt', 'lte', 'eq'].some((side) => typeof (part as Record<string, unknown>)[side] === 'number'),
  )
const replaced = (part: Filter, attributes: ReadonlySet<string>) =>
  isNumeric(part) && ruleAttributes(part).every((name) => attributes.has(name))
const equal = (one: Filter, other: Filter) => JSON.stringify(one) === JSON.stringify(other)
const partsOf = (filter: Filter | undefined): readonly Filter[] =>
  filter === undefined ? [] : filter.all && Object.keys(filter).length === 1 ? filter.all : [filter]
const unique = <T>(list: readonly T[]): T[] => [...new Set(list)]
const distinct = <T>(list: readonly T[]): T[] => [...new Map(list.map((entry) => [JSON.stringify(entry), entry])).values()]

function join(parts: readonly Filter[]): Filter | undefined {
  const all = distinct(parts)
  return all.length === 0 ? undefined : all.length === 1 ? all[0] : { all }
}
