/** @file Models where items are cold: what a fit has not seen is scored by its content, as the engine does (models/new-items.ts).
 *
 * The content of a dataset is its vectors, or else those of LSA, trained on the words of its items' attributes; nothing of the interactions is in it.
 */

import type { Dataset } from '../data/dataset.ts'
import { attributeOrder, encodable } from '../embeddings/encodable.ts'
import { createItemSpace, type ItemSpace, relativeSimilarity } from '../embeddings/item-space.ts'
import { trainInWorker } from '../embeddings/train-in-worker.ts'
import type { Kernels } from '../math/kernels.ts'
import { inSlices } from '../math/steps.ts'
import { normaliseRows } from '../math/vector.ts'
import { chosenScores } from '../models/model.ts'
import { type Content, newItemSteps, scoreNewItems } from '../models/new-items.ts'
import { peopleByItem } from './popularity.ts'
import type { Scorer } from './scoring.ts'

export type ContentOptions = { readonly kernels: Kernels; readonly seed: number | string; readonly signal?: AbortSignal | undefined }

/** Undefined where nothing is known of the items. @throws PenchantError `aborted` */
export async function contentOf(dataset: Dataset, options: ContentOptions): Promise<Content | undefined> {
  const space = await spaceOf(dataset, options)
  if (space === undefined) return undefined
  const { vectors, size } = space
  return { vectors, size, matrix: options.kernels.load(vectors, size), relative: (cosine) => relativeSimilarity(space, cosine) }
}

async function spaceOf(
  { items, itemVectors, itemAttributes }: Dataset,
  { kernels, seed, signal }: ContentOptions,
): Promise<ItemSpace | undefined> {
  const version = 'content'
  if (itemVectors !== undefined) {
    const { vectors, size } = itemVectors
    return createItemSpace({ text: { vectors: normaliseRows(vectors.slice(), size), size }, seed, version, kernels })
  }
  if (itemAttributes === undefined) return undefined
  const described = items.map((id, item) => ({ id, title: '', attributes: itemAttributes[item] ?? {} }))
  const order = await inSlices(attributeOrder(described))
  const { space } = await trainInWorker(
    described.map((item) => encodable(item, order)),
    { seed, version, signal },
  )
  return space
}

/** The same scores, and those of items without any interaction in `train` from their neighbours by content. */
export async function withColdItems(model: Scorer, train: Dataset, content: Content): Promise<Scorer> {
  const seen = Uint8Array.from(peopleByItem(train), (people) => Number(people > 0))
  const cold = Int32Array.from(seen.keys()).filter((item) => seen[item] === 0)
  const newItems = await inSlices(newItemSteps(cold, seen, content))
  return {
    items: model.items,
    score(query, chosen) {
      const scores = model.score(query)
      scoreNewItems(scores, newItems)
      return chosenScores(scores, chosen)
    },
  }
}
