/** @file A blend of several models whose weights are learnt on a part of the training data that the members have not seen.
 *
 * F(j) = Σ_m β_m(mass) z_m(j), z standardised for each person over the items that any member puts forward, β ≥ 0; mass = how much the history weighs.
 * Fit: the members on a part of the data · weights and choice on what was held out (held-out.ts) · the promoted members again on all of it. Where no
 * weights beat the best single member there, that member alone is promoted. Test data takes no part: it is not in the data of the fit.
 * Shapes: β [knots × members]. Cost: two fits of each member, the scores of `cases` people, and O(I) a member for each query.
 * Cold start: as the members. NaN where none of them can score.
 * Source: the form is a linear ranker on calibrated scores; loss as in Burges et al., RankNet, ICML 2005.
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import type { Tensor } from '../../math/tensors.ts'
import { openModel, saveModel } from '../artifact.ts'
import { defineModel, type FitContext, type History, type Model, type ModelDefinition } from '../model.ts'
import { type BlendCase, learnBlend, massKnots, weightsAt } from './blend-weights.ts'
import { holdOut } from './held-out.ts'
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
  scoresOf,
  stopIfAsked,
} from './members.ts'
import { candidatesOf, scaleOf, standardised } from './standard-scores.ts'

const name = 'learned-blend'

export type LearnedBlend = Model & {
  /** Names of the members that were tried, in the order of the config. */
  readonly members: readonly string[]
  /** β, [knots × members that are used]; the knots are masses 1, 3, 10, 30 and ∞. */
  readonly weights: Float64Array
  /** Which member was promoted alone; undefined = the blend. */
  readonly promoted: string | undefined
  /** NDCG@10 on what was held out of the training data: of each member, and last of the blend. */
  readonly validation: Float64Array
}

/** @param definitions the models that may be members. @param members those taken unless told otherwise. */
export function defineLearnedBlend(definitions: Definitions, members: Members): ModelDefinition {
  const config = z.strictObject({
    members: membersSchema.default(members).describe('The blended models: names joined by +, or a list of {model, config}'),
    candidates: z
      .int()
      .min(10)
      .max(10_000)
      .default(100)
      .describe('Best items of each member over which scores are standardised and pairs are drawn'),
    cases: z.int().min(2).default(5_000).describe('People whose held-out items the weights are learnt from, at most'),
    heldOut: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.2)
      .describe('Share of a person’s items that is held out where there is no order; else the last one is'),
    negatives: z.int().min(1).default(40).describe('Candidates that each held-out item is compared with'),
    shrinkage: z
      .number()
      .gt(0)
      .default(0.05)
      .describe('How much the weights at one mass lean on those at all masses, as a share of all pairs'),
  })
  type Settings = z.output<typeof config>
  type Parts = Omit<LearnedBlend, keyof Model> & { readonly models: readonly Model[]; readonly ratings: boolean }

  function modelOf(settings: Settings, seed: number | string, parts: Parts): LearnedBlend {
    const { models, ratings, ...blend } = parts
    const fuse = (rows: readonly Float32Array[], history: History) => blended(rows, history, parts, settings.candidates)
    const save = () =>
      saveModel(name, settings, seed, {
        ...memberTensors(models),
        weights: { shape: [massKnots.length, models.length], data: blend.weights },
        validation: { shape: [blend.validation.length], data: blend.validation },
        promoted: {
          shape: [2],
          data: Int32Array.of(blend.promoted === undefined ? -1 : blend.members.indexOf(blend.promoted), Number(ratings)),
        },
      } satisfies Record<string, { shape: readonly number[]; data: Tensor }>)
    return { ...fusedModel(name, models, fuse, save), ...blend }
  }

  return defineModel({
    name,
    summary: 'A blend of several models, its weights learnt on a held-out part of the log; the best member alone where no blend beats it.',
    config,
    search: { candidates: [50, 100, 200, 500], shrinkage: [0.01, 0.05, 0.2, 1] },
    needs: [],
    predicts: 'ranking',
    async fit(dataset, settings, context): Promise<LearnedBlend> {
      const tried = membersOf(settings.members, definitions)
      const { weights, validation } = await learn(dataset, settings, context)
      const best = validation.indexOf(Math.max(...validation))
      // With equal figures the simpler stays: members stand before the blend.
      const alone = best < tried.length ? best : undefined
      const used = alone === undefined ? tried : [tried[alone]!]
      const models = await fitMembers(used, dataset, context, [0.6, 1])
      context.progress?.(1)
      return modelOf(settings, context.seed, {
        models,
        members: tried.map(({ definition }) => definition.name),
        weights: alone === undefined ? weights : new Float64Array(massKnots.length).fill(1),
        promoted: alone === undefined ? undefined : tried[alone]!.definition.name,
        validation,
        ratings: dataset.ratings,
      })
    },
    load(bytes, kernels) {
      const opened = openModel({ name, config }, bytes)
      const tried = membersOf(opened.config.members, definitions)
      const [alone = -1, ratings = 0] = opened.tensor('promoted', Int32Array, 2)
      const used = alone < 0 ? tried : tried.slice(alone, alone + 1)
      return modelOf(opened.config, opened.seed, {
        models: loadMembers(used, opened, kernels),
        members: tried.map(({ definition }) => definition.name),
        weights: opened.tensor('weights', Float64Array, massKnots.length * used.length),
        promoted: alone < 0 ? undefined : tried[alone]?.definition.name,
        validation: opened.tensor('validation', Float64Array, tried.length + 1),
        ratings: ratings === 1,
      })
    },
  }) as unknown as ModelDefinition

  async function learn(dataset: Dataset, settings: Settings, context: FitContext) {
    const tried = membersOf(settings.members, definitions)
    const part = holdOut(dataset, { cases: settings.cases, share: settings.heldOut, seed: context.seed })
    const models = await fitMembers(tried, part.dataset, context, [0, 0.4])
    const cases: BlendCase[] = []
    for (let from = 0; from < part.cases.length; from += casesAtOnce) {
      stopIfAsked(context.signal)
      context.progress?.(0.4 + (0.2 * from) / part.cases.length)
      const some = part.cases.slice(from, from + casesAtOnce)
      const scores = scoresOf(models, some)
      for (const [at, { history, targets }] of some.entries()) {
        const rows = scores.map((all) => all.subarray(at * dataset.items.length, (at + 1) * dataset.items.length))
        const candidates = candidatesOf(rows, outsideHistory(history, dataset.items.length), settings.candidates)
        const scales = rows.map((row) => scaleOf(row, candidates))
        const features = Float32Array.from({ length: candidates.length * rows.length }, (_, n) => {
          const member = n % rows.length
          return standardised(rows[member]![candidates[(n - member) / rows.length]!]!, scales[member]!)
        })
        const right = Uint8Array.from(candidates, (item) => Number(targets.includes(item)))
        cases.push({ mass: massOf(history, dataset.ratings), features, right, targets: targets.length })
      }
    }
    return learnBlend(cases, { members: tried.length, negatives: settings.negatives, shrinkage: settings.shrinkage, seed: context.seed })
  }
}

const casesAtOnce = 64

/** Σ of the positive weights of a history's items, each once; a rating counts 1. */
function massOf({ items, values }: History, ratings: boolean): number {
  const weights = new Map<number, number>()
  for (let at = 0; at < items.length; at++) weights.set(items[at]!, ratings ? 1 : Math.max(0, values[at]!))
  return weights.values().reduce((sum, weight) => sum + weight, 0)
}

function blended(
  rows: readonly Float32Array[],
  history: History,
  { weights, ratings }: { readonly weights: Float64Array; readonly ratings: boolean },
  each: number,
): Float32Array {
  const items = rows[0]?.length ?? 0
  const candidates = candidatesOf(rows, outsideHistory(history, items), each)
  const scales = rows.map((row) => scaleOf(row, candidates))
  const betas = weightsAt(weights, rows.length, massOf(history, ratings))
  const sums = new Float64Array(items)
  const known = new Uint8Array(items)
  for (const [member, scores] of rows.entries()) {
    const { least, mean, deviation } = scales[member]!
    const factor = deviation > 0 ? betas[member]! / deviation : 0
    // A member that can score none of the candidates, or says the same of all, tells nothing.
    const missing = factor === 0 ? 0 : factor * (least - mean)
    for (let item = 0; item < items; item++) {
      const score = scores[item]!
      if (Number.isNaN(score)) sums[item]! += missing
      else {
        known[item] = 1
        if (factor !== 0) sums[item]! += factor * (score - mean)
      }
    }
  }
  const fused = new Float32Array(items)
  for (let item = 0; item < items; item++) fused[item] = known[item] === 1 ? sums[item]! : Number.NaN
  return fused
}
