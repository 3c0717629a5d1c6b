/** @file The engine snapshot: everything about the catalogue that one request sees, captured at its start, replaced by one assignment. */

import type { CatalogueSchema } from '../data/catalogue-schema.ts'
import type { Filter } from '../data/filter.ts'
import type { Item } from '../data/item.ts'
import type { ItemScore } from '../data/item-score.ts'
import type { Encoder } from '../embeddings/encoder.ts'
import type { ItemSpace } from '../embeddings/item-space.ts'
import type { Matrix } from '../math/kernels.ts'
import type { Model } from '../models/model.ts'
import type { NewItems } from '../models/new-items.ts'

/** Answers which items a filter admits. */
export interface FilterIndex {
  /**
   * One byte an item, 1 = admitted; do not write to it, it may be cached.
   *
   * @param unknown what an attribute the catalogue lacks, or a value of another type, does: `refuse` (the default) throws, `missing` takes the
   *   value as missing on every item: for rules that were stated on an older catalogue.
   * @throws PenchantError `invalid-input` when refused.
   */
  admit(filter: Filter, unknown?: 'refuse' | 'missing'): Uint8Array
  /** One byte an item, 1 = exists and is released at that moment (epoch milliseconds); do not write to it. */
  released(now: number): Uint8Array
  /** The number of items without a value of that attribute. */
  missing(attribute: string): number
}

/** Ranks items by the words they share with a text (BM25). */
export interface WordIndex {
  /** The best `limit` of the admitted items, best first. Items that share no word are left out. */
  search(text: string, eligible: Uint8Array, limit: number): readonly ItemScore[]
  /** How rare the text's words are here, 0 (none is known) and up: whether matching words says anything. */
  weight(text: string): number
  /** BM25 of every item [N], 0 where no word is shared; do not write to it, it may be cached. */
  scores(text: string): Float32Array
}

/** Live counts of what is liked together; updated by every interaction, so not part of the immutable rest. */
export interface Together {
  /** Number of people whose evidence counts. */
  readonly people: number
  /** The nearest items by shrunk cosine over people, best first. */
  neighbours(item: number, limit: number): readonly ItemScore[]
  /** Shrunk cosine B_ij in 0..1; 0 when never together. */
  similarity(item: number, other: number): number
  /** Adds weight · B_ij to `scores[j]` for every wanted j (1 in that place) that was ever together with the item. Cost: O(row), nothing sorted. */
  addTo(item: number, weight: number, scores: Float64Array, wanted: Uint8Array): void
}

/** Live counts of what is bought together: orders in the place of people. */
export interface BoughtTogether extends Pick<Together, 'neighbours' | 'similarity'> {
  /** Number of orders that count. */
  readonly orders: number
  /** The number of orders with both items. */
  both(item: number, other: number): number
}

export interface Popularity {
  /** Decayed count of positive interactions of each item, [N]. */
  counts(now: number, items: number): Float64Array
  readonly total: number
  /** How often an act was added or taken back so far: while it stands still, so do the counts of a day. */
  readonly changes: number
}

/** How strongly people speak in this log; live, as the counts are. */
export interface Loudness {
  /** The worth of the strongest act of the median person, above 0 and at most 1. */
  readonly unit: number
}

/** A model fitted on everybody's interactions, promoted with the rest of the snapshot. Its items are those with integers below `model.items`. */
export type PromotedModel = {
  /** Of the fit: what slates record. */
  readonly version: string
  /** What its scores are divided by, so that they count like those of any other model (see models/score-unit.ts). */
  readonly unit: number
  /** One byte an item, 1 = the fit has seen somebody like it, [model.items]: of all others it can say nothing by itself. */
  readonly seen: Uint8Array
  readonly model: Pick<Model, 'name' | 'items' | 'score' | 'similarItems'>
}

export type Snapshot = {
  readonly schema: CatalogueSchema
  /** The integer of an item that exists now. */
  readonly indexOf: (id: string) => number | undefined
  /** By integer; undefined where an item was deleted. */
  readonly items: readonly (Item | undefined)[]
  readonly encoder: Encoder
  /** A row for every integer: `space.count` is `items.length`. */
  readonly space: ItemSpace
  /** `space.vectors`, loaded where the kernels scan them. */
  readonly vectors: Matrix
  /** `space.text.vectors`, likewise; the same handle while the two arrays are one. */
  readonly textVectors: Matrix
  readonly filters: FilterIndex
  readonly words: WordIndex
  readonly together: Together
  readonly bought: BoughtTogether
  readonly popularity: Popularity
  /** Left out: as loud as likes. */
  readonly loudness?: Loudness | undefined
  /** Undefined where none is fitted yet: then content and live counts rank. */
  readonly trained?: PromotedModel | undefined
  /** Items that it has not seen and that are scored by content, the newest first (models/new-items.ts). */
  readonly newItems?: NewItems | undefined
  readonly version: string
}
