/** @file The inverse of a small symmetric positive definite block, in double precision whatever it is of. */

export type Reals = Float32Array | Float64Array

/** By Gauss and Jordan, in its place. @returns the column that is not above 0, counted from `column` on, or undefined. */
export function invertBlock(block: Reals, size: number, column: number): number | undefined {
  const d = Float64Array.from(block)
  for (let p = 0; p < size; p++) {
    const pivot = d[p * size + p]!
    if (!(pivot > 0)) return column + p
    d[p * size + p] = 1
    for (let c = 0; c < size; c++) d[p * size + c] = d[p * size + c]! / pivot
    for (let i = 0; i < size; i++) {
      if (i === p) continue
      const factor = d[i * size + p]!
      d[i * size + p] = 0
      for (let c = 0; c < size; c++) d[i * size + c] = d[i * size + c]! - factor * d[p * size + c]!
    }
  }
  block.set(d)
  return undefined
}
