/** @file What training LSA learns, as the bytes of an artifact. `loadLsa` opens it. */

import { createHash } from 'node:crypto'
import { writeArtifact } from '../math/tensors.ts'
import type { LsaConfig } from './lsa-config.ts'
import type { FeatureKeys } from './lsa-features.ts'

/** What training learns. */
export type LsaParts = {
  readonly config: LsaConfig
  readonly seed: number | string
  /** Number of items that it was trained on. */
  readonly items: number
  readonly keys: FeatureKeys
  /** [features] */
  readonly idf: Float32Array
  /** [features × embeddingSize] */
  readonly projection: Float32Array
}

export const lsaFormat = 'penchant-lsa-1'

export function packLsa(parts: LsaParts): Uint8Array {
  const features = parts.idf.length
  return writeArtifact(
    {
      format: lsaFormat,
      model: 'lsa',
      version: '1',
      config: JSON.stringify(parts.config),
      seed: String(parts.seed),
      items: String(parts.items),
      vocabulary: createHash('sha256').update(parts.keys).digest('hex'),
    },
    {
      keys: { shape: [features, 2], data: parts.keys },
      idf: { shape: [features], data: parts.idf },
      projection: { shape: [features, parts.config.embeddingSize], data: parts.projection },
    },
  )
}
