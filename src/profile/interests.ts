/** @file Interests: a person's positive items in at most twelve clusters, one pass, in the order in which the items were first touched.
 *
 * Leader clustering: an item joins the nearest centroid at ρ ≥ joinAt or opens a cluster; after a join the clusters at ρ ≥ mergeAt merge into the
 * older; past the limit the closest pair merges. Centroid u_m = Σ s_i x_i (the length does not matter); time and gain take no part.
 * Cost: O(items × interests × size). The products of centroids are kept up to date from those of the join, so merging costs no vector work.
 * Source: Kulis & Jordan 2012, Revisiting k-means (DP-means); several vectors a person as in PinnerSage (Pal et al. 2020) and MIND (Li et al. 2019).
 */

import type { TasteConfig } from './config.ts'
import type { ItemSignal } from './signal.ts'
import { addScaled, dot, dotRows, hasVector, rho, type TasteSpace } from './vectors.ts'

export type Cluster = {
  /** In the order of their first acts; the first founded the cluster and names it. */
  readonly members: readonly ItemSignal[]
  /** Σ s_i x_i, and its length. */
  readonly centroid: Float32Array
  readonly length: number
}

/**
 * @param positives items with s > 0 in the order of their first acts; those without a vector are in no cluster.
 * @returns clusters, oldest founder first.
 */
export function clusterInterests(positives: readonly ItemSignal[], space: TasteSpace, config: TasteConfig): readonly Cluster[] {
  const { size } = space
  const slots = config.mostInterests + 1
  const rows = 4 * Math.ceil(slots / 4)
  const sums = new Float32Array(rows * size)
  const products = new Float64Array(slots * slots)
  const members: ItemSignal[][] = Array.from({ length: slots }, () => [])
  const free = Array.from({ length: slots }, (_, slot) => slots - 1 - slot)
  /** Slots in use, oldest founder first. */
  const open: number[] = []
  const nearness = new Float64Array(rows)
  let used = 0
  const cosine = (a: number, b: number) => products[a * slots + b]! / Math.sqrt(products[a * slots + a]! * products[b * slots + b]!)

  const merge = (older: number, younger: number) => {
    for (const other of open) {
      if (other === older || other === younger) continue
      const product = products[older * slots + other]! + products[younger * slots + other]!
      products[older * slots + other] = product
      products[other * slots + older] = product
    }
    products[older * slots + older]! += 2 * products[older * slots + younger]! + products[younger * slots + younger]!
    addScaled(sums, older * size, 1, sums, younger * size, size)
    members[older] = [...members[older]!, ...members[younger]!].sort((a, b) => a.first - b.first)
    members[younger] = []
    sums.fill(0, younger * size, (younger + 1) * size)
    open.splice(open.indexOf(younger), 1)
    free.push(younger)
  }

  // What `findClosest` found: a join asks for it at every item.
  let older = -1
  let younger = -1
  let closest = -2
  /** The pair with the greatest cosine; with `one`, among the pairs it is in. */
  const findClosest = (one = -1) => {
    older = younger = -1
    closest = -2
    for (let a = 0; a < open.length; a++) {
      for (let b = a + 1; b < open.length; b++) {
        if (one >= 0 && open[a] !== one && open[b] !== one) continue
        const value = cosine(open[a]!, open[b]!)
        if (!(value > closest)) continue
        closest = value
        older = open[a]!
        younger = open[b]!
      }
    }
  }

  const add = (slot: number, point: ItemSignal) => {
    const { signal } = point
    for (const other of open) {
      if (other === slot) continue
      const product = products[slot * slots + other]! + signal * nearness[other]!
      products[slot * slots + other] = product
      products[other * slots + slot] = product
    }
    products[slot * slots + slot]! += 2 * signal * nearness[slot]! + signal * signal
    addScaled(sums, slot * size, signal, space.vectors, point.item * size, size)
    members[slot]!.push(point)
  }

  for (const point of positives) {
    if (!hasVector(space, point.item)) continue
    dotRows(space.vectors, point.item * size, sums, used, size, nearness)
    let nearest = -1
    let nearestCosine = -2
    for (const slot of open) {
      const value = nearness[slot]! / Math.sqrt(products[slot * slots + slot]!)
      if (value > nearestCosine) {
        nearest = slot
        nearestCosine = value
      }
    }
    if (nearest >= 0 && rho(space, nearestCosine) >= config.joinAt) {
      add(nearest, point)
      for (findClosest(nearest); older >= 0 && rho(space, closest) >= config.mergeAt; findClosest(older)) merge(older, younger)
      continue
    }
    const slot = free.pop()!
    open.push(slot)
    used = Math.max(used, slot + 1)
    products.fill(0, slot * slots, (slot + 1) * slots)
    nearness[slot] = 0
    add(slot, point)
    if (open.length <= config.mostInterests) continue
    findClosest()
    if (older >= 0) merge(older, younger)
    else merge(open[0]!, open[1]!)
  }
  return open.map((slot) => ({
    members: members[slot]!,
    centroid: sums.slice(slot * size, (slot + 1) * size),
    length: Math.sqrt(products[slot * slots + slot]!),
  }))
}

/** The place of the cluster an item would join, −1 for none. */
export function nearestCluster(clusters: readonly Cluster[], item: number, space: TasteSpace, config: TasteConfig): number {
  let [nearest, nearestCosine] = [-1, -2]
  if (!hasVector(space, item)) return nearest
  for (const [place, cluster] of clusters.entries()) {
    const value = dot(space.vectors, item * space.size, cluster.centroid, 0, space.size) / cluster.length
    if (value > nearestCosine) [nearest, nearestCosine] = [place, value]
  }
  return rho(space, nearestCosine) >= config.joinAt ? nearest : -1
}
