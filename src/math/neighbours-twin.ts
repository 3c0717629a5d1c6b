/** @file The kernel of neighbours in plain TypeScript: the fallback where wasm is missing, and what the wasm one is checked against, bit by bit. */

import type { Csr } from './csr.ts'
import { createBoundedHeap } from './top-k.ts'

/** What the kernel and its twin are given. */
export type Product = {
  readonly left: Csr
  readonly right: Csr
  readonly k: number
  readonly rowScale: Float64Array
  readonly columnScale: Float64Array
  readonly shrinkage: number
  readonly seed: number
}

/** The k best entries of the rows from … to − 1, in no order within a row: row r has counts[r − from] of them, from place (r − from) · k on. */
export type BestRows = (
  from: number,
  to: number,
) => { readonly items: Int32Array; readonly scores: Float32Array; readonly counts: Int32Array }

export function createTwinRows({ left, right, k, rowScale, columnScale, shrinkage, seed }: Product): BestRows {
  const sums = new Float64Array(right.columns)
  const touched = new Int32Array(right.columns)
  return (from, to) => {
    const items = new Int32Array((to - from) * k)
    const scores = new Float32Array((to - from) * k)
    const counts = new Int32Array(to - from)
    for (let row = from; row < to; row++) {
      let found = 0
      for (let at = left.offsets[row]!; at < left.offsets[row + 1]!; at++) {
        const middle = left.indexes[at]!
        const value = left.values[at]!
        for (let entry = right.offsets[middle]!; entry < right.offsets[middle + 1]!; entry++) {
          const column = right.indexes[entry]!
          if (sums[column] === 0) touched[found++] = column
          sums[column] = sums[column]! + value * right.values[entry]!
        }
      }
      const heap = createBoundedHeap(k, seed)
      for (let at = 0; at < found; at++) {
        const column = touched[at]!
        const score = Math.fround(sums[column]! / (rowScale[row]! * columnScale[column]! + shrinkage))
        sums[column] = 0
        if (column !== row && score > 0) heap.push(column, score)
      }
      const best = heap.drain()
      items.set(best.items, (row - from) * k)
      scores.set(best.scores, (row - from) * k)
      counts[row - from] = best.items.length
    }
    return { items, scores, counts }
  }
}
