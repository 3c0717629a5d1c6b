/** @file The products of the threaded SVD in plain TypeScript: the fallback where wasm is missing, and what the wasm ones are checked against, bit by bit. */

import { addScaled } from './kernels-twin.ts'
import type { ThreadKernels } from './threads-messages.ts'

/** Arguments as of assembly/products.ts. */
export function createProductsTwin(buffer: ArrayBufferLike): ThreadKernels {
  const integers = new Int32Array(buffer)
  const floats = new Float32Array(buffer)
  const doubles = new Float64Array(buffer)
  return {
    sparseRows(task, _, ...values) {
      const [starts, offsets, indexes, entries, dense, width, out] = values as [...Four, number, number, number]
      for (let row = integers[starts / 4 + task]!; row < integers[starts / 4 + task + 1]!; row++) {
        const to = out / 4 + row * width
        floats.fill(0, to, to + width)
        for (let at = integers[offsets / 4 + row]!; at < integers[offsets / 4 + row + 1]!; at++)
          addScaled(floats, to, floats[entries / 4 + at]!, floats, dense / 4 + integers[indexes / 4 + at]! * width, width)
      }
    },
    denseRows(task, _, ...values) {
      const [rowsATask, left, rows, inner, right, width, out] = values as [...Four, number, number, number]
      for (let row = task * rowsATask; row < Math.min(rows, (task + 1) * rowsATask); row++) {
        const to = out / 4 + row * width
        floats.fill(0, to, to + width)
        for (let at = 0; at < inner; at++)
          addScaled(floats, to, floats[left / 4 + row * inner + at]!, floats, right / 4 + at * width, width)
      }
    },
    gramRows(task, _, ...values) {
      const [rowsATask, dense, rows, width, out] = values as [...Four, number]
      const part = doubles.subarray(out / 8 + task * width * width, out / 8 + (task + 1) * width * width).fill(0)
      for (let row = task * rowsATask; row < Math.min(rows, (task + 1) * rowsATask); row++) {
        const own = floats.subarray(dense / 4 + row * width, dense / 4 + (row + 1) * width)
        for (let i = 0; i < width; i++) for (let j = 0; j <= i; j++) part[i * width + j] = part[i * width + j]! + own[i]! * own[j]!
      }
    },
  }
}

type Four = [number, number, number, number]
