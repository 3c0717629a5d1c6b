/** @file Finds ONNX Runtime: the optional package `onnxruntime-node`, which is never downloaded from here. */

import { findPackageJSON } from 'node:module'
import { writeModel } from './graph.ts'

export const onnxPackage = 'onnxruntime-node'

export type OnnxTensor = { readonly data: unknown }

/** As much of onnxruntime-node 1 as is used: the package is optional, so its own types may not be there. */
export type OnnxRuntime = {
  readonly InferenceSession: {
    create(
      model: Uint8Array,
      options: {
        readonly executionProviders: readonly ['cpu']
        readonly intraOpNumThreads: number
        readonly interOpNumThreads: 1
        readonly extra: { readonly session: { readonly intra_op: { readonly allow_spinning: '0' | '1' } } }
      },
    ): Promise<{
      run(feeds: Readonly<Record<string, OnnxTensor>>, into: Readonly<Record<string, OnnxTensor>>): Promise<unknown>
      release(): Promise<void>
    }>
  }
  readonly Tensor: new (elements: string, data: Float32Array | Float64Array | BigInt64Array, shape: readonly number[]) => OnnxTensor
}

/** Absent is no fault: `broken` says why a package that is there cannot be used. */
export type FoundRuntime = { readonly runtime: OnnxRuntime } | { readonly absent: true } | { readonly broken: string }

/** Whether the package is there, without loading it: its native part then never enters a process that only serves. */
export function hasOnnx(): boolean {
  try {
    return findPackageJSON(onnxPackage, import.meta.url) !== undefined
  } catch (error) {
    if (codeOf(error) === 'ERR_MODULE_NOT_FOUND') return false
    throw error
  }
}

/** Loads it, and asks it for a product whose answer is known. */
export async function findRuntime(importPackage: () => Promise<unknown> = importOnnx): Promise<FoundRuntime> {
  try {
    const loaded = (await importPackage()) as OnnxRuntime & { readonly default?: OnnxRuntime }
    const runtime = loaded.InferenceSession ? loaded : loaded.default!
    const product = await twoTimesThree(runtime)
    return product === 6 ? { runtime } : { broken: `${onnxPackage} multiplies 2 by 3 and says ${product}.` }
  } catch (error) {
    // Of a package that is there but lacks a part the code is another one.
    if (codeOf(error) === 'ERR_MODULE_NOT_FOUND') return { absent: true }
    const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    return { broken: `${onnxPackage} could not be loaded: ${reason.slice(0, 300)}` }
  }
}

function importOnnx(): Promise<unknown> {
  // Not a literal: the compiler would look for the optional package.
  const name: string = onnxPackage
  return import(name)
}

async function twoTimesThree({ InferenceSession, Tensor }: OnnxRuntime): Promise<number> {
  const one = { elements: 'float32', shape: [1, 1] } as const
  const model = writeModel({
    inputs: { a: one, b: one },
    outputs: { c: one },
    nodes: [{ operator: 'MatMul', inputs: ['a', 'b'], outputs: ['c'] }],
  })
  const session = await InferenceSession.create(model, sessionOptions(1))
  const [a, b, out] = [Float32Array.of(2), Float32Array.of(3), new Float32Array(1)]
  const tensor = (data: Float32Array) => new Tensor('float32', data, [1, 1])
  await session.run({ a: tensor(a), b: tensor(b) }, { c: tensor(out) })
  await session.release()
  return out[0]!
}

/** On the processor alone; idle threads sleep, since they share its cores with whoever serves. */
export const sessionOptions = (threads: number) =>
  ({
    executionProviders: ['cpu'],
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    extra: { session: { intra_op: { allow_spinning: '0' } } },
  }) as const

const codeOf = (error: unknown) => (error instanceof Error && 'code' in error ? error.code : undefined)
