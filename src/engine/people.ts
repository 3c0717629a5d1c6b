/** @file The people the engine knows: their evidence near at hand, their taste folded when asked, and the live counts over all of them.
 *
 * Every number here is a function of everyone's evidence: after any event and its undo, all of it is as before, bit for bit.
 */

import { type Evidence, emptyEvidence } from '../data/evidence.ts'
import { createPopularity, type PopularityCounts } from '../models/baseline/popularity.ts'
import { createTogether, type TogetherCounts } from '../models/knn/together.ts'
import type { Snapshot } from '../pipeline/snapshot.ts'
import type { TasteConfig } from '../profile/config.ts'
import { type FoldedTaste, foldTaste } from '../profile/fold.ts'
import { type CountedPositives, type Positive, positives, positivesAfter } from '../profile/positives.ts'
import type { UserStore } from '../storage/storage.ts'

/** How many people's evidence and taste stay in memory; the rest is one point lookup away. */
const nearAtHand = 20_000
/** People whose new events wait to be counted until someone asks: an import counts each of them once, not at every event. */
const mostWaiting = 64

export type People = {
  readonly together: TogetherCounts
  readonly popularity: PopularityCounts
  readonly count: () => number
  /** Reads everyone once, at the start. @param met is told of each. */
  load(met?: (user: string, evidence: Evidence) => void): Promise<void>
  evidence(user: string): Promise<Evidence>
  taste(user: string | undefined, evidence: Evidence, snapshot: Snapshot, now: number): FoldedTaste
  /** Brings the live counts up to the last event taken in: call it before they are read. */
  settle(): void
  /** Takes in what was just made durable, in log order. */
  committed(user: string, evidence: Evidence): void
  erased(user: string): void
  /** Everyone's positive items, for training. */
  positives(): ReadonlyMap<string, readonly Positive[]>
}

type Near = { evidence: Evidence; taste?: { readonly folded: FoldedTaste; readonly snapshot: Snapshot; readonly from: number } }

export function createPeople(users: UserStore, indexOf: (id: string) => number | undefined, config: TasteConfig): People {
  const together = createTogether()
  const popularity = createPopularity()
  const liked = new Map<string, CountedPositives>()
  const near = new Map<string, Near>()

  const keep = (user: string, evidence: Evidence): Evidence => {
    const known = near.get(user)
    if (known && known.evidence.revision >= evidence.revision) return known.evidence
    const kept = known ? { ...evidence, interactions: sharing(known.evidence.interactions, evidence.interactions, isSameRecord) } : evidence
    near.delete(user)
    near.set(user, { evidence: kept })
    if (near.size > nearAtHand) near.delete(near.keys().next().value as string)
    return kept
  }
  const waiting = new Map<string, Evidence>()
  const settle = () => {
    for (const [user, evidence] of waiting) recount(user, evidence)
    waiting.clear()
  }
  const recount = (user: string, evidence: Evidence) => {
    const before = liked.get(user)
    const after = before ? positivesAfter(before, evidence, indexOf, config) : positives(evidence, indexOf, config)
    popularity.update(before?.positives ?? [], after.positives)
    together.update(itemsOf(before?.positives ?? []), itemsOf(after.positives))
    if (after.positives.length > 0) liked.set(user, after)
    else liked.delete(user)
  }

  return {
    together,
    popularity,
    settle,
    count() {
      settle()
      return liked.size
    },
    positives() {
      settle()
      return new Map([...liked].map(([user, { positives }]) => [user, positives]))
    },
    async load(met) {
      for await (const everyone of users.all()) {
        for (const { user, evidence } of everyone) {
          met?.(user, evidence)
          const found = positives(evidence, indexOf, config)
          if (found.positives.length > 0) liked.set(user, found)
        }
      }
      together.rebuild([...liked.values()].map(({ positives }) => itemsOf(positives)))
      for (const { positives } of liked.values()) popularity.update([], positives)
    },
    async evidence(user) {
      const known = near.get(user)
      return known ? known.evidence : keep(user, (await users.evidence(user)) ?? emptyEvidence)
    },
    taste(user, evidence, snapshot, now) {
      const known = user === undefined ? undefined : near.get(user)
      const folded = known?.evidence === evidence ? known.taste : undefined
      if (
        folded &&
        folded.snapshot.space === snapshot.space &&
        folded.snapshot.items === snapshot.items &&
        now >= folded.from &&
        now < folded.folded.validUntil
      ) {
        return folded.folded
      }
      const taste = foldTaste(evidence, { space: snapshot.space, indexOf: snapshot.indexOf, now, config })
      if (known?.evidence === evidence) known.taste = { folded: taste, snapshot, from: now }
      return taste
    },
    committed(user, evidence) {
      waiting.set(user, keep(user, evidence))
      if (waiting.size >= mostWaiting) settle()
    },
    erased(user) {
      near.delete(user)
      waiting.delete(user)
      recount(user, emptyEvidence)
    },
  }
}

const itemsOf = (acts: readonly Positive[]) => acts.map(({ item }) => item)

const isSameRecord = (record: { readonly seq: number }, other: { readonly seq: number }) => record.seq === other.seq

/** `after` with the objects of `before` in its place where they are the same: the many that stay would else age again at every event, for the collector to find. */
function sharing<T>(before: readonly T[], after: readonly T[], isSame: (one: T, other: T) => boolean): readonly T[] {
  return after.map((one, at) => (at < before.length && isSame(before[at] as T, one) ? (before[at] as T) : one))
}
