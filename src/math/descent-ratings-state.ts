/** @file Biases and factors of ratings while they are learnt, and what takes them through ratings, whatever runs it: wasm or its twin. */

import type { Csr } from './csr.ts'

export type RatingFactors = {
  readonly mean: number
  readonly embeddingSize: number
  /** [U], [I] */
  readonly userBias: Float32Array
  readonly itemBias: Float32Array
  /** [U × D], [I × D], [I × D] or of length 0 */
  readonly userFactors: Float32Array
  readonly itemFactors: Float32Array
  readonly implicitFactors: Float32Array
}

/** The state of a descent, rows of `width` numbers padded with zeros: what both the kernel and the twin work on. */
export type RatingState = Omit<RatingFactors, 'embeddingSize'> & { readonly width: number }
/** Goes through the ratings of these people. */
export type RatingEpoch = (people: Int32Array, ratings: Csr, rate: number) => void
export type RatingPenalties = {
  readonly biasRegularization: number
  readonly regularization: number
  readonly implicitRegularization: number
}
