/** @file The kernels in plain TypeScript: the fallback where wasm SIMD is missing, and what the wasm kernels are checked against, bit by bit.
 *
 * The same operations in the same order and precision as the wasm ones: single precision by Math.fround, eight partial sums an inner product.
 */

import type { Kernels, Matrix } from './kernels-contract.ts'
import { checkK, checkShape, isZero, rowsOf } from './shape.ts'
import { createBoundedHeap } from './top-k.ts'

const { fround } = Math

export function createTwinKernels(): Kernels {
  return {
    name: 'typescript',
    load: loadMatrix,
    sparseTimesDense(sparse, dense, width, into) {
      checkShape('dense', dense.length, sparse.columns * width)
      const out = zeros(sparse.rows * width, into)
      for (let row = 0; row < sparse.rows; row++) {
        for (let at = sparse.offsets[row]!; at < sparse.offsets[row + 1]!; at++) {
          addScaled(out, row * width, sparse.values[at]!, dense, sparse.indexes[at]! * width, width)
        }
      }
      return out
    },
    denseTimesDense(left, right, inner, width, into) {
      const rows = rowsOf('left', left, inner)
      checkShape('right', right.length, inner * width)
      const out = zeros(rows * width, into)
      for (let row = 0; row < rows; row++) {
        for (let at = 0; at < inner; at++) addScaled(out, row * width, left[row * inner + at]!, right, at * width, width)
      }
      return out
    },
    gram(dense, width) {
      const rows = rowsOf('dense', dense, width)
      const product = new Float64Array(width * width)
      for (let row = 0; row < rows; row++) {
        for (let i = 0; i < width; i++) {
          const factor = dense[row * width + i]!
          for (let j = 0; j <= i; j++) product[i * width + j] = product[i * width + j]! + factor * dense[row * width + j]!
        }
      }
      for (let i = 0; i < width; i++) for (let j = i + 1; j < width; j++) product[i * width + j] = product[j * width + i]!
      return product
    },
  }
}

function loadMatrix(vectors: Float32Array, size: number): Matrix {
  const rows = rowsOf('vectors', vectors, size)
  const kept = vectors.slice()
  const innerProduct = createInnerProduct(size)
  const cosine = (row: number, queries: Float32Array, query: number) => innerProduct(kept, row * size, queries, query * size)

  return {
    rows,
    size,
    topK(queries, eligible, k, seed = 0) {
      checkK(k)
      if (eligible !== undefined) checkShape('eligible', eligible.length, rows)
      return Array.from({ length: rowsOf('queries', queries, size) }, (_, query) => {
        const heap = createBoundedHeap(k, seed)
        const silent = isZero(queries, query * size, size)
        for (let row = 0; row < rows && !silent; row++) {
          if ((eligible === undefined || eligible[row]) && !isZero(kept, row * size, size)) heap.push(row, cosine(row, queries, query))
        }
        return heap.drain()
      })
    },
    gather(queries, chosen) {
      const count = rowsOf('queries', queries, size)
      const out = new Float32Array(count * chosen.length).fill(Number.NaN)
      for (let query = 0; query < count; query++) {
        if (isZero(queries, query * size, size)) continue
        chosen.forEach((row, at) => {
          if (row >= 0 && row < rows && !isZero(kept, row * size, size)) out[query * chosen.length + at] = cosine(row, queries, query)
        })
      }
      return out
    },
  }
}

function zeros(length: number, into?: Float32Array): Float32Array {
  if (into === undefined) return new Float32Array(length)
  checkShape('into', into.length, length)
  return into.fill(0)
}

/** Inner products of rows that start at a place of each array, in the order of additions that the kernels keep. */
export function createInnerProduct(size: number): (left: Float32Array, from: number, right: Float32Array, start: number) => number {
  const partial = new Float32Array(8)
  return (left, from, right, start) => {
    partial.fill(0)
    for (let at = 0; at < size; at++) partial[at & 7] = fround(partial[at & 7]! + fround(left[from + at]! * right[start + at]!))
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = partial
    return fround(fround(fround(a + e) + fround(b + f)) + fround(fround(c + g) + fround(d + h)))
  }
}

/** Adds factor · vector to `width` numbers, in single precision. */
export function addScaled(out: Float32Array, to: number, factor: number, vectors: Float32Array, from: number, width: number): void {
  for (let at = 0; at < width; at++) out[to + at] = fround(out[to + at]! + fround(factor * vectors[from + at]!))
}
