/** @file The k best rows for many queries at a time, found in ONNX Runtime and scored again here: what `Matrix.topK` gives, to the bit, ties included.
 *
 * All rows are scored by one product, whose sums are rounded in an order of their own, and a few more rows are taken than asked for. Those are scored as the
 * kernels score, and ranked. Where a row that was not taken could still belong to the best, within a bound of the rounding, that query is answered by the kernels.
 * Shapes: vectors [rows × size], queries [q × size]. Cost: O(q · rows · size) and (k + 16) exact scores a query; memory four bytes a row for each of the queries
 * that are asked together. The vectors are read where they are.
 */

import type { BatchTopK } from '../kernels-contract.ts'
import { checkK, checkShape, isZero, rowsOf } from '../shape.ts'
import { createBoundedHeap, type TopK } from '../top-k.ts'
import type { Graph } from './graph.ts'
import type { OnnxRuntime } from './runtime.ts'
import { openSession, type Session } from './session.ts'

export type OnnxTopKOptions = {
  readonly threads: number
  /** Called before each product; throws where the work is to end. */
  readonly heed: () => void
  /** The kernels, opened on the same vectors at the first query that needs them. */
  readonly exact: () => Promise<BatchTopK>
}

const mostQueries = 256
/** Scores held at once: 64 MB. */
const mostScores = 2 ** 24
/** Taken beside those that are asked for: among so many the rounding seldom matters. */
const spare = 16

export function openOnnxTopK(
  runtime: OnnxRuntime,
  given: Float32Array,
  size: number,
  { threads, heed, exact }: OnnxTopKOptions,
): BatchTopK {
  const rows = rowsOf('vectors', given, size)
  const vectors = given.buffer instanceof SharedArrayBuffer ? given.slice() : given
  const silent = new Uint8Array(rows)
  let longest = 0
  for (let row = 0; row < rows; row++) {
    silent[row] = isZero(vectors, row * size, size) ? 1 : 0
    longest = Math.max(longest, lengthOf(vectors, row, size))
  }
  const someSilent = silent.includes(1)
  const together = Math.max(1, Math.min(mostQueries, Math.floor(mostScores / Math.max(1, rows))))
  const sessions = new Map<string, Session>()
  const partial = new Float32Array(8)
  let kernels: BatchTopK | undefined

  async function sessionOf(taken: number, masked: boolean): Promise<Session> {
    const key = `${taken} ${masked}`
    const session = sessions.get(key) ?? (await openSession(runtime, bestGraph(together, rows, size, taken, masked), threads))
    sessions.set(key, session)
    return session
  }

  /** −∞ for a row that is left out; undefined where none is. */
  function maskOf(eligible: Uint8Array | undefined): Float32Array | undefined {
    if (eligible === undefined && !someSilent) return undefined
    return Float32Array.from(silent, (zeros, row) => (zeros === 1 || eligible?.[row] === 0 ? Number.NEGATIVE_INFINITY : 0))
  }

  async function answered(queries: Float32Array, eligible: Uint8Array | undefined, k: number, seed: number): Promise<readonly TopK[]> {
    const count = queries.length / size
    const taken = Math.min(rows, k + spare)
    const mask = maskOf(eligible)
    const session = await sessionOf(taken, mask !== undefined)
    const [scores, places] = [new Float32Array(together * taken), new BigInt64Array(together * taken)]
    // Numbers of rows need but the lower half of each.
    const halves = new Int32Array(places.buffer)
    const asked = new Float32Array(together * size)
    const answers: TopK[] = []
    const unsure: number[] = []
    for (let from = 0; from < count; from += together) {
      const some = Math.min(together, count - from)
      asked.set(queries.subarray(from * size, (from + some) * size))
      heed()
      await session.run({ queries: asked, vectors, ...(mask && { mask }) }, { scores, places })
      for (let query = from; query < from + some; query++) {
        const first = (query - from) * taken
        const heap = createBoundedHeap(k, seed)
        if (!isZero(queries, query * size, size)) {
          let last = first
          for (; last < first + taken && scores[last]! > Number.NEGATIVE_INFINITY; last++) {
            const row = halves[2 * last]!
            heap.push(row, exactScore(row, queries, query))
          }
          const rounding = 2 * size * 2 ** -24 * longest * lengthOf(queries, query, size)
          const cut = taken < rows && last === first + taken
          if (cut && !(heap.least() > scores[last - 1]! + rounding)) unsure.push(query)
        }
        answers.push(heap.drain())
      }
    }
    if (unsure.length === 0) return answers
    kernels ??= await exact()
    const again = new Float32Array(unsure.length * size)
    for (const [at, query] of unsure.entries()) again.set(queries.subarray(query * size, (query + 1) * size), at * size)
    for (const [at, answer] of (await kernels.topK(again, eligible, k, seed)).entries()) answers[unsure[at]!] = answer
    return answers
  }

  /** The sum that the kernels take: eight partial ones in single precision. */
  function exactScore(row: number, queries: Float32Array, query: number): number {
    const { fround } = Math
    partial.fill(0)
    for (let at = 0, r = row * size, q = query * size; at < size; at++, r++, q++)
      partial[at & 7] = fround(partial[at & 7]! + fround(vectors[r]! * queries[q]!))
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = partial
    return fround(fround(fround(a + e) + fround(b + f)) + fround(fround(c + g) + fround(d + h)))
  }

  return {
    async topK(queries, eligible, k, seed = 0) {
      checkK(k)
      if (eligible !== undefined) checkShape('eligible', eligible.length, rows)
      const count = rowsOf('queries', queries, size)
      if (k > 0 && rows > 0) return answered(queries, eligible, k, seed)
      return Array.from({ length: count }, () => ({ items: new Int32Array(), scores: new Float32Array() }))
    },
    async close() {
      for (const session of sessions.values()) await session.close()
      sessions.clear()
      await kernels?.close()
    },
  }
}

function lengthOf(vectors: Float32Array, row: number, size: number): number {
  let square = 0
  for (let at = row * size; at < (row + 1) * size; at++) square += vectors[at]! ** 2
  return Math.sqrt(square)
}

function bestGraph(queries: number, rows: number, size: number, taken: number, masked: boolean): Graph {
  const elements = 'float32'
  return {
    inputs: {
      queries: { elements, shape: [queries, size] },
      vectors: { elements, shape: [rows, size] },
      ...(masked && { mask: { elements, shape: [rows] } as const }),
    },
    outputs: { scores: { elements, shape: [queries, taken] }, places: { elements: 'int64', shape: [queries, taken] } },
    constants: { taken: [taken] },
    nodes: [
      {
        ...{ operator: 'Gemm', inputs: ['queries', 'vectors', ...(masked ? ['mask'] : [])] },
        ...{ outputs: ['products'], attributes: { transB: 1 } },
      },
      {
        ...{ operator: 'TopK', inputs: ['products', 'taken'], outputs: ['scores', 'places'] },
        attributes: { axis: 1, largest: 1, sorted: 1 },
      },
    ],
  }
}
