/** @file Settles a draft into a plan: measures "shorter" on something, goes on from the last answer, and softens wishes that together leave too little. */

import type { Condition, Filter } from '../data/filter.ts'
import type { Item } from '../data/item.ts'
import type { Rule } from '../data/rule.ts'
import { ruleAttributes } from '../data/rule-attributes.ts'
import type { Plan, PlanContext } from '../pipeline/plan.ts'
import type { FilterIndex } from '../pipeline/snapshot.ts'
import type { Draft, Wish } from './draft.ts'
import { inForce } from './in-force.ts'
import { median } from './measures.ts'
import { namedValues } from './rules/undo.ts'
import { countAdmitted, soften } from './soften.ts'

/** Below this many items left, descriptive wishes become preferences: a list of three vampires is not what "a funny vampire story" asks for. */
const fewest = 3
/** Beside an example nearness to it needs more to choose from. */
const fewestNear = 20
/** How strongly a softened wish is favoured. */
const softened = 4
/** How strongly the kind of an example is favoured. */
const sameKind = 2
const evening = 12 * 60 * 60 * 1_000
/** How strongly is held back what is near to what was ruled out. */
const heldBack = 0.25
/** What joins a rule to the phrase before it is not part of the rule. */
const joints = /^(?:(?:and|but|or|also|then|so)\s+)+/i
/** A plan's soft text and a rule's words stay within what their borders accept. */
const longestWords = 500

/** What settling asks the catalogue. */
type Known = {
  /** Finds the examples. */
  readonly itemOf: (id: string) => Item | undefined
  /** The foremost items of somebody: ids. */
  readonly worksOf: (filter: Filter) => readonly string[]
  /** Attributes that say of what kind an item is. */
  readonly kinds: readonly string[]
  /** Where it is left out, no wish is softened. */
  readonly filters: FilterIndex | undefined
}

/** @param unread what nobody read, to be searched for. @param understood how each phrase was taken. */
export function settle(
  draft: Draft,
  unread: readonly string[],
  understood: Plan['understood'],
  context: PlanContext,
  { itemOf, worksOf, kinds, filters }: Known,
): Plan {
  // "like Wes Anderson, but not by him": the manner is wanted and the maker is not.
  for (const { filter } of draft.wishes.filter(({ among, filter }) => among === 'names' && isRuledOut(filter, draft.rules)))
    draft.seeds.push(...worksOf(filter))
  const last = !draft.afresh && goesOn(draft, unread) ? context.last : undefined
  const stated = mergeBounds(draft.rules.flatMap(({ weak, ...rule }) => (weak && contradicts(rule.filter, draft) ? [] : [rule])))
  const removed = context.rules.filter(
    (rule) => draft.forgotten.some((isMeant) => isMeant(rule)) || stated.some((newer) => overrules(newer, rule)),
  )
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
    (part) =>
      !replaced(part, own) && part.id === undefined && !last?.rules.some((rule) => rule.boost === undefined && holds(rule.filter, part)),
  )
  const barred = [
    ...draft.barred.map((filter): Filter => ({ not: filter })),
    ...stated.filter((rule) => rule.boost === undefined).map((rule) => rule.filter),
  ]
  const asked =
    draft.act === 'explain' ? [{ id: { in: draft.seeds.length > 0 ? unique(draft.seeds) : context.shown.map((item) => item.id) } }] : []
  const named: readonly Filter[] = [...asked, ...kept, ...limits.map(({ filter }) => filter), ...barred]
  const standing = stillStanding(
    context.rules.filter((rule) => !removed.includes(rule)),
    stated,
    context.now,
  ).map((rule) => rule.filter)
  // Beside an example the moods are filters and leave nearness to the example alone.
  const hasExamples = draft.seeds.length > 0 || (last?.seeds ?? []).length > 0
  // Years that were named leave nothing to "old",
  // and what is ruled out in the same breath is not asked for ("no more heroes").
  const isBarred = (wish: Wish) => isRuledOut(wish.filter, stated)
  const isOpen =
    draft.wishes.every(({ filter }) => isNumeric(filter)) && draft.seeds.length + draft.relative.length + draft.feedback.length === 0
  const said = isOpen ? [...draft.wishes, ...draft.fond] : draft.wishes
  // A limit that is a rule by now is asked for as one.
  const isRuled = (wish: Wish) => isLimit(wish.filter) && stated.some(({ filter }) => isLimit(filter) && keepsTo(filter, wish.filter))
  const wishes = said.filter(
    (wish) => !isBarred(wish) && !isRuled(wish) && !(wish.vague && draft.wishes.some((other) => names(other, wish))),
  )
  const apart = filters
    ? draft.shunned.filter((near) =>
        leaves(filters, [...named, ...standing, ...wishes.map(({ loose, filter }) => loose ?? filter), { not: near }]),
      )
    : []
  const firm: readonly Filter[] = [...named, ...apart.map((near): Filter => ({ not: near }))]
  const { hard, soft } =
    filters && draft.act !== 'explain'
      ? soften(wishes, [...firm, ...standing], filters, hasExamples ? fewestNear : fewest)
      : { hard: wishes.map((wish) => wish.filter), soft: [] }
  const filter = join([...firm, ...hard])
  const boosts = [
    ...(last?.boosts ?? []),
    ...kindsOf(draft.seeds.map(itemOf), kinds),
    ...draft.boosts,
    ...draft.shunned.filter((near) => !apart.includes(near)).map((near) => ({ filter: near, boost: heldBack })),
    ...soft.map((wish) => ({ filter: wish.loose ?? wish.filter, boost: softened })),
  ]
  const takenBack = draft.act === 'undo' ? (last?.feedback ?? []).map(({ item }) => item) : []
  const seeds = unique([...(last?.seeds ?? []), ...(draft.act === 'explain' ? [] : draft.seeds)]).filter((id) => !takenBack.includes(id))
  const act = draft.act === 'more' && (draft.wishes.length > 0 || draft.seeds.length > 0 || unread.length > 0) ? 'recommend' : draft.act
  const expiresAt = draft.brief ? context.now + evening : undefined
  const feedback = new Map(draft.feedback.map((entry) => [entry.item, entry]))
  return {
    act: settledAct(act, draft, unread),
    ...(filter && { filter }),
    boosts: distinct(boosts),
    text: unique([...(last?.text ? [last.text] : []), ...(hasExamples ? [] : draft.text), ...unread]).join(' '),
    seeds,
    unlike: unique([...(last?.unlike ?? []), ...draft.unlike]),
    exclude: unique([
      ...(last?.exclude ?? []),
      ...draft.exclude,
      ...(draft.act === 'more' ? context.shown.map((item) => item.id) : []),
    ]).filter((id) => !takenBack.includes(id) && !(draft.act === 'explain' && draft.seeds.includes(id))),
    ...((draft.k ?? last?.k) !== undefined && { k: draft.k ?? last?.k }),
    feedback: [...feedback.values()],
    rules: distinct(stated).map((rule) => ({
      ...rule,
      words: rule.words.replace(joints, '').slice(0, longestWords).trim(),
      ...(expiresAt !== undefined && { expiresAt }),
    })),
    removeRules: removed.map((rule: Rule) => rule.id),
    ...(draft.forgetsAll && { removesAll: true }),
    understood: understood.map((part) => ({
      ...part,
      as: soft.some((wish) => part.words.includes(wish.words)) ? `${part.as} (preferred: too few have all you ask for)` : part.as,
    })),
  }
}

/** Whether a rule bars just what the same message asks for. */
const contradicts = ({ not }: Filter, { wishes }: Draft) => not !== undefined && wishes.some(({ filter }) => equal(filter, not))

/** Whether a limit has every edge of another. */
const keepsTo = (limit: Filter, other: Filter) =>
  Object.entries(other).every(([attribute, condition]) =>
    Object.entries(condition as Condition).every(
      ([side, edge]) => (limit[attribute] as Condition | undefined)?.[side as keyof Condition] === edge,
    ),
  )

/** Whether the first of the values that a wish names, or of each of its alternatives, is ruled out in the same breath: "who lost his job, nothing about work". */
function isRuledOut(wish: Filter, rules: Draft['rules']): boolean {
  if (wish.any) return wish.any.every((part) => isRuledOut(part, rules))
  const [first] = namedValues(wish)
  return rules.some(
    ({ filter }) =>
      equal({ not: wish }, filter) ||
      (first !== undefined &&
        filter.not !== undefined &&
        filter.not.all === undefined &&
        wish.all === undefined &&
        namedValues(filter.not).includes(first)),
  )
}

/** "after 1990 and before 2000" is one rule: of two on the same numbers only the later would be kept. */
function mergeBounds(rules: Draft['rules']): Draft['rules'] {
  const merged: Draft['rules'] = []
  for (const rule of rules) {
    const [attribute, condition] = Object.entries(rule.filter)[0] as [string, Condition]
    const same = isLimit(rule.filter) ? merged.findIndex(({ filter }) => isLimit(filter) && filter[attribute] !== undefined) : -1
    const other = merged[same]
    const words = other && (other.words === rule.words ? rule.words : `${other.words}, ${rule.words}`)
    if (other && words) merged[same] = { filter: { [attribute]: { ...(other.filter[attribute] as Condition), ...condition } }, words }
    else merged.push(rule)
  }
  return merged
}

/** Whether a rule's filter is the part or has it among its own. */
const holds = (filter: Filter, part: Filter) => equal(filter, part) || partsOf(filter).some((one) => equal(one, part))

const isLimit = (filter: Filter) => filter.any === undefined && filter.all === undefined && isNumeric(filter)

/**
 * Whether a rule asks for what an older one bars, or bars what it asks for: "only horror or thrillers" after "no horror". Plain opposites replace each
 * other by themselves.
 */
function overrules(newer: Pick<Rule, 'filter' | 'boost'>, older: Rule): boolean {
  if (newer.boost !== undefined || older.boost !== undefined) return false
  const bars = newer.filter.not !== undefined
  if (equal(newer.filter, { not: older.filter }) || equal({ not: newer.filter }, older.filter)) return false
  if (bars === (older.filter.not !== undefined)) return false
  const [wanted, barred] = (bars ? [older.filter, newer.filter.not] : [newer.filter, older.filter.not]) as [Filter, Filter]
  const [asked, against] = [namedValues(wanted), namedValues(barred)]
  const isBarred = (value: string) => against.includes(value)
  if (barred.all) return against.length > 0 && against.every((value) => asked.includes(value))
  // Of several that would do, one that is barred now leaves the others.
  return bars && wanted.any ? asked.length > 0 && asked.every(isBarred) : asked.some(isBarred)
}

/** The hard rules that are still in force beside those of this message. */
function stillStanding(rules: readonly Rule[], stated: Draft['rules'], now: number): readonly Rule[] {
  const newer = stated.map((rule, index): Rule => ({ ...rule, id: `${index}`, from: 'chat', setAt: now }))
  return inForce([...rules, ...newer], now).filter((rule) => rule.boost === undefined && rules.includes(rule))
}

const leaves = (filters: FilterIndex, all: readonly Filter[]) => countAdmitted([filters.admit({ all }, 'missing')]) >= fewest

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

/** Of what kind the examples are: what more than half of them share is favoured a little, so that a mood beside them does not change the kind. */
function kindsOf(examples: readonly (Item | undefined)[], kinds: readonly string[]): readonly { filter: Filter; boost: number }[] {
  return kinds.flatMap((attribute) => {
    const values = examples.flatMap((item) => [item?.attributes[attribute] ?? []].flat().map(String))
    const shared = [...Map.groupBy(values, (value) => value)].filter(([, uses]) => uses.length > examples.length / 2)
    return shared.map(([value]) => ({ filter: { [attribute]: value }, boost: sameKind }))
  })
}

/** Whether a wish names, outright, a number that another only hints at. */
const names = (wish: Wish, hint: Wish) =>
  !wish.vague && isNumeric(wish.filter) && ruleAttributes(wish.filter).some((name) => ruleAttributes(hint.filter).includes(name))

/** A bound, or any of several: no wish for a kind of item. */
const isNumeric = (filter: Filter): boolean =>
  Object.entries(filter).every(([key, part]) =>
    key === 'any'
      ? (part as readonly Filter[]).every(isNumeric)
      : typeof part === 'object' &&
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
