/** @file What taste needs of the item space, and the little vector arithmetic on its rows. */

/** The part of an item space that taste reads. Shapes: vectors [count × size], row-major, each row of length 1 or all zeros. */
export type TasteSpace = {
  readonly size: number
  readonly count: number
  readonly vectors: Float32Array
  /** Mean cosine of random pairs, and to the tenth neighbour: the ends of ρ. */
  readonly background: { readonly m0: number; readonly m1: number }
}

/** Σ a[i] b[i] over `size` numbers from each offset. Four sums side by side: always added in the same order, so always the same bits. */
export function dot(a: Float32Array, aFrom: number, b: Float32Array, bFrom: number, size: number): number {
  let first = 0
  let second = 0
  let third = 0
  let fourth = 0
  let i = 0
  for (; i + 3 < size; i += 4) {
    first += a[aFrom + i]! * b[bFrom + i]!
    second += a[aFrom + i + 1]! * b[bFrom + i + 1]!
    third += a[aFrom + i + 2]! * b[bFrom + i + 2]!
    fourth += a[aFrom + i + 3]! * b[bFrom + i + 3]!
  }
  for (; i < size; i++) first += a[aFrom + i]! * b[bFrom + i]!
  return first + second + (third + fourth)
}

/** Inner products of one row with rows 0 … count − 1 of `matrix`, four at a time: `out` and `matrix` hold a multiple of four rows. */
export function dotRows(row: Float32Array, from: number, matrix: Float32Array, count: number, size: number, out: Float64Array): void {
  for (let group = 0; group < count; group += 4) {
    const [a, b, c, d] = [group * size, (group + 1) * size, (group + 2) * size, (group + 3) * size]
    let first = 0
    let second = 0
    let third = 0
    let fourth = 0
    for (let i = 0; i < size; i++) {
      const value = row[from + i]!
      first += value * matrix[a + i]!
      second += value * matrix[b + i]!
      third += value * matrix[c + i]!
      fourth += value * matrix[d + i]!
    }
    out[group] = first
    out[group + 1] = second
    out[group + 2] = third
    out[group + 3] = fourth
  }
}

/** sum[i] += weight · row[i] over `size` numbers from each offset. */
export function addScaled(sum: Float32Array, sumFrom: number, weight: number, row: Float32Array, rowFrom: number, size: number): void {
  for (let i = 0; i < size; i++) sum[sumFrom + i] = sum[sumFrom + i]! + weight * row[rowFrom + i]!
}

/** Whether the space has a vector (of length 1) for an item: false for a zero row, and for an item that came after the space was made. */
export function hasVector(space: TasteSpace, item: number): boolean {
  if (item >= space.count) return false
  const end = (item + 1) * space.size
  for (let i = item * space.size; i < end; i++) if (space.vectors[i] !== 0) return true
  return false
}

/** ρ = clamp((cos − m0)/(m1 − m0), 0, 1); 0 where there is no cosine (a zero vector) or no background to measure against. */
export function rho({ background: { m0, m1 } }: TasteSpace, cosine: number): number {
  const similarity = (cosine - m0) / (m1 - m0)
  return Number.isNaN(similarity) ? 0 : Math.min(1, Math.max(0, similarity))
}
