/** @file The inverse of a symmetric positive definite matrix by halves, its products in ONNX Runtime.
 *
 * With A = [A₁ Bᵀ; B A₂], P = A₁⁻¹, T = P Bᵀ and Q = (A₂ − B T)⁻¹ the inverse is [P + T Q Tᵀ, −T Q; −Q Tᵀ, Q]; P and Q by halves again, down to blocks of at most
 * 64, which are inverted here in double precision. What the rounding of P does to A₂ − B T grows with the square of the condition: where a bound says that it could
 * matter, Tᵀ (Bᵀ − A₁ T) is taken off too, after which it grows with the condition alone. Rows and columns come smallest diagonals first: a first half that
 * is nearly diagonal needs no correction.
 * Shapes: A [n × n], padded to halve evenly. Cost: 2 n³ / 3 multiplications and additions, n³ with all corrections; memory three matrices.
 * Source: inversion by blocks (Strassen, Numerische Mathematik 13, 1969; its products here are plain ones); on its stability Higham, Accuracy and Stability of
 * Numerical Algorithms, 2002, section 14. Checked against: math/inverse.ts and numpy.linalg.inv (test/golden/ease.json).
 */

import type { Lower } from '../kernels-contract.ts'
import { invertBlock, type Reals } from './block.ts'
import type { Graph, GraphNode } from './graph.ts'
import type { OnnxRuntime } from './runtime.ts'
import { openSession, type Session } from './session.ts'

const mostBlock = 64
/** A pessimistic bound of the error relative to the largest element of the inverse: with it the error is about that of the kernels. */
const allowed = { single: 1e-3, double: 1e-9 } as const

export type HalvesOptions = {
  readonly threads: number
  /** Called before each product; throws where the work is to end. */
  readonly heed: () => void
  /** Share done, 0..1. */
  readonly progress?: ((share: number) => void) | undefined
}

/** @returns the inverse [size × size], symmetric up to rounding, or the column that is not positive. */
export async function inverseByHalves(
  runtime: OnnxRuntime,
  lower: Lower,
  options: HalvesOptions,
): Promise<Reals | { readonly failed: number }> {
  const { levels, padded } = halving(lower.places.length)
  const work = await laidOut(lower, padded)
  const steps: Step[] = []
  const single = work instanceof Float32Array
  const limit = single ? allowed.single * 2 ** 24 : allowed.double * 2 ** 53
  try {
    for (let level = 1; level <= levels; level++)
      steps.push(await openStep(runtime, padded / 2 ** (levels - level), single, options.threads))
    const failed = await invert(work, steps, levels, 0, limit, options)
    return failed === undefined ? await inPlaces(work, lower.places, padded) : { failed: lower.places[failed] ?? failed }
  } finally {
    for (const { close } of steps) await close()
  }
}

/** How often a matrix is halved, and the size that it is padded to for that. */
function halving(size: number): { readonly levels: number; readonly padded: number } {
  const levels = Math.max(0, Math.ceil(Math.log2(size / mostBlock)))
  return { levels, padded: Math.ceil(size / 2 ** levels) * 2 ** levels }
}

const turn = () => new Promise((resolve) => setImmediate(resolve))
const tile = 64

/** Both triangles. What is padded has the largest diagonal, which no bound feels. */
async function laidOut({ values, stride, places: { length: size } }: Lower, padded: number): Promise<Reals> {
  const work = values instanceof Float32Array ? new Float32Array(padded * padded) : new Float64Array(padded * padded)
  const largest = size === 0 ? 1 : values[(size - 1) * stride + size - 1]!
  for (let row = size; row < padded; row++) work[row * padded + row] = largest
  // By tiles, because the transposed half is written down the columns.
  for (let top = 0; top < size; top += tile) {
    const bottom = Math.min(size, top + tile)
    for (let left = 0; left <= top; left += tile) {
      for (let row = top; row < bottom; row++) {
        for (let column = left; column < Math.min(row + 1, left + tile); column++) {
          const value = values[row * stride + column]!
          work[row * padded + column] = value
          work[column * padded + row] = value
        }
      }
    }
    await turn()
  }
  return work
}

async function inPlaces(work: Reals, places: Int32Array, padded: number): Promise<Reals> {
  const size = places.length
  const values = work instanceof Float32Array ? new Float32Array(size * size) : new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    const to = places[row]! * size
    for (let column = 0; column < size; column++) values[to + places[column]!] = work[row * padded + column]!
    if (row % tile === 0) await turn()
  }
  return values
}

/** In the place of the matrix. @returns the row that is not positive, counted from `first` on, or undefined. */
async function invert(
  whole: Reals,
  steps: readonly Step[],
  level: number,
  first: number,
  limit: number,
  options: HalvesOptions,
): Promise<number | undefined> {
  const step = steps[level - 1]
  if (step === undefined) return invertBlock(whole, Math.sqrt(whole.length), first)
  const { size, half, top, across, bottom } = step
  for (let row = 0; row < half; row++) top.set(whole.subarray(row * size, row * size + half), row * half)
  const of1 = largestSum(top, half, half)
  const failed = await invert(top, steps, level - 1, first, limit, options)
  if (failed !== undefined) return failed
  const growth = of1 * largestSum(whole.subarray(half * size + half), half, size) * largestSum(top, half, half) ** 2
  options.heed()
  await step.reduce(!(growth <= limit), { whole, top }, { across, bottom })
  const later = await invert(bottom, steps, level - 1, first + half, limit, options)
  if (later !== undefined) return later
  options.heed()
  await step.join({ top, across, bottom }, { whole })
  // Of all the work of a matrix three quarters are at its own level.
  if (level === steps.length) options.progress?.(1)
  else if (first === 0 || level === steps.length - 1) options.progress?.((first === 0 ? 1 : 2) * 0.125 * 4 ** (level + 1 - steps.length))
  return undefined
}

/** The largest sum of absolute values of a row, in rows of `stride`. */
function largestSum(values: Reals, size: number, stride: number): number {
  let largest = 0
  for (let row = 0; row < size; row++) {
    let sum = 0
    for (let at = row * stride; at < row * stride + size; at++) sum += Math.abs(values[at]!)
    largest = Math.max(largest, sum)
  }
  return largest
}

type Step = {
  readonly size: number
  readonly half: number
  /** A₁ and then P, T, and A₂ − B T and then Q: [half × half] each. */
  readonly top: Reals
  readonly across: Reals
  readonly bottom: Reals
  readonly reduce: (corrected: boolean, ...run: Parameters<Session['run']>) => Promise<void>
  readonly join: Session['run']
  readonly close: () => Promise<void>
}

async function openStep(runtime: OnnxRuntime, size: number, single: boolean, threads: number): Promise<Step> {
  const half = size / 2
  const piece = () => (single ? new Float32Array(half * half) : new Float64Array(half * half))
  const elements = single ? 'float32' : 'float64'
  const opened = new Map<Graph, Session>()
  const run = (graph: Graph) => async (inputs: Parameters<Session['run']>[0], outputs: Parameters<Session['run']>[1]) => {
    const session = opened.get(graph) ?? (await openSession(runtime, graph, threads))
    opened.set(graph, session)
    await session.run(inputs, outputs)
  }
  const [plain, corrected, join] = [reduceGraph(size, elements, false), reduceGraph(size, elements, true), joinGraph(size, elements)]
  return {
    ...{ size, half, top: piece(), across: piece(), bottom: piece() },
    reduce: (needed, ...given) => run(needed ? corrected : plain)(...given),
    join: run(join),
    async close() {
      for (const session of opened.values()) await session.close()
    },
  }
}

type Elements = 'float32' | 'float64'

/** T = P Bᵀ and A₂ − B T, where asked for without Tᵀ (Bᵀ − A₁ T). */
function reduceGraph(size: number, elements: Elements, corrected: boolean): Graph {
  const half = size / 2
  const part = { elements, shape: [half, half] }
  const corner = (row: 'none' | 'half', column: 'none' | 'half', name: string): readonly GraphNode[] => {
    const end = { none: 'half', half: 'full' } as const
    return [
      { operator: 'Slice', inputs: ['whole', row, end[row], 'rows'], outputs: [`${name}Rows`] },
      { operator: 'Slice', inputs: [`${name}Rows`, column, end[column], 'columns'], outputs: [name] },
    ]
  }
  return {
    inputs: { whole: { elements, shape: [size, size] }, top: part },
    outputs: { across: part, bottom: part },
    constants: { none: [0], half: [half], full: [size], rows: [0], columns: [1] },
    nodes: [
      ...corner('half', 'none', 'left'),
      ...corner('half', 'half', 'right'),
      { operator: 'Transpose', inputs: ['left'], outputs: ['leftTransposed'], attributes: { perm: [1, 0] } },
      { operator: 'MatMul', inputs: ['top', 'leftTransposed'], outputs: ['across'] },
      { operator: 'MatMul', inputs: ['left', 'across'], outputs: ['taken'] },
      { operator: 'Sub', inputs: ['right', 'taken'], outputs: [corrected ? 'reduced' : 'bottom'] },
      ...(corrected ? [...corner('none', 'none', 'before'), ...correction] : []),
    ],
  }
}

const correction: readonly GraphNode[] = [
  { operator: 'MatMul', inputs: ['before', 'across'], outputs: ['again'] },
  { operator: 'Sub', inputs: ['leftTransposed', 'again'], outputs: ['missing'] },
  { operator: 'Transpose', inputs: ['across'], outputs: ['acrossTransposed'], attributes: { perm: [1, 0] } },
  { operator: 'MatMul', inputs: ['acrossTransposed', 'missing'], outputs: ['left over'] },
  { operator: 'Sub', inputs: ['reduced', 'left over'], outputs: ['bottom'] },
]

/** The inverse, put together from P, T and Q. */
function joinGraph(size: number, elements: Elements): Graph {
  const half = size / 2
  const part = { elements, shape: [half, half] }
  return {
    inputs: { top: part, across: part, bottom: part },
    outputs: { whole: { elements, shape: [size, size] } },
    nodes: [
      { operator: 'MatMul', inputs: ['across', 'bottom'], outputs: ['weighed'] },
      { operator: 'Transpose', inputs: ['across'], outputs: ['acrossTransposed'], attributes: { perm: [1, 0] } },
      { operator: 'MatMul', inputs: ['weighed', 'acrossTransposed'], outputs: ['added'] },
      { operator: 'Add', inputs: ['top', 'added'], outputs: ['topLeft'] },
      { operator: 'Neg', inputs: ['weighed'], outputs: ['topRight'] },
      { operator: 'Transpose', inputs: ['topRight'], outputs: ['bottomLeft'], attributes: { perm: [1, 0] } },
      { operator: 'Concat', inputs: ['topLeft', 'topRight'], outputs: ['upper'], attributes: { axis: 1 } },
      { operator: 'Concat', inputs: ['bottomLeft', 'bottom'], outputs: ['lower'], attributes: { axis: 1 } },
      { operator: 'Concat', inputs: ['upper', 'lower'], outputs: ['whole'], attributes: { axis: 0 } },
    ],
  }
}
