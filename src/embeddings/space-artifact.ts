/** @file The item space on disk: its vectors and background, with a hash of each item it was made from, so that a later start sees what changed since. */

import { PenchantError } from '../errors.ts'
import type { Steps } from '../math/steps.ts'
import { artifactSteps, readArtifact, type Tensor } from '../math/tensors.ts'
import type { ItemSpace } from './item-space.ts'

const format = 'penchant-space-2'

/** A space as it was kept. `hashes` run parallel to its rows; `pairs` is how many likes it was trained on, `order` that of `encodable`. */
export type KeptSpace = {
  readonly space: ItemSpace
  readonly hashes: Uint32Array
  readonly pairs: number
  readonly order: readonly string[]
}

/** In steps: at 50,000 items it is 60 MB. */
export function packSpace({ space, hashes, pairs, order }: KeptSpace): Steps<Uint8Array> {
  const { count, size, text, background, topics, fromText } = space
  const whole = space.vectors === text.vectors ? {} : { vectors: { shape: [count, size], data: space.vectors } }
  const map = fromText === undefined ? {} : { fromText: { shape: [text.size, size - text.size], data: fromText } }
  return artifactSteps(
    { format, version: space.version, pairs: String(pairs), order: JSON.stringify(order) },
    {
      background: { shape: [2], data: Float64Array.of(background.m0, background.m1) },
      text: { shape: [count, text.size], data: text.vectors },
      ...whole,
      ...map,
      centroids: { shape: [topics.count, size], data: topics.centroids },
      topics: { shape: [count], data: topics.of },
      hashes: { shape: [count], data: hashes },
    },
  )
}

/**
 * @param textSize the size of the encoder's vectors.
 * @throws PenchantError `artifact-mismatch` when the bytes are damaged or of another shape.
 */
export function openSpace(bytes: Uint8Array, textSize: number): KeptSpace {
  const { metadata, tensors } = readArtifact(bytes, format)
  const background = tensor(tensors, 'background', Float64Array)
  const text = tensor(tensors, 'text', Float32Array)
  const hashes = tensor(tensors, 'hashes', Uint32Array)
  const count = hashes.length
  const vectors = tensors.has('vectors') ? tensor(tensors, 'vectors', Float32Array) : text
  const size = count === 0 ? textSize : vectors.length / count
  const centroids = tensor(tensors, 'centroids', Float32Array)
  const of = tensor(tensors, 'topics', Int32Array)
  const topics = { count: centroids.length / size, centroids, of }
  if (text.length !== count * textSize || !Number.isInteger(size) || !Number.isInteger(topics.count) || of.length !== count) {
    throw new PenchantError('artifact-mismatch', 'The item space does not fit the encoder beside it. Train again.')
  }
  const fromText = tensors.has('fromText') ? { fromText: tensor(tensors, 'fromText', Float32Array) } : {}
  const space: ItemSpace = {
    version: metadata.version ?? '',
    size,
    count,
    vectors,
    background: { m0: background[0] ?? 0, m1: background[1] ?? 1 },
    text: { size: textSize, vectors: text },
    topics,
    ...fromText,
  }
  return { space, hashes, pairs: Number(metadata.pairs ?? 0), order: JSON.parse(metadata.order ?? '[]') as readonly string[] }
}

function tensor<T extends Tensor>(tensors: ReadonlyMap<string, Tensor>, name: string, kind: new (length: number) => T): T {
  const found = tensors.get(name)
  if (found instanceof kind) return found
  throw new PenchantError('artifact-mismatch', `The item space lacks its tensor ${name}. Train again.`)
}
