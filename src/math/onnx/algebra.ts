/** @file Which engine does the dense algebra of fits and batches: the wasm kernels, or ONNX Runtime beside them where it is there. */

import { PenchantError } from '../../errors.ts'
import { createKernels } from '../kernels.ts'
import type { Algebra, DenseAlgebra, Kernels } from '../kernels-contract.ts'
import { inverseByHalves } from './inverse.ts'
import { type FoundRuntime, findRuntime, hasOnnx, onnxPackage } from './runtime.ts'
import { openOnnxTopK } from './top-k.ts'

export type OpenedKernels = {
  readonly kernels: Kernels
  /** Why the wasm kernels stand in for a package that is there; undefined while nothing is known to be wrong. */
  readonly degraded: () => string | undefined
}

/** `auto` leaves smaller batches to the wasm kernels, and every inverse: there ONNX Runtime was measured to be no faster. */
const fewestNumbers = 4_000_000

/**
 * The kernels, and ONNX Runtime beside them: loaded at once where `onnx` asks for it, by `auto` at the first work that it is faster at.
 *
 * @throws PenchantError `invalid-input` where `onnx` is asked for and the package is not there.
 */
export async function openKernels(algebra: Algebra, importPackage?: () => Promise<unknown>): Promise<OpenedKernels> {
  const kernels = createKernels()
  if (algebra === 'wasm' || (algebra === 'auto' && importPackage === undefined && !hasOnnx())) return { kernels, degraded: () => undefined }
  let found: Promise<FoundRuntime> | undefined
  let degraded: string | undefined
  const load = async () => {
    found ??= findRuntime(importPackage)
    const known = await found
    if ('broken' in known) degraded = `${known.broken} The wasm kernels serve in its place.`
    return known
  }
  if (algebra === 'onnx' && 'absent' in (await load())) throw notThere()
  return { kernels: { ...kernels, dense: createDense(load, algebra === 'onnx') }, degraded: () => degraded }
}

/** The same refusal without loading anything. @throws PenchantError `invalid-input`. */
export function requireAlgebra(algebra: Algebra): void {
  if (algebra === 'onnx' && !hasOnnx()) throw notThere()
}

const notThere = () =>
  new PenchantError(
    'invalid-input',
    `The algebra "onnx" needs the package ${onnxPackage}. Run: npm install ${onnxPackage}, or choose "wasm".`,
    {
      details: { package: onnxPackage },
    },
  )

function createDense(load: () => Promise<FoundRuntime>, always: boolean): DenseAlgebra {
  return {
    async inverse({ threads = 1, signal, progress }) {
      if (!always) return undefined
      const found = await load()
      if (!('runtime' in found)) return undefined
      return (lower) => inverseByHalves(found.runtime, lower, { threads, heed: heeding(signal), progress })
    },
    async topK(vectors, size, { threads = 1, signal, exact }) {
      if (!always && vectors.length < fewestNumbers) return undefined
      const found = await load()
      return 'runtime' in found ? openOnnxTopK(found.runtime, vectors, size, { threads, heed: heeding(signal), exact }) : undefined
    },
  }
}

const heeding = (signal: AbortSignal | undefined) => () => {
  if (signal?.aborted) throw new PenchantError('aborted', 'The computation was aborted by its caller.', { cause: signal.reason })
}
