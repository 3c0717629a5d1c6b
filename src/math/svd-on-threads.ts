/** @file The randomized truncated SVD on several threads, for fits that run beside requests: the products in a shared memory, the small factorings in slices.
 *
 * Shapes, cost and source: as in svd.ts. Memory: A and Aᵀ, and three dense matrices [max(m, n) × w]. Rows are independent and Gram matrices are added up from
 * parts of rows that do not depend on the threads, so any number of threads gives the same bytes.
 */

import { type Csr, transposeSteps } from './csr.ts'
import type { Kernels } from './kernels-contract.ts'
import { productsWasm } from './products.wasm.ts'
import { createProductsTwin } from './products-twin.ts'
import { inSlices, type Steps, whenGiven } from './steps.ts'
import { type Svd, type SvdProducts, type SvdSettings, svdSteps } from './svd-steps.ts'
import { createTaskPool, putSteps, type TaskPool, type ThreadSource } from './threads.ts'

const source: ThreadSource = { wasm: productsWasm, twin: createProductsTwin }

export type ThreadedSvdOptions = SvdSettings & {
  readonly kernels: Pick<Kernels, 'name'>
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
}

/** Multiplications in one task: about two milliseconds. */
const productsATask = 4_000_000
/** Parts of a Gram matrix: enough for any number of threads, few enough to add up. */
const mostGramTasks = 16
const numbersAStep = 50_000

/** @throws PenchantError `aborted`, `invalid-input` where the memory would not do. */
export async function truncatedSvdOnThreads(matrix: Csr, options: ThreadedSvdOptions): Promise<Svd> {
  const { kernels, threads, signal } = options
  const pool = await createTaskPool(source, { runtime: kernels.name, threads, signal })
  try {
    const width = Math.min(options.k + (options.oversampling ?? 16), matrix.rows, matrix.columns)
    return await whenGiven(svdSteps(await openProducts(pool, matrix, width), options))
  } finally {
    await pool.close()
  }
}

/** A dense matrix in the memory. */
type Dense = { readonly at: number; readonly rows: number; readonly width: number }

async function openProducts(pool: TaskPool, matrix: Csr, widest: number): Promise<SvdProducts<Dense>> {
  const { rows, columns } = matrix
  const sides = [await place(matrix), await place(await inSlices(transposeSteps(matrix)))] as const
  const places = Array.from({ length: 3 }, () => pool.reserve(Math.max(rows, columns) * widest * 4))
  const small = pool.reserve(widest * widest * 4)
  const parts = pool.reserve(mostGramTasks * widest * widest * 8)
  const scratchBytes = Math.ceil((widest + 1) / 2) * 16
  const scratch = pool.reserve(scratchBytes * pool.threads)
  let turns = 0
  /** The place of the matrix before the last but one. */
  const next = (count: number, width: number): Dense => ({ at: places[turns++ % places.length]!, rows: count, width })

  async function place({ offsets, indexes, values, rows: count }: Csr) {
    const lists = [await inSlices(putSteps(pool, offsets)), await inSlices(putSteps(pool, indexes)), await inSlices(putSteps(pool, values))]
    const starts = taskStarts(offsets, count, widest)
    return { count, tasks: starts.length - 1, at: [pool.put(starts), ...lists] }
  }

  async function turn(left: Dense, inner: number, right: Float32Array, width: number): Promise<Dense> {
    const out = next(left.rows, width)
    pool.floats(small, right.length).set(right)
    const rowsATask = Math.max(1, Math.floor(productsATask / (inner * width)))
    await pool.run('denseRows', Math.ceil(left.rows / rowsATask), rowsATask, left.at, left.rows, inner, small, width, out.at)
    return out
  }

  return {
    rows,
    columns,
    turn,
    async draw(width, normal) {
      const samples = next(columns, width)
      await inSlices(drawSteps(pool, samples, normal))
      return samples
    },
    async sparse(transposed, dense, width) {
      const side = sides[transposed ? 1 : 0]
      const out = next(side.count, width)
      await pool.run('sparseRows', side.tasks, ...side.at, dense.at, width, out.at)
      return out
    },
    async gram(dense, width) {
      const rowsATask = Math.max(Math.ceil(dense.rows / mostGramTasks), 1)
      const tasks = Math.ceil(dense.rows / rowsATask)
      await pool.run('gramRows', tasks, rowsATask, dense.at, dense.rows, width, parts, scratch, scratchBytes)
      return inSlices(addParts(pool, { at: parts, tasks, width }))
    },
    kept: async (...given) => inSlices(takeSteps(pool, await turn(...given))),
  }
}

/** First rows of the tasks, which cost about the same. */
function taskStarts(offsets: Int32Array, rows: number, width: number): Int32Array {
  const starts = [0]
  for (let row = 0; row < rows; row++) {
    const entries = offsets[row + 1]! - offsets[starts.at(-1)!]!
    if (entries * width >= productsATask || row + 1 === rows) starts.push(row + 1)
  }
  return Int32Array.from(starts)
}

function* drawSteps(pool: TaskPool, { at, rows, width }: Dense, normal: () => number): Steps<void> {
  for (let from = 0; from < rows * width; from += numbersAStep) {
    const some = pool.floats(at + from * 4, Math.min(numbersAStep, rows * width - from))
    for (let n = 0; n < some.length; n++) some[n] = normal()
    yield
  }
}

/** The sum of the parts, of which only the lower triangles are meant. */
function* addParts(
  pool: TaskPool,
  { at, tasks, width }: { readonly at: number; readonly tasks: number; readonly width: number },
): Steps<Float64Array> {
  const sum = new Float64Array(width * width)
  for (let task = 0; task < tasks; task++) {
    const part = pool.doubles(at + task * width * width * 8, width * width)
    for (let n = 0; n < sum.length; n++) sum[n] = sum[n]! + part[n]!
    yield
  }
  for (let i = 0; i < width; i++) for (let j = i + 1; j < width; j++) sum[i * width + j] = sum[j * width + i]!
  return sum
}

function* takeSteps(pool: TaskPool, { at, rows, width }: Dense): Steps<Float32Array> {
  const taken = new Float32Array(rows * width)
  for (let from = 0; from < taken.length; from += 10 * numbersAStep) {
    taken.set(pool.floats(at + from * 4, Math.min(10 * numbersAStep, taken.length - from)), from)
    yield
  }
  return taken
}
