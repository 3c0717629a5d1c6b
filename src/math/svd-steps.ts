/** @file The algorithm of the randomized truncated SVD, for whoever computes the products: one thread (svd.ts) or several (svd-on-threads.ts).
 *
 * Shapes, cost and source: as in svd.ts. Small matrices of `width` columns and rows are factored here, in steps.
 */

import { inverseFactorSteps, symmetricEigenSteps } from './dense.ts'
import { createRandom } from './random.ts'
import { type AskingSteps, asked } from './steps.ts'

export type Svd = {
  readonly rank: number
  readonly left: Float32Array
  readonly singular: Float64Array
  readonly right: Float32Array
}

export type SvdSettings = {
  readonly k: number
  readonly seed: number | string
  /** Power iterations: more sharpen the small singular values. */
  readonly iterations?: number
  readonly oversampling?: number
  /** Share done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

type Given<T> = T | Promise<T>

/** What can be done with A [rows × columns], and with dense matrices D wherever they lie. Each result may overwrite the one before the last. */
export type SvdProducts<D> = {
  readonly rows: number
  readonly columns: number
  /** [columns × width], filled by `next`. */
  draw(width: number, next: () => number): Given<D>
  /** A · D, or where `transposed` Aᵀ · D. */
  sparse(transposed: boolean, dense: D, width: number): Given<D>
  /** L · R [inner × width]. */
  turn(left: D, inner: number, right: Float32Array, width: number): Given<D>
  /** DᵀD in double precision. */
  gram(dense: D, width: number): Given<Float64Array>
  /** L · R for the caller to keep. */
  kept(left: D, inner: number, right: Float32Array, width: number): Given<Float32Array>
}

const nothing = (): Svd => ({ rank: 0, left: new Float32Array(0), singular: new Float64Array(0), right: new Float32Array(0) })

export function* svdSteps<D>(products: SvdProducts<D>, settings: SvdSettings): AskingSteps<Svd> {
  const { k, iterations = 3, oversampling = 16 } = settings
  const random = createRandom(settings.seed)
  const width = Math.min(k + oversampling, products.rows, products.columns)
  const steps = 2 * iterations + 2
  let done = 0
  const told = () => settings.progress?.(++done / steps)
  if (width === 0) return nothing()

  const samples = yield* asked(products.draw(width, random.normal))
  let range = yield* basisOf(products, false, { basis: samples, width })
  told()
  for (let iteration = 0; iteration < iterations && range.width > 0; iteration++) {
    const coRange = yield* basisOf(products, true, range)
    told()
    if (coRange.width === 0) break
    range = yield* basisOf(products, false, coRange)
    told()
  }
  if (range.width === 0) return nothing()

  // AᵀQ = V Σ Wᵀ by the eigenvectors W of its Gram matrix; then U = Q W.
  const projected = yield* asked(products.sparse(true, range.basis, range.width))
  const { values, vectors } = yield* symmetricEigenSteps(yield* asked(products.gram(projected, range.width)), range.width)
  const rank = Math.min(k, values.filter((value) => value > 0).length)
  const singular = values.slice(0, rank).map(Math.sqrt)
  const turn = new Float32Array(range.width * rank)
  const turnAndScale = new Float32Array(range.width * rank)
  for (let i = 0; i < range.width; i++) {
    for (let j = 0; j < rank; j++) {
      turn[i * rank + j] = vectors[j * range.width + i]!
      turnAndScale[i * rank + j] = vectors[j * range.width + i]! / singular[j]!
    }
  }
  const left = yield* asked(products.kept(range.basis, range.width, turn, rank))
  const right = yield* asked(products.kept(projected, range.width, turnAndScale, rank))
  told()
  yield* fixSigns({ rank, left, singular, right })
  return { rank, left, singular, right }
}

type Basis<D> = { readonly basis: D; readonly width: number }

/** An orthonormal basis of the span of A · basis, or of Aᵀ · basis; the width shrinks to the numerical rank. */
function* basisOf<D>(products: SvdProducts<D>, transposed: boolean, of: Basis<D>): AskingSteps<Basis<D>> {
  let basis = yield* asked(products.sparse(transposed, of.basis, of.width))
  let kept = of.width
  // The first round leaves errors of single precision times the condition number; the second removes them.
  for (let round = 0; round < 2 && kept > 0; round++) {
    const gram = yield* asked(products.gram(basis, kept))
    const factor = yield* inverseFactorSteps(gram, kept)
    if (factor !== undefined) {
      basis = yield* asked(products.turn(basis, kept, Float32Array.from(factor), kept))
      continue
    }
    // Columns that depend on one another: the eigenvectors tell how many do not.
    const { values, vectors } = yield* symmetricEigenSteps(gram, kept)
    const rank = values.filter((value) => value > 0 && value > values[0]! * 1e-11).length
    const turn = new Float32Array(kept * rank)
    for (let i = 0; i < kept; i++) for (let j = 0; j < rank; j++) turn[i * rank + j] = vectors[j * kept + i]! / Math.sqrt(values[j]!)
    if (rank > 0) basis = yield* asked(products.turn(basis, kept, turn, rank))
    kept = rank
  }
  return { basis, width: kept }
}

const readsAStep = 200_000

/** Singular vectors are unique up to sign: the largest component of each column of V is made positive. */
function* fixSigns({ rank, left, right }: Svd): AskingSteps<void> {
  const largest = new Float32Array(rank)
  const rowsAStep = Math.max(1, Math.floor(readsAStep / Math.max(1, rank)))
  for (let from = 0; from < right.length; from += rowsAStep * rank) {
    const end = Math.min(right.length, from + rowsAStep * rank)
    for (let at = from, column = 0; at < end; at++, column = column + 1 === rank ? 0 : column + 1)
      if (Math.abs(right[at]!) > Math.abs(largest[column]!)) largest[column] = right[at]!
    yield
  }
  for (const side of [left, right]) {
    for (let from = 0; from < side.length; from += rowsAStep * rank) {
      const end = Math.min(side.length, from + rowsAStep * rank)
      for (let at = from, column = 0; at < end; at++, column = column + 1 === rank ? 0 : column + 1)
        if (largest[column]! < 0) side[at] = -side[at]!
      yield
    }
  }
}
