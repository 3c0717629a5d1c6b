/** @file A wasm memory of its own with a bump allocator: where the kernels find what JavaScript laid out.
 *
 * Growing a memory detaches every view of it, so views are made when asked for and never kept across `reserve` or `put`.
 */

import { PenchantError } from '../errors.ts'

type Elements = Float32Array | Int32Array | Uint8Array

export type Workspace = {
  /** Reserves zeroed bytes at a multiple of 16; returns the offset. */
  reserve(bytes: number): number
  /** Reserves and copies; returns the offset. */
  put(elements: Elements): number
  /** Where the free part begins, for `release`. */
  mark(): number
  /** Gives back everything reserved since that mark. */
  release(mark: number): void
  floats(offset: number, length: number): Float32Array
  doubles(offset: number, length: number): Float64Array
  integers(offset: number, length: number): Int32Array
  bytes(offset: number, length: number): Uint8Array
  /** Runs a kernel; what it returns, 0 when nothing. */
  call(kernel: string, ...values: number[]): number
}

const pageBytes = 65_536
const mostPages = 65_536
/** The first kilobyte is left to the compiler's static data. */
const firstFree = 1_024

/** @param expectedBytes what will be reserved, to grow once instead of often. */
export function createWorkspace(module: WebAssembly.Module, expectedBytes = 0): Workspace {
  const memory = new WebAssembly.Memory({ initial: pagesFor(firstFree + expectedBytes + 256) })
  const instance = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } })
  let free = firstFree
  /** Highest byte ever used: above it the memory is still zero as it came. */
  let used = firstFree

  function reserve(bytes: number): number {
    const offset = Math.ceil(free / 16) * 16
    const end = offset + bytes
    const missing = pagesFor(end) - memory.buffer.byteLength / pageBytes
    if (missing > 0) memory.grow(missing)
    if (offset < used) new Uint8Array(memory.buffer, offset, Math.min(end, used) - offset).fill(0)
    free = end
    used = Math.max(used, end)
    return offset
  }

  return {
    reserve,
    put(elements) {
      const offset = reserve(elements.byteLength)
      new Uint8Array(memory.buffer, offset, elements.byteLength).set(
        new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength),
      )
      return offset
    },
    mark: () => free,
    release(mark) {
      free = mark
    },
    floats: (offset, length) => new Float32Array(memory.buffer, offset, length),
    doubles: (offset, length) => new Float64Array(memory.buffer, offset, length),
    integers: (offset, length) => new Int32Array(memory.buffer, offset, length),
    bytes: (offset, length) => new Uint8Array(memory.buffer, offset, length),
    call(kernel, ...values) {
      const run = instance.exports[kernel] as (...values: number[]) => number | undefined
      return run(...values) ?? 0
    },
  }
}

function pagesFor(bytes: number): number {
  const pages = Math.ceil(bytes / pageBytes)
  if (pages > mostPages) {
    throw new PenchantError(
      'invalid-input',
      `The matrix needs ${bytes} bytes, above the 4 GiB of one wasm memory: use a smaller embeddingSize or fewer items.`,
    )
  }
  return pages
}
