/** @file Sparse regressions of items on items by coordinate descent: what SLIM is made of, and EASE where a dense matrix does not fit.
 *
 * Objective for each item j: min_w ½‖x_j − X_S w‖² + ½ l2 ‖w‖² + l1 |w|₁ over its candidates S, with `positive` w ≥ 0; X is binary.
 * Shapes: items csr [I × U] (Xᵀ), near csr [I × I] (candidates of each row), result csr [I × I], row j = the weights w of j, zeros left out.
 * Cost: a pass over an item's candidates O(Σ_{i ∈ S} n_i), a dozen passes an item; memory one float64 a person and thread. Double precision inside.
 * Source: Friedman, Hastie, Tibshirani, Journal of Statistical Software 33 (2010), equations 4-6 (naive updates) and section 2.6 (active sets).
 * Checked against: numpy (test/golden/slim.json). The wasm kernel and its twin (descent-twin.ts) give the same bits, on any number of threads.
 */

import type { Csr } from './csr.ts'
import { descentWasm } from './descent.wasm.ts'
import { createDescentTwin } from './descent-twin.ts'
import type { Kernels } from './kernels-contract.ts'
import { checkShape } from './shape.ts'
import { inSlices, type Steps } from './steps.ts'
import { createTaskPool, putSteps, type ThreadSource } from './threads.ts'

const source: ThreadSource = { wasm: descentWasm, twin: createDescentTwin }

export type RegressionOptions = {
  readonly l1: number
  readonly l2: number
  readonly positive: boolean
  /** A pass that changes no weight by more than this is the last. */
  readonly tolerance: number
  readonly mostPasses: number
  readonly kernels: Pick<Kernels, 'name'>
  readonly threads?: number | undefined
  readonly signal?: AbortSignal | undefined
  /** Share of the items done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

/** Entries of candidates’ columns in one task: a few milliseconds, since each is read in a dozen passes. */
const entriesATask = 50_000
/** Progress is told after each round, for which the threads wait for one another. */
const rounds = 16

/**
 * The weights of every item. Only the places of `items` and `near` are read, not their values.
 *
 * @throws PenchantError `invalid-input` for shapes that do not fit, `aborted`.
 */
export async function regressItems(items: Csr, near: Csr, options: RegressionOptions): Promise<Csr> {
  checkShape('near', near.rows, items.rows)
  checkShape('near', near.columns, items.rows)
  const { l1, l2, positive, tolerance, mostPasses, kernels, threads, signal, progress } = options
  const pool = await createTaskPool(source, { runtime: kernels.name, threads, signal })
  try {
    const lists: number[] = []
    for (const list of [items.offsets, items.indexes, near.offsets, near.indexes]) lists.push(await inSlices(putSteps(pool, list)))
    const [offsets, users, nearOffsets, nearAt] = lists as [number, number, number, number]
    const { starts, mostCandidates } = await inSlices(planSteps(items, near))
    const startsAt = pool.put(starts)
    const scratchBytes = (items.columns + mostCandidates) * 8
    const scratch = pool.reserve(scratchBytes * pool.threads)
    const out = pool.reserve(near.indexes.length * 4)
    const [tasks, penalties] = [starts.length - 1, [l1, l2, Number(positive), tolerance, mostPasses]]
    const tasksARound = Math.max(2 * pool.threads, Math.ceil(tasks / rounds))
    for (let first = 0; first < tasks; first += tasksARound) {
      const last = Math.min(tasks, first + tasksARound)
      const lists = [offsets, users, items.columns, nearOffsets, nearAt]
      await pool.run('regressItems', last - first, first, startsAt, ...lists, ...penalties, scratch, scratchBytes, out)
      progress?.(starts[last]! / items.rows)
    }
    return await inSlices(withoutZeros({ ...near, values: pool.floats(out, near.indexes.length) }))
  } finally {
    await pool.close()
  }
}

type Plan = { readonly starts: Int32Array; readonly mostCandidates: number }

/** First items of the tasks, which cost about the same. */
function* planSteps(items: Csr, near: Csr): Steps<Plan> {
  const starts = [0]
  let [work, mostCandidates, planned] = [0, 0, 0]
  for (let item = 0; item < items.rows; item++) {
    const [from, to] = [near.offsets[item]!, near.offsets[item + 1]!]
    for (let at = from; at < to; at++) work += items.offsets[near.indexes[at]! + 1]! - items.offsets[near.indexes[at]!]!
    mostCandidates = Math.max(mostCandidates, to - from)
    if (to - planned >= entriesAStep) {
      planned = to
      yield
    }
    if (work < entriesATask && item + 1 < items.rows) continue
    starts.push(item + 1)
    work = 0
  }
  return { starts: Int32Array.from(starts), mostCandidates }
}

const entriesAStep = 100_000

function* withoutZeros({ rows, columns, offsets, indexes, values }: Csr): Steps<Csr> {
  const kept = new Int32Array(rows + 1)
  const [columnsKept, valuesKept] = [new Int32Array(indexes.length), new Float32Array(indexes.length)]
  let [end, paused] = [0, 0]
  for (let row = 0; row < rows; row++) {
    for (let at = offsets[row]!; at < offsets[row + 1]!; at++) {
      if (values[at] === 0) continue
      columnsKept[end] = indexes[at]!
      valuesKept[end++] = values[at]!
    }
    kept[row + 1] = end
    if (offsets[row + 1]! - paused < entriesAStep) continue
    paused = offsets[row + 1]!
    yield
  }
  return { rows, columns, offsets: kept, indexes: columnsKept.slice(0, end), values: valuesKept.slice(0, end) }
}
