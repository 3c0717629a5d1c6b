/** @file What passes between fit-in-worker.ts and its worker. */

import type { ErrorCode } from '../errors.ts'

/** Everybody's interactions as columns: a `Dataset` whose items are their integers, and whose users need no names. */
export type FitColumns = {
  /** How many items there are. */
  readonly items: number
  /** [users + 1] */
  readonly offsets: Int32Array
  /** [n], oldest first within a user. */
  readonly item: Int32Array
  /** Epoch milliseconds, [n]. */
  readonly times: Float64Array
}

export type FitOrder = {
  readonly name: string
  readonly config: Readonly<Record<string, unknown>>
  readonly seed: number | string
  readonly columns: FitColumns
}

export type FromFitWorker =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'failed'; readonly code: ErrorCode | undefined; readonly message: string }
  | { readonly kind: 'fitted'; readonly bytes: Uint8Array; readonly unit: number }
