/** @file Training of LSA: counts words and word pairs, keeps the frequent, and decomposes the items' TF-IDF rows.
 *
 * Cost at 50,000 items of 60 words: see bench/embeddings.ts. Synchronous and long: call it in a worker (train-in-worker.ts).
 */

import type { Csr } from '../math/csr.ts'
import type { Kernels } from '../math/kernels-contract.ts'
import { truncatedSvd } from '../math/svd.ts'
import type { EncodableItem } from './encoder.ts'
import { packLsa } from './lsa-artifact.ts'
import type { LsaConfig } from './lsa-config.ts'
import { featureKey, fields, inverseFrequency, type Occurrences, project, runsOf, type Weighted, weigh } from './lsa-features.ts'
import { createPairTable } from './pair-table.ts'

export type LsaTraining = {
  /** The encoder: `loadLsa` opens it. */
  readonly artifact: Uint8Array
  /** [items × embeddingSize], bit for bit what the encoder gives for the same items. */
  readonly vectors: Float32Array
}

/** Below so many items a single word counts although one item alone bears it. */
const smallCatalogue = 1_000
/** Marks the end of a run of tokens; no pair is made across it. */
const endOfRun = -1

export function trainLsa(
  items: readonly EncodableItem[],
  config: LsaConfig,
  options: { readonly seed: number | string; readonly kernels: Kernels; readonly progress?: ((share: number) => void) | undefined },
): LsaTraining {
  const corpus = readCorpus(items, config)
  options.progress?.(0.1)
  const vocabulary = chooseVocabulary(corpus, items.length, config)
  options.progress?.(0.2)
  const rows = corpus.items.map((parts) =>
    weigh(
      fields.map((field, at) => ({ weight: config.fieldWeights[field], occurrences: vocabulary.occurrencesOf(parts[at]!) })),
      vocabulary.idf,
    ),
  )
  options.progress?.(0.3)
  const svd = truncatedSvd(toCsr(rows, vocabulary.idf.length), {
    k: config.embeddingSize,
    seed: options.seed,
    kernels: options.kernels,
    iterations: config.iterations,
    progress: (share) => options.progress?.(0.3 + 0.6 * share),
  })

  const size = config.embeddingSize
  // The larger half of what training holds: scaled where it lies, unless it must be padded.
  const projection = svd.rank === size ? svd.right : new Float32Array(vocabulary.idf.length * size)
  const scales = svd.singular.map((value) => (value / svd.singular[0]!) ** (config.spectrum - 1))
  for (let feature = 0; feature < vocabulary.idf.length; feature++) {
    for (let j = 0; j < svd.rank; j++) projection[feature * size + j] = svd.right[feature * svd.rank + j]! * scales[j]!
  }
  const vectors = new Float32Array(items.length * size)
  rows.forEach((row, at) => {
    project(row, projection, vectors.subarray(at * size, (at + 1) * size))
  })
  const { keys, idf } = vocabulary
  const artifact = packLsa({ config, seed: options.seed, items: items.length, keys, idf, projection })
  options.progress?.(1)
  return { artifact, vectors }
}

type Corpus = {
  /** By token integer: a word, or a run of three and more attribute words as a whole. */
  readonly tokens: readonly string[]
  /** By item, then by field. */
  readonly items: readonly (readonly Sequence[])[]
}

/** A field's token integers, runs ended by `endOfRun`, with the weight of each; a whole run stands alone as a run of one. */
type Sequence = { readonly tokens: Int32Array; readonly weights: Float64Array }

function readCorpus(items: readonly EncodableItem[], config: LsaConfig): Corpus {
  const integers = new Map<string, number>()
  const tokens: string[] = []
  const integerOf = (token: string) => {
    const known = integers.get(token)
    if (known !== undefined) return known
    integers.set(token, tokens.length)
    return tokens.push(token) - 1
  }
  const read = items.map((item) =>
    fields.map((field) => {
      const sequence: number[] = []
      const weights: number[] = []
      const add = (token: number, weight: number) => {
        sequence.push(token)
        weights.push(weight)
      }
      for (const run of runsOf(item, field, config)) {
        for (const token of run.tokens) add(integerOf(token), run.weight)
        add(endOfRun, 0)
        if (field === 'words' && run.tokens.length > 2) {
          add(integerOf(run.tokens.join(' ')), run.weight)
          add(endOfRun, 0)
        }
      }
      return { tokens: Int32Array.from(sequence), weights: Float64Array.from(weights) }
    }),
  )
  return { tokens, items: read }
}

type TrainingVocabulary = {
  readonly keys: Uint32Array
  readonly idf: Float32Array
  occurrencesOf(sequence: Sequence): Occurrences<Int32Array>
}

function chooseVocabulary(corpus: Corpus, itemCount: number, config: LsaConfig): TrainingVocabulary {
  const bearing = new Int32Array(corpus.tokens.length)
  const lastItem = new Int32Array(corpus.tokens.length).fill(-1)
  corpus.items.forEach((parts, item) => {
    for (const { tokens } of parts) {
      for (const token of tokens) {
        if (token === endOfRun || lastItem[token] === item) continue
        lastItem[token] = item
        bearing[token] = bearing[token]! + 1
      }
    }
  })

  // A pair is at most as frequent as its rarer word, so pairs of rare words need no counting.
  const pairs = createPairTable()
  let bearingPair = new Int32Array(1_024)
  let lastOfPair = new Int32Array(1_024)
  corpus.items.forEach((parts, item) => {
    for (const part of parts) {
      forEachPair(part.tokens, (first, second) => {
        if (bearing[first]! < config.minimumItems || bearing[second]! < config.minimumItems) return
        const pair = pairs.add(first, second)
        if (pair === bearingPair.length) {
          bearingPair = doubled(bearingPair)
          lastOfPair = doubled(lastOfPair)
        }
        // A new pair has 0 here, which stands for no item.
        if (lastOfPair[pair] === item + 1) return
        lastOfPair[pair] = item + 1
        bearingPair[pair] = bearingPair[pair]! + 1
      })
    }
  })

  const minimumOfWords = itemCount < smallCatalogue ? 1 : config.minimumItems
  type Chosen = { readonly id: number; readonly pair: boolean; readonly bearing: number; readonly key: readonly [number, number] }
  const candidates: Chosen[] = []
  corpus.tokens.forEach((token, id) => {
    if (bearing[id]! >= minimumOfWords) candidates.push({ id, pair: false, bearing: bearing[id]!, key: featureKey(token) })
  })
  for (let id = 0; id < pairs.size; id++) {
    if (bearingPair[id]! < config.minimumItems) continue
    const text = pairs
      .pairOf(id)
      .map((token) => corpus.tokens[token]!)
      .join(' ')
    candidates.push({ id, pair: true, bearing: bearingPair[id]!, key: featureKey(text) })
  }
  const byKey = (a: Chosen, b: Chosen) => a.key[0] - b.key[0] || a.key[1] - b.key[1]
  const chosen = candidates
    .sort((a, b) => b.bearing - a.bearing || byKey(a, b))
    .slice(0, config.vocabularySize)
    .sort(byKey)

  const keys = new Uint32Array(chosen.length * 2)
  const idf = new Float32Array(chosen.length)
  const ofToken = new Int32Array(corpus.tokens.length).fill(-1)
  const ofPair = new Int32Array(pairs.size).fill(-1)
  chosen.forEach((feature, at) => {
    keys.set(feature.key, at * 2)
    idf[at] = inverseFrequency(itemCount, feature.bearing)
    if (feature.pair) ofPair[feature.id] = at
    else ofToken[feature.id] = at
  })
  return {
    keys,
    idf,
    occurrencesOf(sequence) {
      const features: number[] = []
      const weights: number[] = []
      sequence.tokens.forEach((token, at) => {
        if (token === endOfRun || ofToken[token]! < 0) return
        features.push(ofToken[token]!)
        weights.push(sequence.weights[at]!)
      })
      forEachPair(sequence.tokens, (first, second, at) => {
        const pair = pairs.find(first, second)
        const feature = pair < 0 ? -1 : ofPair[pair]!
        if (feature < 0) return
        features.push(feature)
        weights.push(sequence.weights[at]!)
      })
      return { features: Int32Array.from(features), weights: Float64Array.from(weights) }
    },
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(array.length * 2)
  larger.set(array)
  return larger
}

/** Visits each two neighbours inside a run; `at` is the place of the second. */
function forEachPair(tokens: Int32Array, visit: (first: number, second: number, at: number) => void): void {
  for (let at = 1; at < tokens.length; at++) {
    if (tokens[at - 1] !== endOfRun && tokens[at] !== endOfRun) visit(tokens[at - 1]!, tokens[at]!, at)
  }
}

function toCsr(rows: readonly Weighted[], columns: number): Csr {
  const offsets = new Int32Array(rows.length + 1)
  rows.forEach((row, at) => {
    offsets[at + 1] = offsets[at]! + row.features.length
  })
  const indexes = new Int32Array(offsets[rows.length]!)
  const values = new Float32Array(indexes.length)
  rows.forEach((row, at) => {
    indexes.set(row.features, offsets[at]!)
    values.set(row.weights, offsets[at]!)
  })
  return { rows: rows.length, columns, offsets, indexes, values }
}
