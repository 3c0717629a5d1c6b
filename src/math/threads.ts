/** @file Kernels on several threads: a pool of workers over one shared wasm memory, which the caller lays out and reads.
 *
 * Work is cut into tasks, fixed by the caller and not by the number of threads; whoever is free takes the next one. Tasks write apart from one another,
 * so any number of threads gives the same bytes. With one thread the tasks run on the calling thread, one in each turn of its event loop; with more,
 * the calling thread only waits. Kernels that scale take (task, worker, …values); `worker` tells their scratch memories apart.
 */

import { Worker } from 'node:worker_threads'
import { PenchantError } from '../errors.ts'
import type { Steps } from './steps.ts'
import type { ThreadKernels, ThreadOrder, ThreadStart } from './threads-messages.ts'

/** One family of kernels: compiled for a shared memory, and its twin over any buffer. */
export type ThreadSource = {
  /** The module in base64. */
  readonly wasm: string
  readonly twin: (buffer: ArrayBufferLike) => ThreadKernels
}

export type Runtime = 'wasm' | 'typescript'

/** A memory with a bump allocator. Make views when they are needed: `reserve` and `put` may replace the buffer. */
export type ThreadMemory = {
  /** Reserves zeroed bytes at a multiple of 16; returns the offset. */
  reserve(bytes: number): number
  /** Reserves and copies; returns the offset. */
  put(elements: Float32Array | Float64Array | Int32Array | Uint32Array): number
  floats(offset: number, length: number): Float32Array
  doubles(offset: number, length: number): Float64Array
  integers(offset: number, length: number): Int32Array
  /** Runs one task on the calling thread. */
  call(kernel: string, task: number, ...values: number[]): void
}

export type TaskPool = ThreadMemory & {
  readonly threads: number
  /** Runs the tasks 0 … tasks − 1 and waits for all. @throws PenchantError `aborted`. */
  run(kernel: string, tasks: number, ...values: number[]): Promise<void>
  /** The same one after another, for tasks that go on where the one before them ended; still off the calling thread where there are several. */
  runInOrder(kernel: string, tasks: number, ...values: number[]): Promise<void>
  /** Ends the workers; the memory stays readable. */
  close(): Promise<void>
}

const pageBytes = 65_536
const mostPages = 65_536
/** The first kilobyte is left to the compiler's static data. */
const firstFree = 1_024

const elementsAStep = 2 ** 19

/** Reserves and copies in pieces: a large array takes longer than a turn of the event loop may. */
export function* putSteps(memory: ThreadMemory, elements: Float32Array | Int32Array): Steps<number> {
  const offset = memory.reserve(elements.byteLength)
  for (let from = 0; from < elements.length; from += elementsAStep) {
    const piece = elements.subarray(from, from + elementsAStep)
    if (piece instanceof Float32Array) memory.floats(offset + from * 4, piece.length).set(piece)
    else memory.integers(offset + from * 4, piece.length).set(piece)
    yield
  }
  return offset
}

/** Rows in a memory start at multiples of 32 bytes: their size rounded up to 8 numbers, the rest zeros. */
export const strideOf = (size: number): number => Math.ceil(size / 8) * 8

/** Reserves rows and copies them in, padded. @param rows [n × size] */
export function* putRows(memory: ThreadMemory, rows: Float32Array, size: number): Steps<number> {
  const offset = memory.reserve((rows.length / size) * strideOf(size) * 4)
  yield* copyRows(memory, offset, rows, size)
  return offset
}

/** Copies rows, padded, to where there is room for them. @param rows [n × size] */
export function* copyRows(memory: ThreadMemory, offset: number, rows: Float32Array, size: number): Steps<void> {
  const stride = strideOf(size)
  const count = rows.length / size
  const rowsAStep = Math.max(1, Math.floor(elementsAStep / stride / 4))
  for (let first = 0; first < count; first += rowsAStep) {
    const last = Math.min(count, first + rowsAStep)
    const padded = memory.floats(offset + first * stride * 4, (last - first) * stride)
    if (stride === size) padded.set(rows.subarray(first * size, last * size))
    else
      for (let row = first; row < last; row++) {
        for (let at = 0; at < stride; at++) padded[(row - first) * stride + at] = at < size ? rows[row * size + at]! : 0
      }
    yield
  }
}

/** Copies rows out of a memory, without what they are padded with: [rows × size]. */
export function* takeRows(memory: ThreadMemory, offset: number, rows: number, size: number): Steps<Float32Array> {
  const stride = strideOf(size)
  const out = new Float32Array(rows * size)
  const rowsAStep = Math.max(1, Math.floor(elementsAStep / stride / 4))
  for (let first = 0; first < rows; first += rowsAStep) {
    const last = Math.min(rows, first + rowsAStep)
    const padded = memory.floats(offset + first * stride * 4, (last - first) * stride)
    for (let row = first; row < last; row++) {
      for (let at = 0; at < size; at++) out[row * size + at] = padded[(row - first) * stride + at]!
    }
    yield
  }
  return out
}

/** A memory for kernels on the calling thread alone. */
export const createThreadMemory = (source: ThreadSource, runtime: Runtime): ThreadMemory => open(source, runtime)

export async function createTaskPool(
  source: ThreadSource,
  options: { readonly runtime: Runtime; readonly threads?: number | undefined; readonly signal?: AbortSignal | undefined },
): Promise<TaskPool> {
  const { signal, runtime } = options
  const opened = open(source, runtime)
  const { start, call } = opened
  const aborted = () => new PenchantError('aborted', 'The computation was aborted by its caller.', { cause: signal?.reason })
  const control = new Int32Array(new SharedArrayBuffer(8))
  const threads = start === undefined ? 1 : Math.max(1, Math.floor(options.threads ?? 1))
  const workers: Launched[] = []
  for (let worker = 0; start !== undefined && threads > 1 && worker < threads; worker++) {
    workers.push(launch({ ...start, control, worker }))
    // To start a thread takes a few milliseconds of this one.
    await new Promise((resolve) => setImmediate(resolve))
  }
  const abort = () => Atomics.store(control, 1, 1)
  signal?.addEventListener('abort', abort, { once: true })

  async function run(kernel: string, tasks: number, values: readonly number[], helpers: readonly Launched[]): Promise<void> {
    if (signal?.aborted) throw aborted()
    Atomics.store(control, 0, 0)
    if (helpers.length > 0) await Promise.all(helpers.map((helper) => helper.order({ kernel, tasks, values })))
    else {
      for (let task = 0; task < tasks && !signal?.aborted; task++) {
        call(kernel, task, ...values)
        await new Promise((resolve) => setImmediate(resolve))
      }
    }
    if (signal?.aborted) throw aborted()
  }

  return {
    ...opened,
    threads,
    run: (kernel, tasks, ...values) => run(kernel, tasks, values, workers),
    runInOrder: (kernel, tasks, ...values) => run(kernel, tasks, values, workers.slice(0, 1)),
    async close() {
      signal?.removeEventListener('abort', abort)
      await Promise.all(workers.map((worker) => worker.end()))
    },
  }
}

type Launched = { order(order: ThreadOrder): Promise<void>; end(): Promise<void> }

function launch(start: ThreadStart): Launched {
  const worker = new Worker(workerUrl(), { execArgv: [], name: 'penchant-kernels', workerData: start })
  let waiting: { readonly resolve: () => void; readonly reject: (error: unknown) => void } | undefined
  let broken: PenchantError | undefined
  const fail = (cause: unknown) => {
    broken ??= new PenchantError('model-unavailable', `A thread of the computation ended early: ${cause}. Start it again.`, { cause })
    waiting?.reject(broken)
  }
  worker.on('message', () => waiting?.resolve())
  worker.on('error', fail)
  worker.on('exit', (code) => fail(`code ${code}`))
  return {
    order(order) {
      const { promise, resolve, reject } = Promise.withResolvers<void>()
      waiting = { resolve, reject }
      if (broken === undefined) worker.postMessage(order)
      else reject(broken)
      return promise
    },
    async end() {
      await worker.terminate()
    },
  }
}

/** The worker stands beside this file, as source and as built. */
function workerUrl(): URL {
  return import.meta.url.endsWith('.ts') ? new URL('./threads-worker.ts', import.meta.url) : new URL('./threads-worker.js', import.meta.url)
}

/** The kernels over a memory of their own, and what a worker needs to open the same; undefined where they are not wasm. */
type Opened = ThreadMemory & { readonly start: Pick<ThreadStart, 'module' | 'memory'> | undefined }

function open(source: ThreadSource, runtime: Runtime): Opened {
  return runtime === 'wasm' ? openWasm(source) : openTwin(source)
}

function openWasm({ wasm }: ThreadSource): Opened {
  const module = new WebAssembly.Module(Buffer.from(wasm, 'base64'))
  const memory = new WebAssembly.Memory({ initial: 1, maximum: mostPages, shared: true })
  const { exports } = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } })
  const grow = (pages: number) => {
    memory.grow(pages)
  }
  return {
    ...layOut(
      () => memory.buffer,
      grow,
      () => exports as ThreadKernels,
    ),
    start: { module, memory },
  }
}

function openTwin({ twin }: ThreadSource): Opened {
  let buffer = new ArrayBuffer(pageBytes)
  let kernels = twin(buffer)
  const grow = (pages: number) => {
    buffer = buffer.transfer(buffer.byteLength + pages * pageBytes)
    kernels = twin(buffer)
  }
  return {
    ...layOut(
      () => buffer,
      grow,
      () => kernels,
    ),
    start: undefined,
  }
}

function layOut(buffer: () => ArrayBufferLike, grow: (pages: number) => void, kernels: () => ThreadKernels): ThreadMemory {
  let free = firstFree
  function reserve(bytes: number): number {
    const offset = Math.ceil(free / 16) * 16
    const pages = Math.ceil((offset + bytes) / pageBytes)
    if (pages > mostPages)
      throw new PenchantError(
        'invalid-input',
        `The computation needs ${offset + bytes} bytes, above the 4 GiB of one wasm memory: use a smaller embeddingSize.`,
      )
    const missing = pages - buffer().byteLength / pageBytes
    if (missing > 0) grow(missing)
    free = offset + bytes
    return offset
  }
  return {
    reserve,
    put(elements) {
      const offset = reserve(elements.byteLength)
      new Uint8Array(buffer(), offset, elements.byteLength).set(new Uint8Array(elements.buffer, elements.byteOffset, elements.byteLength))
      return offset
    },
    floats: (offset, length) => new Float32Array(buffer(), offset, length),
    doubles: (offset, length) => new Float64Array(buffer(), offset, length),
    integers: (offset, length) => new Int32Array(buffer(), offset, length),
    call: (kernel, task, ...values) => kernels()[kernel]!(task, 0, ...values),
  }
}
