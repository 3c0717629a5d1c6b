/** @file Kernels of batched queries for the k best rows, for threads over one shared memory (compiled with --sharedMemory, see scripts/build-kernels.ts).
 *
 * Every kernel does one task, a fixed range of rows or queries, so that the result does not depend on which thread does it; `worker` only picks the scratch memory.
 */

import { measures, quantise } from './parts/quantise.ts'
import { bestOfTiles, packTiles } from './parts/tiles.ts'

export { bestOfTiles, packTiles }

/** Eight-bit copies of the rows from task · rowsATask on. Shapes: as of quantise. */
export function quantiseRows(task: i32, worker: i32, vectors: usize, stride: i32, rows: i32, rowsATask: i32, out: usize, width: i32): void {
  const first = task * rowsATask
  quantise(vectors + ((<usize>first * <usize>stride) << 2), stride, min(rowsATask, rows - first), out + <usize>first * (<usize>width + measures), width)
}
