import { expect, test } from 'vitest'
import { isPenchantError } from '../../errors.ts'
import { openBatchTopK } from '../batch-top-k.ts'
import type { DenseAlgebra } from '../kernels-contract.ts'
import { openKernels } from './algebra.ts'

/** Large enough that it would pay; the best row for the first axis is the eighth. */
const large = new Float32Array(4_000_000)
large[28] = 1
const exact = () => openBatchTopK(large, 4, { kernels: { name: 'wasm' } })

// Not a literal: the compiler would look for it.
const nowhere: string = 'a-package-that-nobody-has'
const absent = () => import(nowhere)

/** A package whose products are what `product` says. */
const saying = (product: number) => async () => ({
  Tensor: class {
    readonly data: Float32Array
    constructor(_elements: string, data: Float32Array) {
      this.data = data
    }
  },
  InferenceSession: {
    create: async () => ({
      run: async (_inputs: unknown, { c }: { readonly c: { readonly data: Float32Array } }) => c.data.fill(product),
      release: async () => {},
    }),
  },
})

test('absent: the wasm kernels, and nothing is said; asked for by name it is refused', async () => {
  const { kernels, degraded } = await openKernels('auto', absent)
  const dense = kernels.dense as DenseAlgebra
  expect([kernels.name, await dense.topK(large, 4, { exact }), degraded()]).toEqual(['wasm', undefined, undefined])
  await expect(openKernels('onnx', absent)).rejects.toSatisfy((error) => isPenchantError(error, 'invalid-input'))
  await expect(openKernels('onnx', absent)).rejects.toThrow('npm install onnxruntime-node')
})

test.each([
  ['gives a wrong product', saying(5), 'multiplies 2 by 3 and says 5'],
  [
    'lacks its native part',
    () => Promise.reject(Object.assign(new Error("Cannot find module '../bin/x.node'\nRequire stack"), { code: 'MODULE_NOT_FOUND' })),
    "could not be loaded: Cannot find module '../bin/x.node'",
  ],
  ['is of another form', async () => ({ default: {} }), 'could not be loaded'],
])('broken, it %s: the wasm kernels, and why', async (_, importPackage, reason) => {
  for (const algebra of ['auto', 'onnx'] as const) {
    const { kernels, degraded } = await openKernels(algebra, importPackage)
    const batches = await openBatchTopK(large, 4, { kernels })
    expect((await batches.topK(Float32Array.of(1, 0, 0, 0), undefined, 1))[0]?.items).toEqual(Int32Array.of(7))
    await batches.close()
    expect(degraded()).toContain(reason)
    expect(degraded()).toMatch(/The wasm kernels serve in its place\.$/)
    expect(degraded()).not.toContain('\n')
  }
})

test('the package is not even looked for by wasm, and by auto only for what it is faster at', async () => {
  const looked: string[] = []
  const look = (algebra: string) => () => {
    looked.push(algebra)
    return saying(6)()
  }
  const { kernels } = await openKernels('wasm', look('wasm'))
  expect([kernels.dense, looked]).toEqual([undefined, []])
  const { dense } = (await openKernels('auto', look('auto'))).kernels
  expect(await dense?.inverse({})).toBeUndefined()
  expect(await dense?.topK(large.subarray(0, 4_000), 4, { exact })).toBeUndefined()
  expect(looked).toEqual([])
  for (let time = 0; time < 2; time++) expect(await dense?.topK(large, 4, { exact })).toBeDefined()
  expect(looked).toEqual(['auto'])
  const asked = (await openKernels('onnx', look('onnx'))).kernels.dense
  expect(looked).toEqual(['auto', 'onnx'])
  expect(await asked?.inverse({})).toBeDefined()
  expect(await asked?.topK(large.subarray(0, 8), 4, { exact })).toBeDefined()
})
