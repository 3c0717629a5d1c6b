/** @file The k best rows for many queries at a time, on several threads: what `Matrix.topK` gives, to the bit, for batches that are computed ahead.
 *
 * Shapes: vectors [rows × size], queries [q × size]. Cost: O(q · rows · size) in eight bits and a few exact scores a query; opening copies the vectors once into
 * a memory that the threads share. A live request has a handful of queries: those stay with `Matrix.topK`, on its own thread.
 */

import { createBatchTwin } from './batch-top-k-twin.ts'
import { batchesWasm } from './batches.wasm.ts'
import type { BatchTopK, Kernels, Work } from './kernels-contract.ts'
import { checkK, checkShape, isZero, rowsOf } from './shape.ts'
import { inSlices, type Steps } from './steps.ts'
import { copyRows, createTaskPool, putRows, strideOf, type TaskPool, type ThreadSource } from './threads.ts'
import { layTiles, measureBytes, queriesTogether, scratchBytesOf, widthOf } from './tiles.ts'

const source: ThreadSource = { wasm: batchesWasm, twin: createBatchTwin }

export type BatchTopKOptions = Work & { readonly kernels: Pick<Kernels, 'name' | 'dense'> }

/** Multiplications in one task: about a millisecond. */
const productsATask = 8_000_000
const rowsATask = 4_096
const chunksATask = 64
const rowsAStep = 16_384

/** Opens vectors for batches. @param vectors [rows × size]. @throws PenchantError `invalid-input` where they do not fit. */
export async function openBatchTopK(vectors: Float32Array, size: number, options: BatchTopKOptions): Promise<BatchTopK> {
  const { kernels, threads, signal } = options
  const rows = rowsOf('vectors', vectors, size)
  const exact = () => openBatchTopK(vectors, size, { ...options, kernels: { name: kernels.name } })
  const elsewhere = await kernels.dense?.topK(vectors, size, { threads, signal, exact })
  if (elsewhere) return elsewhere
  const [stride, width] = [strideOf(size), widthOf(size)]
  const pool = await createTaskPool(source, { runtime: kernels.name, threads, signal })
  const vectorsAt = await inSlices(putRows(pool, vectors, size))
  const rough = pool.reserve(rows * (width + measureBytes))
  await pool.run('quantiseRows', Math.ceil(rows / rowsATask), vectorsAt, stride, rows, rowsATask, rough, width)
  const scratchBytes = scratchBytesOf(width)
  const scratch = pool.reserve(scratchBytes * pool.threads)
  const room = growingRoom(pool)

  return {
    async topK(queries, eligible, k, seed = 0) {
      checkK(k)
      if (eligible !== undefined) checkShape('eligible', eligible.length, rows)
      const count = rowsOf('queries', queries, size)
      const list = await inSlices(listSteps(vectors, size, eligible))
      const kept = Math.min(k, list.length)
      const tiles = layTiles(list.length, width, kept)
      const [listAt, tilesAt, bounds, queriesAt, items, scores, counts] = room([
        list.byteLength,
        tiles.bytes,
        tiles.boundBytes,
        count * stride * 4,
        count * kept * 4,
        count * kept * 4,
        count * 4,
      ]) as Seven
      if (kept === 0) return Array.from({ length: count }, () => ({ items: new Int32Array(), scores: new Float32Array() }))
      pool.integers(listAt, list.length).set(list)
      pool.integers(counts, count).fill(0)
      await inSlices(copyRows(pool, queriesAt, queries, size))
      await pool.run(
        ...(['packTiles', Math.ceil(tiles.chunks / chunksATask), rough, width, listAt, list.length] as const),
        ...([tiles.chunkTiles, chunksATask, tilesAt, bounds] as const),
      )
      const queriesATask = queriesTogether * Math.max(1, Math.floor(productsATask / (queriesTogether * list.length * width)))
      await pool.run(
        ...(['bestOfTiles', Math.ceil(count / queriesATask), queriesATask, vectorsAt, stride, listAt, list.length] as const),
        ...([tiles.chunkTiles, tilesAt, bounds, width, queriesAt, count, kept] as const),
        ...([items, scores, counts, seed | 0, scratch, scratchBytes] as const),
      )
      const found = pool.integers(counts, count)
      const [bestItems, bestScores] = [pool.integers(items, count * kept).slice(), pool.floats(scores, count * kept).slice()]
      return Array.from({ length: count }, (_, query) => {
        const [from, to] = [query * kept, query * kept + found[query]!]
        return { items: bestItems.subarray(from, to), scores: bestScores.subarray(from, to) }
      })
    },
    close: () => pool.close(),
  }
}

type Seven = [number, number, number, number, number, number, number]

/** Rows that are eligible and no zeros. */
function* listSteps(vectors: Float32Array, size: number, eligible: Uint8Array | undefined): Steps<Int32Array> {
  const rows = vectors.length / size
  const list = new Int32Array(rows)
  let listed = 0
  for (let row = 0; row < rows; row++) {
    if (eligible?.[row] !== 0 && !isZero(vectors, row * size, size)) list[listed++] = row
    if (row % rowsAStep === rowsAStep - 1) yield
  }
  return list.subarray(0, listed)
}

/** Memory of one answer that the next one takes over; where it is too small, one twice as large takes its place. Gives the offsets of its parts. */
function growingRoom(pool: TaskPool): (parts: readonly number[]) => readonly number[] {
  let [start, size] = [0, 0]
  return (parts) => {
    const padded = parts.map((bytes) => Math.ceil(bytes / 16) * 16)
    const total = padded.reduce((sum, bytes) => sum + bytes, 0)
    if (total > size) {
      size = Math.max(total, 2 * size)
      start = pool.reserve(size)
    }
    let next = start
    return padded.map((bytes) => {
      next += bytes
      return next - bytes
    })
  }
}
