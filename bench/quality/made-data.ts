/** @file Data for the models that need more than any of the sets has: vectors of the items' content, and what was taken together. Made here, and said so beside the figures. */

import { createDataset, type Dataset } from '../../src/data/dataset.ts'
import { loadDataset } from '../../src/data/loaders/dataset-kinds.ts'
import { attributeOrder, encodable } from '../../src/embeddings/encodable.ts'
import { trainInWorker } from '../../src/embeddings/train-in-worker.ts'
import type { EvaluationSource } from '../../src/evaluation/protocols/protocol.ts'
import { inSlices } from '../../src/math/steps.ts'
import { loadMovies } from '../taste/movies.ts'

const request = { now: Date.UTC(2026, 0, 1), benchmarks: process.env.PENCHANT_DATA }
/** Acts with a longer gap between them are two sittings. */
const gapMilliseconds = 30 * 60_000

export const madeData = {
  /** Films that somebody liked (4 and up), with the vectors that the engine's own encoder (LSA) makes of titles, genres, and the plots and keywords of tmdb-5000. */
  async plots(data: string): Promise<EvaluationSource> {
    const { dataset } = await loadDataset(data, { ...request, minRating: 4 })
    const films = new Map((await loadMovies()).items.map((item) => [item.id, item]))
    const described = dataset.items.map((id) => films.get(id) ?? { id, title: '', attributes: {} })
    const order = await inSlices(attributeOrder(described))
    const encoded = described.map((item) => encodable(item, order))
    const { vectors, size } = (await trainInWorker(encoded, { seed: 1, version: 'plots' })).space
    return { dataset: { ...dataset, itemVectors: { vectors, size } } }
  },
  /** Everybody's sittings in the place of people: what somebody liked (4 and up) without a pause of half an hour is one order. */
  async sittings(data: string): Promise<EvaluationSource> {
    const { dataset } = await loadDataset(data, { ...request, minRating: 4 })
    return { dataset: sittingsOf(dataset) }
  },
} as const

function sittingsOf({ name, users, items, offsets, item, times = new Float64Array(0) }: Dataset): Dataset {
  const rows = users.flatMap((user, at) => {
    let sitting = 0
    return Array.from({ length: offsets[at + 1]! - offsets[at]! }, (_, n) => {
      const place = offsets[at]! + n
      if (n > 0 && times[place]! - times[place - 1]! > gapMilliseconds) sitting++
      const order = `${user} ${sitting}`
      return { user: order, basket: order, item: items[item[place]!]!, at: times[place]! }
    })
  })
  return createDataset(rows, { name: `${name}, sittings`, order: 'time', items })
}
