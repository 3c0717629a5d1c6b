/** @file Models with one score an item, the same for everybody: baselines. */

import { saveModel } from '../artifact.ts'
import { chosenScores, type Model } from '../model.ts'

type ItemStanding = {
  readonly name: string
  readonly config: Readonly<Record<string, unknown>>
  readonly seed: number | string
  /** [I]; NaN = cannot be scored. */
  readonly standing: Float32Array
}

export function createItemStanding({ name, config, seed, standing }: ItemStanding): Model {
  const items = standing.length
  return {
    name,
    items,
    score: (_, chosen) => chosenScores(standing.slice(), chosen),
    scoreBatch(queries) {
      const all = new Float32Array(queries.length * items)
      for (let at = 0; at < queries.length; at++) all.set(standing, at * items)
      return all
    },
    save: () => saveModel(name, config, seed, { standing: { shape: [items], data: standing } }),
  }
}
