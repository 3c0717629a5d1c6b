/** @file A taste: what a person's evidence says at a moment, as weights on items and as several interests. A view, never stored. */

/** One of up to twelve interests of a person. */
export type Interest = {
  /** The id of the item that founded it: the one touched first. Stable while that item stays. */
  readonly id: string
  /** Integers of the items in it, in the order in which they were first touched. */
  readonly members: readonly number[]
  /** unit Σ ω_i x_i over the members: what retrieval asks with. Length = size of the space; zeros where it is muted. */
  readonly vector: Float32Array
  /** Its share π of the whole, summing to 1 over all that are not muted. */
  readonly share: number
  /** The person's control: 0 mute … 1 neutral … 2. */
  readonly gain: number
}

export type Taste = {
  /** Of the evidence it was folded from. */
  readonly revision: number
  /** 32-bit hash of the effective evidence (not of the revision: do and undo give the same). Seeds derive from it. */
  readonly digest: number
  /** The window's items in the order of their newest effective interaction, oldest first. All arrays below run parallel to it. */
  readonly items: Int32Array
  /** Net signal s in [−1, 1]. */
  readonly signals: Float32Array
  /** Weight ω at `now`, |ω| ≤ 2; 0 where the interest is muted. */
  readonly weights: Float32Array
  /** Every item the person knows (`knownBy` of the config), also outside the window: it is not recommended again. */
  readonly known: ReadonlySet<number>
  /** The oldest founder first. */
  readonly interests: readonly Interest[]
  /** m = Σ of positive ω: how much is known of this person. */
  readonly mass: number
}
