/** @file The inverse of a regularised Gram matrix, (XᵀX + λI)⁻¹, for a sparse X: what EASE is made of. On one thread or several, with the same bits.
 *
 * Shapes: X csr [U × I], inverse [I × I]. Cost: the Gram Σ_u n_u² / 2, the inverse I³ multiplications and additions (symmetric: half of a general one), memory
 * one I × I matrix. Source: the sweep operator by blocks of 64 (Goodnight, The American Statistician 33, 1979; Bientinesi, Gunter, van de Geijn, ACM TOMS 35,
 * 2008, section 5), whose pivot blocks are inverted in double precision; or by halves in ONNX Runtime (onnx/inverse.ts). Checked against: numpy.linalg.inv (test/golden/ease.json).
 *
 * Single precision while its error, about 1e-7 times the condition of the matrix, stays below 1e-3 of the largest element; else double.
 */

import { PenchantError } from '../errors.ts'
import { type Csr, transpose } from './csr.ts'
import { inverseWasm } from './inverse.wasm.ts'
import { blockSize, createInverseTwin } from './inverse-twin.ts'
import type { Kernels } from './kernels-contract.ts'
import { inSlices, type Steps } from './steps.ts'
import { createTaskPool, putSteps, type TaskPool, type ThreadSource } from './threads.ts'

const source: ThreadSource = { wasm: inverseWasm, twin: createInverseTwin }

const most32 = 10_000

export type Inverse = {
  /** Row-major [size × size], both triangles. */
  readonly values: Float32Array | Float64Array
  readonly precision: 'single' | 'double'
  readonly algebra: 'wasm' | 'onnx'
}

export type InverseOptions = {
  /** λ, above 0 unless every column is independent of the others. */
  readonly regularization: number
  readonly kernels: Pick<Kernels, 'name' | 'dense'>
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Share done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

/** Multiplications in one task of a sweep: about three milliseconds in single precision. */
const productsATask = 2e7
/** Likewise of the Gram matrix, whose numbers lie apart. */
const gramProductsATask = 2e6

/** @throws PenchantError `invalid-input` where the matrix is not positive definite or too large for a memory, `aborted`. */
export async function inverseOfGram(given: Csr, options: InverseOptions): Promise<Inverse> {
  const { regularization, kernels, threads, signal, progress } = options
  const told = progress && ((share: number) => progress(0.2 + 0.7 * share))
  const invert = await kernels.dense?.inverse({ threads, signal, progress: told })
  const byColumn = transpose(given)
  const places = invert ? lightestFirst(byColumn) : new Int32Array()
  const items = invert ? rowsAt(byColumn, places) : byColumn
  const matrix = invert ? transpose(items) : given
  const precision = conditionBound(matrix, items, regularization) <= most32 ? 'single' : 'double'
  const pool = await createTaskPool(source, { runtime: kernels.name, threads, signal })
  try {
    const { stride, gram, sweep, lower } = await layOut(pool, matrix, items, precision)
    await gram()
    progress?.(0.2)
    addToDiagonal(lower(), regularization, matrix.columns, stride)
    const notPositive = (column: number) => {
      const message = `The Gram matrix is not positive definite at column ${column}: add regularization.`
      return new PenchantError('invalid-input', message, { details: { column, regularization } })
    }
    if (invert) {
      const values = await invert({ values: lower(), stride, places })
      if ('failed' in values) throw notPositive(values.failed)
      return { values, precision, algebra: 'onnx' }
    }
    for (let column = 0; column < stride; column += blockSize) {
      const failed = await sweep(column)
      if (failed !== undefined) throw notPositive(failed)
      progress?.(0.2 + (0.7 * (column + blockSize)) / stride)
    }
    return { values: await inSlices(mirrored(lower(), matrix.columns, stride)), precision, algebra: 'wasm' }
  } finally {
    await pool.close()
  }
}

async function layOut(pool: TaskPool, matrix: Csr, items: Csr, precision: Inverse['precision']) {
  const stride = Math.ceil(matrix.columns / blockSize) * blockSize
  const bytes = precision === 'single' ? 4 : 8
  const bits = bytes * 8
  const lists: number[] = []
  for (const list of [items.offsets, items.indexes, items.values, matrix.offsets, matrix.indexes, matrix.values])
    lists.push(await inSlices(putSteps(pool, list)))
  const gramTasks = gramStarts(matrix, items)
  const sweepTasks = sweepStarts(stride)
  const [gramAt, sweepAt] = [pool.put(gramTasks), pool.put(sweepTasks)]
  const [pivot, narrow] = [pool.reserve(blockSize * blockSize * 8), pool.reserve(blockSize * blockSize * bytes)]
  const [panel, product] = [pool.reserve(stride * blockSize * bytes), pool.reserve(stride * blockSize * bytes)]
  const failedAt = pool.reserve(4)
  const out = pool.reserve(stride * stride * bytes)

  return {
    stride,
    gram: () => pool.run(`gramPart${bits}`, gramTasks.length - 1, gramAt, ...lists, out, stride),
    /** Over the block of columns from `column` on; the column that is not positive, or undefined when all are. */
    async sweep(column: number): Promise<number | undefined> {
      await pool.runInOrder(`prepare${bits}`, 1, out, stride, column, panel, product, pivot, narrow, failedAt)
      const failed = pool.integers(failedAt, 1)[0]!
      if (failed !== 0) return column + failed - 1
      await pool.run(`subtractPart${bits}`, sweepTasks.length - 1, sweepAt, out, stride, column, panel, product)
      await pool.runInOrder(`finish${bits}`, 1, out, stride, column, product)
      return undefined
    },
    /** The lower triangle with what lies above it undefined, [stride × stride]. */
    lower: () => (precision === 'single' ? pool.floats(out, stride * stride) : pool.doubles(out, stride * stride)),
  }
}

/** First rows of the tasks, which cost about the same. */
function gramStarts(matrix: Csr, items: Csr): Int32Array {
  const starts = [0]
  let work = 0
  for (let item = 0; item < items.rows; item++) {
    for (let at = items.offsets[item]!; at < items.offsets[item + 1]!; at++)
      work += matrix.offsets[items.indexes[at]! + 1]! - matrix.offsets[items.indexes[at]!]!
    if (work < gramProductsATask && item + 1 < items.rows) continue
    starts.push(item + 1)
    work = 0
  }
  return Int32Array.from(starts)
}

/** Likewise of a sweep: row r has about r columns to do. At least a block of rows each. */
function sweepStarts(stride: number): Int32Array {
  const starts = [0]
  for (let from = 0, to = 0; from < stride; from = to) {
    do to += blockSize
    while (to < stride && (to - from) * (to + blockSize) * blockSize < productsATask)
    to = Math.min(to, stride)
    starts.push(to)
  }
  return Int32Array.from(starts)
}

/** Rows of the transposed matrix by the sum of their squares, which is the diagonal of the Gram. */
function lightestFirst(items: Csr): Int32Array {
  const squares = new Float64Array(items.rows)
  for (let item = 0; item < items.rows; item++)
    for (let at = items.offsets[item]!; at < items.offsets[item + 1]!; at++) squares[item]! += items.values[at]! ** 2
  return Int32Array.from(squares.keys()).sort((a, b) => squares[a]! - squares[b]! || a - b)
}

function rowsAt(matrix: Csr, rows: Int32Array): Csr {
  const offsets = new Int32Array(rows.length + 1)
  const [indexes, values] = [new Int32Array(matrix.indexes.length), new Float32Array(matrix.values.length)]
  for (const [at, row] of rows.entries()) {
    const [from, to] = [matrix.offsets[row]!, matrix.offsets[row + 1]!]
    indexes.set(matrix.indexes.subarray(from, to), offsets[at]!)
    values.set(matrix.values.subarray(from, to), offsets[at]!)
    offsets[at + 1] = offsets[at]! + to - from
  }
  return { ...matrix, offsets, indexes, values }
}

/** Rows that only fill the last block get a diagonal of 1, which changes nothing in the others. */
function addToDiagonal(lower: Float32Array | Float64Array, value: number, size: number, stride: number): void {
  for (let at = 0; at < size; at++) lower[at * stride + at]! += value
  for (let at = size; at < stride; at++) lower[at * stride + at] = 1
}

/** An upper bound of the largest eigenvalue, the largest sum of a row of |X|ᵀ|X|, over the smallest, λ. */
function conditionBound(matrix: Csr, items: Csr, regularization: number): number {
  const sums = new Float64Array(matrix.rows)
  for (let row = 0; row < matrix.rows; row++)
    for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) sums[row]! += Math.abs(matrix.values[at]!)
  let largest = 0
  for (let item = 0; item < items.rows; item++) {
    let sum = 0
    for (let at = items.offsets[item]!; at < items.offsets[item + 1]!; at++) sum += Math.abs(items.values[at]!) * sums[items.indexes[at]!]!
    largest = Math.max(largest, sum)
  }
  return 1 + largest / regularization
}

/** The sweeps leave −A⁻¹ in the lower triangle. */
function* mirrored(lower: Float32Array | Float64Array, size: number, stride: number): Steps<Float32Array | Float64Array> {
  const values = lower instanceof Float32Array ? new Float32Array(size * size) : new Float64Array(size * size)
  // By tiles, because the transposed half is written down the columns.
  for (let top = 0; top < size; top += blockSize) {
    const bottom = Math.min(size, top + blockSize)
    for (let left = 0; left <= top; left += blockSize) {
      for (let i = top; i < bottom; i++) {
        for (let j = left; j < Math.min(i + 1, left + blockSize); j++) {
          const value = -lower[i * stride + j]!
          values[i * size + j] = value
          values[j * size + i] = value
        }
      }
    }
    yield
  }
  return values
}
