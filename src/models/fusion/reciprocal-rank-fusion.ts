/** @file Reciprocal-rank fusion: adds up 1 / (k + rank) over the members' lists. Needs no weights, no scales and no validation.
 *
 * F(j) = Σ_m 1 / (k + rank_m(j)); rank_m counts from 1 among the items outside the history, items of equal score share their mean rank, and an item beyond
 * the first `depth` of a list adds nothing. An item of the history gets the rank it would have beside the others, so that what was done does not take
 * places from what may come. Cost: the members' plus O(I + depth log depth) for each. NaN where no member can score.
 * Cold start: as the members. Source: Cormack, Clarke, Büttcher, Reciprocal Rank Fusion outperforms Condorcet and individual Rank Learning Methods, SIGIR 2009.
 */

import { z } from 'zod'
import { topK } from '../../math/top-k.ts'
import { openModel, saveModel } from '../artifact.ts'
import { defineModel, type History, type Model, type ModelDefinition } from '../model.ts'
import {
  type Definitions,
  fitMembers,
  fusedModel,
  loadMembers,
  type Members,
  membersOf,
  membersSchema,
  memberTensors,
  outsideHistory,
} from './members.ts'

const name = 'reciprocal-rank-fusion'

/** @param definitions the models that may be members. @param members those taken unless told otherwise. */
export function defineReciprocalRankFusion(definitions: Definitions, members: Members): ModelDefinition {
  const config = z.strictObject({
    members: membersSchema.default(members).describe('The fused models: names joined by +, or a list of {model, config}'),
    k: z.number().min(0).default(60).describe('Added to each rank: the larger, the less the first places stand out'),
    depth: z.int().min(1).default(1_000).describe('How far down a list counts'),
  })
  type Settings = z.output<typeof config>

  const modelOf = (settings: Settings, seed: number | string, models: readonly Model[]): Model =>
    fusedModel(
      name,
      models,
      (rows, history) => fuseRanks(rows, history, settings),
      () => saveModel(name, settings, seed, memberTensors(models)),
    )

  return defineModel({
    name,
    summary: 'Several models in one list by their ranks alone: 1 / (k + rank), added up.',
    config,
    search: { k: [0, 5, 20, 60, 200], depth: [100, 300, 1_000] },
    needs: [],
    predicts: 'ranking',
    fit: async (dataset, settings, context) =>
      modelOf(settings, context.seed, await fitMembers(membersOf(settings.members, definitions), dataset, context)),
    load(bytes, kernels) {
      const opened = openModel({ name, config }, bytes)
      const models = loadMembers(membersOf(opened.config.members, definitions), opened, kernels)
      return modelOf(opened.config, opened.seed, models)
    },
  }) as unknown as ModelDefinition
}

function fuseRanks(
  rows: readonly Float32Array[],
  history: History,
  { k, depth }: { readonly k: number; readonly depth: number },
): Float32Array {
  const items = rows[0]?.length ?? 0
  const outside = outsideHistory(history, items)
  const fused = new Float32Array(items).fill(Number.NaN)
  const sums = new Float64Array(items)
  for (const scores of rows) {
    const { scores: best } = topK(scores, depth, { eligible: outside })
    const least = best.length < depth ? Number.NEGATIVE_INFINITY : (best.at(-1) as number)
    // The last group of equals may reach beyond the list.
    let beyond = 0
    if (best.length === depth) for (let item = 0; item < items; item++) beyond += Number(outside[item] === 1 && scores[item] === least)
    for (let item = 0; item < items; item++) {
      const score = scores[item]!
      if (Number.isNaN(score)) continue
      fused[item] = 0
      if (score < least) continue
      const higher = firstBelow(best, score, true)
      const equal = best.length === depth && score === least ? beyond : firstBelow(best, score, false) - higher
      const rank = higher + 1 + (equal - outside[item]!) / 2
      if (rank <= depth) sums[item]! += 1 / (k + rank)
    }
  }
  for (let item = 0; item < items; item++) if (!Number.isNaN(fused[item])) fused[item] = sums[item]!
  return fused
}

/** The first place of the descending list whose score is below `score`, or with `orEqual` not above it. */
function firstBelow(descending: Float32Array, score: number, orEqual: boolean): number {
  let [low, high] = [0, descending.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (descending[middle]! > score || (!orEqual && descending[middle] === score)) low = middle + 1
    else high = middle
  }
  return low
}
