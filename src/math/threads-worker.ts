/** @file A thread of threads.ts: opens the shared memory and takes tasks until there are none. */

import { parentPort, workerData } from 'node:worker_threads'
import { PenchantError } from '../errors.ts'
import type { ThreadKernels, ThreadOrder, ThreadStart } from './threads-messages.ts'

const port = parentPort
if (port === null) throw new PenchantError('invalid-input', 'This file is a worker: start it by createTaskPool.')
const { module, memory, control, worker } = workerData as ThreadStart
const kernels = new WebAssembly.Instance(module, { env: { memory, abort: () => {} } }).exports as ThreadKernels

port.on('message', ({ kernel, tasks, values }: ThreadOrder) => {
  while (Atomics.load(control, 1) === 0) {
    const task = Atomics.add(control, 0, 1)
    if (task >= tasks) break
    kernels[kernel]!(task, worker, ...values)
  }
  port.postMessage('done')
})
