import { expect, it } from 'vitest'
import type { ItemSpace } from '../embeddings/item-space.ts'
import { createRandom } from '../math/random.ts'
import { normaliseRows } from '../math/vector.ts'
import { defaultTasteConfig, type TasteConfig } from './config.ts'
import { clusterInterests } from './interests.ts'
import type { ItemSignal } from './signal.ts'

/** The same rules written plainly: every centroid made anew from its members, every pair compared. */
function plainly(points: readonly ItemSignal[], space: Omit<ItemSpace, 'topics'>, config: TasteConfig): number[][] {
  let clusters: ItemSignal[][] = []
  const centroid = (members: readonly ItemSignal[]) =>
    Array.from({ length: space.size }, (_, i) =>
      members.reduce((sum, { item, signal }) => sum + signal * space.vectors[item * space.size + i]!, 0),
    )
  const rho = (one: readonly ItemSignal[], other: readonly ItemSignal[]) => {
    const [a, b] = [centroid(one), centroid(other)]
    const cosine = a.reduce((sum, value, i) => sum + value * b[i]!, 0) / (Math.hypot(...a) * Math.hypot(...b))
    return (cosine - space.background.m0) / (space.background.m1 - space.background.m0)
  }
  const merge = (one: ItemSignal[], other: ItemSignal[]) => {
    const both = [...one, ...other].sort((a, b) => a.first - b.first)
    clusters = [...clusters.filter((cluster) => cluster !== one && cluster !== other), both].sort((a, b) => a[0]!.first - b[0]!.first)
    return both
  }
  const nearest = (to: readonly ItemSignal[]) =>
    clusters
      .filter((cluster) => cluster !== to)
      .map((cluster) => ({ cluster, near: rho(cluster, to) }))
      .sort((a, b) => b.near - a.near)[0]?.cluster
  for (const point of points) {
    const best = nearest([point])
    if (best && rho(best, [point]) >= config.joinAt) {
      best.push(point)
      for (let grown = best; ; ) {
        const other = nearest(grown)
        if (!other || rho(other, grown) < config.mergeAt) break
        grown = merge(grown, other)
      }
      continue
    }
    clusters.push([point])
    if (clusters.length <= config.mostInterests) continue
    const pairs = clusters.flatMap((one, i) => clusters.slice(i + 1).map((other) => ({ one, other, near: rho(one, other) })))
    const closest = pairs.sort((a, b) => b.near - a.near)[0]!
    merge(closest.one, closest.other)
  }
  return clusters.map((cluster) => cluster.map(({ item }) => item))
}

it.each([
  [3, 1, 0.2],
  [6, 2, 0.58],
  [16, 3, 0.2],
  [80, 4, 0.2],
])('groups as the rules written plainly do, in %d dimensions', (size, seed, joinAt) => {
  const config = { ...defaultTasteConfig, joinAt }
  for (let round = 0; round < 4; round++) {
    const random = createRandom(`${seed} ${round}`)
    const count = 90
    const themes = Array.from({ length: 20 * size }, () => random.normal())
    const rows = Float32Array.from({ length: count * size }, (_, i) => {
      const theme = Math.floor(i / size) % 20
      return themes[theme * size + (i % size)]! + 0.7 * random.normal()
    })
    const vectors = normaliseRows(rows, size)
    const space: Omit<ItemSpace, 'topics'> = {
      version: '1',
      size,
      count,
      vectors,
      background: { m0: 0.02, m1: 0.95 },
      text: { size, vectors },
    }
    const points = Array.from(
      { length: count },
      (_, i): ItemSignal => ({ id: String(i), item: i, first: i, last: i, at: 0, signal: 0.05 + 0.95 * random.next() }),
    )
    random.shuffle(points)
    const inOrder = points.map((point, first) => ({ ...point, first }))
    const clusters = clusterInterests(inOrder, space, config)
    expect(clusters.map(({ members }) => members.map(({ item }) => item))).toEqual(plainly(inOrder, space, config))
    for (const { members, centroid, length } of clusters) {
      const first = members.reduce((sum, { item, signal }) => sum + signal * vectors[item * size]!, 0)
      expect(centroid[0]).toBeCloseTo(first, 4)
      expect(length).toBeCloseTo(Math.hypot(...centroid), 4)
    }
  }
})
