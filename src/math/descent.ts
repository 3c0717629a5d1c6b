/** @file Sparse regressions of items on items by coordinate descent: what SLIM is made of, and EASE where a dense matrix does not fit.
 *
 * Objective for each item j: min_w ½‖x_j − X_S w‖² + ½ l2 ‖w‖² + l1 |w|₁ over its candidates S, with `positive` w ≥ 0; X is binary.
 * Shapes: items csr [I × U] (Xᵀ), near csr [I × I] (candidates of each row), result csr [I × I], row j = the weights w of j, zeros left out.
 * Cost: a pass over an item's candidates O(Σ_{i ∈ S} n_i), a dozen passes an item; memory one float64 a person. Double precision inside.
 * Source: Friedman, Hastie, Tibshirani, Journal of Statistical Software 33 (2010), equations 4-6 (naive updates) and section 2.6 (active sets).
 * Checked against: numpy (test/golden/slim.json). The wasm kernel and the twin below give the same bits.
 */

import type { Csr } from './csr.ts'
import { descentWasm } from './descent.wasm.ts'
import type { Kernels } from './kernels-contract.ts'
import { createWorkspace } from './kernels-workspace.ts'
import { checkShape } from './shape.ts'
import type { Steps } from './steps.ts'

export type RegressionOptions = {
  readonly l1: number
  readonly l2: number
  readonly positive: boolean
  /** A pass that changes no weight by more than this is the last. */
  readonly tolerance: number
  readonly mostPasses: number
  readonly kernels: Pick<Kernels, 'name'>
  /** Share of the items done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

type Regress = (from: number, to: number) => void
type Problem = { readonly items: Csr; readonly near: Csr; readonly options: RegressionOptions }

/** Entries of candidates' columns in one step: some milliseconds, since each is read in a dozen passes. */
const entriesAStep = 200_000

/** The weights of every item, in steps of some milliseconds. Only the places of `items` and `near` are read, not their values. */
export function* regressionSteps(items: Csr, near: Csr, options: RegressionOptions): Steps<Csr> {
  checkShape('near', near.rows, items.rows)
  checkShape('near', near.columns, items.rows)
  const out = new Float32Array(near.indexes.length)
  const regress = (options.kernels.name === 'wasm' ? regressInWasm : regressInTwin)({ items, near, options }, out)
  let from = 0
  while (from < items.rows) {
    let [to, work] = [from, 0]
    for (; to < items.rows && (to === from || work < entriesAStep); to++) {
      for (let at = near.offsets[to]!; at < near.offsets[to + 1]!; at++)
        work += items.offsets[near.indexes[at]! + 1]! - items.offsets[near.indexes[at]!]!
    }
    regress(from, to)
    from = to
    options.progress?.(from / items.rows)
    yield
  }
  return withoutZeros({ ...near, values: out })
}

function regressInWasm({ items, near, options }: Problem, out: Float32Array): Regress {
  const { l1, l2, positive, tolerance, mostPasses } = options
  const space = createWorkspace(new WebAssembly.Module(Buffer.from(descentWasm, 'base64')))
  const lists = [items.offsets, items.indexes, near.offsets, near.indexes].map((list) => space.put(list))
  const residual = space.reserve(items.columns * 8)
  const weights = space.reserve(mostEntries(near) * 8)
  const result = space.reserve(out.byteLength)
  const penalties = [l1, l2, Number(positive), tolerance, mostPasses] as const
  return (from, to) => {
    space.call('regressItems', from, to, ...lists, ...penalties, residual, weights, result)
    const [start, end] = [near.offsets[from]!, near.offsets[to]!]
    out.set(space.floats(result + start * 4, end - start), start)
  }
}

/** The same operations in the same order: the fallback, and what the kernel is checked against. */
function regressInTwin({ items, near, options }: Problem, out: Float32Array): Regress {
  const { l1, l2, positive, tolerance, mostPasses } = options
  const residual = new Float64Array(items.columns)
  const weights = new Float64Array(mostEntries(near))

  function descend(first: number, n: number): number {
    const weight = weights[n]!
    const other = near.indexes[first + n]!
    const users = items.indexes.subarray(items.offsets[other], items.offsets[other + 1])
    let sum = 0
    for (const user of users) sum += residual[user]!
    const pull = sum + users.length * weight
    const next = (Math.abs(pull) <= l1 ? 0 : pull > 0 ? pull - l1 : pull + l1) / (users.length + l2)
    weights[n] = positive && next < 0 ? 0 : next
    const change = weights[n]! - weight
    if (change !== 0) for (const user of users) residual[user] = residual[user]! - change
    return Math.abs(change)
  }

  return (from, to) => {
    for (let item = from; item < to; item++) {
      const first = near.offsets[item]!
      const count = near.offsets[item + 1]! - first
      residual.fill(0)
      weights.fill(0)
      for (let at = items.offsets[item]!; at < items.offsets[item + 1]!; at++) residual[items.indexes[at]!] = 1
      let all = true
      for (let pass = 0; pass < mostPasses; pass++) {
        let largest = 0
        for (let n = 0; n < count; n++) if (all || weights[n] !== 0) largest = Math.max(largest, descend(first, n))
        const rests = largest <= tolerance
        if (rests && all) break
        all = rests
      }
      out.set(weights.subarray(0, count), first)
    }
  }
}

const mostEntries = ({ rows, offsets }: Csr) =>
  Array.from({ length: rows }, (_, row) => offsets[row + 1]! - offsets[row]!).reduce((a, b) => Math.max(a, b), 0)

function withoutZeros(matrix: Csr): Csr {
  const offsets = new Int32Array(matrix.rows + 1)
  let kept = 0
  for (let row = 0; row < matrix.rows; row++) {
    for (let at = matrix.offsets[row]!; at < matrix.offsets[row + 1]!; at++) kept += Number(matrix.values[at] !== 0)
    offsets[row + 1] = kept
  }
  return {
    ...matrix,
    offsets,
    indexes: matrix.indexes.filter((_, at) => matrix.values[at] !== 0),
    values: matrix.values.filter((value) => value !== 0),
  }
}
