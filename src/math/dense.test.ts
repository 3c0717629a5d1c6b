import { expect, test } from 'vitest'
import { inverseFactor, solvePositiveDefinite, symmetricEigen } from './dense.ts'
import { createRandom } from './random.ts'

test('eigenvectors of | 2 1 ; 1 2 | are (1, 1) with 3 and (1, -1) with 1', () => {
  const { values, vectors } = symmetricEigen(Float64Array.of(2, 1, 1, 2), 2)
  expect(values[0]).toBeCloseTo(3, 12)
  expect(values[1]).toBeCloseTo(1, 12)
  expect(vectors[0]! * vectors[1]!).toBeCloseTo(0.5, 12)
  expect(vectors[2]! * vectors[3]!).toBeCloseTo(-0.5, 12)
})

test('eigenvectors rebuild a matrix of 30, and are orthonormal', () => {
  const n = 30
  const random = createRandom(1)
  const matrix = new Float64Array(n * n)
  for (let i = 0; i < n; i++) for (let j = 0; j <= i; j++) matrix[i * n + j] = matrix[j * n + i] = random.normal()
  const { values, vectors } = symmetricEigen(matrix, n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      let rebuilt = 0
      let product = 0
      for (let k = 0; k < n; k++) {
        rebuilt += values[k]! * vectors[k * n + i]! * vectors[k * n + j]!
        product += vectors[i * n + k]! * vectors[j * n + k]!
      }
      expect(rebuilt).toBeCloseTo(matrix[i * n + j]!, 10)
      expect(product).toBeCloseTo(i === j ? 1 : 0, 10)
    }
  }
  expect([...values]).toEqual([...values].sort((a, b) => b - a))
})

test('solves | 4 2 ; 2 3 | X = | 8 2 ; 8 5 |: X = | 1 -½ ; 2 2 |', () => {
  const x = solvePositiveDefinite(Float64Array.of(4, 2, 2, 3), Float64Array.of(8, 2, 8, 5), 2, 2)
  ;[1, -0.5, 2, 2].forEach((value, at) => {
    expect(x[at]).toBeCloseTo(value, 12)
  })
})

test('a matrix that is not positive definite is refused', () => {
  expect(() => solvePositiveDefinite(Float64Array.of(1, 2, 2, 1), Float64Array.of(1, 1), 2, 1)).toThrow('add regularization')
})

test('| 4 2 ; 2 5 | is RᵀR of | 2 1 ; 0 2 |, whose inverse is | ½ -¼ ; 0 ½ |; a singular matrix has none', () => {
  expect([...(inverseFactor(Float64Array.of(4, 2, 2, 5), 2) ?? [])]).toEqual([0.5, -0.25, 0, 0.5])
  expect(inverseFactor(Float64Array.of(1, 1, 1, 1), 2)).toBeUndefined()
  expect(inverseFactor(Float64Array.of(0, 0, 0, 1), 2)).toBeUndefined()
})
