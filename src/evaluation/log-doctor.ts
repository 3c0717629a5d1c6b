/** @file The log doctor: what a log of interactions can support, before anything is fitted on it. Facts, and what follows from them in sentences.
 *
 * Cost: O(n log n) and the recency control. What counts as a wish comes with the events (`relevant`).
 */

import { dayMs } from '../data/day.ts'
import { type RecencyGain, recencyGain } from './recency-gain.ts'
import type { ReplayEvent } from './replay.ts'

export type LogFacts = {
  readonly events: number
  readonly users: number
  readonly items: number
  /** Events that say somebody wanted the item. */
  readonly wishes: number
  /** Distinct pairs of user and item ÷ (users · items). */
  readonly density: number
  readonly medianEventsAUser: number
  readonly medianEventsASession: number
  readonly days: number
  /** The coarsest unit that all times are multiples of, in seconds: 86,400 = dates only. */
  readonly timeUnitSeconds: number
  /** Share of events at the same moment as another of the same person: among them the log knows no order. */
  readonly tiedShare: number
  /** Share of events that say the same as an earlier one: person, item, type and time. */
  readonly duplicateShare: number
  /** Share of events on an item that the person had acted on before. */
  readonly repeatShare: number
  /** Of the wishes after the first fifth of the log: on an item that nobody had touched before, by a person nobody had seen before. */
  readonly coldItemShare: number
  readonly coldUserShare: number
  readonly recency?: RecencyGain | undefined
}

/** `page-order`: the gain of recency vanishes once the order inside sessions is shuffled. */
export type OrderVerdict = 'none' | 'page-order' | 'real' | 'unknown'
export type Family = 'popularity' | 'neighbours' | 'linear' | 'factorization' | 'sequential' | 'content'
export type Advice = { readonly family: Family; readonly verdict: 'best' | 'suits' | 'weak' | 'refuse'; readonly why: string }

export type LogReport = {
  readonly facts: LogFacts
  readonly order: OrderVerdict
  /** Whether a replay can say something: there are times, wishes after the warm-up, and people enough for an interval. */
  readonly replayable: boolean
  readonly advice: readonly Advice[]
  /** The same for people. */
  readonly sentences: readonly string[]
}

const sessionGap = 30 * 60_000
const warmUp = 0.2
const fewestUsers = 30
/** Share of events tied with another of the same person above which the log knows next to no order. */
const mostTied = 0.8
/** Wishes an item below which what other people did says little of it. */
const fewestWishesAnItem = 3

export function inspectLog(events: readonly ReplayEvent[], { seed }: { readonly seed: number | string }): LogReport {
  const ordered = events.toSorted((a, b) => a.interaction.occurredAt - b.interaction.occurredAt)
  const wishes = ordered.filter(({ relevant }) => relevant)
  const recency = recencyGain(wishes, { seed })
  const facts = { ...factsOf(ordered, wishes.length), ...(recency && { recency }) }
  const order = orderOf(facts)
  const replayable = facts.users >= fewestUsers && facts.days > 0 && wishes.length >= 2 * fewestUsers
  const advice = adviceOn(facts, order)
  return { facts, order, replayable, advice, sentences: sentencesOf(facts, order, replayable, advice) }
}

function factsOf(ordered: readonly ReplayEvent[], wishes: number): Omit<LogFacts, 'recency'> {
  const people = Map.groupBy(ordered, ({ user }) => user)
  const items = new Set(ordered.map(({ interaction }) => interaction.item))
  const [said, pairs, known] = [new Set<string>(), new Set<string>(), new Set<string>()]
  const seen = new Set<string>()
  let [duplicates, repeats, later, coldItems, coldUsers] = [0, 0, 0, 0, 0]
  for (const [place, { user, interaction, relevant }] of ordered.entries()) {
    const { item, type, value, occurredAt } = interaction
    const saying = JSON.stringify([user, item, type, value, occurredAt])
    const pair = JSON.stringify([user, item])
    if (said.has(saying)) duplicates++
    else if (pairs.has(pair)) repeats++
    if (relevant && place >= warmUp * ordered.length) {
      later++
      coldItems += Number(!known.has(item))
      coldUsers += Number(!seen.has(user))
    }
    said.add(saying)
    pairs.add(pair)
    known.add(item)
    seen.add(user)
  }
  const times = ordered.map(({ interaction }) => interaction.occurredAt)
  const sessions: number[] = []
  let tied = 0
  for (const own of people.values()) {
    for (const [place, { interaction }] of own.entries()) {
      const gap = interaction.occurredAt - (own[place - 1]?.interaction.occurredAt ?? Number.NEGATIVE_INFINITY)
      if (gap < sessionGap) sessions[sessions.length - 1]! += 1
      else sessions.push(1)
      tied += Number(gap === 0 || own[place + 1]?.interaction.occurredAt === interaction.occurredAt)
    }
  }
  const share = (count: number, of = ordered.length) => (of === 0 ? 0 : count / of)
  return {
    events: ordered.length,
    users: people.size,
    items: items.size,
    wishes,
    density: share(pairs.size, people.size * items.size),
    medianEventsAUser: median(Array.from(people.values(), ({ length }) => length)),
    medianEventsASession: median(sessions),
    days: times.length === 0 ? 0 : ((times.at(-1) as number) - (times[0] as number)) / dayMs,
    timeUnitSeconds: [86_400, 3_600, 60, 1].find((unit) => times.every((time) => time % (unit * 1_000) === 0)) ?? 0.001,
    tiedShare: share(tied),
    duplicateShare: share(duplicates),
    repeatShare: share(repeats),
    coldItemShare: share(coldItems, later),
    coldUserShare: share(coldUsers, later),
  }
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length === 0 ? 0 : sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}

function orderOf({ recency, tiedShare }: LogFacts): OrderVerdict {
  if (recency === undefined || tiedShare > mostTied) return 'unknown'
  if (recency.ordered.low <= 0) return 'none'
  return recency.shuffled.low > 0 ? 'real' : 'page-order'
}

function adviceOn(facts: LogFacts, order: OrderVerdict): readonly Advice[] {
  const { users, items, wishes, medianEventsAUser, coldItemShare } = facts
  const together = wishes >= fewestWishesAnItem * items && users >= fewestUsers
  const ordered = order === 'real'
  const perItem = (wishes / Math.max(1, items)).toFixed(1)
  const advice: Advice[] = [
    { family: 'popularity', verdict: 'suits', why: 'It needs nothing but counts and times: the least that any other must beat.' },
    {
      family: 'sequential',
      verdict: ordered ? 'suits' : order === 'none' ? 'weak' : 'refuse',
      why: {
        real: 'What was done last says more than what was done before, also with the order inside sessions shuffled.',
        none: 'What was done last says no more than what was done before.',
        'page-order': 'What looks like sequence is the order of a page: shuffled inside sessions, the gain is gone.',
        unknown: 'The log does not tell in which order things happened, or is too small to tell whether it matters.',
      }[order],
    },
    {
      family: 'neighbours',
      verdict: together ? 'suits' : 'weak',
      why: `${perItem} wishes an item${together ? '.' : ': few pairs are shared by people.'}`,
    },
    {
      family: 'linear',
      verdict: together && items <= 12_000 ? 'suits' : 'weak',
      why:
        items <= 12_000
          ? `${items.toLocaleString('en')} items fit a dense matrix; ${perItem} wishes an item.`
          : 'More than 12,000 items: fitted on the nearest items alone.',
    },
    {
      family: 'factorization',
      verdict: together && users >= 1_000 ? 'suits' : 'weak',
      why: users >= 1_000 ? `${users.toLocaleString('en')} people.` : `${users.toLocaleString('en')} people are few for learnt factors.`,
    },
    {
      family: 'content',
      verdict: coldItemShare > 0.1 || !together ? 'suits' : 'weak',
      why: `${percent(coldItemShare)} of the later wishes are for items that nobody had touched: only what is known of the item itself can find those.`,
    },
  ]
  const best: Family =
    wishes === 0 || medianEventsAUser < 2
      ? 'popularity'
      : !together || coldItemShare > 0.5
        ? 'content'
        : ordered
          ? 'sequential'
          : items <= 12_000 && wishes >= 10 * items
            ? 'linear'
            : 'neighbours'
  return advice.map((one) => (one.family === best ? { ...one, verdict: 'best' } : one))
}

const percent = (share: number) => `${(100 * share).toFixed(share > 0 && share < 0.1 ? 1 : 0)} %`

function sentencesOf(facts: LogFacts, order: OrderVerdict, replayable: boolean, advice: readonly Advice[]): readonly string[] {
  const count = (number: number) => number.toLocaleString('en', { maximumFractionDigits: 1 })
  const { recency } = facts
  const of = (verdict: Advice['verdict']) => advice.filter((one) => one.verdict === verdict)
  const signed = (value: number) => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(4).slice(1)}`
  const lines: (string | false | undefined)[] = [
    `${count(facts.events)} events of ${count(facts.users)} people on ${count(facts.items)} items over ${count(facts.days)} days; ${count(facts.wishes)} are wishes; ${percent(facts.density)} of all pairs occur; half of the people have at most ${count(facts.medianEventsAUser)} events.`,
    facts.duplicateShare > 0 && `${percent(facts.duplicateShare)} of the events are said twice, word for word: count them once.`,
    facts.repeatShare > 0 &&
      `${percent(facts.repeatShare)} of the events are on an item that the person had acted on before; those are no targets of a recommendation.`,
    facts.tiedShare > 0 &&
      `${percent(facts.tiedShare)} of the events share their moment with another of the same person: among them the log knows no order.`,
    facts.timeUnitSeconds >= 3_600 &&
      `All times are whole ${facts.timeUnitSeconds >= 86_400 ? 'days' : 'hours'}: freshness below that cannot be measured.`,
    `${percent(facts.coldItemShare)} of the later wishes are for items, and ${percent(facts.coldUserShare)} by people, that the log had not seen before.`,
    recency &&
      `Weighing the newest acts more changes NDCG@10 by ${signed(recency.ordered.value)} [${signed(recency.ordered.low)}, ${signed(recency.ordered.high)}], with the order inside sessions shuffled by ${signed(recency.shuffled.value)} [${signed(recency.shuffled.low)}, ${signed(recency.shuffled.high)}] (${count(recency.cases)} predictions for ${count(recency.users)} people).`,
    order === 'page-order' &&
      'So the order inside a session is that of a page, not of taste: do not believe figures of sequence models on this log.',
    order === 'unknown' && 'Whether order matters cannot be told from this log: sequence models are refused.',
    ...of('best').map(({ family, why }) => `Likely best: ${family}. ${why}`),
    ...of('refuse').map(({ family, why }) => `Refused: ${family}. ${why}`),
    !replayable && `The log cannot be replayed: it needs times that differ, ${fewestUsers} people and ${2 * fewestUsers} wishes.`,
  ]
  return lines.filter((line) => typeof line === 'string')
}
