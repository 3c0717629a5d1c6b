/** @file What Penchant asks of a database. A driver is one small folder or file; `testStorage` of `penchant/testing` is the suite for all. */

import type { Document } from '../data/document.ts'
import type { Evidence } from '../data/evidence.ts'
import type { Item } from '../data/item.ts'
import type { LogEvent, LogRecord } from '../data/log-record.ts'
import type { SlateRecord } from '../data/slate.ts'
import type { PenchantError } from '../errors.ts'

/** One event on its way into the log. */
export type Append = {
  readonly user: string
  readonly event: LogEvent
  /** Epoch milliseconds. */
  readonly receivedAt: number
  /** Idempotency key of (user, eventId), remembered for 7 days of `receivedAt`. */
  readonly eventId?: string | undefined
  /** What the client sent, where that is less than the event (a time or an id was filled in): tells a repeat from a conflict. The event itself when left out. */
  readonly payload?: string | undefined
}

/** What became of one event. A refusal concerns that event alone: the others of its batch stand. */
export type AppendResult =
  /** `evidence` is the person's once the whole batch is applied; one person's results share it. */
  | { readonly status: 'appended' | 'repeated'; readonly seq: number; readonly evidence: Evidence }
  /** `event-conflict`: the eventId was used for another payload; `unknown-event`: a retraction of nothing of this person's. */
  | { readonly status: 'refused'; readonly error: PenchantError }

export interface LogStore {
  /**
   * Applies a batch in one durable transaction (log, evidence rows, idempotency keys) and resolves once it is on disk.
   * Rejects as a whole, with nothing applied, when the transaction fails. Results are in the order of the batch.
   * A `merge` also appends a `forget` to the person merged from (when known), in the same transaction; the records merged bear the new
   * person's id from then on. A `forget` deletes the person's earlier records. Taking back the same record twice changes nothing more.
   */
  append(batch: readonly Append[]): Promise<readonly AppendResult[]>
  /**
   * Every record with a seq above `after`, in order, in chunks. Forgotten records are left out, so seqs have gaps. Records of merged people
   * bear the id they were merged into and are where they always were, so nothing is left for a reader to do at the `merge` itself.
   */
  replay(after?: number): AsyncIterable<readonly LogRecord[]>
  /** One person's records after their last `forget`, with those of merged people, by ascending seq. */
  history(user: string): Promise<readonly LogRecord[]>
}

export interface UserStore {
  /** The person's evidence, or undefined when nobody of that id has acted. */
  evidence(user: string): Promise<Evidence | undefined>
  /** Erases the person at once: evidence row, dictionary entry, log records, slates. Resolves to false when there was nothing. */
  erase(user: string): Promise<boolean>
  /** Ids in the order of their UTF-8 bytes, those above `after`. */
  list(options: { readonly after?: string | undefined; readonly limit: number }): Promise<readonly string[]>
  /** Everyone with their evidence, in the order of `list`, in chunks: many times faster than a look-up for each. */
  all(): AsyncIterable<readonly StoredPerson[]>
}

export type StoredPerson = { readonly user: string; readonly evidence: Evidence }

/** An item with its integer, which is never given to another id: a deleted item leaves a hole, and comes back to it when it is put again. */
export type StoredItem = { readonly index: number; readonly item: Item }

export interface CatalogueStore {
  /** Adds or replaces items durably; the answer is in the order given. */
  put(items: readonly Item[]): Promise<readonly StoredItem[]>
  /** Removes items durably; resolves to the number that existed. */
  remove(ids: readonly string[]): Promise<number>
  /** All items in the order of their integers, in chunks. */
  all(): AsyncIterable<readonly StoredItem[]>
}

export interface SlateStore {
  put(slates: readonly SlateRecord[]): Promise<void>
  get(slateId: string): Promise<SlateRecord | undefined>
  /** One person's slates, those put last first, in chunks: who reads them stops where they like. */
  served(user: string): AsyncIterable<readonly SlateRecord[]>
  /**
   * Deletes slates served before `before` (epoch milliseconds), at most `limit` of them, and resolves to how many: fewer than `limit` when none is left.
   * Interactions keep the id of the slate they came from.
   */
  prune(before: number, limit: number): Promise<number>
}

export interface DocumentStore {
  /** The newest version, or that one. */
  get(kind: string, name: string, version?: number): Promise<Document | undefined>
  /** Publishes the next version. Rejects with `document-conflict` when `parent` is no longer the newest. */
  publish(document: Omit<Document, 'version'>): Promise<Document>
}

export interface ArtifactStore {
  put(name: string, bytes: Uint8Array): Promise<void>
  get(name: string): Promise<Uint8Array | undefined>
}

export interface Storage {
  readonly log: LogStore
  readonly users: UserStore
  readonly catalogue: CatalogueStore
  readonly slates: SlateStore
  readonly documents: DocumentStore
  readonly artifacts: ArtifactStore
  /** Resolves once everything accepted is durable and the database is released. */
  close(): Promise<void>
}
