/** @file Topics: the catalogue in a few clusters. Exploration draws from them, and queries are nudged towards them.
 *
 * Objective: the most Σ_i x_i · c_z(i) over unit centroids c (spherical k-means); C = min(64, ⌈√n⌉) for n items with a vector. Seeds: k-means++ on
 * 1 − cos. Lloyd's steps run on at most 8,192 items, then every item goes to its nearest centroid; of equals to the first.
 * Shapes: centroids [C × size], of [N]. Cost: at most 21 · 8,192 · C inner products and N · C more. Fewer topics where fewer vectors differ.
 * Source: Dhillon & Modha, Machine Learning 2001; Arthur & Vassilvitskii, SODA 2007.
 */

import type { Matrix } from '../math/kernels.ts'
import { createRandom, type Random } from '../math/random.ts'
import { dot, normaliseRows } from '../math/vector.ts'

export type Topics = {
  readonly count: number
  /** Rows of length 1, [count × size]. */
  readonly centroids: Float32Array
  /** The topic of each item, [N]; −1 for an item without a vector. */
  readonly of: Int32Array
}

const mostTopics = 64
const mostSampled = 8_192
const mostSteps = 20
/** Items of one gather, so that its result stays small. */
const itemsAtOnce = 8_192
/** Vectors nearer than this are one and the same. */
const leastDistance = 1e-6

/** @param vectors rows of length 1 or all zeros, [N × size], as the kernels have loaded them in `matrix`. */
export function createTopics(vectors: Float32Array, matrix: Matrix, seed: number | string): Topics {
  const { rows, size } = matrix
  const known = Int32Array.from({ length: rows }, (_, item) => item).filter((item) => {
    for (let at = item * size; at < (item + 1) * size; at++) if (vectors[at] !== 0) return true
    return false
  })
  const random = createRandom(`topics ${seed}`)
  const sample = known.length > mostSampled ? random.shuffle(known.slice()).subarray(0, mostSampled).sort() : known
  let centroids = spreadSeeds(sample, { vectors, matrix, random, count: Math.min(mostTopics, Math.ceil(Math.sqrt(known.length))) })
  let owners: Owners | undefined
  for (let step = 0; step < mostSteps; step++) {
    const next = nearest(matrix, sample, centroids)
    if (owners?.of.every((owner, place) => owner === next.of[place])) break
    owners = next
    centroids = means(vectors, sample, owners, centroids.length / size, size)
  }
  const of = new Int32Array(rows).fill(-1)
  for (let start = 0; start < known.length; start += itemsAtOnce) {
    const items = known.subarray(start, start + itemsAtOnce)
    for (const [place, topic] of nearest(matrix, items, centroids).of.entries()) of[items[place]!] = topic
  }
  return { count: centroids.length / size, centroids, of }
}

/** The topics with the changed of `vectors` [N × size] placed anew; the centroids stay. */
export function placeInTopics(topics: Topics, vectors: Float32Array, size: number, changed: Iterable<number>): Topics {
  const of = new Int32Array(vectors.length / size).fill(-1)
  of.set(topics.of)
  for (const item of changed) of[item] = nearestTopic(topics, vectors.subarray(item * size, (item + 1) * size))
  return { ...topics, of }
}

function nearestTopic({ count, centroids }: Topics, row: Float32Array): number {
  let [best, most] = [-1, Number.NEGATIVE_INFINITY]
  if (!row.some((value) => value !== 0)) return best
  for (let topic = 0; topic < count; topic++) {
    const cosine = dot(row, centroids.subarray(topic * row.length, (topic + 1) * row.length))
    if (cosine > most) [best, most] = [topic, cosine]
  }
  return best
}

type Ground = { readonly vectors: Float32Array; readonly matrix: Matrix; readonly random: Random; readonly count: number }

/** k-means++: the first at random, each further one with a chance that grows as its distance from those before. */
function spreadSeeds(sample: Int32Array, { vectors, matrix, random, count }: Ground): Float32Array {
  const { size } = matrix
  const centroids = new Float32Array(count * size)
  const distances = new Float64Array(sample.length).fill(1)
  for (let topic = 0; topic < count; topic++) {
    const total = distances.reduce((sum, distance) => sum + distance, 0)
    if (total === 0) return centroids.slice(0, topic * size)
    let place = -1
    for (let left = random.next() * total; left >= 0 && place + 1 < sample.length; ) left -= distances[++place]!
    // The sum's last bits may lead past the end, where nothing is far.
    while (distances[place] === 0) place--
    const item = sample[place]!
    centroids.set(vectors.subarray(item * size, (item + 1) * size), topic * size)
    const cosines = matrix.gather(centroids.subarray(topic * size, (topic + 1) * size), sample)
    for (const [at, cosine] of cosines.entries()) {
      const distance = 1 - cosine
      const kept = distance < leastDistance ? 0 : distance
      distances[at] = topic === 0 ? kept : Math.min(distances[at]!, kept)
    }
  }
  return centroids
}

/** By place: the nearest centroid, and the cosine to it. */
type Owners = { readonly of: Int32Array; readonly cosines: Float32Array }

function nearest(matrix: Matrix, items: Int32Array, centroids: Float32Array): Owners {
  const count = centroids.length / matrix.size
  const of = new Int32Array(items.length).fill(-1)
  const cosines = new Float32Array(items.length).fill(Number.NEGATIVE_INFINITY)
  const all = matrix.gather(centroids, items)
  for (let topic = 0; topic < count; topic++) {
    for (let place = 0; place < items.length; place++) {
      const cosine = all[topic * items.length + place]!
      if (!(cosine > cosines[place]!)) continue
      of[place] = topic
      cosines[place] = cosine
    }
  }
  return { of, cosines }
}

/** Unit sums of each topic's items; a topic without any takes the item that is farthest from its own. */
function means(vectors: Float32Array, sample: Int32Array, { of, cosines }: Owners, count: number, size: number): Float32Array {
  const sums = new Float64Array(count * size)
  const members = new Int32Array(count)
  for (const [place, item] of sample.entries()) {
    const topic = of[place]!
    members[topic]!++
    for (let at = 0; at < size; at++) sums[topic * size + at]! += vectors[item * size + at]!
  }
  const farthest = [...sample.keys()].filter(() => members.includes(0)).sort((a, b) => cosines[a]! - cosines[b]!)
  for (const [topic, held] of members.entries()) {
    const item = held === 0 ? sample[farthest.shift()!] : undefined
    if (item !== undefined) for (let at = 0; at < size; at++) sums[topic * size + at] = vectors[item * size + at]!
  }
  return normaliseRows(Float32Array.from(sums), size)
}
