/** @file What threads.ts and its workers share: kernels, and what is said between them. */

/** By name; each does one task, in the scratch memory of that worker. */
export type ThreadKernels = Readonly<Record<string, (task: number, worker: number, ...values: number[]) => void>>

/** What a worker is started with. */
export type ThreadStart = {
  readonly module: WebAssembly.Module
  readonly memory: WebAssembly.Memory
  /** [next task, 1 once aborted] */
  readonly control: Int32Array
  readonly worker: number
}

/** Tells a worker to take part in a run; it answers with any message when it finds no more tasks. */
export type ThreadOrder = { readonly kernel: string; readonly tasks: number; readonly values: readonly number[] }
