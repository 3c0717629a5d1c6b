/** @file Settles a draft into a plan: measures "shorter" on something, goes on from the last answer, and softens wishes that together leave too little. */

import type { Condition, Filter } from '../data/filter.ts'
import type { Item } from '../data/item.ts'
import { type Rule, ruleAttributes } from '../data/rule.ts'
import type { Plan, PlanContext } from '../pipeline/plan.ts'
import type { FilterIndex } from '../pipeline/snapshot.ts'
import type { Draft, Wish } from './draft.ts'
import { inForce } from './in-force.ts'
import { median } from './measures.ts'
import { namedValues } from './rules/undo.ts'

/** Below this many items left, descriptive wishes become preferences: a list of three vampires is not what "a funny vampire story" asks for. */
const fewest = 3
/** Below this many, what was less certainly read, or suits the company, gives way to what was named. */
const fewestSuited = 3
/** Beside an example nearness to it needs more to choose from. */
const fewestNear = 20
/** Of more moods than this at once, the combinations are not tried. */
const mostMoods = 5
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

/** @param kinds attributes that say of what kind an item is. @param itemOf finds the examples. @param filters where it is left out, no wish is softened. */
export function settle(
  draft: Draft,
  unread: readonly string[],
  context: PlanContext,
  itemOf: (id: string) => Item | undefined,
  filters: FilterIndex | undefined,
  understood: Plan['understood'],
  kinds: readonly string[] = [],
): Plan {
  const last = !draft.afresh && goesOn(draft, unread) ? context.last : undefined
  const stated = mergeBounds(draft.rules)
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
  const isBarred = (wish: Wish) => draft.rules.some((rule) => equal({ not: wish.filter }, rule.filter))
  const said = draft.wishes.length + draft.seeds.length + draft.relative.length + draft.feedback.length === 0 ? draft.fond : draft.wishes
  // A limit that is a rule by now is asked for as one.
  const isRuled = (wish: Wish) =>
    isLimit(wish.filter) && stated.some(({ filter }) => isLimit(filter) && Object.keys(filter).join() === Object.keys(wish.filter).join())
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

/**
 * Where all wishes together leave too little, a narrow wish is widened first; then "old" and the like give way; then as many of the moods and themes must hold as leave enough, and all of
 * them are favoured; where still nothing is left, kinds give way and then the rest, each time the one without which most is left. Bounds never do.
 */
function soften(
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

/** Of what kind the examples are: what more than half of them share is favoured a little, so that a mood beside them does not change the kind. */
function kindsOf(examples: readonly (Item | undefined)[], kinds: readonly string[]): readonly { filter: Filter; boost: number }[] {
  return kinds.flatMap((attribute) => {
    const values = examples.flatMap((item) => [item?.attributes[attribute] ?? []].flat().map(String))
    const shared = [...Map.groupBy(values, (value) => value)].filter(([, uses]) => uses.length > examples.length / 2)
    return shared.map(([value]) => ({ filter: { [attribute]: value }, boost: sameKind }))
  })
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

/** Whether a wish names, outright, a number that another only hints at. */
const names = (wish: Wish, hint: Wish) =>
  !wish.vague && isNumeric(wish.filter) && ruleAttributes(wish.filter).some((name) => ruleAttributes(hint.filter).includes(name))

function countAdmitted(masks: readonly Uint8Array[]): number {
  const [first, ...others] = masks
  if (!first) return Number.POSITIVE_INFINITY
  let count = 0
  for (let item = 0; item < first.length; item++) if (first[item] === 1 && others.every((mask) => mask[item] === 1)) count++
  return count
}

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
const distinctBy = <T>(list: readonly T[], key: (entry: T) => string): readonly T[] => [
  ...new Map(list.map((entry) => [key(entry), entry])).values(),
]
const distinct = <T>(list: readonly T[]): T[] => [...new Map(list.map((entry) => [JSON.stringify(entry), entry])).values()]

function join(parts: readonly Filter[]): Filter | undefined {
  const all = distinct(parts)
  return all.length === 0 ? undefined : all.length === 1 ? all[0] : { all }
}
