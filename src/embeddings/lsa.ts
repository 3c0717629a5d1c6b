/** @file Latent semantic analysis: the embedded text encoder, learnt from the catalogue itself, without a download or a key.
 *
 * Objective: truncated SVD of the items' TF-IDF rows, A ≈ U Σ Vᵀ; a text with the feature vector a becomes unit[a V Σ^(spectrum − 1)], so the training
 * items get unit[U Σ^spectrum], and new items and queries are folded in by the same formula.
 * Shapes: A csr [items × features], projection [features × embeddingSize]. Cost: a text of n words O(n · embeddingSize).
 * Cold start: a text of which no word is known gets a row of zeros. Source: Deerwester, Dumais, Furnas, Landauer, Harshman, JASIS 41 (1990).
 * The encoder is a view of its artifact: saving and loading parse nothing.
 */

import { PenchantError } from '../errors.ts'
import { type ArtifactBytes, readArtifact, type Tensor } from '../math/tensors.ts'
import type { EncodableItem, Encoder } from './encoder.ts'
import { lsaFormat } from './lsa-artifact.ts'
import { lsaConfigSchema } from './lsa-config.ts'
import { featuresOf, fields, lookUp, type Occurrences, project, runsOf, weigh } from './lsa-features.ts'
import { tokenize } from './tokenize.ts'

export interface LsaEncoder extends Encoder {
  /** The artifact; `loadLsa` opens it. Do not write to it: the encoder reads from it. */
  save(): Uint8Array
}

/**
 * Opens a saved encoder.
 *
 * @throws PenchantError `artifact-mismatch` when the bytes are damaged or no LSA artifact.
 */
export function loadLsa(bytes: ArtifactBytes): LsaEncoder {
  const { metadata, tensors } = readArtifact(bytes, lsaFormat)
  const config = lsaConfigSchema.parse(JSON.parse(metadata.config ?? '{}'))
  const keys = expectTensor(tensors, 'keys', Uint32Array)
  const idf = expectTensor(tensors, 'idf', Float32Array)
  const projection = expectTensor(tensors, 'projection', Float32Array)
  const size = config.embeddingSize
  if (keys.length !== 2 * idf.length || projection.length !== size * idf.length) {
    throw new PenchantError(
      'artifact-mismatch',
      'The tensors of the LSA artifact do not fit one another. Train again, or restore it from a backup.',
    )
  }

  function known(found: Occurrences<readonly string[]>): Occurrences<Int32Array> {
    const features = Int32Array.from(found.features, (feature) => lookUp(keys, feature))
    return { features: features.filter((feature) => feature >= 0), weights: found.weights.filter((_, at) => features[at]! >= 0) }
  }

  function encodeItem(item: EncodableItem, out: Float32Array): void {
    const parts = fields.map((field) => ({
      weight: config.fieldWeights[field],
      occurrences: known(featuresOf(runsOf(item, field, config), field === 'words')),
    }))
    project(weigh(parts, idf), projection, out)
  }

  function encodeQuery(text: string, out: Float32Array): void {
    const occurrences = known(featuresOf([{ tokens: tokenize(text), weight: 1 }], true))
    project(weigh([{ weight: 1, occurrences }], idf), projection, out)
  }

  return {
    name: 'lsa',
    version: `lsa-${(metadata.sha256 ?? '').slice(0, 16)}`,
    embeddingSize: size,
    encodeItems: (items, signal) => encodeAll(items, size, encodeItem, (item) => item.title.length + (item.text?.length ?? 0), signal),
    encodeQueries: (texts, signal) => encodeAll(texts, size, encodeQuery, (text) => text.length, signal),
    save: () => ('checked' in bytes ? bytes.checked : bytes),
  }
}

/** About 2 ms of work lies between two looks at the event loop. */
const charactersATurn = 20_000

async function encodeAll<T>(
  inputs: readonly T[],
  size: number,
  encode: (input: T, out: Float32Array) => void,
  cost: (input: T) => number,
  signal: AbortSignal | undefined,
): Promise<Float32Array> {
  const rows = new Float32Array(inputs.length * size)
  let since = 0
  for (const [at, input] of inputs.entries()) {
    if (signal?.aborted) throw new PenchantError('aborted', 'The encoding was aborted by its caller.', { cause: signal.reason })
    encode(input, rows.subarray(at * size, (at + 1) * size))
    since += cost(input) + 200
    if (since >= charactersATurn) {
      since = 0
      await new Promise<void>((resolve) => setImmediate(resolve))
    }
  }
  if (signal?.aborted) throw new PenchantError('aborted', 'The encoding was aborted by its caller.', { cause: signal.reason })
  return rows
}

function expectTensor<T extends Tensor>(tensors: ReadonlyMap<string, Tensor>, name: string, kind: new (length: number) => T): T {
  const tensor = tensors.get(name)
  if (!(tensor instanceof kind)) throw new PenchantError('artifact-mismatch', `The LSA artifact lacks its tensor ${name}. Train again.`)
  return tensor
}
