/** @file The space that taste lives in: one unit vector an item, and ρ, similarity relative to the space's own background.
 *
 * x = unit[√.4 · text ; √.6 · collaborative]; text alone while there is no log. Shapes: vectors [N × size], row-major.
 * ρ = clamp((cos − m0) / (m1 − m0), 0, 1); m0 = mean cosine of random pairs, m1 = mean cosine to the 10th neighbour, frozen with the space.
 * Cost of making one: 500 scans of O(N · size), and the topics (topics.ts).
 */

import { PenchantError } from '../errors.ts'
import { createKernels, type Kernels, type Matrix } from '../math/kernels.ts'
import { createRandom } from '../math/random.ts'
import { dot, normalise } from '../math/vector.ts'
import { createTopics, placeInTopics, type Topics } from './topics.ts'

export type ItemSpace = {
  /** Of the encoder and of the training that made this space. */
  readonly version: string
  readonly size: number
  readonly count: number
  /** Row i belongs to the item with integer i; a zero row is an item without a vector (or a deleted one). */
  readonly vectors: Float32Array
  readonly background: { readonly m0: number; readonly m1: number }
  /** The text part alone, which queries in words are compared with. The same array as `vectors` while there is no log. */
  readonly text: { readonly size: number; readonly vectors: Float32Array }
  /** The clusters of the whole, frozen with the space: a new item joins the nearest. */
  readonly topics: Topics
  /** Where there is a log: W of the ridge regression text → collaborative, [text.size × size − text.size], which places items that nobody has taken yet. */
  readonly fromText?: Float32Array | undefined
}

/** Similarity in 0..1 relative to the space's background: 0 = no nearer than chance, 1 = as near as a tenth neighbour. */
export function relativeSimilarity(space: Pick<ItemSpace, 'background'>, cosine: number): number {
  const { m0, m1 } = space.background
  return Math.min(1, Math.max(0, (cosine - m0) / (m1 - m0)))
}

/** Row i of the space: a view, not a copy. */
export function vectorOf(space: ItemSpace, item: number): Float32Array {
  return space.vectors.subarray(item * space.size, (item + 1) * space.size)
}

/** Vectors of the same items: row-major [N × size], each row of length 1 or all zeros. */
export type Part = { readonly size: number; readonly vectors: Float32Array }

const textShare = 0.4
const randomPairs = 2_000
const probes = 500
const neighbour = 10
/** m1 stays so far above m0, so that ρ is finite where all items are alike or there are next to none. */
const leastSpread = 0.05

/**
 * Joins the parts to one space and measures its background.
 *
 * @param parts.collaborative left out while there is no log; rows as those of `text`.
 * @throws PenchantError `invalid-input` when the parts have different numbers of rows.
 */
export function createItemSpace(parts: {
  readonly text: Part
  readonly collaborative?: (Part & { readonly fromText: Float32Array }) | undefined
  readonly seed: number | string
  readonly version: string
  readonly kernels?: Kernels | undefined
}): ItemSpace {
  const { text, collaborative, seed, version } = parts
  const { size, vectors } = collaborative === undefined ? text : join(text, collaborative)
  const matrix = (parts.kernels ?? createKernels()).load(vectors, size)
  const background = measureBackground({ size, vectors }, seed, matrix)
  const topics = createTopics(vectors, matrix, seed)
  return { version, size, count: vectors.length / size, vectors, background, text, topics, fromText: collaborative?.fromText }
}

/**
 * The space with new text vectors for some items: those are placed by their text alone, the others stay, and so does the background.
 *
 * @param text [count × text.size] for all items, at least as many as before.
 * @param changed integers of new, altered and deleted items (a deleted one has a zero row in `text`).
 */
export function placeByText(space: ItemSpace, text: Float32Array, changed: Iterable<number>): ItemSpace {
  const count = text.length / space.text.size
  if (count < space.count)
    throw new PenchantError('invalid-input', `There are ${count} text vectors for a space of ${space.count} items: give all.`)
  const part = { size: space.text.size, vectors: text }
  const moved = [...changed]
  if (space.fromText === undefined)
    return { ...space, count, vectors: text, text: part, topics: placeInTopics(space.topics, text, part.size, moved) }
  const vectors = new Float32Array(count * space.size)
  vectors.set(space.vectors)
  for (const item of moved) {
    const row = text.subarray(item * part.size, (item + 1) * part.size)
    joinRow(row, mapText(row, space.fromText), vectors.subarray(item * space.size, (item + 1) * space.size))
  }
  return { ...space, count, vectors, text: part, topics: placeInTopics(space.topics, vectors, space.size, moved) }
}

/** unit[t W]: where an item of this text would stand among those that people take; zeros for no text. */
export function mapText(text: Float32Array, fromText: Float32Array): Float32Array {
  const size = fromText.length / text.length
  const sums = new Float64Array(size)
  text.forEach((value, i) => {
    for (let j = 0; j < size; j++) sums[j] = sums[j]! + value * fromText[i * size + j]!
  })
  const row = Float32Array.from(sums)
  normalise(row)
  return row
}

/** unit[√.4 · text ; √.6 · collaborative] into `out`. */
function joinRow(text: Float32Array, collaborative: Float32Array, out: Float32Array): void {
  text.forEach((value, at) => {
    out[at] = Math.sqrt(textShare) * value
  })
  collaborative.forEach((value, at) => {
    out[text.length + at] = Math.sqrt(1 - textShare) * value
  })
  normalise(out)
}

function join(text: Part, collaborative: Part): Part {
  const count = text.vectors.length / text.size
  if (count !== collaborative.vectors.length / collaborative.size) {
    throw new PenchantError(
      'invalid-input',
      `The text part has ${count} rows, the collaborative part another number: give both the same items.`,
    )
  }
  const size = text.size + collaborative.size
  const vectors = new Float32Array(count * size)
  const rowOf = (part: Part, item: number) => part.vectors.subarray(item * part.size, (item + 1) * part.size)
  for (let item = 0; item < count; item++) {
    joinRow(rowOf(text, item), rowOf(collaborative, item), vectors.subarray(item * size, (item + 1) * size))
  }
  return { size, vectors }
}

function measureBackground({ size, vectors }: Part, seed: number | string, matrix: Matrix): ItemSpace['background'] {
  const row = (item: number) => vectors.subarray(item * size, (item + 1) * size)
  const known = Int32Array.from({ length: vectors.length / size }, (_, item) => item).filter((item) =>
    row(item).some((value) => value !== 0),
  )
  if (known.length < 2) return { m0: 0, m1: 1 }

  const random = createRandom(seed)
  let sum = 0
  for (let pair = 0; pair < randomPairs; pair++) {
    const first = random.integer(known.length)
    // One of the others, each as likely.
    const second = (first + 1 + random.integer(known.length - 1)) % known.length
    sum += dot(row(known[first]!), row(known[second]!))
  }
  const m0 = sum / randomPairs

  const probed = random.shuffle(known.slice()).subarray(0, probes)
  const queries = new Float32Array(probed.length * size)
  probed.forEach((item, at) => {
    queries.set(row(item), at * size)
  })
  const rank = Math.min(neighbour, known.length - 1)
  let total = 0
  matrix.topK(queries, undefined, rank + 1).forEach(({ items, scores }, at) => {
    // The item itself is no neighbour; among many copies of it, it may not even be listed.
    const others = scores.filter((_, place) => items[place] !== probed[at])
    total += others[rank - 1]!
  })
  return { m0, m1: Math.max(total / probed.length, m0 + leastSpread) }
}
