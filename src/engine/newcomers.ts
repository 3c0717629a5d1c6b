/** @file Items that the promoted model has not seen, with the neighbours that speak for them: looked up once for each, until the item or the model is another. */

import type { Item } from '../data/item.ts'
import { type ItemSpace, relativeSimilarity } from '../embeddings/item-space.ts'
import type { Matrix } from '../math/kernels.ts'
import type { Steps } from '../math/steps.ts'
import { contentNeighbours, type NewItems, newItemSteps } from '../models/new-items.ts'
import type { PromotedModel } from '../pipeline/snapshot.ts'

/** The newest: of the others nobody has taken any for long, and each costs a scan of the catalogue. */
const mostNewcomers = 1_000

export type NewcomersOf = {
  /** By integer; undefined where an item was deleted. */
  readonly items: readonly (Item | undefined)[]
  readonly space: ItemSpace
  /** `space.vectors`, loaded. */
  readonly vectors: Matrix
  readonly trained: PromotedModel | undefined
}

/** Makes the function that finds them; undefined where there are none. */
export function createNewcomers(): (of: NewcomersOf) => Steps<NewItems | undefined> {
  type Known = { readonly item: Item; readonly neighbours: Int32Array; readonly weights: Float32Array }
  let known = new Map<number, Known>()
  let knownOf: { readonly trained: PromotedModel; readonly space: string } | undefined

  return function* ({ items, space, vectors, trained }) {
    if (trained === undefined) return undefined
    if (knownOf?.trained !== trained || knownOf.space !== space.version) known = new Map()
    knownOf = { trained, space: space.version }
    const found: number[] = []
    for (let index = items.length - 1; index >= 0 && found.length < mostNewcomers; index--)
      if (items[index] !== undefined && trained.seen[index] !== 1) found.push(index)
    if (found.length === 0) return undefined

    const missing = Int32Array.from(found.filter((index) => known.get(index)?.item !== items[index]))
    const seen = new Uint8Array(items.length)
    for (let index = 0; index < trained.seen.length; index++) seen[index] = items[index] === undefined ? 0 : trained.seen[index]!
    const relative = (cosine: number) => relativeSimilarity(space, cosine)
    const fresh = yield* newItemSteps(missing, seen, { vectors: space.vectors, size: space.size, matrix: vectors, relative })
    const partOf = <T extends Int32Array | Float32Array>(array: T, at: number) =>
      array.slice(at * contentNeighbours, (at + 1) * contentNeighbours) as T
    const next = new Map(found.map((index) => [index, known.get(index)]))
    for (const [at, index] of missing.entries())
      next.set(index, { item: items[index] as Item, neighbours: partOf(fresh.neighbours, at), weights: partOf(fresh.weights, at) })
    known = next as Map<number, Known>

    const of = {
      items: Int32Array.from(found),
      neighbours: new Int32Array(found.length * contentNeighbours),
      weights: new Float32Array(found.length * contentNeighbours),
    }
    for (const [at, index] of found.entries()) {
      of.neighbours.set(known.get(index)!.neighbours, at * contentNeighbours)
      of.weights.set(known.get(index)!.weights, at * contentNeighbours)
    }
    return of
  }
}
