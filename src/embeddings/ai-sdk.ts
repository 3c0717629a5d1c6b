/** @file Encoder over any embedding model of the AI SDK: asked in batches, with retries, normalised, and each text only once where a cache is given.
 *
 * Needs the optional package `ai`; it is imported at the first call. Cost: one request a batch; a cached text none.
 */

import { createHash } from 'node:crypto'
import type { EmbeddingModel } from 'ai'
import { isPenchantError, PenchantError } from '../errors.ts'
import { normalise } from '../math/vector.ts'
import type { EncodableItem, Encoder } from './encoder.ts'

/** Where vectors are kept between runs, by content: the artifact store of a storage fits. */
export type VectorCache = {
  get(name: string): Promise<Uint8Array | undefined>
  put(name: string, bytes: Uint8Array): Promise<void>
}

export type AiSdkEncoderOptions = {
  /** What the model returns; another size is refused. */
  readonly embeddingSize: number
  /** Change it with the model: part of the cache keys and of the encoder's version. */
  readonly version: string
  /** Texts a request. */
  readonly batchSize?: number
  /** After a failed request. */
  readonly maxRetries?: number
  readonly cache?: VectorCache | undefined
}

/** Most models read no further. */
const longestPrompt = 8_000

/**
 * @example
 * aiSdkEncoder(openai.embeddingModel('text-embedding-3-small'), { embeddingSize: 1536, version: 'text-embedding-3-small', cache: storage.artifacts })
 */
export function aiSdkEncoder(model: EmbeddingModel, options: AiSdkEncoderOptions): Encoder {
  const { embeddingSize, version, batchSize = 64, maxRetries = 2, cache } = options

  async function encode(texts: readonly string[], signal: AbortSignal | undefined): Promise<Float32Array> {
    if (signal?.aborted) throw aborted(signal)
    const rows = new Float32Array(texts.length * embeddingSize)
    const prompts = texts.map(toPrompt)
    /** Places of each text that must be asked for; an empty one says nothing and keeps its zeros. */
    const places = new Map<string, number[]>()
    for (const [at, prompt] of prompts.entries()) {
      if (prompt === '') continue
      const others = places.get(prompt)
      if (others) others.push(at)
      else places.set(prompt, [at])
    }
    const put = (prompt: string, vector: Float32Array) => {
      for (const at of places.get(prompt) ?? []) rows.set(vector, at * embeddingSize)
    }
    const missing: string[] = []
    for (const prompt of places.keys()) {
      const kept = await cache?.get(nameOf(prompt))
      if (kept?.byteLength === embeddingSize * 4) put(prompt, new Float32Array(kept.slice().buffer))
      else missing.push(prompt)
    }
    for (let from = 0; from < missing.length; from += batchSize) {
      const batch = missing.slice(from, from + batchSize)
      const vectors = await ask(batch, signal)
      for (const [at, prompt] of batch.entries()) {
        const vector = vectors[at]!
        put(prompt, vector)
        await cache?.put(nameOf(prompt), new Uint8Array(vector.buffer))
      }
    }
    return rows
  }

  async function ask(batch: string[], signal: AbortSignal | undefined): Promise<Float32Array[]> {
    const { embedMany } = await load()
    try {
      const { embeddings } = await embedMany({ model, values: batch, maxRetries, ...(signal && { abortSignal: signal }) })
      return batch.map((_, at) => check(embeddings[at]))
    } catch (cause) {
      if (signal?.aborted) throw aborted(signal)
      if (isPenchantError(cause)) throw cause
      throw new PenchantError(
        'model-unavailable',
        `The embedding model did not answer: ${String(cause)}. Check its key, address and limits.`,
        { cause },
      )
    }
  }

  function check(embedding: readonly number[] | undefined): Float32Array {
    if (embedding?.length !== embeddingSize || !embedding.every(Number.isFinite)) {
      const got = embedding === undefined ? 'no vector' : `a vector of size ${embedding.length}`
      throw new PenchantError(
        'invalid-input',
        `The embedding model gave ${got}; expected ${embeddingSize} finite numbers. Set embeddingSize to what it gives.`,
      )
    }
    const vector = Float32Array.from(embedding)
    normalise(vector)
    return vector
  }

  const nameOf = (prompt: string) =>
    `embedding-${createHash('sha256')
      .update(JSON.stringify([version, embeddingSize, prompt]))
      .digest('hex')}`

  return {
    name: 'ai-sdk',
    version: `ai-sdk-${version}-${embeddingSize}`,
    embeddingSize,
    encodeItems: (items, signal) => encode(items.map(describe), signal),
    encodeQueries: (texts, signal) => encode(texts, signal),
  }
}

/** An item as prose for a model; empty when there is nothing to say. */
const describe = ({ title, words, text }: EncodableItem) => [title, words.join(', '), text ?? ''].filter((part) => part !== '').join('\n')

/** Cut, well-formed, without NUL: what every provider accepts. */
const toPrompt = (text: string) => text.slice(0, longestPrompt).toWellFormed().replaceAll('\0', ' ').trim()

const aborted = (signal: AbortSignal) => new PenchantError('aborted', 'The encoding was aborted by its caller.', { cause: signal.reason })

async function load(): Promise<typeof import('ai')> {
  try {
    return await import('ai')
  } catch (cause) {
    throw new PenchantError('model-unavailable', 'The package "ai" is missing: install it beside penchant to use embedding models.', {
      cause,
    })
  }
}
