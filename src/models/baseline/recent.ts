/** @file Recent: items by their newest act, the newest first.
 *
 * s_j = 1 / (1 + place of j), place 0 = the item that was taken last of all: by time where the data has times, else by how near the end of its person's row.
 * Items of an equal moment share the mean of their places. The same for everybody.
 * Shapes: one score an item. Cost: O(n + I log I). Cold start: knows everybody; an item that nobody took: NaN.
 * Source: the "most recently active" list; compare "recently popular" in Ji et al., A Re-visit of the Popularity Baseline, SIGIR 2020.
 */

import { z } from 'zod'
import type { Dataset } from '../../data/dataset.ts'
import { openModel } from '../artifact.ts'
import { fitInSlices } from '../fitting.ts'
import { defineModel } from '../model.ts'
import { createItemStanding } from './item-standing.ts'

const name = 'recent'

const recentConfig = z.strictObject({})

export const recent = defineModel({
  name,
  summary: 'What was taken last, by anybody: the same for everybody.',
  config: recentConfig,
  search: {},
  needs: ['sequence'],
  predicts: 'ranking',
  fit: async (dataset, config, context) =>
    fitInSlices(
      (function* () {
        yield
        return createItemStanding({ name, config, seed: context.seed, standing: newestFirst(newestActs(dataset)) })
      })(),
      context,
    ),
  load(bytes) {
    const { config, seed, tensor } = openModel({ name, config: recentConfig }, bytes)
    return createItemStanding({ name, config, seed, standing: tensor('standing', Float32Array) })
  },
})

/** The moment of each item's newest act, [I]: its time, or minus the number of acts that followed it in its row; NaN = none. */
function newestActs({ users, items, offsets, item, times }: Dataset): Float64Array {
  const newest = new Float64Array(items.length).fill(Number.NaN)
  for (let user = 0; user < users.length; user++) {
    const end = offsets[user + 1]!
    for (let place = offsets[user]!; place < end; place++) {
      const moment = times === undefined ? place + 1 - end : times[place]!
      if (!(newest[item[place]!]! >= moment)) newest[item[place]!] = moment
    }
  }
  return newest
}

function newestFirst(moments: Float64Array): Float32Array {
  const scores = new Float32Array(moments.length).fill(Number.NaN)
  const order = [...moments.keys()].filter((item) => !Number.isNaN(moments[item])).sort((a, b) => moments[b]! - moments[a]!)
  for (let from = 0, to = 0; from < order.length; from = to) {
    while (to < order.length && moments[order[to]!] === moments[order[from]!]) to++
    for (let place = from; place < to; place++) scores[order[place]!] = 1 / (1 + (from + to - 1) / 2)
  }
  return scores
}
