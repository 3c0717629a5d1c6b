/** @file What passes between fit-in-worker.ts and its worker. */

import type { ErrorCode } from '../errors.ts'
import type { Algebra } from '../math/kernels-contract.ts'

/** Everybody's interactions as columns: a `Dataset` whose items are their integers, and whose users need no names. */
export type FitColumns = {
  /** How many items there are. */
  readonly items: number
  /** [users + 1] */
  readonly offsets: Int32Array<ArrayBuffer>
  /** [n], oldest first within a user. */
  readonly item: Int32Array<ArrayBuffer>
  /** Epoch milliseconds, [n]. */
  readonly times: Float64Array<ArrayBuffer>
}

/** An artifact: a file that the worker reads, or bytes that move to it. */
export type KeptArtifact = { readonly file: string } | { readonly bytes: Uint8Array<ArrayBuffer> }

export type FitOrder = {
  readonly kind: 'fit'
  readonly name: string
  readonly config: Readonly<Record<string, unknown>>
  readonly seed: number | string
  readonly algebra: Algebra
  readonly columns: FitColumns
  /** What an earlier fit of the model found, on items of the same integers: for a model that can start from it. */
  readonly from?: KeptArtifact | undefined
  /** The folder that the artifact is written to. Left out: it is only sent back. */
  readonly folder?: string | undefined
}

export type OpenOrder = {
  readonly kind: 'open'
  readonly name: string
  readonly artifact: KeptArtifact
  /** That it is to bear. */
  readonly seal: string
}

export type WorkerOrder = FitOrder | OpenOrder

export type Fitted = {
  readonly kind: 'fitted'
  /** The artifact, sealed and not yet read by anybody: it needs no check. */
  readonly bytes: Uint8Array<ArrayBuffer>
  readonly seal: string
  /** Of the file, where a folder was given. */
  readonly file?: string | undefined
  /** See score-unit.ts. */
  readonly unit: number
  /** Whether it started from what the order gave. */
  readonly warm: boolean
  /** Why the wasm kernels did what ONNX Runtime was to do; undefined where nothing was wrong. */
  readonly degraded: string | undefined
}

/** Checked, by its hash and by loading it. */
export type Opened = { readonly kind: 'opened'; readonly bytes: Uint8Array<ArrayBuffer> }

export type FromFitWorker =
  | Fitted
  | Opened
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'failed'; readonly code: ErrorCode | undefined; readonly message: string }
