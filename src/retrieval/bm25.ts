/** @file The word index: BM25 over title, attribute words and prose, each with its own weight.
 *
 * score(j) = Σ_t idf_t · f_tj (k₁ + 1) / (f_tj + k₁ (1 − b + b · l_j / l̄)); f = Σ_fields weight · count, l = Σ_fields weight · length,
 * idf_t = ln(1 + (N − n_t + ½) / (n_t + ½)). Shapes: postings as one CSR, [terms + 1] and [entries]. Cost: building O(words), a text O(its postings + N).
 * Source: Robertson & Zaragoza, The Probabilistic Relevance Framework: BM25 and Beyond, 2009 (fields weighted before saturation, as in BM25F).
 */

import type { Item } from '../data/item.ts'
import { tokenize } from '../embeddings/tokenize.ts'
import { atOnce, type Steps } from '../math/steps.ts'
import { topK } from '../math/top-k.ts'
import type { WordIndex } from '../pipeline/snapshot.ts'

const saturation = 1.2
const lengthShare = 0.5
const titleWeight = 3
const attributeWeight = 2
const textWeight = 1
const cachedTexts = 8
const itemsAStep = 128
const entriesAStep = 65_536

/** Indexes the words of a catalogue; undefined where an item was deleted. */
export const createWordIndex = (items: readonly (Item | undefined)[]): WordIndex => atOnce(wordIndexSteps(items))

/** The same in steps: a large catalogue takes a second. */
export function* wordIndexSteps(items: readonly (Item | undefined)[]): Steps<WordIndex> {
  const { terms, offsets, entries, impacts, living } = yield* indexPostings(items)
  const cache = new Map<string, Float32Array>()

  const known = (text: string) => new Set(tokenize(text).flatMap((word) => terms.get(word) ?? []))
  const rarity = (term: number) => {
    const frequency = (offsets[term + 1] as number) - (offsets[term] as number)
    return Math.log(1 + (living - frequency + 0.5) / (frequency + 0.5))
  }
  const scores = (text: string): Float32Array => {
    const cached = cache.get(text)
    if (cached !== undefined) return cached
    const sums = new Float32Array(items.length)
    for (const term of known(text)) {
      const idf = rarity(term)
      for (let at = offsets[term] as number; at < (offsets[term + 1] as number); at++)
        sums[entries[at] as number]! += idf * (impacts[at] as number)
    }
    cache.set(text, sums)
    if (cache.size > cachedTexts) cache.delete(cache.keys().next().value as string)
    return sums
  }
  return {
    scores,
    search(text, eligible, limit) {
      const all = scores(text)
      const { items: best } = topK(all, limit, { eligible, above: 0 })
      return Array.from(best, (item) => ({ item, score: all[item] as number }))
    },
    weight: (text) => [...known(text)].reduce((sum, term) => sum + rarity(term), 0),
  }
}

type Postings = {
  readonly terms: ReadonlyMap<string, number>
  readonly offsets: Uint32Array
  readonly entries: Int32Array
  readonly impacts: Float32Array
  readonly living: number
}

function* indexPostings(items: readonly (Item | undefined)[]): Steps<Postings> {
  const terms = new Map<string, number>()
  // Three flat lists, not a list of triples: a large catalogue has millions of entries.
  const termOf: number[] = []
  const itemOf: number[] = []
  const frequencyOf: number[] = []
  const counts: number[] = []
  const lengths = new Float64Array(items.length)
  let living = 0
  for (const [index, item] of items.entries()) {
    if (index % itemsAStep === itemsAStep - 1) yield
    if (item === undefined) continue
    living++
    const frequencies = new Map<number, number>()
    for (const [text, weight] of fieldsOf(item)) {
      for (const word of tokenize(text)) {
        const term = terms.get(word) ?? terms.size
        terms.set(word, term)
        frequencies.set(term, (frequencies.get(term) ?? 0) + weight)
        lengths[index]! += weight
      }
    }
    for (const [term, frequency] of frequencies) {
      termOf.push(term)
      itemOf.push(index)
      frequencyOf.push(frequency)
      counts[term] = (counts[term] ?? 0) + 1
    }
  }
  const meanLength = lengths.reduce((sum, length) => sum + length, 0) / Math.max(1, living)
  const offsets = new Uint32Array(terms.size + 1)
  for (const [term, count] of counts.entries()) offsets[term + 1] = (offsets[term] as number) + count
  const next = offsets.slice()
  const entries = new Int32Array(termOf.length)
  const impacts = new Float32Array(termOf.length)
  for (let place = 0; place < termOf.length; place++) {
    if (place % entriesAStep === entriesAStep - 1) yield
    const at = next[termOf[place] as number]!++
    const item = itemOf[place] as number
    const frequency = frequencyOf[place] as number
    const norm = 1 - lengthShare + (lengthShare * (lengths[item] as number)) / meanLength
    entries[at] = item
    impacts[at] = (frequency * (saturation + 1)) / (frequency + saturation * norm)
  }
  return { terms, offsets, entries, impacts, living }
}

function fieldsOf(item: Item): readonly (readonly [text: string, weight: number])[] {
  const words = Object.values(item.attributes).flatMap((value) => (typeof value === 'string' || typeof value === 'object' ? value : []))
  return [[item.title, titleWeight], ...words.map((word) => [word, attributeWeight] as const), [item.text ?? '', textWeight]]
}
