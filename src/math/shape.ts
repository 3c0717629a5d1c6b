/** @file Checks of shapes at the border of the kernels, so that nothing reads past an array. */

import { PenchantError } from '../errors.ts'

/** Whether the row of `size` values from `start` on is all zeros. */
export function isZero(vectors: Float32Array, start: number, size: number): boolean {
  for (let at = start; at < start + size; at++) if (vectors[at] !== 0) return false
  return true
}

export function rowsOf(name: string, matrix: Float32Array, size: number): number {
  if (!(Number.isInteger(size) && size > 0))
    throw new PenchantError('invalid-input', `A row of ${name} has size ${size}; give an integer above 0.`)
  checkShape(name, matrix.length % size, 0)
  return matrix.length / size
}

export function checkShape(name: string, actual: number, expected: number): void {
  if (actual !== expected)
    throw new PenchantError('invalid-input', `The shape of ${name} does not fit: ${actual} where ${expected} was expected.`)
}

export function checkK(k: number): void {
  if (!(Number.isInteger(k) && k >= 0)) throw new PenchantError('invalid-input', `k is ${k}; give an integer of 0 or more.`)
}
