import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { atOnce } from '../../math/steps.ts'
import { fitPairwiseLogistic } from './pairwise-logistic.ts'

type Golden = Record<'size' | 'knots' | 'shrinkage', number> & Record<'differences' | 'lower' | 'parts' | 'weights', readonly number[]>
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/golden/pairwise-logistic.json'), 'utf8')) as Golden

const fitAtOnce = (...given: Parameters<typeof fitPairwiseLogistic>) => atOnce(fitPairwiseLogistic(...given))
const pairsOf = (differences: readonly (readonly number[])[], lower = differences.map(() => 0), parts = lower.map(() => 0)) => ({
  differences: Float32Array.from(differences.flat()),
  size: differences[0]?.length ?? 1,
  knots: Int32Array.from(lower),
  parts: Float64Array.from(parts),
})

test('agrees with scipy', () => {
  const { size, knots, shrinkage, differences, lower, parts, weights } = golden
  const rows = lower.map((_, at) => differences.slice(at * size, (at + 1) * size))
  const own = fitAtOnce(pairsOf(rows, [...lower], [...parts]), { knots, shrinkage })
  for (const [at, weight] of weights.entries()) expect(Math.abs(own[at]! - weight)).toBeLessThan(2e-3)
})

test('three of four pairs agree: β = ln 3 by hand', () => {
  const [weight] = fitAtOnce(pairsOf([[1], [1], [1], [-1]]), { knots: 1, shrinkage: 1e-9 })
  expect(weight).toBeCloseTo(Math.log(3), 3)
})

test('a feature that misleads gets 0, and a knot without pairs the weights of all', () => {
  const [first, misled, other, alsoMisled] = fitAtOnce(
    pairsOf([
      [1, -1],
      [2, -1],
      [-1, -2],
    ]),
    { knots: 2, shrinkage: 0.01 },
  )
  expect([misled, alsoMisled]).toEqual([0, 0])
  expect(other).toBeGreaterThan(0.1)
  expect(Math.abs(other! - first!)).toBeLessThan(0.05)
})

test('stays finite where every pair agrees, and is 0 without pairs', () => {
  const [weight] = fitAtOnce(pairsOf([[30], [40]]), { knots: 1, shrinkage: 0.05 })
  expect(weight).toBeGreaterThan(0)
  expect(weight).toBeLessThan(100)
  expect(fitAtOnce(pairsOf([]), { knots: 2, shrinkage: 0.05 })).toEqual(new Float64Array(2))
})
