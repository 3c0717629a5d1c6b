/** @file The text-encoder contract: texts to vectors of one size. The embedded default is LSA; `testEncoder` is the suite for all. */

/** What an encoder may read of an item: prose and attribute words, by field, the most telling first. */
export type EncodableItem = {
  readonly id: string
  readonly title: string
  readonly text?: string | undefined
  readonly words: readonly string[]
}

export interface Encoder {
  readonly name: string
  /** Changes whenever the same text would give another vector: part of every cache key. */
  readonly version: string
  readonly embeddingSize: number
  /** Row-major [items × embeddingSize], each row of length 1, or all zeros where the encoder has nothing to say. */
  encodeItems(items: readonly EncodableItem[], signal?: AbortSignal): Promise<Float32Array>
  /** Row-major [texts × embeddingSize], as for items. Long texts are cut, never refused. */
  encodeQueries(texts: readonly string[], signal?: AbortSignal): Promise<Float32Array>
}
