/** @file The numeric kernels: wasm SIMD where the runtime has it, else the TypeScript twin, which gives the same bits about ten times slower.
 *
 * A matrix of vectors is copied once into a memory of its own (`load`) and lives as long as its handle; drop the handle and the memory goes with it.
 * Shapes are row-major. Cosines are inner products: load unit rows and pass unit queries.
 */

import { kernelsWasm } from './kernels.wasm.ts'
import type { Kernels, Matrix } from './kernels-contract.ts'
import { createTwinKernels } from './kernels-twin.ts'
import { createWorkspace, type Workspace } from './kernels-workspace.ts'
import { checkK, checkShape, isZero, rowsOf } from './shape.ts'
import { strideOf } from './threads.ts'
import { layTiles, measureBytes, queriesTogether, scratchBytesOf, widthOf } from './tiles.ts'

export type { Kernels, Matrix } from './kernels-contract.ts'

/** The fastest kernels that this runtime has. */
export function createKernels(): Kernels {
  if (typeof WebAssembly === 'undefined') return createTwinKernels()
  const bytes = Buffer.from(kernelsWasm, 'base64')
  return WebAssembly.validate(bytes) ? createWasmKernels(new WebAssembly.Module(bytes)) : createTwinKernels()
}

function createWasmKernels(module: WebAssembly.Module): Kernels {
  // One memory for all products: freed memories wait for the collector, and ten of a hundred megabytes would add up.
  let products: Workspace | undefined
  let empty = 0
  function workspace(): Workspace {
    products ??= createWorkspace(module)
    empty ||= products.mark()
    products.release(empty)
    return products
  }

  return {
    name: 'wasm',
    load: (vectors, size) => loadMatrix(module, vectors, size),
    sparseTimesDense(sparse, dense, width, into) {
      checkShape('dense', dense.length, sparse.columns * width)
      const space = workspace()
      const offsets = space.put(sparse.offsets)
      const indexes = space.put(sparse.indexes)
      const values = space.put(sparse.values)
      const right = space.put(dense)
      const out = space.reserve(sparse.rows * width * 4)
      space.call('sparseTimesDense', offsets, indexes, values, sparse.rows, right, width, out)
      return taken(space.floats(out, sparse.rows * width), into)
    },
    denseTimesDense(left, right, inner, width, into) {
      const rows = rowsOf('left', left, inner)
      checkShape('right', right.length, inner * width)
      const space = workspace()
      const a = space.put(left)
      const b = space.put(right)
      const out = space.reserve(rows * width * 4)
      space.call('denseTimesDense', a, rows, inner, b, width, out)
      return taken(space.floats(out, rows * width), into)
    },
    gram(dense, width) {
      const rows = rowsOf('dense', dense, width)
      const space = workspace()
      const a = space.put(dense)
      const out = space.reserve(width * width * 8)
      const scratch = space.reserve((width + 1) * 8)
      space.call('gram', a, rows, width, out, scratch)
      const product = space.doubles(out, width * width).slice()
      for (let i = 0; i < width; i++) for (let j = i + 1; j < width; j++) product[i * width + j] = product[j * width + i]!
      return product
    },
  }
}

/** Out of the workspace, where the next product overwrites it. */
function taken(product: Float32Array, into?: Float32Array): Float32Array {
  if (into === undefined) return product.slice()
  checkShape('into', into.length, product.length)
  into.set(product)
  return into
}

/** From how many queries on it pays to lay the rows by tiles. */
const fewestTiled = 32

/** With fewer rows a place, most would be scored exactly in the end. */
const fewestRough = 8

function loadMatrix(module: WebAssembly.Module, vectors: Float32Array, size: number): Matrix {
  const rows = rowsOf('vectors', vectors, size)
  const [stride, width] = [strideOf(size), widthOf(size)]
  const space = createWorkspace(module, rows * (stride * 4 + width + measureBytes + 2))
  const start = space.reserve(rows * stride * 4)
  copyPadded(vectors, size, space.floats(start, rows * stride), stride)
  const present = space.reserve(rows)
  const flags = space.bytes(present, rows)
  for (let row = 0; row < rows; row++) flags[row] = isZero(vectors, row * size, size) ? 0 : 255
  const all = space.reserve(rows)
  space.bytes(all, rows).fill(1)
  const rough = quantise(start, rows)
  const loaded = space.mark()

  /** Eight-bit rows with their measures; returns the offset. */
  function quantise(vectorsAt: number, count: number): number {
    const at = space.reserve(count * (width + measureBytes))
    space.call('quantise', vectorsAt, stride, count, at, width)
    return at
  }

  /** The eight-bit queries as int16, what the processor multiplies, with room for a multiple of four. */
  function putWide(asked: number, count: number): number {
    const wide = space.reserve(Math.ceil(count / 4) * 4 * width * 2)
    for (let query = 0; query < count; query++) {
      const from = space.bytes(asked + query * (width + measureBytes), width)
      const to = new Int16Array(from.buffer, wide + query * width * 2, width)
      for (let n = 0; n < width; n++) to[n] = ((from[n] as number) << 24) >> 24
    }
    return wide
  }

  /** All queries in one task. */
  function scanTiles(list: number, listed: number, answer: readonly [at: number, count: number, kept: number, ...number[]]): void {
    const [, count, kept] = answer
    const { chunks, chunkTiles, bytes, boundBytes } = layTiles(listed, width, kept)
    const [tiles, bounds] = [space.reserve(bytes), space.reserve(boundBytes)]
    space.call('packTiles', 0, 0, rough, width, list, listed, chunkTiles, chunks, tiles, bounds)
    const scratch = [space.reserve(scratchBytesOf(width)), 0] as const
    const together = Math.ceil(count / queriesTogether) * queriesTogether
    space.call('bestOfTiles', 0, 0, together, start, stride, list, listed, chunkTiles, tiles, bounds, width, ...answer, ...scratch)
  }

  function putQueries(queries: Float32Array): { readonly count: number; readonly at: number } {
    const count = rowsOf('queries', queries, size)
    const at = space.reserve(count * stride * 4)
    copyPadded(queries, size, space.floats(at, count * stride), stride)
    return { count, at }
  }

  return {
    rows,
    size,
    topK(queries, eligible, k, seed = 0) {
      checkK(k)
      if (eligible !== undefined) checkShape('eligible', eligible.length, rows)
      space.release(loaded)
      const kept = Math.min(k, rows)
      const { count, at } = putQueries(queries)
      const mask = eligible === undefined ? all : space.put(eligible)
      const items = space.reserve(count * kept * 4)
      const scores = space.reserve(count * kept * 4)
      const counts = space.reserve(count * 4)
      const list = space.reserve((rows + 1) * 4)
      const listed = space.call('listRows', rows, mask, present, list)
      const answer = [at, count, kept, items, scores, counts, seed | 0] as const
      if (kept > 0 && listed >= fewestRough * kept && count >= fewestTiled) scanTiles(list, listed, answer)
      else if (kept > 0 && listed >= fewestRough * kept) {
        const asked = quantise(at, count)
        const room = space.reserve(((listed + 1) * count + 1) * 4)
        space.call('scanRough', start, stride, list, listed, ...answer, rough, width, asked, putWide(asked, count), room)
      } else if (kept > 0) space.call('scan', start, stride, list, listed, ...answer)
      return Array.from({ length: count }, (_, query) => {
        const found = isZero(queries, query * size, size) ? 0 : space.integers(counts + query * 4, 1)[0]!
        return {
          items: space.integers(items + query * kept * 4, found).slice(),
          scores: space.floats(scores + query * kept * 4, found).slice(),
        }
      })
    },
    gather(queries, chosen) {
      space.release(loaded)
      const { count, at } = putQueries(queries)
      const inside = space.put(chosen.map((row) => (row >= 0 && row < rows ? row : 0)))
      const out = space.reserve(count * chosen.length * 4)
      if (rows > 0) space.call('gather', start, stride, inside, chosen.length, at, count, out)
      const cosines = space.floats(out, count * chosen.length).slice()
      const known = space.bytes(present, rows)
      // A row that does not exist has no flag either.
      const unknown: number[] = []
      for (let n = 0; n < chosen.length; n++) if (!known[chosen[n]!]) unknown.push(n)
      for (let query = 0; query < count; query++) {
        const from = query * chosen.length
        if (isZero(queries, query * size, size)) cosines.fill(Number.NaN, from, from + chosen.length)
        else for (const n of unknown) cosines[from + n] = Number.NaN
      }
      return cosines
    },
  }
}

function copyPadded(from: Float32Array, size: number, to: Float32Array, stride: number): void {
  if (size === stride) to.set(from)
  else for (let row = 0; row * size < from.length; row++) to.set(from.subarray(row * size, (row + 1) * size), row * stride)
}
