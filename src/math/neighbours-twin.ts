/** @file The kernel of neighbours in plain TypeScript: the fallback where wasm is missing, and what the wasm one is checked against, bit by bit. */

import type { ThreadKernels } from './threads-messages.ts'
import { createBoundedHeap } from './top-k.ts'

/** Arguments as of assembly/neighbours.ts. */
export function createNeighboursTwin(buffer: ArrayBufferLike): ThreadKernels {
  const integers = new Int32Array(buffer)
  const floats = new Float32Array(buffer)
  const doubles = new Float64Array(buffer)

  const bestOfProduct = (task: number, worker: number, ...values: number[]) => {
    const [first, starts, leftOffsets, leftIndexes, leftValues, rightOffsets, rightIndexes, rightValues, columns] = values as Nine
    const [rowScale, columnScale, shrinkage, seed, scratch, scratchBytes, rooms, items, scores, counts] = values.slice(9) as Ten
    const sums = doubles.subarray((scratch + worker * scratchBytes) / 8, (scratch + worker * scratchBytes) / 8 + columns)
    const touched = new Int32Array(columns)
    for (let row = integers[starts / 4 + first + task]!; row < integers[starts / 4 + first + task + 1]!; row++) {
      let found = 0
      for (let at = integers[leftOffsets / 4 + row]!; at < integers[leftOffsets / 4 + row + 1]!; at++) {
        const middle = integers[leftIndexes / 4 + at]!
        const value = floats[leftValues / 4 + at]!
        for (let entry = integers[rightOffsets / 4 + middle]!; entry < integers[rightOffsets / 4 + middle + 1]!; entry++) {
          const column = integers[rightIndexes / 4 + entry]!
          if (sums[column] === 0) touched[found++] = column
          sums[column] = sums[column]! + value * floats[rightValues / 4 + entry]!
        }
      }
      const start = integers[rooms / 4 + row]!
      const heap = createBoundedHeap(integers[rooms / 4 + row + 1]! - start, seed)
      for (let at = 0; at < found; at++) {
        const column = touched[at]!
        const score = Math.fround(sums[column]! / (doubles[rowScale / 8 + row]! * doubles[columnScale / 8 + column]! + shrinkage))
        sums[column] = 0
        if (column !== row && score > 0) heap.push(column, score)
      }
      const best = heap.drain()
      integers.set(best.items, items / 4 + start)
      floats.set(best.scores, scores / 4 + start)
      integers[counts / 4 + row] = best.items.length
    }
  }
  // Sums of ones are exact either way.
  return { bestOfProduct, bestOfCounts: bestOfProduct }
}

type Nine = [number, number, number, number, number, number, number, number, number]
type Ten = [...Nine, number]
