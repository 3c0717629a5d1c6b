/** @file The nearest neighbours of rows: the k best entries of each row of a sparse product, never holding more of it than one row a thread.
 *
 * S_ij = (L·R)_ij / (rowScale_i · columnScale_j + shrinkage), j ≠ i. With L = Rᵀ and norms as scales these are cosines of the columns of R.
 * Shapes: L csr [n × m], R csr [m × p], all values above 0; result csr [p × n], whose columns have at most k entries.
 * Cost: O(Σ products + kept · log k); memory one row of sums a thread. Sums are in double precision; ties fall by a hash of the column and the seed.
 * The wasm kernel and its twin (neighbours-twin.ts) give the same bits, on any number of threads.
 */

import { PenchantError } from '../errors.ts'
import type { Csr } from './csr.ts'
import type { Kernels } from './kernels-contract.ts'
import { neighboursWasm } from './neighbours.wasm.ts'
import { createNeighboursTwin } from './neighbours-twin.ts'
import { checkK, checkShape } from './shape.ts'
import { inSlices, type Steps } from './steps.ts'
import { createTaskPool, putSteps, type TaskPool, type ThreadSource } from './threads.ts'

const source: ThreadSource = { wasm: neighboursWasm, twin: createNeighboursTwin }

export type NeighbourOptions = {
  /** How many entries of a row are kept. */
  readonly k: number
  /** Of the left rows and of the right columns; 1 where left out. */
  readonly rowScale?: Float64Array | undefined
  readonly columnScale?: Float64Array | undefined
  /** Added to the product of the scales: entries of which little is known count for less. */
  readonly shrinkage?: number | undefined
  readonly seed?: number | undefined
  readonly kernels: Pick<Kernels, 'name'>
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Share of the products done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

/** Multiplications in one task: about two milliseconds. */
const productsATask = 1_000_000
/** Progress is told after each round, for which the threads wait for one another. */
const rounds = 16

/**
 * The k nearest of each row, by column: entry (j, i) where j is among the k best of row i.
 *
 * @throws PenchantError `invalid-input` for shapes that do not fit and values that are not above 0, `aborted`.
 */
export async function nearestByColumn(left: Csr, right: Csr, options: NeighbourOptions): Promise<Csr> {
  const { k, shrinkage = 0, seed = 0, kernels, threads, signal, progress } = options
  checkK(k)
  checkShape('right', right.rows, left.columns)
  const rowScale = options.rowScale ?? new Float64Array(left.rows).fill(1)
  const columnScale = options.columnScale ?? new Float64Array(right.columns).fill(1)
  checkShape('rowScale', rowScale.length, left.rows)
  checkShape('columnScale', columnScale.length, right.columns)
  const [leftOnes, rightOnes] = [await inSlices(onesSteps(left)), await inSlices(onesSteps(right))]
  const pool = await createTaskPool(source, { runtime: kernels.name, threads, signal })
  try {
    const { starts, rooms } = await inSlices(planSteps(left, right, k))
    const matrices = [...(await inSlices(putCsr(pool, left))), ...(await inSlices(putCsr(pool, right)))]
    const startsAt = pool.put(starts)
    const fixed = [right.columns, pool.put(rowScale), pool.put(columnScale), shrinkage, seed | 0]
    const scratchBytes = Math.ceil((right.columns * 12 + 4) / 16) * 16
    const scratch = pool.reserve(scratchBytes * pool.threads)
    const [room, kept] = [pool.put(rooms), rooms[left.rows]!]
    const [items, scores, counts] = [pool.reserve(kept * 4), pool.reserve(kept * 4), pool.reserve(left.rows * 4)]
    const tasks = starts.length - 1
    const ones = leftOnes && rightOnes
    const tasksARound = Math.max(2 * pool.threads, Math.ceil(tasks / rounds))
    for (let first = 0; first < tasks; first += tasksARound) {
      const last = Math.min(tasks, first + tasksARound)
      const scratches = [scratch, scratchBytes, room, items, scores, counts]
      await pool.run(ones ? 'bestOfCounts' : 'bestOfProduct', last - first, first, startsAt, ...matrices, ...fixed, ...scratches)
      progress?.(starts[last]! / left.rows)
    }
    return await inSlices(
      turned({
        ...{ rows: left.rows, columns: right.columns, rooms },
        ...{ items: pool.integers(items, kept), scores: pool.floats(scores, kept), counts: pool.integers(counts, left.rows) },
      }),
    )
  } finally {
    await pool.close()
  }
}

function* putCsr(pool: TaskPool, { offsets, indexes, values }: Csr): Steps<readonly number[]> {
  return [yield* putSteps(pool, offsets), yield* putSteps(pool, indexes), yield* putSteps(pool, values)]
}

type Plan = { readonly starts: Int32Array; readonly rooms: Int32Array }

/** First rows of the tasks, which cost about the same, and the places of each row among all that is kept: as many as it can fill, k at most. */
function* planSteps(left: Csr, right: Csr, k: number): Steps<Plan> {
  const starts = [0]
  const rooms = new Int32Array(left.rows + 1)
  let [work, paused] = [0, 0]
  for (let row = 0; row < left.rows; row++) {
    let products = 0
    for (let at = left.offsets[row]!; at < left.offsets[row + 1]!; at++)
      products += right.offsets[left.indexes[at]! + 1]! - right.offsets[left.indexes[at]!]!
    rooms[row + 1] = rooms[row]! + Math.min(k, right.columns, products)
    work += products + 1
    if (left.offsets[row + 1]! - paused >= entriesAStep) {
      paused = left.offsets[row + 1]!
      yield
    }
    if (work < productsATask && row + 1 < left.rows) continue
    starts.push(row + 1)
    work = 0
  }
  return { starts: Int32Array.from(starts), rooms }
}

type Kept = {
  readonly rows: number
  readonly columns: number
  readonly rooms: Int32Array
  /** In no order within a row: row r has counts[r] of them, from place rooms[r] on. */
  readonly items: Int32Array
  readonly scores: Float32Array
  readonly counts: Int32Array
}

const rowsAStep = 512
const entriesAStep = 100_000

/** By column; rows come in ascending order. */
function* turned({ rows, columns, rooms, items, scores, counts }: Kept): Steps<Csr> {
  const offsets = new Int32Array(columns + 1)
  for (let row = 0; row < rows; row++) {
    for (let at = rooms[row]!; at < rooms[row]! + counts[row]!; at++) offsets[items[at]! + 1]!++
    if (row % rowsAStep === rowsAStep - 1) yield
  }
  for (let column = 0; column < columns; column++) offsets[column + 1]! += offsets[column]!
  const next = offsets.slice(0, columns)
  const indexes = new Int32Array(offsets[columns]!)
  const values = new Float32Array(offsets[columns]!)
  yield
  for (let row = 0; row < rows; row++) {
    for (let at = rooms[row]!; at < rooms[row]! + counts[row]!; at++) {
      const to = next[items[at]!]!++
      indexes[to] = row
      values[to] = scores[at]!
    }
    if (row % rowsAStep === rowsAStep - 1) yield
  }
  return { rows: columns, columns: rows, offsets, indexes, values }
}

/** Whether all entries are 1. @throws PenchantError `invalid-input` where one is not above 0. */
function* onesSteps({ values }: Csr): Steps<boolean> {
  let ones = true
  for (let from = 0; from < values.length; from += entriesAStep) {
    for (const value of values.subarray(from, from + entriesAStep)) {
      ones &&= value === 1
      if (!(value > 0))
        throw new PenchantError('invalid-input', `An entry of a product for neighbours is ${value}: leave out what is not above 0.`)
    }
    yield
  }
  return ones
}
