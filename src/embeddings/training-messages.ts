/** @file What passes between train-in-worker.ts and its worker. */

import type { ErrorCode } from '../errors.ts'
import type { PositivePairs } from './collaborative.ts'
import type { EncodableItem } from './encoder.ts'
import type { ItemSpace, Part } from './item-space.ts'
import type { LsaConfig } from './lsa-config.ts'

export type ToWorker = { readonly kind: 'items'; readonly items: readonly (EncodableItem | undefined)[] } | TrainingOrder
export type TrainingOrder = {
  readonly kind: 'train'
  readonly seed: number | string
  readonly version: string
  readonly pairs?: PositivePairs | undefined
  readonly config: LsaConfig
  /** Vectors of another encoder; then no LSA is trained. */
  readonly text?: Part | undefined
}
export type FromWorker =
  | { readonly kind: 'progress'; readonly share: number }
  | { readonly kind: 'failed'; readonly code: ErrorCode | undefined; readonly message: string }
  | { readonly kind: 'trained'; readonly space: ItemSpace; readonly artifact: Uint8Array | undefined }
