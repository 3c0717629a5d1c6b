/** @file Products for the singular value decomposition, for threads over one shared memory (compiled with --sharedMemory, see scripts/build-kernels.ts).
 *
 * Every kernel does one task, a fixed range of rows, so that the result does not depend on which thread does it; `worker` only picks the scratch memory.
 */

import { denseTimesDense, gram, sparseTimesDense } from './parts/products.ts'

/** Rows starts[task] … − 1 of the next of S · D. Shapes: starts [tasks + 1], else as of sparseTimesDense. */
export function sparseRows(
  task: i32, worker: i32, starts: usize, offsets: usize, indexes: usize, values: usize, dense: usize, width: i32, out: usize,
): void {
  const first = load<i32>(starts + (<usize>task << 2))
  const rows = load<i32>(starts + (<usize>(task + 1) << 2)) - first
  const line = <usize>width << 2
  memory.fill(out + <usize>first * line, 0, <usize>rows * line)
  sparseTimesDense(offsets + (<usize>first << 2), indexes, values, rows, dense, width, out + <usize>first * line)
}

/** The rows from task · rowsATask on of L · R. Shapes: as of denseTimesDense. */
export function denseRows(
  task: i32, worker: i32, rowsATask: i32, left: usize, rows: i32, inner: i32, right: usize, width: i32, out: usize,
): void {
  const first = task * rowsATask
  const count = min(rowsATask, rows - first)
  const target = out + ((<usize>first * <usize>width) << 2)
  memory.fill(target, 0, (<usize>count * <usize>width) << 2)
  denseTimesDense(left + ((<usize>first * <usize>inner) << 2), count, inner, right, width, target)
}

/** Part `task` of DᵀD: the rows from task · rowsATask on. Shapes: out [tasks × width × width], scratch of a worker as of gram. */
export function gramRows(
  task: i32, worker: i32, rowsATask: i32, dense: usize, rows: i32, width: i32, out: usize, scratch: usize, scratchBytes: usize,
): void {
  const first = task * rowsATask
  const part = out + ((<usize>task * <usize>width * <usize>width) << 3)
  memory.fill(part, 0, (<usize>width * <usize>width) << 3)
  gram(dense + ((<usize>first * <usize>width) << 2), min(rowsATask, rows - first), width, part, scratch + <usize>worker * scratchBytes)
}
