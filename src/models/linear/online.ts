/** @file The contract of a model that learns on: beside answering, it takes every event at once, without another fit. */

import type { Attributes } from '../../data/item.ts'
import type { Model, ModelQuery } from '../model.ts'

export type OnlineQuery = ModelQuery & {
  /** What is known of the moment: device, hour, page … */
  readonly context?: Attributes | undefined
}

export type OnlineEvent = {
  /** The person before the event: its item is not yet in the history. */
  readonly query: OnlineQuery
  readonly item: number
  /** False for an item that the person turned down; true when left out. */
  readonly liked?: boolean | undefined
  /** Items that were shown with it and passed over; in their place the model draws some where this is left out. Only read where it was liked. */
  readonly passed?: Int32Array | undefined
}

/** How good the predictions of the first pass were, each made before its example was learnt. Drawn negatives count like others. */
export type ProgressiveValidation = {
  readonly examples: number
  /** Mean −ln of the probability that was given to what happened. */
  readonly logLoss: number
  /** That of always predicting the share of positives: what the log loss must be below. */
  readonly baseLogLoss: number
  /** Probability that a positive was given more than a negative, ties half; NaN where one of them is missing. */
  readonly auc: number
}

/** Told each probability that was given before its example was learnt. @param label 1 or 0. */
export type Heard = (probability: number, label: number) => void

export interface OnlineModel extends Model {
  /** Log-odds, against negatives drawn as its config says. */
  score(query: OnlineQuery, items?: Int32Array): Float32Array
  /** Learns from one event; the probability of what happened before it was learnt, NaN for an item that does not exist. */
  learn(event: OnlineEvent, heard?: Heard): number
  /** One that has learnt the same and goes on by itself. */
  copy(): OnlineModel
  /** Of the first pass of the fit. */
  readonly validation: ProgressiveValidation
}

/** Whether a model learns on. */
export const isOnline = (model: Pick<Model, 'score'>): model is OnlineModel => 'learn' in model && 'copy' in model
