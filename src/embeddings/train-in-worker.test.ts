import { expect, test } from 'vitest'
import { syntheticItems, syntheticPairs } from '../../bench/synthetic.ts'
import { createKernels } from '../math/kernels.ts'
import { trainCollaborative } from './collaborative.ts'
import { createItemSpace } from './item-space.ts'
import { lsaConfigSchema } from './lsa-config.ts'
import { trainLsa } from './lsa-train.ts'
import { trainInWorker, trainSpaceInWorker } from './train-in-worker.ts'

const items = syntheticItems(400)
const config = { embeddingSize: 32 }
const kernels = createKernels()
const here = trainLsa(items, lsaConfigSchema.parse(config), { seed: 7, kernels })

test('gives what training here gives, and reports its progress', async () => {
  const shares: number[] = []
  const { encoder, space } = await trainInWorker(items, { config, seed: 7, version: 'v1', progress: (share) => shares.push(share) })
  expect(encoder.save()).toEqual(here.artifact)
  expect(space).toEqual(createItemSpace({ text: { size: 32, vectors: here.vectors }, seed: 7, version: 'v1' }))
  expect(space.text.vectors).toBe(space.vectors)
  expect(shares.at(-1)).toBe(1)
  expect(shares).toEqual([...shares].sort((a, b) => a - b))
})

test('a deleted item has a row of zeros and does not count', async () => {
  const holes = [undefined, ...items.slice(0, 200), undefined, ...items.slice(200)]
  const { encoder, space } = await trainInWorker(holes, { config, seed: 7, version: 'v1' })
  expect(encoder.save()).toEqual(here.artifact)
  expect(space.vectors.subarray(0, 32)).toEqual(new Float32Array(32))
  expect(space.vectors.subarray(201 * 32, 202 * 32)).toEqual(new Float32Array(32))
  expect(space.vectors.subarray(32, 201 * 32)).toEqual(here.vectors.subarray(0, 200 * 32))
  expect(space.vectors.subarray(202 * 32)).toEqual(here.vectors.subarray(200 * 32))
})

test('with a log the space has both parts; around another encoder too', async () => {
  const pairs = syntheticPairs(400, 300)
  const text = { size: 32, vectors: here.vectors }
  const collaborative = trainCollaborative(pairs, text, { seed: 7, kernels })
  const expected = createItemSpace({ text, collaborative, seed: 7, version: 'v2' })
  const { space } = await trainInWorker(items, { config, seed: 7, version: 'v2', pairs })
  expect(space).toEqual(expected)
  expect(space.size).toBe(32 + 64)
  expect(await trainSpaceInWorker(text, { seed: 7, version: 'v2', pairs })).toEqual(expected)
  expect(here.vectors).toHaveLength(400 * 32)
})

test('an abort before or during the training rejects', async () => {
  const aborted = expect.objectContaining({ code: 'aborted' })
  await expect(trainInWorker(items, { seed: 7, version: 'v1', signal: AbortSignal.abort() })).rejects.toEqual(aborted)
  const controller = new AbortController()
  const training = trainInWorker(items, { seed: 7, version: 'v1', signal: controller.signal, progress: () => controller.abort() })
  await expect(training).rejects.toEqual(aborted)
})

test('what fails in the worker fails here, with its code and message', async () => {
  const pairs = { users: Int32Array.of(0, 1), items: Int32Array.of(0) }
  await expect(trainInWorker(items, { config, seed: 7, version: 'v1', pairs })).rejects.toMatchObject({
    code: 'invalid-input',
    message: expect.stringContaining('one each a pair'),
  })
})
