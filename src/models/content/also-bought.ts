/** @file Also bought: what is bought together with what you have, in one basket; complements, not substitutes.
 *
 * jaccard: A_hj = n_hj / (n_h + n_j − n_hj);   lift: A_hj = n_hj B / (n_h n_j);   both times n_hj / (n_hj + λ). n = baskets with an item, n_hj with both, B = all.
 * s_j = Σ_h w_h A_hj over the history, times σ where some h of it is a substitute of j: never in one basket with it although their contents are alike, cos ≥ τ.
 * Shapes: A csr [I × I], k entries a row; substitutes csr [I × I], empty without vectors. Cost: fit O(Σ |basket|² + I² D with vectors), a score O(|history| · k).
 * Cold start: an item that was in no basket with one of the history and a person without a known item: NaN.
 * Source: Brijs, Swinnen, Vanhoof & Wets, KDD 1999 (interest of product pairs); substitutes and complements: McAuley, Pandey & Leskovec, KDD 2015.
 * Checked against: hand arithmetic.
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { openBatchTopK } from '../../math/batch-top-k.ts'
import { type Csr, csrFromEntries } from '../../math/csr.ts'
import { hash32 } from '../../math/random.ts'
import type { Steps } from '../../math/steps.ts'
import type { TopK } from '../../math/top-k.ts'
import { normaliseRows } from '../../math/vector.ts'
import { csrTensors, openModel, saveModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { bestRowSteps, placesOf } from '../knn/best-rows.ts'
import { bestOfRow, createNeighbourSums } from '../knn/neighbour-sums.ts'
import { chosenScores, defineModel, type FitContext, type Model } from '../model.ts'
import { halfLifeOption, requireOrder, weighHistory } from '../recency.ts'

const name = 'also-bought'

const alsoBoughtConfig = z.strictObject({
  k: z.int().positive().default(100).describe('How many companions of each item of the history count.'),
  measure: z
    .enum(['jaccard', 'lift'])
    .default('jaccard')
    .describe(
      'jaccard = share of the baskets with either that hold both; lift = how much more often than by chance, which favours the rare.',
    ),
  shrinkage: z.number().min(0).default(2).describe('Baskets with both at which a pair is believed half.'),
  historyHalfLife: halfLifeOption.default(null),
  substituteFrom: z
    .number()
    .min(-1)
    .max(1)
    .default(0.8)
    .describe('Cosine of the contents from which items that are never bought together are substitutes.'),
  substituteFactor: z
    .number()
    .min(0)
    .max(1)
    .default(0.3)
    .describe('What the score of a substitute of something in the history is multiplied by; 1 = nothing.'),
})

type Parts = {
  readonly config: z.output<typeof alsoBoughtConfig>
  readonly seed: number | string
  readonly companions: Csr
  readonly substitutes: Csr
}

export const alsoBought = defineModel({
  name,
  summary: 'What is bought together with what you have: what completes it, not what replaces it.',
  config: alsoBoughtConfig,
  search: { measure: ['jaccard', 'lift'], shrinkage: [0, 1, 2, 5, 10], substituteFactor: [0, 0.3, 0.6, 1] },
  needs: ['baskets'],
  predicts: 'ranking',
  async fit(dataset, config, context) {
    const { seed, signal, progress } = context
    const { companions, companionsOf } = await fitInSlices(companionSteps(dataset, config, context), { signal })
    const substitutes = await substitutesOf(dataset, config.substituteFrom, companionsOf, context)
    progress?.(1)
    return createAlsoBought({ config, seed, companions, substitutes })
  },
  load(bytes) {
    const { config, seed, csr } = openModel({ name, config: alsoBoughtConfig }, bytes)
    return createAlsoBought({ config, seed, companions: csr('companions'), substitutes: csr('substitutes') })
  },
})

function createAlsoBought({ config, seed, companions, substitutes }: Parts): Model {
  const items = companions.columns
  const sums = createNeighbourSums({ name, config, seed, neighbours: companions, halfLife: config.historyHalfLife })
  return {
    name,
    items,
    score(query, chosen) {
      const scores = sums.score(query)
      const replaced = new Set<number>()
      for (const item of weighHistory(query.history, items, null).items) {
        for (let at = substitutes.offsets[item]!; at < substitutes.offsets[item + 1]!; at++) replaced.add(substitutes.indexes[at]!)
      }
      for (const item of replaced) scores[item]! *= config.substituteFactor
      return chosenScores(scores, chosen)
    },
    similarItems: (item, k) => bestOfRow(companions, item, k),
    save: () => saveModel(name, config, seed, { ...csrTensors('companions', companions), ...csrTensors('substitutes', substitutes) }),
  }
}

type Companions = {
  readonly companions: Csr
  /** All that was bought together with an item, as often as it was. */
  readonly companionsOf: (item: number) => Iterable<number>
}

function* companionSteps(dataset: Dataset, config: Parts['config'], { seed, progress }: FitContext): Steps<Companions> {
  const { k, measure, shrinkage, historyHalfLife } = config
  requireOrder(dataset, historyHalfLife)
  yield
  const items = dataset.items.length
  const baskets = basketsOf(dataset)
  const { starts, places } = placesOf(baskets.item, items)
  const held = (item: number) => starts[item + 1]! - starts[item]!
  function* companionsOf(item: number): Generator<number> {
    for (let at = starts[item]!; at < starts[item + 1]!; at++) {
      const basket = baskets.basketOf[places[at]!]!
      for (let place = baskets.starts[basket]!; place < baskets.starts[basket + 1]!; place++) yield baskets.item[place]!
    }
  }
  const companions = yield* bestRowSteps({
    items,
    row(item, add) {
      for (const other of companionsOf(item)) add(other, 1)
    },
    worth(both, item, other) {
      const alone = measure === 'jaccard' ? both / (held(item) + held(other) - both) : (both * baskets.count) / (held(item) * held(other))
      return (alone * both) / (both + shrinkage)
    },
    k,
    seed: hash32(typeof seed === 'string' ? seed : [seed]),
    progress: (share) => progress?.(share / 2),
  })
  return { companions, companionsOf }
}

/** Distinct items of each basket, one basket after another. An interaction whose basket is not known is in none. */
function basketsOf({ users, offsets, item, baskets }: Dataset) {
  const held: number[] = []
  const basketOf: number[] = []
  const starts = [0]
  for (let user = 0; user < users.length; user++) {
    const own = new Map<number, Set<number>>()
    for (let place = offsets[user]!; place < offsets[user + 1]!; place++) {
      const basket = baskets![place]!
      if (basket < 0) continue
      if (!own.has(basket)) own.set(basket, new Set())
      own.get(basket)!.add(item[place]!)
    }
    for (const set of own.values()) {
      for (const each of set) {
        held.push(each)
        basketOf.push(starts.length - 1)
      }
      starts.push(held.length)
    }
  }
  return { item: Int32Array.from(held), basketOf: Int32Array.from(basketOf), starts: Int32Array.from(starts), count: starts.length - 1 }
}

const rowsABatch = 1_024
const rowsAStep = 64
/** So many of the most alike are looked at. */
const mostSubstitutes = 50

/** Row h: the items like h by content that were never bought together with it. */
async function substitutesOf(
  { items, itemVectors }: Dataset,
  from: number,
  companionsOf: Companions['companionsOf'],
  { kernels, threads, signal, progress }: FitContext,
): Promise<Csr> {
  const entries: Entry[] = []
  if (itemVectors !== undefined) {
    const { size } = itemVectors
    const units = normaliseRows(itemVectors.vectors.slice(), size)
    const batches = await openBatchTopK(units, size, { kernels, threads, signal })
    try {
      for (let first = 0; first < items.length; first += rowsABatch) {
        const found = await batches.topK(units.subarray(first * size, (first + rowsABatch) * size), undefined, mostSubstitutes)
        await fitInSlices(substituteSteps(first, found, { from, companionsOf, entries }), { signal })
        progress?.(0.5 + (0.5 * (first + found.length)) / items.length)
      }
    } finally {
      await batches.close()
    }
  }
  return csrFromEntries(items.length, items.length, {
    rows: Int32Array.from(entries, ({ row }) => row),
    columns: Int32Array.from(entries, ({ column }) => column),
    values: Float32Array.from(entries, ({ value }) => value),
  })
}

type Entry = { readonly row: number; readonly column: number; readonly value: number }
type Substitutes = { readonly from: number; readonly companionsOf: Companions['companionsOf']; readonly entries: Entry[] }

/** Adds the entries of the items from `first` on, of which those most alike are given. */
function* substituteSteps(first: number, found: readonly TopK[], { from, companionsOf, entries }: Substitutes): Steps<void> {
  for (const [at, { items, scores }] of found.entries()) {
    const item = first + at
    const companions = new Set(companionsOf(item))
    for (const [place, other] of items.entries()) {
      if (other !== item && scores[place]! >= from && !companions.has(other))
        entries.push({ row: item, column: other, value: scores[place]! })
    }
    if (at % rowsAStep === rowsAStep - 1) yield
  }
}
