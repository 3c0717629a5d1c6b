import { expect, it } from 'vitest'
import type { Topics } from '../embeddings/topics.ts'
import { createRandom } from '../math/random.ts'
import { dot, normalise } from '../math/vector.ts'
import type { Interest } from '../profile/taste.ts'
import { nudged, slerp } from './nudge.ts'

const random = createRandom('nudge')
const unit = (size = 16) => {
  const vector = Float32Array.from({ length: size }, () => random.normal())
  normalise(vector)
  return vector
}

it('goes the share of the angle: cos(q, q′) = cos μφ, and stays of length 1', () => {
  for (let round = 0; round < 200; round++) {
    const [q, c, mu] = [unit(), unit(), random.next()]
    const phi = Math.acos(dot(q, c))
    const moved = slerp(q, c, mu)
    expect(dot(q, moved)).toBeCloseTo(Math.cos(mu * phi), 5)
    expect(dot(c, moved)).toBeCloseTo(Math.cos((1 - mu) * phi), 5)
    expect(Math.sqrt(dot(moved, moved))).toBeCloseTo(1, 6)
  }
  const q = unit()
  expect(slerp(q, q, 0.5)).toEqual(q)
  expect(
    slerp(
      q,
      q.map((value) => -value),
      0.5,
    ),
  ).toEqual(q)
})

/** Six topics in the plane, their centroids every 20° from 0°; item n is in topic n. */
const at = (degrees: number) => Float32Array.of(Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180))
const topics: Topics = {
  count: 6,
  centroids: Float32Array.from([0, 20, 40, 60, 80, 100].flatMap((degrees) => [...at(degrees)])),
  of: Int32Array.of(0, 1, 2, 3, 4, 5),
}
const interestAt = (degrees: number, members: readonly number[], gain = 1): Interest => ({
  id: `${degrees}`,
  members,
  vector: gain === 0 ? new Float32Array(2) : at(degrees),
  share: 1,
  gain,
})
const anglesOf = (vectors: readonly Float32Array[]) => vectors.map(([x = 0, y = 0]) => (Math.atan2(y, x) * 180) / Math.PI)
const own = interestAt(0, [0])

it('looks towards 1 + round(3α) of the nearest topics that hold nothing of the interest', () => {
  // Half the way to 20°; with α = ⅓ also to 40°; with 1 to 60° and 80°.
  const angles = (alpha: number) => anglesOf(nudged(own, [own], topics, { mu: 0.5, alpha }))
  for (const [alpha, expected] of [
    [0, [10]],
    [1 / 3, [10, 20]],
    [1, [10, 20, 30, 40]],
  ] as const) {
    expect(angles(alpha)).toHaveLength(expected.length)
    for (const [place, angle] of expected.entries()) expect(angles(alpha)[place]).toBeCloseTo(angle, 4)
  }
})

it('never towards a topic of a muted interest', () => {
  const [angle] = anglesOf(nudged(own, [own, interestAt(20, [1], 0)], topics, { mu: 0.5, alpha: 0 }))
  expect(angle).toBeCloseTo(20, 4)
})

it('stays where it is without μ, and where no topic is left', () => {
  expect(nudged(own, [own], topics, { mu: 0, alpha: 1 })).toEqual([own.vector])
  const all = interestAt(0, [0, 1, 2, 3, 4, 5])
  expect(nudged(all, [all], topics, { mu: 1, alpha: 1 })).toEqual([all.vector])
})
