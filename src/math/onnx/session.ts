/** @file A graph made ready to run: fixed shapes, outputs that the caller holds. A run holds up the thread that asks for it. */

import { PenchantError } from '../../errors.ts'
import { checkShape } from '../shape.ts'
import { type Graph, type TensorShape, writeModel } from './graph.ts'
import { type OnnxRuntime, type OnnxTensor, sessionOptions } from './runtime.ts'

export type Numbers = Float32Array | Float64Array | BigInt64Array

export type Session = {
  /** Reads one array for each input, row-major, and fills one for each output. @throws PenchantError `invalid-input` for another shape. */
  run(inputs: Readonly<Record<string, Numbers>>, outputs: Readonly<Record<string, Numbers>>): Promise<void>
  close(): Promise<void>
}

/** @param threads of ONNX Runtime, the caller's among them. */
export async function openSession({ InferenceSession, Tensor }: OnnxRuntime, graph: Graph, threads: number): Promise<Session> {
  const session = await InferenceSession.create(writeModel(graph), sessionOptions(threads))

  function tensors(shapes: Readonly<Record<string, TensorShape>>, given: Readonly<Record<string, Numbers>>) {
    const made: Record<string, OnnxTensor> = {}
    for (const [name, { elements, shape }] of Object.entries(shapes)) {
      const data = given[name]
      if (data === undefined) throw new PenchantError('invalid-input', `The graph lacks ${name}.`)
      checkShape(
        name,
        data.length,
        shape.reduce((product, length) => product * length, 1),
      )
      made[name] = new Tensor(elements, data, shape)
    }
    return made
  }

  return {
    async run(inputs, outputs) {
      // Of shared memory, which ONNX Runtime refuses, there are copies; of all else views.
      const owned = Object.fromEntries(Object.entries(inputs).map(([name, data]) => [name, isShared(data) ? data.slice() : data]))
      const filled = Object.fromEntries(Object.entries(outputs).map(([name, data]) => [name, isShared(data) ? data.slice() : data]))
      await session.run(tensors(graph.inputs, owned), tensors(graph.outputs, filled))
      for (const [name, data] of Object.entries(filled))
        if (data !== outputs[name]) (outputs[name] as Float32Array).set(data as Float32Array)
    },
    close: () => session.release(),
  }
}

const isShared = ({ buffer }: Numbers): boolean => buffer instanceof SharedArrayBuffer
