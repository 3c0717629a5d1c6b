/** @file What people were shown on their earlier visits: read from the record of slates when someone comes, then kept up with every slate.
 *
 * A visit is a run of a person's slates with gaps below `gapMs`; acts take no part, so an undo leaves every visit as it was. A visit does not count itself: what is
 * said of the earlier ones is the same, to the byte, from its first slate to its last. Slates that answered words or examples belong to a visit and show nothing
 * here: there the person's asking, and not the engine, brought the items.
 * Bounded: the newest 32 earlier visits of a person, 1,000 items each; 20,000 people and 500,000 items in all. Who has not been seen longest goes, and is read again.
 * Cost: what is said is kept for the visit; the first time it is O(items shown).
 */

import type { SlateRecord } from '../data/slate.ts'
import { type ShownBefore, shownBefore } from '../reranking/rotation.ts'

const mostVisits = 32
const mostOfVisit = 1_000
const mostShown = 500_000
const mostPeople = 20_000
/** What is read of one person: what lies before is not known after a restart. */
const mostSlates = 2_000

export type Visits = {
  /**
   * Resolves with what tells what a person's earlier visits showed in a scenario, at a moment (epoch milliseconds) that belongs to a visit from then on.
   *
   * @throws what reading the slates does.
   */
  of(user: string): Promise<(scenario: string, now: number) => ReadonlyMap<number, ShownBefore>>
  /** Takes in a slate as it is served. */
  add(record: SlateRecord): void
  /** The person's slates are gone, or are another's now. */
  erased(user: string): void
}

export type VisitsOptions = {
  /** The person's slates, the newest first. */
  readonly served: (user: string) => AsyncIterable<readonly SlateRecord[]>
  readonly indexOf: (id: string) => number | undefined
  /** A visit ends when no slate was served for this long. */
  readonly gapMs: number
  /** How long slates are kept: an older visit counts no more, read from disk or not. */
  readonly keptMs: number
}

type Visit = { readonly since: number; until: number; readonly shown: Map<string, Set<number>>; size: number }
type Person = {
  /** By time; the last may be running. */
  readonly visits: Visit[]
  /** Slates that are served while the earlier ones are read; undefined once they are. */
  meanwhile: SlateRecord[] | undefined
  /** What was said on the last visit, by scenario. */
  readonly said: Map<string, ReadonlyMap<number, ShownBefore>>
}

export function createVisits({ served, indexOf, gapMs, keptMs }: VisitsOptions): Visits {
  const near = new Map<string, { readonly person: Person; readonly read: Promise<void> }>()
  let held = 0

  /** The visit that a moment belongs to. */
  const visitAt = ({ visits, said }: Person, time: number): Visit => {
    const last = visits.at(-1)
    if (last !== undefined && time - last.until < gapMs) return last
    const visit = { since: time, until: time, shown: new Map(), size: 0 }
    visits.push(visit)
    if (visits.length > mostVisits + 1) held -= visits.shift()!.size
    said.clear()
    return visit
  }
  const take = (person: Person, { time, scenario, query, slots }: SlateRecord) => {
    const visit = visitAt(person, time)
    visit.until = Math.max(visit.until, time)
    if (query.text !== undefined || query.seeds !== undefined) return
    const shown = visit.shown.get(scenario) ?? new Set()
    visit.shown.set(scenario, shown)
    for (const { item } of slots) {
      const index = indexOf(item)
      if (index === undefined || visit.size === mostOfVisit || shown.has(index)) continue
      shown.add(index)
      visit.size++
      held++
    }
  }
  const readSlates = async (user: string): Promise<readonly SlateRecord[]> => {
    const records: SlateRecord[] = []
    let visits = 0
    let oldest = Number.POSITIVE_INFINITY
    for await (const chunk of served(user)) {
      for (const record of chunk) {
        if (oldest - record.time >= gapMs) visits++
        oldest = Math.min(oldest, record.time)
        records.push(record)
      }
      // One more than are kept, a running one among them: the oldest that was read may not be whole.
      if (visits > mostVisits + 1 || records.length >= mostSlates) break
    }
    return records
  }
  const drop = (user: string) => {
    for (const visit of near.get(user)?.person.visits ?? []) {
      held -= visit.size
      // A request under way may still add to these visits, and so let the oldest go.
      visit.size = 0
    }
    near.delete(user)
  }
  const come = (user: string) => {
    const person: Person = { visits: [], meanwhile: [], said: new Map() }
    const isNear = () => near.get(user)?.person === person
    const read = readSlates(user).then(
      (records) => {
        if (!isNear()) return
        // One that comes twice is the same visit's, which counts an item once.
        const all = [...records, ...(person.meanwhile ?? [])].sort((a, b) => a.time - b.time)
        person.meanwhile = undefined
        for (const record of all) take(person, record)
      },
      (error) => {
        if (isNear()) near.delete(user)
        throw error
      },
    )
    return { person, read }
  }

  return {
    async of(user) {
      const known = near.get(user) ?? come(user)
      near.delete(user)
      near.set(user, known)
      await known.read
      for (const other of near.keys()) {
        if ((held <= mostShown && near.size <= mostPeople) || other === user) break
        drop(other)
      }
      const { person } = known
      return (scenario, now) => {
        const { since } = visitAt(person, now)
        const said = person.said.get(scenario)
        if (said) return said
        const earlier = person.visits.slice(0, -1).filter((visit) => since - visit.since <= keptMs)
        const shown = shownBefore(
          earlier.map((visit) => ({ since: visit.since, items: visit.shown.get(scenario) ?? [] })),
          since,
        )
        person.said.set(scenario, shown)
        return shown
      }
    },
    add(record) {
      const known = record.user === null ? undefined : near.get(record.user)
      if (known?.person.meanwhile) known.person.meanwhile.push(record)
      else if (known) take(known.person, record)
    },
    erased: drop,
  }
}
