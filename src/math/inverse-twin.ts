/** @file The sweeps of inverse.ts in plain TypeScript: the fallback where wasm SIMD is missing, and what the wasm ones are checked against, bit by bit. */

import type { Csr } from './csr.ts'
import { addToDiagonal, blockSize as block, type Sweeper } from './inverse-sweeper.ts'

export function createInverseTwin(matrix: Csr, items: Csr, stride: number, precision: 'single' | 'double'): Sweeper {
  const a = precision === 'single' ? new Float32Array(stride * stride) : new Float64Array(stride * stride)
  const round = precision === 'single' ? Math.fround : (value: number) => value

  function gram(from: number, to: number): void {
    for (let i = from; i < to; i++) {
      for (let at = items.offsets[i]!; at < items.offsets[i + 1]!; at++) {
        const user = items.indexes[at]!
        for (let other = matrix.offsets[user]!; other < matrix.offsets[user + 1]!; other++) {
          const j = matrix.indexes[other]!
          if (j > i) break
          a[i * stride + j] = a[i * stride + j]! + round(items.values[at]! * matrix.values[other]!)
        }
      }
    }
  }

  const inBlock = (i: number, k: number) => i >= k && i < k + block
  const placeOf = (i: number, c: number, k: number) => (i < k ? (k + c) * stride + i : i * stride + k + c)
  const panel = new Float64Array(stride * block)
  const product = new Float64Array(stride * block)

  function prepare(k: number): number {
    const pivot = new Float64Array(block * block)
    for (let r = 0; r < block; r++) {
      for (let c = 0; c <= r; c++) {
        const value = a[(k + r) * stride + k + c]!
        pivot[r * block + c] = value
        pivot[c * block + r] = value
      }
    }
    const failed = invertBlock(pivot)
    if (failed >= 0) return k + failed
    const narrow = pivot.map(round)
    for (let r = 0; r < block; r++) {
      for (let c = 0; c <= r; c++) {
        narrow[c * block + r] = narrow[r * block + c]!
        a[(k + r) * stride + k + c] = -narrow[r * block + c]!
      }
    }
    for (let i = 0; i < stride; i++) {
      if (inBlock(i, k)) continue
      for (let c = 0; c < block; c++) panel[i * block + c] = a[placeOf(i, c, k)]!
      for (let c = 0; c < block; c++) {
        let sum = 0
        for (let d = 0; d < block; d++) sum = round(sum + round(panel[i * block + d]! * narrow[d * block + c]!))
        product[i * block + c] = sum
      }
    }
    return -1
  }

  function subtract(k: number, from: number, to: number): void {
    for (let i = from; i < to; i++) {
      if (inBlock(i, k)) continue
      for (let j = 0; j <= i; j++) {
        if (inBlock(j, k)) continue
        let sum = 0
        for (let c = 0; c < block; c++) sum = round(sum + round(panel[j * block + c]! * product[i * block + c]!))
        a[i * stride + j] = a[i * stride + j]! - sum
      }
    }
  }

  function finish(k: number): void {
    for (let i = 0; i < stride; i++) if (!inBlock(i, k)) for (let c = 0; c < block; c++) a[placeOf(i, c, k)] = product[i * block + c]!
  }

  return { gram, prepare, subtract, finish, addToDiagonal: (value) => addToDiagonal(a, value, items.rows, stride), lower: () => a }
}

/** By Gauss and Jordan in place; the place of a pivot that is not above 0, or −1. */
function invertBlock(d: Float64Array): number {
  for (let p = 0; p < block; p++) {
    const pivot = d[p * block + p]!
    if (!(pivot > 0)) return p
    d[p * block + p] = 1
    const scale = 1 / pivot
    for (let c = 0; c < block; c++) d[p * block + c] = d[p * block + c]! * scale
    for (let i = 0; i < block; i++) {
      if (i === p) continue
      const factor = d[i * block + p]!
      d[i * block + p] = 0
      for (let c = 0; c < block; c++) d[i * block + c] = d[i * block + c]! - factor * d[p * block + c]!
    }
  }
  return -1
}
