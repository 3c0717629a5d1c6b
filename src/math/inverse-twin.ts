/** @file The sweeps of inverse.ts in plain TypeScript: the fallback where wasm SIMD is missing, and what the wasm ones are checked against, bit by bit. */

import type { ThreadKernels } from './threads-messages.ts'

/** Rows and columns of a block: every size is rounded up to a multiple of it. */
export const blockSize = 64

const block = blockSize

/** Arguments as of assembly/inverse.ts. */
export function createInverseTwin(buffer: ArrayBufferLike): ThreadKernels {
  return { ...sweeps(buffer, 32, Float32Array, Math.fround), ...sweeps(buffer, 64, Float64Array, (value) => value) }
}

type Elements = { new (buffer: ArrayBufferLike, offset: number, length: number): Float32Array | Float64Array }

function sweeps(buffer: ArrayBufferLike, bits: 32 | 64, Elements: Elements, round: (value: number) => number): ThreadKernels {
  const integers = new Int32Array(buffer)
  const floats = new Float32Array(buffer)
  const elements = (offset: number, length: number) => new Elements(buffer, offset, length)

  function gramPart(task: number, _worker: number, ...values: number[]): void {
    const [starts, itemOffsets, itemUsers, itemValues, userOffsets, userItems, userValues, out, size] = values as Nine
    const a = elements(out, size * size)
    for (let i = integers[starts / 4 + task]!; i < integers[starts / 4 + task + 1]!; i++) {
      for (let at = integers[itemOffsets / 4 + i]!; at < integers[itemOffsets / 4 + i + 1]!; at++) {
        const user = integers[itemUsers / 4 + at]!
        for (let other = integers[userOffsets / 4 + user]!; other < integers[userOffsets / 4 + user + 1]!; other++) {
          const j = integers[userItems / 4 + other]!
          if (j > i) break
          a[i * size + j] = a[i * size + j]! + round(floats[itemValues / 4 + at]! * floats[userValues / 4 + other]!)
        }
      }
    }
  }

  const inBlock = (i: number, k: number) => i >= k && i < k + block
  const placeOf = (i: number, c: number, k: number, size: number) => (i < k ? (k + c) * size + i : i * size + k + c)

  function prepare(_task: number, _worker: number, ...values: number[]): void {
    const [out, size, k, panelAt, productAt, , , failed] = values as Eight
    const a = elements(out, size * size)
    const [panel, product] = [elements(panelAt, size * block), elements(productAt, size * block)]
    const pivot = new Float64Array(block * block)
    for (let r = 0; r < block; r++) {
      for (let c = 0; c <= r; c++) {
        const value = a[(k + r) * size + k + c]!
        pivot[r * block + c] = value
        pivot[c * block + r] = value
      }
    }
    integers[failed / 4] = 1 + invertBlock(pivot)
    if (integers[failed / 4] !== 0) return
    const narrow = pivot.map(round)
    for (let r = 0; r < block; r++) {
      for (let c = 0; c <= r; c++) {
        narrow[c * block + r] = narrow[r * block + c]!
        a[(k + r) * size + k + c] = -narrow[r * block + c]!
      }
    }
    for (let i = 0; i < size; i++) {
      if (inBlock(i, k)) continue
      for (let c = 0; c < block; c++) panel[i * block + c] = a[placeOf(i, c, k, size)]!
      for (let c = 0; c < block; c++) {
        let sum = 0
        for (let d = 0; d < block; d++) sum = round(sum + round(panel[i * block + d]! * narrow[d * block + c]!))
        product[i * block + c] = sum
      }
    }
  }

  function subtractPart(task: number, _worker: number, ...values: number[]): void {
    const [starts, out, size, k, panelAt, productAt] = values as Six
    const a = elements(out, size * size)
    const [panel, product] = [elements(panelAt, size * block), elements(productAt, size * block)]
    for (let i = integers[starts / 4 + task]!; i < integers[starts / 4 + task + 1]!; i++) {
      if (inBlock(i, k)) continue
      for (let j = 0; j <= i; j++) {
        if (inBlock(j, k)) continue
        let sum = 0
        for (let c = 0; c < block; c++) sum = round(sum + round(panel[j * block + c]! * product[i * block + c]!))
        a[i * size + j] = a[i * size + j]! - sum
      }
    }
  }

  function finish(_task: number, _worker: number, ...values: number[]): void {
    const [out, size, k, productAt] = values as [number, number, number, number]
    const [a, product] = [elements(out, size * size), elements(productAt, size * block)]
    for (let i = 0; i < size; i++) if (!inBlock(i, k)) for (let c = 0; c < block; c++) a[placeOf(i, c, k, size)] = product[i * block + c]!
  }

  return { [`gramPart${bits}`]: gramPart, [`prepare${bits}`]: prepare, [`subtractPart${bits}`]: subtractPart, [`finish${bits}`]: finish }
}

type Six = [number, number, number, number, number, number]
type Eight = [...Six, number, number]
type Nine = [...Eight, number]

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
