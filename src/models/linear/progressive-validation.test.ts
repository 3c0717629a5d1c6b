import { expect, test } from 'vitest'
import { validationOf } from './progressive-validation.ts'

const of = (...examples: [probability: number, label: number][]) =>
  validationOf(
    Float64Array.from(examples, ([probability]) => probability),
    Uint8Array.from(examples, ([, label]) => label),
  )

test('by hand: log loss, its base, and the area with ties', () => {
  const { examples, logLoss, baseLogLoss, auc } = of([0.8, 1], [0.4, 0], [0.4, 1], [0.1, 0])
  expect(examples).toBe(4)
  expect(logLoss).toBeCloseTo(-(Math.log(0.8) + Math.log(0.6) + Math.log(0.4) + Math.log(0.9)) / 4, 12)
  expect(baseLogLoss).toBeCloseTo(Math.LN2, 12)
  // Of the four pairs .8 wins both, .4 ties one and wins the other.
  expect(auc).toBe(3.5 / 4)
})

test('perfectly wrong, all equal, and one label only', () => {
  expect(of([0.9, 0], [0.1, 1]).auc).toBe(0)
  expect(of([0.5, 0], [0.5, 1], [0.5, 0]).auc).toBe(0.5)
  expect(of([0.5, 1], [0.7, 1])).toMatchObject({ auc: Number.NaN, baseLogLoss: 0 })
  expect(validationOf(new Float64Array(0), new Uint8Array(0))).toEqual({
    examples: 0,
    logLoss: Number.NaN,
    baseLogLoss: Number.NaN,
    auc: Number.NaN,
  })
})

test('a probability of 0 for what happened costs much, not everything', () => {
  expect(of([0, 1]).logLoss).toBeCloseTo(-Math.log(1e-15), 9)
})
