/** @file Controls for logs whose order is partly the order of a page, as MovieLens: how much of a figure is that order?
 *
 * Three questions: what if acts at the same moment are dealt anew (many seeds: how far chance alone moves the figure); what of the people whose target has a
 * moment of its own; and what if the order of every history, learnt from or shown, is taken away. What is left in the last is taste.
 */

import type { Dataset } from '../data/dataset.ts'
import { createRandom } from '../math/random.ts'
import type { History } from '../models/model.ts'
import type { Figure } from './columns.ts'
import { type EvaluateOptions, evaluate } from './evaluate.ts'
import { withTest } from './protocols/create-split.ts'
import type { Case, Split } from './protocols/protocol.ts'
import { requireTimes } from './protocols/require.ts'

export type OrderControls = {
  readonly metric: string
  readonly plain: Figure
  /** Over the shuffles. */
  readonly ties: {
    readonly values: readonly number[]
    readonly mean: number
    readonly lowest: number
    readonly highest: number
    /** The lowest of the lower 95 % ends: what the figure stands above whatever the order of the ties. */
    readonly lowerEnd: number
  }
  /** Undefined where every target shares its moment with the act before. */
  readonly untied: Figure | undefined
  readonly shuffled: Figure
}

export type OrderControlOptions = Omit<EvaluateOptions, 'splits' | 'part' | 'slices' | 'keepLists'> & {
  readonly dataset: Dataset
  /** The protocol, which must know the order: a tie dealt anew may change the target. */
  readonly splitOf: (dataset: Dataset) => Split
  /** How often ties are dealt anew. */
  readonly shuffles?: number | undefined
}

/** All three controls by each metric. @throws PenchantError `invalid-input` where the data has no times. */
export async function orderControls(asked: OrderControlOptions): Promise<readonly OrderControls[]> {
  const { dataset, splitOf, shuffles = 20, ...options } = asked
  const figuresOf = async (split: Split) => (await evaluate({ ...options, splits: [split] })).metrics
  const split = splitOf(dataset)
  const dealt: Readonly<Record<string, Figure>>[] = []
  for (let shuffle = 0; shuffle < shuffles; shuffle++)
    dealt.push(await figuresOf(splitOf(shuffledTies(dataset, `${options.context.seed} ${shuffle}`))))
  const plain = await figuresOf(split)
  const untied = untiedCases(split, dataset)
  const alone = untied.test.cases.length === 0 ? undefined : await figuresOf(untied)
  const shuffled = await figuresOf(shuffledHistories(split, options.context.seed))
  return options.metrics.map(({ label }) => {
    const values = dealt.map((figures) => figures[label]!.value)
    return {
      metric: label,
      plain: plain[label]!,
      ties: {
        values,
        mean: values.reduce((sum, value) => sum + value, 0) / values.length,
        lowest: Math.min(...values),
        highest: Math.max(...values),
        lowerEnd: Math.min(...dealt.map((figures) => figures[label]!.low)),
      },
      untied: alone?.[label],
      shuffled: shuffled[label]!,
    }
  })
}

/** Each user's interactions at one moment in a new order; all else stays. @throws PenchantError `invalid-input` without times. */
export function shuffledTies(dataset: Dataset, seed: number | string): Dataset {
  const times = requireTimes('tie shuffles', dataset)
  const random = createRandom(`${seed} ties`)
  const from = Int32Array.from(dataset.item, (_, place) => place)
  for (let user = 0; user < dataset.users.length; user++) {
    const end = dataset.offsets[user + 1]!
    for (let start = dataset.offsets[user]!, next = start; start < end; start = next) {
      for (next = start + 1; next < end && times[next] === times[start]; ) next++
      random.shuffle(from.subarray(start, next))
    }
  }
  return {
    ...dataset,
    item: from.map((place) => dataset.item[place]!),
    value: Float32Array.from(from, (place) => dataset.value[place]!),
    ...(dataset.baskets && { baskets: from.map((place) => dataset.baskets![place]!) }),
  }
}

/** Only the people of whose targets none shares its moment with the newest act shown. @throws PenchantError `invalid-input` without times. */
export function untiedCases(split: Split, dataset: Dataset): Split {
  const times = requireTimes('untied cases', dataset)
  const isUntied = ({ user, history, targets }: Case) => {
    const newest = history.times?.at(-1)
    const row = dataset.item.subarray(dataset.offsets[user]!, dataset.offsets[user + 1]!)
    return targets.every((target) => times[dataset.offsets[user]! + row.lastIndexOf(target)] !== newest)
  }
  return withTest(split, { train: split.test.train, cases: split.test.cases.filter(isUntied) }, 'Only targets with a moment of their own.')
}

/** The items of every history, learnt from or shown, dealt anew over its places; times stay where they are. Targets stay what they were. */
export function shuffledHistories(split: Split, seed: number | string): Split {
  const random = createRandom(`${seed} histories`)
  const { train, cases } = split.test
  const order = Int32Array.from(train.item, (_, place) => place)
  for (let user = 0; user < train.users.length; user++) random.shuffle(order.subarray(train.offsets[user], train.offsets[user + 1]))
  const shuffled = ({ items, values, ...rest }: History): History => {
    const places = random.shuffle(Int32Array.from(items, (_, place) => place))
    return { ...rest, items: places.map((place) => items[place]!), values: Float32Array.from(places, (place) => values[place]!) }
  }
  const test = {
    train: {
      ...train,
      item: order.map((place) => train.item[place]!),
      value: Float32Array.from(order, (place) => train.value[place]!),
      ...(train.baskets && { baskets: order.map((place) => train.baskets![place]!) }),
    },
    cases: cases.map((one) => ({ ...one, history: shuffled(one.history) })),
  }
  return withTest(split, test, 'The order of every history is shuffled.')
}
