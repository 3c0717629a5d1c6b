import { expect, it } from 'vitest'
import { createKernels } from '../math/kernels.ts'
import { createRandom } from '../math/random.ts'
import { inSlices } from '../math/steps.ts'
import { normaliseRows } from '../math/vector.ts'
import { createItemSpace, placeByText } from './item-space.ts'
import { openSpace, packSpace } from './space-artifact.ts'
import { createTopics } from './topics.ts'

const kernels = createKernels()
const topicsOf = (vectors: Float32Array, size: number, seed = 1) => createTopics(vectors, kernels.load(vectors, size), seed)

/** Nine narrow bundles of nine items about nine axes: 81 items, so C = 9. */
const bundles = (() => {
  const random = createRandom('bundles')
  const rows = new Float32Array(81 * 9)
  for (let item = 0; item < 81; item++)
    for (let at = 0; at < 9; at++) rows[item * 9 + at] = (at === item % 9 ? 1 : 0) + 0.05 * random.normal()
  return normaliseRows(rows, 9)
})()

it('finds bundles that lie apart, and their middles', () => {
  const { count, centroids, of } = topicsOf(bundles, 9)
  expect(count).toBe(9)
  for (let item = 9; item < 81; item++) expect(of[item]).toBe(of[item % 9])
  expect(new Set(of).size).toBe(9)
  // The middle of a bundle is the unit sum of its rows.
  const sum = Array.from({ length: 9 }, (_, at) => {
    let total = 0
    for (let item = 4; item < 81; item += 9) total += bundles[item * 9 + at]!
    return total
  })
  const length = Math.hypot(...sum)
  for (let at = 0; at < 9; at++) expect(centroids[of[4]! * 9 + at]).toBeCloseTo(sum[at]! / length, 5)
})

it('puts each item into the topic whose centroid is nearest, and the same for the same seed', () => {
  const random = createRandom('cloud')
  const vectors = normaliseRows(
    Float32Array.from({ length: 200 * 5 }, () => random.normal()),
    5,
  )
  const topics = topicsOf(vectors, 5)
  expect(topics.count).toBe(15)
  for (let item = 0; item < 200; item++) {
    const cosines = Array.from({ length: 15 }, (_, topic) =>
      Array.from({ length: 5 }).reduce<number>((sum, _, at) => sum + vectors[item * 5 + at]! * topics.centroids[topic * 5 + at]!, 0),
    )
    expect(cosines[topics.of[item]!]).toBeCloseTo(Math.max(...cosines), 6)
  }
  expect(topicsOf(vectors, 5)).toEqual(topics)
  expect(topicsOf(vectors, 5, 2).of).not.toEqual(topics.of)
})

it.each([
  ['no items', [], 0, []],
  ['none with a vector', [0, 0, 0, 0], 0, [-1, -1]],
  ['one', [0, 1], 1, [0]],
  ['many of one kind and one without a vector', [1, 0, 1, 0, 1, 0, 0, 0, 1, 0, 1, 0], 1, [0, 0, 0, -1, 0, 0]],
])('has no more topics than kinds: %s', (_, rows, count, of) => {
  const topics = topicsOf(Float32Array.from(rows), 2)
  expect([topics.count, [...topics.of]]).toEqual([count, of])
})

it('stays with a space: new items join the nearest topic, deleted ones leave, and the artifact keeps it', async () => {
  const text = { size: 9, vectors: bundles }
  const space = createItemSpace({ text, seed: 1, version: 'a' })
  const more = new Float32Array(82 * 9)
  more.set(bundles)
  more.fill(0, 0, 9)
  more[81 * 9 + 5] = 1
  const next = placeByText(space, more, [0, 81])
  expect([next.topics.of[0], next.topics.of[81]]).toEqual([-1, space.topics.of[5]])
  expect(next.topics.of.subarray(1, 81)).toEqual(space.topics.of.subarray(1))
  expect(next.topics.centroids).toBe(space.topics.centroids)
  const bytes = await inSlices(packSpace({ space: next, pairs: 0, order: [], hashes: new Uint32Array(82) }))
  expect(openSpace(bytes, 9).space.topics).toEqual(next.topics)
})
