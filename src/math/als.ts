/** @file Weighted alternating least squares on sparse matrices: the door to the kernels of assembly/als.ts, on one thread or several.
 *
 * Objective: L = Σ_(u,i)∈S w_ui (x_u·y_i − 1)² + α Σ_u,i (x_u·y_i)² + Σ_u λ_u |x_u|² + Σ_i λ_i |y_i|², where u and i run over all that stand in S, and
 * λ_u = λ (n_u + α I)^ν, λ_i = λ (n_i + α U)^ν with the numbers n of entries and I, U of items and users in S.
 * Shapes: S csr [U × I], X [U × D], Y [I × D], row-major; what stands nowhere in S has a row of zeros.
 * Cost: an epoch O(|S| D B + (U + I)(D² + D B²)) for blocks of B coordinates, B = D for a full solve. Memory: S twice, X, Y in single precision.
 * Source: Hu, Koren, Volinsky, ICDM 2008; the weights and ν of Rendle, Krichene, Zhang, Koren, RecSys 2022 ("Revisiting iALS"); the blocks of
 * Rendle, Krichene, Zhang, Koren 2021 ("iALS++", algorithm 2). Checked against: numpy in double precision (test/golden/ials.json).
 */

import { alsWasm } from './als.wasm.ts'
import type { Side } from './als-side.ts'
import { mostDirections, startInLeadingDirections } from './als-start.ts'
import { createAlsTwin } from './als-twin.ts'
import type { Csr } from './csr.ts'
import { createRandom } from './random.ts'
import { isZero } from './shape.ts'
import { inSlices, type Steps } from './steps.ts'
import {
  createTaskPool,
  createThreadMemory,
  putSteps,
  type Runtime,
  strideOf,
  type TaskPool,
  type ThreadSource,
  takeRows,
} from './threads.ts'

export const alsSource: ThreadSource = { wasm: alsWasm, twin: createAlsTwin }

/** The observed pairs from both sides: w_ui by user and by item. */
export type Observed = { readonly byUser: Csr; readonly byItem: Csr }

export type AlsOptions = {
  readonly embeddingSize: number
  /** α: weight of every pair, observed or not. */
  readonly alpha: number
  /** λ, above 0. */
  readonly regularization: number
  /** ν */
  readonly nu: number
  readonly epochs: number
  /** Coordinates solved at a time, rounded up to a multiple of 8; 0 = all. */
  readonly blockSize: number
  /** Random numbers that embeddings start with have this deviation over √D. */
  readonly deviation: number
  readonly seed: number | string
  /**
   * Embeddings to start with, [U × D] and [I × D]; rows of zeros, and a side that is left out, start with random ones. Left out altogether: both sides start in
   * the leading directions of the observed pairs (als-start.ts).
   */
  readonly start?: { readonly users?: Float32Array | undefined; readonly items: Float32Array } | undefined
  readonly runtime: Runtime
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
  readonly progress?: ((share: number) => void) | undefined
}

export type AlsFactors = {
  /** [U × D] */
  readonly users: Float32Array
  /** [I × D] */
  readonly items: Float32Array
  /** αYᵀY, [D × D] */
  readonly gram: Float32Array
  readonly loss: number
}

const panelRows = 64
/** About 2 ms: so long may a task hold a thread. */
const taskCost = 8_000_000
/** Parts of a Gram matrix: enough for any number of threads, few enough to add up. */
const mostGramTasks = 32

/** In the leading directions people stand well but for their length: the first time a step for each so many coordinates places them well enough for the items. */
const firstBlock = 16

/** @param observed also while it is still being made: the threads start meanwhile. @throws PenchantError `aborted`, `invalid-input` where the memory would not do. */
export async function fitAls(observed: Observed | Promise<Observed>, options: AlsOptions): Promise<AlsFactors> {
  const { runtime, threads, signal, epochs, progress, embeddingSize } = options
  const [opened, made] = await Promise.allSettled([createTaskPool(alsSource, { runtime, threads, signal }), observed])
  if (opened.status === 'rejected') throw opened.reason
  const pool = opened.value
  try {
    if (made.status === 'rejected') throw made.reason
    const { users, items, block, gramOf, sweep, loss } = await layOut(pool, made.value, options)
    const leads = options.start === undefined
    if (leads) await startInLeadingDirections(pool, { users, items, embeddingSize, gramOf: (side) => gramOf(side, 1) })
    const steps = 2 * epochs + 1
    for (let epoch = 0; epoch < epochs; epoch++) {
      await sweep(users, items, leads && epoch === 0 ? Math.min(firstBlock, block) : block)
      progress?.((2 * epoch + 1) / steps)
      await sweep(items, users, block)
      progress?.((2 * epoch + 2) / steps)
    }
    const gram = await gramOf(items)
    const reached = await loss()
    progress?.(1)
    return {
      users: await inSlices(takeRows(pool, users.factors, users.matrix.rows, embeddingSize)),
      items: await inSlices(takeRows(pool, items.factors, items.matrix.rows, embeddingSize)),
      gram,
      loss: reached,
    }
  } finally {
    await pool.close()
  }
}

/** λ_x of a row with that many entries, where the other side has `others` rows. */
export const penaltyOf = (
  { regularization, alpha, nu }: Pick<AlsOptions, 'regularization' | 'alpha' | 'nu'>,
  entries: number,
  others: number,
): number => regularization * (entries + alpha * others) ** nu

export type RowSolver = {
  /**
   * The row that minimises its part of the objective, [D].
   * @param rows of the other side, [n × D]
   * @param weights [n]
   */
  solve(rows: Float32Array, weights: Float32Array, penalty: number): Float32Array
}

/** Solves single rows on the calling thread, for a side that stays: αYᵀY is given. Cost of a row: O(n D² / 2 + D³ / 6). */
export function createRowSolver(gram: Float32Array, embeddingSize: number, runtime: Runtime): RowSolver {
  const stride = strideOf(embeddingSize)
  const memory = createThreadMemory(alsSource, runtime)
  const gramAt = memory.put(padSquare(gram, embeddingSize, stride))
  const starts = memory.put(Int32Array.of(0, 1))
  const penalties = memory.reserve(4)
  const offsets = memory.reserve(8)
  const target = memory.reserve(stride * 4)
  let room = 0
  let [indexes, weightsAt, source, scratch] = [0, 0, 0, 0]

  return {
    solve(rows, weights, penalty) {
      const count = weights.length
      if (count > room) {
        // What was reserved before is left behind: the room doubles, so that it is little.
        room = Math.max(256, 2 ** Math.ceil(Math.log2(count)))
        indexes = memory.put(Int32Array.from({ length: room }, (_, at) => at))
        weightsAt = memory.reserve(room * 4)
        source = memory.reserve(room * stride * 4)
        scratch = memory.reserve(scratchBytes(stride, room))
      }
      memory.floats(penalties, 1)[0] = penalty
      memory.integers(offsets, 2)[1] = count
      memory.floats(weightsAt, count).set(weights)
      const target32 = memory.floats(source, count * stride)
      for (let row = 0; row < count; row++) target32.set(rows.subarray(row * embeddingSize, (row + 1) * embeddingSize), row * stride)
      memory.call('solveRows', 0, starts, offsets, indexes, weightsAt, source, target, stride, stride, gramAt, penalties, scratch, 0)
      return memory.floats(target, embeddingSize).slice()
    },
  }
}

async function layOut(pool: TaskPool, { byUser, byItem }: Observed, options: AlsOptions) {
  const stride = strideOf(options.embeddingSize)
  const block = options.blockSize === 0 ? stride : Math.min(stride, strideOf(options.blockSize))
  const random = createRandom(options.seed)
  const [presentUsers, presentItems] = [presentRows(byUser), presentRows(byItem)]
  // In the directions that lead, the start places people by where items stand.
  const undrawn = options.start === undefined ? mostDirections : 0
  const users = await inSlices(place(byUser, presentUsers, presentItems, options.start?.users, undrawn))
  const items = await inSlices(place(byItem, presentItems, presentUsers, options.start?.items, 0))
  const gramAt = pool.reserve(stride * stride * 4)
  const parts = pool.reserve(mostGramTasks * stride * stride * 4)
  const losses = pool.reserve(Math.max(users.tasks, items.tasks) * 8)
  const longest = Math.max(longestRow(byUser), longestRow(byItem))
  const bytes = scratchBytes(block, longest)
  const scratch = pool.reserve(bytes * pool.threads)

  function* place(matrix: Csr, present: number, others: number, start: Float32Array | undefined, undrawn: number): Steps<Side> {
    const factors = pool.reserve(matrix.rows * stride * 4)
    const penalties = new Float32Array(matrix.rows)
    const scale = options.deviation / Math.sqrt(options.embeddingSize)
    for (let row = 0; row < matrix.rows; row++) {
      const length = matrix.offsets[row + 1]! - matrix.offsets[row]!
      penalties[row] = penaltyOf(options, length, others)
      const values = pool.floats(factors + row * stride * 4, options.embeddingSize)
      const given = start !== undefined && !isZero(start, row * values.length, values.length)
      for (let at = undrawn; length > 0 && at < values.length; at++)
        values[at] = given ? start![row * values.length + at]! : scale * random.normal()
      if (row % 256 === 255) yield
    }
    const starts = taskStarts(matrix, stride, block)
    return {
      matrix,
      present,
      factors,
      penalties: yield* putSteps(pool, penalties),
      offsets: yield* putSteps(pool, matrix.offsets),
      indexes: yield* putSteps(pool, matrix.indexes),
      weights: yield* putSteps(pool, matrix.values),
      starts: pool.put(starts),
      tasks: starts.length - 1,
    }
  }

  /** Solves one side, the other staying as it is. */
  async function sweep(side: Side, other: Side, by: number): Promise<void> {
    await gramOf(other)
    await pool.run(
      'solveRows',
      side.tasks,
      side.starts,
      side.offsets,
      side.indexes,
      side.weights,
      other.factors,
      side.factors,
      stride,
      by,
      gramAt,
      side.penalties,
      scratch,
      bytes,
    )
  }

  /** Puts αYᵀY in its place; also gives it without padding. */
  async function gramOf({ factors, matrix }: Side, alpha = options.alpha): Promise<Float32Array> {
    const taskRows = Math.max(panelRows, Math.ceil(matrix.rows / mostGramTasks))
    const tasks = Math.ceil(matrix.rows / taskRows)
    await pool.run('gramPart', tasks, factors, matrix.rows, stride, taskRows, parts)
    const found = pool.floats(parts, tasks * stride * stride)
    const gram = pool.floats(gramAt, stride * stride)
    for (let i = 0; i < stride; i++) {
      for (let j = i; j < stride; j++) {
        let sum = 0
        for (let at = i * stride + j; at < found.length; at += stride * stride) sum += found[at]!
        gram[i * stride + j] = alpha * sum
        gram[j * stride + i] = alpha * sum
      }
    }
    const size = options.embeddingSize
    return Float32Array.from({ length: size * size }, (_, at) => gram[Math.floor(at / size) * stride + (at % size)]!)
  }

  /** The whole objective as it stands. */
  async function loss(): Promise<number> {
    await pool.run(
      'lossPart',
      users.tasks,
      users.starts,
      users.offsets,
      users.indexes,
      users.weights,
      items.factors,
      users.factors,
      stride,
      losses,
    )
    let sum = pool.doubles(losses, users.tasks).reduce((total, part) => total + part, 0)
    const [gram, other] = [await gramOf(users), await gramOf(items)]
    for (let at = 0; at < gram.length; at++) sum += (gram[at]! * other[at]!) / (options.alpha || 1)
    for (const side of [users, items]) sum += await inSlices(penaltySteps(pool, side, stride))
    return sum
  }

  return { users, items, block, sweep, gramOf, loss }
}

function* penaltySteps(pool: TaskPool, side: Side, stride: number): Steps<number> {
  let sum = 0
  const penalties = pool.floats(side.penalties, side.matrix.rows)
  for (let row = 0; row < side.matrix.rows; row++) {
    const values = pool.floats(side.factors + row * stride * 4, stride)
    for (let at = 0; at < stride; at++) sum += penalties[row]! * values[at]! * values[at]!
    if (row % 512 === 511) yield
  }
  return sum
}

/** First rows of the tasks: each costs about the same. */
function taskStarts(matrix: Csr, stride: number, block: number): Int32Array {
  const entryCost = stride * (block / 2 + 2)
  const rowCost = stride * stride + (stride * block * block) / 6
  const starts = [0]
  let cost = 0
  for (let row = 0; row < matrix.rows; row++) {
    cost += rowCost + entryCost * (matrix.offsets[row + 1]! - matrix.offsets[row]!)
    if (cost < taskCost && row + 1 < matrix.rows) continue
    starts.push(row + 1)
    cost = 0
  }
  return Int32Array.from(starts)
}

const scratchBytes = (block: number, longest: number) => Math.ceil((block * block + (2 + 2 * panelRows) * block + longest) / 4) * 16

function presentRows({ rows, offsets }: Csr): number {
  let present = 0
  for (let row = 0; row < rows; row++) if (offsets[row + 1]! > offsets[row]!) present++
  return present
}

function longestRow({ rows, offsets }: Csr): number {
  let longest = 0
  for (let row = 0; row < rows; row++) longest = Math.max(longest, offsets[row + 1]! - offsets[row]!)
  return longest
}

function padSquare(square: Float32Array, size: number, stride: number): Float32Array {
  const padded = new Float32Array(stride * stride)
  for (let row = 0; row < size; row++) padded.set(square.subarray(row * size, (row + 1) * size), row * stride)
  return padded
}
