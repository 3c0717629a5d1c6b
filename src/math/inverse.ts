/** @file The inverse of a regularised Gram matrix, (XᵀX + λI)⁻¹, for a sparse X: what EASE is made of.
 *
 * Shapes: X csr [U × I], inverse [I × I]. Cost: the Gram Σ_u n_u² / 2, the inverse I³ multiplications and additions (symmetric: half of a general one), memory
 * one I × I matrix. Source: the sweep operator by blocks of 64 (Goodnight, The American Statistician 33, 1979; Bientinesi, Gunter, van de Geijn, ACM TOMS 35,
 * 2008, section 5), whose pivot blocks are inverted in double precision. Checked against: numpy.linalg.inv (test/golden/ease.json).
 *
 * Single precision while its error, about 1e-7 times the condition of the matrix, stays below 1e-3 of the largest element; else double.
 */

import { PenchantError } from '../errors.ts'
import { type Csr, transpose } from './csr.ts'
import { inverseWasm } from './inverse.wasm.ts'
import { addToDiagonal, blockSize, type Sweeper } from './inverse-sweeper.ts'
import { createInverseTwin } from './inverse-twin.ts'
import type { Kernels } from './kernels-contract.ts'
import { createWorkspace } from './kernels-workspace.ts'
import type { Steps } from './steps.ts'

const most32 = 10_000

export type Inverse = {
  /** Row-major [size × size], both triangles. */
  readonly values: Float32Array | Float64Array
  readonly precision: 'single' | 'double'
}

export type InverseOptions = {
  /** λ, above 0 unless every column is independent of the others. */
  readonly regularization: number
  readonly kernels: Pick<Kernels, 'name'>
  /** Share done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

/** Multiplications in one step: about three milliseconds in single precision. */
const productsAStep = 2e7
const gramRowsAStep = 16

/** In steps of some milliseconds. @throws PenchantError `invalid-input` where the matrix is not positive definite. */
export function* inverseSteps(matrix: Csr, { regularization, kernels, progress }: InverseOptions): Steps<Inverse> {
  const size = matrix.columns
  const items = transpose(matrix)
  yield
  const stride = Math.ceil(size / blockSize) * blockSize
  const precision = conditionBound(matrix, items, regularization) <= most32 ? 'single' : 'double'
  yield
  const sweeper = (kernels.name === 'wasm' ? createWasmSweeper : createInverseTwin)(matrix, items, stride, precision)
  for (let from = 0; from < size; from += gramRowsAStep) {
    sweeper.gram(from, Math.min(size, from + gramRowsAStep))
    progress?.((0.2 * from) / size)
    yield
  }
  sweeper.addToDiagonal(regularization)
  for (let column = 0; column < stride; column += blockSize) {
    const failed = sweeper.prepare(column)
    if (failed >= 0) {
      const message = `The Gram matrix is not positive definite at column ${failed}: add regularization.`
      throw new PenchantError('invalid-input', message, { details: { column: failed, regularization } })
    }
    yield
    for (let from = 0, to = 0; from < stride; from = to) {
      // Row r has about r columns to do: as many blocks as a step takes, at least one.
      do to += blockSize
      while (to < stride && (to - from) * (to + blockSize) * blockSize < productsAStep)
      to = Math.min(to, stride)
      sweeper.subtract(column, from, to)
      yield
    }
    sweeper.finish(column)
    progress?.(0.2 + (0.7 * (column + blockSize)) / stride)
    yield
  }
  return { values: yield* mirrored(sweeper.lower(), size, stride), precision }
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

function createWasmSweeper(matrix: Csr, items: Csr, stride: number, precision: 'single' | 'double'): Sweeper {
  const bytes = precision === 'single' ? 4 : 8
  const bits = bytes * 8
  const entries = matrix.values.length * 16 + (matrix.rows + matrix.columns + 2) * 4
  const panelBytes = stride * blockSize * bytes
  const expected = stride * stride * bytes + 2 * panelBytes + blockSize * blockSize * 16 + entries + 256
  const space = createWorkspace(new WebAssembly.Module(Buffer.from(inverseWasm, 'base64')), expected)
  const lists = [items.offsets, items.indexes, items.values, matrix.offsets, matrix.indexes, matrix.values].map((list) => space.put(list))
  const pivot = space.reserve(blockSize * blockSize * 8)
  const narrow = space.reserve(blockSize * blockSize * bytes)
  const panel = space.reserve(panelBytes)
  const product = space.reserve(panelBytes)
  const out = space.reserve(stride * stride * bytes)
  const lower = () => (precision === 'single' ? space.floats(out, stride * stride) : space.doubles(out, stride * stride))
  return {
    gram: (from, to) => space.call(`gramRows${bits}`, ...lists, from, to, out, stride),
    addToDiagonal: (value) => addToDiagonal(lower(), value, items.rows, stride),
    prepare(column) {
      const failed = space.call(`prepare${bits}`, out, stride, column, pivot, narrow, panel, product)
      return failed === 0 ? -1 : column + failed - 1
    },
    subtract: (column, from, to) => space.call(`subtract${bits}`, out, stride, column, from, to, panel, product),
    finish: (column) => space.call(`finish${bits}`, out, stride, column, product),
    lower,
  }
}
