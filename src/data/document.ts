/** @file A versioned document: what a dashboard edits (scenarios, weights, prompts), published by compare-and-swap. */

export type Document = {
  readonly kind: string
  readonly name: string
  /** 1, 2, 3 … in the order of publication. */
  readonly version: number
  /** The version this one was edited from, 0 for the first. */
  readonly parent: number
  readonly body: unknown
  /** Epoch milliseconds. */
  readonly publishedAt: number
}
