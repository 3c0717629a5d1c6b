/** @file The kernels of batched queries in plain TypeScript: the fallback where wasm is missing, and what the wasm ones are checked against, bit by bit. */

import { createInnerProduct } from './kernels-twin.ts'
import { isZero } from './shape.ts'
import type { ThreadKernels } from './threads-messages.ts'
import { createBoundedHeap } from './top-k.ts'

/** Arguments as of assembly/batches.ts; every row is scored exactly, so there are no eight-bit copies to lay out. */
export function createBatchTwin(buffer: ArrayBufferLike): ThreadKernels {
  const floats = new Float32Array(buffer)
  const integers = new Int32Array(buffer)
  return {
    quantiseRows: () => {},
    packTiles: () => {},
    bestOfTiles(task, _, ...values) {
      const [queriesATask, vectors, stride, list, listed, , , , , queries, q, k, items, scores, counts, seed] = values as Sixteen
      const innerProduct = createInnerProduct(stride)
      for (let query = task * queriesATask; query < Math.min((task + 1) * queriesATask, q); query++) {
        const own = queries / 4 + query * stride
        if (isZero(floats, own, stride)) continue
        const heap = createBoundedHeap(k, seed)
        for (const row of integers.subarray(list / 4, list / 4 + listed))
          heap.push(row, innerProduct(floats, vectors / 4 + row * stride, floats, own))
        const best = heap.drain()
        integers.set(best.items, items / 4 + query * k)
        floats.set(best.scores, scores / 4 + query * k)
        integers[counts / 4 + query] = best.items.length
      }
    },
  }
}

type Four = [number, number, number, number]
type Sixteen = [...Four, ...Four, ...Four, ...Four]
