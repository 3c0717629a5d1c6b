/** @file Collaborative item vectors: what people take together, from positive (user, item) pairs.
 *
 * Objective: truncated SVD of D_u^-½ R D_i^-½, R binary; an item's vector is unit[V Σ]. An item with too few pairs gets unit[t W] from its text vector t,
 * W = argmin Σ ‖t W − c‖² + λ‖W‖² over the items with enough (ridge regression).
 * Shapes: R csr [U × N], V [N × k], W [text size × k]; vectors [N × size], padded with zeros where the rank is smaller.
 * Cold start: without text too, a row of zeros. Cost: as the SVD (svd.ts), and O(N · text size²).
 * Source: the normalised bipartite spectral embedding of Dhillon, KDD 2001; the map for cold items as in Gantner et al., ICDM 2010.
 */

import { PenchantError } from '../errors.ts'
import { type Csr, csrFromEntries } from '../math/csr.ts'
import { solvePositiveDefinite } from '../math/dense.ts'
import type { Kernels } from '../math/kernels-contract.ts'
import { truncatedSvd } from '../math/svd.ts'
import { normalise } from '../math/vector.ts'
import { mapText, type Part } from './item-space.ts'

/** Positive pairs; a repeated pair counts once. Users and items are integers from 0 on; both arrays have one entry a pair. */
export type PositivePairs = { readonly users: Int32Array; readonly items: Int32Array }

const collaborativeSize = 64
/** Fewer people than this say too little about an item. */
const fewestPeople = 5
/** As much as one unit vector in each direction of the text space. */
const ridge = 1

/**
 * @param text vectors of the same items, [items × text.size]; only cold items need them.
 * @returns undefined when no item has enough pairs: there is nothing to learn yet.
 */
export function trainCollaborative(
  pairs: PositivePairs,
  text: Part,
  options: { readonly seed: number | string; readonly kernels: Kernels; readonly progress?: ((share: number) => void) | undefined },
): (Part & { readonly fromText: Float32Array }) | undefined {
  const items = text.vectors.length / text.size
  if (pairs.users.length !== pairs.items.length) {
    throw new PenchantError(
      'invalid-input',
      `There are ${pairs.users.length} users and ${pairs.items.length} items of pairs: give one each a pair.`,
    )
  }
  const taken = csrFromEntries(
    pairs.users.reduce((most, user) => Math.max(most, user + 1), 0),
    items,
    {
      rows: pairs.users,
      columns: pairs.items,
      values: new Float32Array(pairs.users.length).fill(1),
    },
  )
  const people = new Int32Array(items)
  for (const item of taken.indexes) people[item] = people[item]! + 1
  const warm = Int32Array.from({ length: items }, (_, item) => item).filter((item) => people[item]! >= fewestPeople)
  if (warm.length === 0) return undefined

  const svd = truncatedSvd(normaliseDegrees(taken, people), { ...options, k: collaborativeSize })
  const size = collaborativeSize
  const vectors = new Float32Array(items * size)
  for (const item of warm) {
    const row = vectors.subarray(item * size, (item + 1) * size)
    for (let j = 0; j < svd.rank; j++) row[j] = svd.right[item * svd.rank + j]! * svd.singular[j]!
    normalise(row)
  }
  const fromText = fitFromText(text, { size, vectors }, warm)
  for (let item = 0; item < items; item++) {
    if (people[item]! < fewestPeople)
      vectors.set(mapText(text.vectors.subarray(item * text.size, (item + 1) * text.size), fromText), item * size)
  }
  return { size, vectors, fromText }
}

/** D_u^-½ R D_i^-½ with every stored entry of R taken as 1. */
function normaliseDegrees(taken: Csr, people: Int32Array): Csr {
  const values = new Float32Array(taken.indexes.length)
  for (let user = 0; user < taken.rows; user++) {
    const [start, end] = [taken.offsets[user]!, taken.offsets[user + 1]!]
    for (let at = start; at < end; at++) values[at] = 1 / Math.sqrt((end - start) * people[taken.indexes[at]!]!)
  }
  return { ...taken, values }
}

/** W of the ridge regression text → collaborative over the warm items, [text.size × collaborative.size]. */
function fitFromText(text: Part, collaborative: Part, warm: Int32Array): Float32Array {
  const [d, k] = [text.size, collaborative.size]
  const gram = new Float64Array(d * d)
  const cross = new Float64Array(d * k)
  for (let i = 0; i < d; i++) gram[i * d + i] = ridge
  for (const item of warm) {
    for (let i = 0; i < d; i++) {
      const factor = text.vectors[item * d + i]!
      if (factor === 0) continue
      for (let j = 0; j < d; j++) gram[i * d + j] = gram[i * d + j]! + factor * text.vectors[item * d + j]!
      for (let j = 0; j < k; j++) cross[i * k + j] = cross[i * k + j]! + factor * collaborative.vectors[item * k + j]!
    }
  }
  return Float32Array.from(solvePositiveDefinite(gram, cross, d, k))
}
