/** @file What passes between llama.ts and the process in which llama.cpp runs. */

export type ToLlama =
  | {
      readonly kind: 'ask'
      readonly id: number
      readonly system: string
      readonly user: string
      readonly maxTokens: number | undefined
      readonly temperature: number
      readonly seed: number | undefined
    }
  | { readonly kind: 'stop'; readonly id: number }

export type FromLlama =
  | { readonly kind: 'text'; readonly id: number; readonly text: string }
  | { readonly kind: 'end'; readonly id: number; readonly reason: 'stop' | 'length' }
  | { readonly kind: 'failed'; readonly id: number; readonly reason: string }
  /** The model could not be loaded; the process ends. */
  | { readonly kind: 'broken'; readonly reason: string }
