/** @file Baselines that a replay puts beside the engine: recommenders of their own that learn from the same events at the same moments.
 *
 * Each keeps people's wishes as of now, never shows what a person acted on, nor what is not released yet, and fills up with decayed popularity where it knows too
 * little. Decayed popularity and live item-kNN are right after every event; a model is fitted anew when the replay says so and folds in what came since.
 */

import { createDataset, type DatasetRow } from '../data/dataset.ts'
import type { Interaction } from '../data/interaction.ts'
import type { Item } from '../data/item.ts'
import { Vocabulary } from '../data/vocabulary.ts'
import { topK } from '../math/top-k.ts'
import { createPopularity, type PopularityCounts } from '../models/baseline/popularity.ts'
import { createTogether } from '../models/knn/together.ts'
import type { FitContext, Model, ModelDefinition } from '../models/model.ts'
import type { Acknowledgement, Recommender } from '../pipeline/recommender.ts'

/** What is replayed through: a recommender whose clock can be set. */
export type Opened = {
  readonly recommender: Pick<Recommender, 'trackAll' | 'recommend'>
  /** Epoch milliseconds. */
  readonly setNow: (now: number) => void
  /** Time to train: after the warm-up and at intervals. */
  readonly refit?: (() => Promise<void>) | undefined
  readonly close?: (() => Promise<void>) | undefined
}

export type Contender = { readonly name: string; readonly open: () => Opened | Promise<Opened> }

/** Whether an act says that the person wanted the item. */
export type IsWish = (interaction: Interaction) => boolean

type Person = {
  /** Integers of the items wished for, oldest first, and when. */
  readonly wished: number[]
  readonly times: number[]
  readonly seen: Set<number>
}

/** Scores by the item's integer; NaN = cannot say. Undefined = knows nothing of this person. */
type Scorer = {
  readonly learn?: (person: Person) => void
  readonly score?: (person: Person) => ArrayLike<number> | undefined
  readonly refit?: (people: ReadonlyMap<string, Person>) => Promise<void>
}

export function decayedPopularity(items: readonly Item[], isWish: IsWish): Contender {
  return contender('popularity', items, isWish, () => ({}))
}

export function liveItemKnn(items: readonly Item[], isWish: IsWish): Contender {
  return contender('item-knn', items, isWish, () => {
    const together = createTogether()
    const all = new Uint8Array(items.length).fill(1)
    return {
      learn: ({ wished }) => together.update([...new Set(wished.slice(0, -1))], [...new Set(wished)]),
      score({ wished }) {
        const scores = new Float64Array(items.length)
        for (const item of new Set(wished)) together.addTo(item, 1, scores, all)
        return scores.map((score) => (score > 0 ? score : Number.NaN))
      },
    }
  })
}

/** A model of the registry: fitted at the replay's intervals, asked with each person's history as it is now. */
export function fittedModel(
  definition: ModelDefinition,
  config: Readonly<Record<string, unknown>>,
  { items, isWish, context }: { readonly items: readonly Item[]; readonly isWish: IsWish; readonly context: FitContext },
): Contender {
  return contender(definition.name, items, isWish, () => {
    let model: Model | undefined
    return {
      score: ({ wished, times }) =>
        model?.score({
          history: { items: Int32Array.from(wished), values: new Float32Array(wished.length).fill(1), times: Float64Array.from(times) },
        }),
      async refit(people) {
        const rows: DatasetRow[] = []
        for (const [user, { wished, times }] of people)
          for (const [at, item] of wished.entries()) rows.push({ user, item: items[item]!.id, at: times[at] })
        if (rows.length === 0) return
        const dataset = createDataset(rows, { name: 'the log so far', order: 'time', items: items.map(({ id }) => id) })
        model = await definition.fit(dataset, definition.config.parse(config), context)
      },
    }
  })
}

function contender(name: string, items: readonly Item[], isWish: IsWish, scorerOf: () => Scorer): Contender {
  return {
    name,
    open() {
      const scorer = scorerOf()
      const numbers = new Vocabulary(items.map(({ id }) => id))
      const people = new Map<string, Person>()
      const popularity = createPopularity()
      let now = 0
      const personOf = (user: string) => {
        const person = people.get(user) ?? { wished: [], times: [], seen: new Set() }
        people.set(user, person)
        return person
      }
      return {
        setNow: (moment) => {
          now = moment
        },
        ...(scorer.refit && { refit: () => scorer.refit!(people) }),
        recommender: {
          async trackAll(user, interactions): Promise<readonly Acknowledgement[]> {
            const person = personOf(user)
            for (const interaction of interactions) {
              const item = numbers.indexOf(interaction.item)
              if (item === undefined) continue
              person.seen.add(item)
              if (!isWish(interaction)) continue
              const at = interaction.occurredAt ?? now
              person.wished.push(item)
              person.times.push(at)
              popularity.add(item, at)
              scorer.learn?.(person)
            }
            return interactions.map((_, seq) => ({ seq, repeated: false }))
          },
          async recommend({ user = '', k = 10 }) {
            const person = people.get(user)
            const eligible = Uint8Array.from(items, ({ releasedAt = 0 }, item) => Number(releasedAt <= now && !person?.seen.has(item)))
            const scores = person && person.wished.length > 0 ? scorer.score?.(person) : undefined
            const best = bestOf(scores, popularity, { now, eligible, k, items: items.length })
            const slate = best.map((item, position) => ({
              item: items[item]!,
              position,
              score: -position,
              reason: { kind: scores === undefined ? ('popular' as const) : ('together' as const), text: '' },
              sources: [],
            }))
            return { slateId: '', items: slate, tier: 'ranker', degraded: [], revision: 0 }
          },
        },
      }
    },
  }
}

type Wanted = { readonly now: number; readonly eligible: Uint8Array; readonly k: number; readonly items: number }

/** The k best by the scores, filled up with the most popular. */
function bestOf(
  scores: ArrayLike<number> | undefined,
  popularity: PopularityCounts,
  { now, eligible, k, items }: Wanted,
): readonly number[] {
  const best = scores === undefined ? [] : [...topK(scores, k, { eligible }).items]
  if (best.length === k) return best
  for (const item of best) eligible[item] = 0
  return [...best, ...topK(popularity.counts(now, items), k - best.length, { eligible }).items]
}
