/** @file The live catalogue: items on disk and the snapshot that requests see. A change makes a new snapshot; training runs beside it and is swapped in. */

import { inferSchema } from '../data/catalogue-schema.ts'
import type { Item } from '../data/item.ts'
import type { ItemSpace } from '../embeddings/item-space.ts'
import { filterIndexSteps } from '../filtering/filter-index.ts'
import type { Kernels } from '../math/kernels.ts'
import { inSlices } from '../math/steps.ts'
import type { Snapshot } from '../pipeline/snapshot.ts'
import { wordIndexSteps } from '../retrieval/bm25.ts'
import type { CatalogueStore, StoredItem } from '../storage/storage.ts'
import type { FitOptions } from './model-fitting.ts'
import { createNewcomers } from './newcomers.ts'
import { type Modelled, placed, type Trained, type Training, type TrainOptions } from './training.ts'

/** Items of one transaction of the store. */
const chunk = 1_000

export type CatalogueParts = {
  readonly store: CatalogueStore
  readonly kernels: Kernels
  readonly live: Pick<Snapshot, 'together' | 'bought' | 'popularity' | 'loudness'>
  readonly training: Training
}

export type LiveCatalogue = {
  readonly snapshot: () => Snapshot
  /** The integer of an id that was ever in the catalogue, also of a deleted item: what counts are kept by. */
  readonly indexOf: (id: string) => number | undefined
  readonly size: () => number
  /** What follows from the catalogue, made on first use and again after each change. */
  derived<T>(make: (snapshot: Snapshot) => T): () => T
  /** Since the encoder was trained: items changed, as a share of the catalogue, and the likes it was trained on; and what became of the fits of the model. */
  readonly trained: () => { readonly changedShare: number; readonly pairs: number } & Modelled
  /** Reads the store and puts what is new or different of `items` into it: integers are known from then on, the snapshot is not. */
  read(items?: readonly Item[]): Promise<void>
  /** Loads or trains the encoder and makes the first snapshot. */
  open(): Promise<void>
  put(items: readonly Item[]): Promise<number>
  remove(ids: readonly string[]): Promise<number>
  /** Trains the encoder on the catalogue as it is and swaps it in; what changed meanwhile is folded in by the new one. */
  train(options?: TrainOptions): Promise<void>
  /** Fits the model alone anew and swaps it in. */
  refit(options: FitOptions): Promise<void>
}

export function createCatalogue({ store, kernels, live, training }: CatalogueParts): LiveCatalogue {
  let items: readonly (Item | undefined)[] = []
  const indexes = new Map<string, number>()
  let trained: Trained
  let snapshot: Snapshot
  const newcomers = createNewcomers()
  let present = 0
  let build = 0
  /** One change at a time: each builds on the snapshot before it. */
  let turn: Promise<unknown> = Promise.resolve()
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const result = turn.then(work, work)
    turn = result.catch(() => undefined)
    return result
  }

  const indexOfPresent = (of: readonly (Item | undefined)[]) => (id: string) => {
    const index = indexes.get(id)
    return index !== undefined && of[index] !== undefined ? index : undefined
  }
  const settle = (into: (Item | undefined)[], stored: readonly StoredItem[]) => {
    for (const { index, item } of stored) {
      while (into.length <= index) into.push(undefined)
      into[index] = item
      indexes.set(item.id, index)
    }
  }
  /** New items get new indexes; the space keeps the rows of those that did not change. */
  const publish = async (next: readonly (Item | undefined)[], space: ItemSpace, reuse?: Snapshot) => {
    const schema = reuse?.schema ?? inferSchema(next)
    const indexOf = reuse?.indexOf ?? indexOfPresent(next)
    const filters = reuse?.filters ?? (await inSlices(filterIndexSteps(next, schema, indexOf)))
    const words = reuse?.words ?? (await inSlices(wordIndexSteps(next)))
    const vectors = kernels.load(space.vectors, space.size)
    const newItems = await inSlices(newcomers({ items: next, space, vectors, trained: trained.fitted?.model }))
    items = next
    snapshot = {
      schema,
      indexOf,
      items: next,
      encoder: trained.encoder,
      space,
      vectors,
      textVectors: space.text.vectors === space.vectors ? vectors : kernels.load(space.text.vectors, space.text.size),
      filters,
      words,
      ...live,
      trained: trained.fitted?.model,
      newItems,
      version: `${trained.encoder.version}.${++build}`,
    }
  }

  /** Publishes `next`, of which the items of these integers were added, altered or removed. */
  const change = async (next: readonly (Item | undefined)[], changed: readonly number[]) => {
    const space = await placed(trained, snapshot.space, next, changed)
    trained = { ...trained, changed: trained.changed + changed.length }
    const gained = changed.reduce((sum, index) => sum + Number(next[index] !== undefined) - Number(items[index] !== undefined), 0)
    await publish(next, space)
    present += gained
  }

  return {
    snapshot: () => snapshot,
    indexOf: (id) => indexes.get(id),
    size: () => present,
    derived(make) {
      let made: { readonly of: Snapshot['items']; readonly value: ReturnType<typeof make> } | undefined
      return () => {
        if (made?.of !== snapshot.items) made = { of: snapshot.items, value: make(snapshot) }
        return made.value
      }
    },
    trained: () => ({ ...trained, changedShare: trained.changed / Math.max(1, present) }),
    async read(given = []) {
      const read: (Item | undefined)[] = []
      for await (const chunk of store.all()) settle(read, chunk)
      settle(read, await store.put(differing(given, (id) => read[indexes.get(id) ?? -1])))
      items = read
      present = indexes.size
    },
    async open() {
      trained = await training.open(items)
      await publish(items, trained.space)
    },
    put: (added) =>
      inTurn(async () => {
        const next = [...items]
        const changed = new Set<number>()
        let count = 0
        try {
          for (let start = 0; start < added.length; start += chunk) {
            const stored = await store.put(differing(added.slice(start, start + chunk), (id) => next[indexes.get(id) ?? -1]))
            settle(next, stored)
            count += stored.length
            for (const { index } of stored) changed.add(index)
          }
        } finally {
          // Also what was stored before a chunk failed. Once for all, since the indexes are made anew each time.
          if (changed.size > 0) await change(next, [...changed])
        }
        return count
      }),
    remove: (ids) =>
      inTurn(async () => {
        const gone = [...new Set(ids.flatMap((id) => snapshot.indexOf(id) ?? []))]
        const removed = await store.remove(ids)
        const next = [...items]
        for (const index of gone) next[index] = undefined
        await change(next, gone)
        return removed
      }),
    async refit(options) {
      const modelled = await training.refit(items.length, trained, options)
      await inTurn(async () => {
        trained = { ...trained, ...modelled }
        const model = trained.fitted?.model
        const newItems = await inSlices(newcomers({ ...snapshot, trained: model }))
        snapshot = { ...snapshot, trained: model, newItems, version: `${trained.encoder.version}.${++build}` }
      })
    },
    async train(options) {
      const seen = items
      const fresh = await training.train(seen, trained, options)
      await inTurn(async () => {
        const changed = [...items.keys()].filter((index) => items[index] !== seen[index])
        const space = await placed(fresh, fresh.space, items, changed)
        trained = { ...fresh, changed: changed.length }
        await publish(items, space, snapshot)
      })
    },
  }
}

/** Those of `items` that the catalogue lacks or has otherwise; of two with one id the later. */
function differing(items: readonly Item[], present: (id: string) => Item | undefined): readonly Item[] {
  const latest = new Map(items.map((item) => [item.id, item]))
  return [...latest.values()].filter((item) => JSON.stringify(present(item.id)) !== JSON.stringify(item))
}
