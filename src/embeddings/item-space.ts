/** @file The space that taste lives in: one unit vector an item, and ρ, similarity relative to the space's own background.
 *
 * x = unit[√.4 · text ; √.6 · collaborative]; text alone while there is no log. Shapes: vectors [N × size], row-major.
 * ρ = clamp((cos − m0) / (m1 − m0), 0, 1); m0 = mean cosine of random pairs, m1 = mean cosine to the 10th neighbour, frozen with the space.
 */

export type ItemSpace = {
  /** Of the encoder and of the training that made this space. */
  readonly version: string
  readonly size: number
  readonly count: number
  /** Row i belongs to the item with integer i; a zero row is an item without a vector (or a deleted one). */
  readonly vectors: Float32Array
  readonly background: { readonly m0: number; readonly m1: number }
  /** The text part alone, which queries in words are compared with. The same array as `vectors` while there is no log. */
  readonly text: { readonly size: number; readonly vectors: Float32Array }
}

/** Similarity in 0..1 relative to the space's background: 0 = no nearer than chance, 1 = as near as a tenth neighbour. */
export function relativeSimilarity(space: ItemSpace, cosine: number): number {
  const { m0, m1 } = space.background
  return Math.min(1, Math.max(0, (cosine - m0) / (m1 - m0)))
}

/** Row i of the space: a view, not a copy. */
export function vectorOf(space: ItemSpace, item: number): Float32Array {
  return space.vectors.subarray(item * space.size, (item + 1) * space.size)
}
