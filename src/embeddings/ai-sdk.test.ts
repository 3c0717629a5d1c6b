import { APICallError } from 'ai'
import { MockEmbeddingModelV4 } from 'ai/test'
import { describe, expect, test } from 'vitest'
import { hash32 } from '../math/random.ts'
import { encoderCases } from '../testing/encoder.ts'
import { aiSdkEncoder } from './ai-sdk.ts'

/** Three numbers by the text alone. */
const vectorOf = (text: string) => [hash32(text), hash32(text, 1), hash32(text, 2)].map((value) => value / 2 ** 31 - 1)
const answer = (values: readonly string[]) => ({ embeddings: values.map(vectorOf), warnings: [] })
const fake = (doEmbed = async ({ values }: { values: readonly string[] }) => answer(values)) =>
  new MockEmbeddingModelV4({ maxEmbeddingsPerCall: 100, supportsParallelCalls: true, doEmbed })
const options = { embeddingSize: 3, version: 'fake-1' }
const asked = (model: MockEmbeddingModelV4) => model.doEmbedCalls.map(({ values }) => values)

function memoryCache() {
  const kept = new Map<string, Uint8Array>()
  return {
    kept,
    get: async (name: string) => kept.get(name),
    put: async (name: string, bytes: Uint8Array) => {
      kept.set(name, bytes)
    },
  }
}

describe('the AI SDK encoder keeps the encoder contract', () => {
  for (const { name, run } of encoderCases(() => aiSdkEncoder(fake(), options))) test(name, run)
})

test('normalises what the model gives: 3, 0, 4 becomes .6, 0, .8', async () => {
  const model = fake(async ({ values }) => ({ embeddings: values.map(() => [3, 0, 4]), warnings: [] }))
  expect(await aiSdkEncoder(model, options).encodeQueries(['a'])).toEqual(Float32Array.of(0.6, 0, 0.8))
})

test('asks in batches, each text once, an empty one never', async () => {
  const model = fake()
  await aiSdkEncoder(model, { ...options, batchSize: 2 }).encodeQueries(['a', 'b', '', 'a', 'c'])
  expect(asked(model)).toEqual([['a', 'b'], ['c']])
})

test('an item is its title, words and text', async () => {
  const model = fake()
  await aiSdkEncoder(model, options).encodeItems([{ id: 'x', title: 'Fargo', text: 'Snow.', words: ['crime', 'winter'] }])
  expect(asked(model)).toEqual([['Fargo\ncrime, winter\nSnow.']])
})

test('a cached text is not asked for again; another version is', async () => {
  const cache = memoryCache()
  const first = fake()
  const rows = await aiSdkEncoder(first, { ...options, cache }).encodeQueries(['a', 'b'])
  const second = fake()
  expect(await aiSdkEncoder(second, { ...options, cache }).encodeQueries(['b', 'c', 'a'])).toHaveLength(9)
  expect(asked(second)).toEqual([['c']])
  expect(await aiSdkEncoder(fake(), { ...options, cache }).encodeQueries(['a', 'b'])).toEqual(rows)
  const third = fake()
  await aiSdkEncoder(third, { ...options, version: 'fake-2', cache }).encodeQueries(['a'])
  expect(asked(third)).toEqual([['a']])
})

const failure = () =>
  new APICallError({
    message: 'busy',
    url: 'http://model',
    requestBodyValues: {},
    statusCode: 503,
    responseHeaders: { 'retry-after-ms': '1' },
    isRetryable: true,
  })

test('a failed request is repeated', async () => {
  let calls = 0
  const model = fake(async ({ values }) => {
    if (++calls === 1) throw failure()
    return answer(values)
  })
  expect(await aiSdkEncoder(model, options).encodeQueries(['a'])).toHaveLength(3)
  expect(calls).toBe(2)
})

test('a model that keeps failing is unavailable; a wrong size, a NaN and too few vectors are told', async () => {
  const down = fake(async () => {
    throw failure()
  })
  await expect(aiSdkEncoder(down, { ...options, maxRetries: 1 }).encodeQueries(['a'])).rejects.toMatchObject({ code: 'model-unavailable' })
  for (const embeddings of [[[1, 2]], [[1, Number.NaN, 0]]]) {
    const model = fake(async () => ({ embeddings, warnings: [] }))
    await expect(aiSdkEncoder(model, options).encodeQueries(['a'])).rejects.toMatchObject({ code: 'invalid-input' })
  }
  const silent = fake(async () => ({ embeddings: [], warnings: [] }))
  await expect(aiSdkEncoder(silent, options).encodeQueries(['a'])).rejects.toMatchObject({ code: 'model-unavailable' })
})

test('an abort reaches the request', async () => {
  const controller = new AbortController()
  const model = new MockEmbeddingModelV4({
    doEmbed: async ({ abortSignal }) => {
      controller.abort()
      abortSignal?.throwIfAborted()
      return answer([])
    },
  })
  await expect(aiSdkEncoder(model, options).encodeQueries(['a'], controller.signal)).rejects.toMatchObject({ code: 'aborted' })
})
