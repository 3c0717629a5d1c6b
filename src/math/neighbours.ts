/** @file The nearest neighbours of rows: the k best entries of each row of a sparse product, never holding more of it than one row.
 *
 * S_ij = (L·R)_ij / (rowScale_i · columnScale_j + shrinkage), j ≠ i. With L = Rᵀ and norms as scales these are cosines of the columns of R.
 * Shapes: L csr [n × m], R csr [m × p], all values above 0; result csr [n × p] with at most k entries a row.
 * Cost: O(Σ products + kept · log k); memory one row of sums. Sums are in double precision; ties fall by a hash of the column and the seed.
 * The wasm kernel and its twin (neighbours-twin.ts) give the same bits.
 */

import { PenchantError } from '../errors.ts'
import { type Csr, transpose } from './csr.ts'
import type { Kernels } from './kernels-contract.ts'
import { createWorkspace } from './kernels-workspace.ts'
import { neighboursWasm } from './neighbours.wasm.ts'
import { type BestRows, createTwinRows, type Product } from './neighbours-twin.ts'
import { checkK, checkShape } from './shape.ts'
import type { Steps } from './steps.ts'

export type NeighbourOptions = {
  /** How many entries of a row are kept. */
  readonly k: number
  /** Of the left rows and of the right columns; 1 where left out. */
  readonly rowScale?: Float64Array | undefined
  readonly columnScale?: Float64Array | undefined
  /** Added to the product of the scales: entries of which little is known count for less. */
  readonly shrinkage?: number | undefined
  readonly seed?: number | undefined
  readonly kernels: Pick<Kernels, 'name'>
  /** Share of the products done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

/** Multiplications in one step: about two milliseconds. */
const productsAStep = 1_000_000

/** The k nearest in steps of about two milliseconds. @throws PenchantError `invalid-input` for shapes that do not fit and values that are not above 0. */
export function* neighbourSteps(left: Csr, right: Csr, options: NeighbourOptions): Steps<Csr> {
  const { k, shrinkage = 0, seed = 0, kernels, progress } = options
  checkK(k)
  checkShape('right', right.rows, left.columns)
  const rowScale = options.rowScale ?? new Float64Array(left.rows).fill(1)
  const columnScale = options.columnScale ?? new Float64Array(right.columns).fill(1)
  checkShape('rowScale', rowScale.length, left.rows)
  checkShape('columnScale', columnScale.length, right.columns)
  requirePositive(left)
  requirePositive(right)
  const kept = Math.min(k, right.columns)
  const product = { left, right, k: kept, rowScale, columnScale, shrinkage, seed: seed | 0 }
  const best = kernels.name === 'wasm' ? createWasmRows(product) : createTwinRows(product)
  const work = productsOf(left, right)
  const offsets = new Int32Array(left.rows + 1)
  const parts: { readonly items: Int32Array; readonly scores: Float32Array }[] = []
  for (let from = 0; from < left.rows; ) {
    let to = from + 1
    while (to < left.rows && work[to + 1]! - work[from]! < productsAStep) to++
    const { items, scores, counts } = best(from, to)
    const packed = counts.reduce((sum, count) => sum + count, 0)
    const part = { items: new Int32Array(packed), scores: new Float32Array(packed) }
    for (let row = from, at = 0; row < to; row++) {
      const [start, count] = [(row - from) * kept, counts[row - from]!]
      part.items.set(items.subarray(start, start + count), at)
      part.scores.set(scores.subarray(start, start + count), at)
      at += count
      offsets[row + 1] = offsets[row]! + count
    }
    parts.push(part)
    from = to
    progress?.(from / left.rows)
    yield
  }
  const indexes = new Int32Array(offsets[left.rows]!)
  const values = new Float32Array(indexes.length)
  let at = 0
  for (const { items, scores } of parts) {
    indexes.set(items, at)
    values.set(scores, at)
    at += items.length
  }
  yield
  const turned = transpose({ rows: left.rows, columns: right.columns, offsets, indexes, values })
  yield
  // Turning it twice puts each row's columns in ascending order.
  return transpose(turned)
}

function createWasmRows({ left, right, k, rowScale, columnScale, shrinkage, seed }: Product): BestRows {
  const space = createWorkspace(new WebAssembly.Module(Buffer.from(neighboursWasm, 'base64')))
  const put = (matrix: Csr) => [space.put(matrix.offsets), space.put(matrix.indexes), space.put(matrix.values)] as const
  const [leftParts, rightParts] = [put(left), put(right)]
  const doubles = (values: Float64Array) => {
    const at = space.reserve(values.byteLength)
    space.doubles(at, values.length).set(values)
    return at
  }
  const scales = [doubles(rowScale), doubles(columnScale)] as const
  const sums = space.reserve(right.columns * 8)
  const touched = space.reserve(right.columns * 4)
  const laidOut = space.mark()
  return (from, to) => {
    space.release(laidOut)
    const rows = to - from
    const [items, scores, counts] = [space.reserve(rows * k * 4), space.reserve(rows * k * 4), space.reserve(rows * 4)]
    if (k > 0)
      space.call(
        'bestOfProduct',
        from,
        to,
        ...leftParts,
        ...rightParts,
        ...scales,
        shrinkage,
        k,
        seed,
        sums,
        touched,
        items,
        scores,
        counts,
      )
    return { items: space.integers(items, rows * k), scores: space.floats(scores, rows * k), counts: space.integers(counts, rows) }
  }
}

/** Multiplications before each row, [rows + 1]. */
function productsOf(left: Csr, right: Csr): Float64Array {
  const work = new Float64Array(left.rows + 1)
  for (let row = 0; row < left.rows; row++) {
    let products = 1
    for (let at = left.offsets[row]!; at < left.offsets[row + 1]!; at++) {
      products += right.offsets[left.indexes[at]! + 1]! - right.offsets[left.indexes[at]!]!
    }
    work[row + 1] = work[row]! + products
  }
  return work
}

function requirePositive({ values }: Csr): void {
  const at = values.findIndex((value) => !(value > 0))
  if (at >= 0)
    throw new PenchantError('invalid-input', `An entry of a product for neighbours is ${values[at]}: leave out what is not above 0.`)
}
