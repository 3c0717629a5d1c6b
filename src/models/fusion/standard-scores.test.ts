import { expect, test } from 'vitest'
import { candidatesOf, scaleOf, standardised } from './standard-scores.ts'

const { NaN: none } = Number

test('candidates are the best of each among the eligible', () => {
  const rows = [Float32Array.of(9, 8, 7, 6, 5, none), Float32Array.of(none, none, 1, 2, 3, none)]
  expect([...candidatesOf(rows, Uint8Array.of(1, 0, 1, 1, 1, 1), 2)]).toEqual([0, 2, 3, 4])
})

test('standardised over the candidates; what cannot be scored stands with the least of them', () => {
  const scores = Float32Array.of(6, none, 2, 100, 1)
  const scale = scaleOf(scores, Int32Array.of(0, 1, 2))
  // 6, 2, 2: mean 10 / 3, variance 32 / 9.
  expect(scale).toEqual({ least: 2, mean: expect.closeTo(10 / 3, 9), deviation: expect.closeTo(Math.sqrt(32 / 9), 9) })
  expect([...scores].map((score) => standardised(score, scale))).toEqual(
    [6, 2, 2, 100, 1].map((score) => expect.closeTo((score - 10 / 3) / Math.sqrt(32 / 9), 9)),
  )
})

test('says nothing where all are equal or none can be scored', () => {
  const [equal, unknown] = [Float32Array.of(3, 3), Float32Array.of(none, none)].map((scores) => scaleOf(scores, Int32Array.of(0, 1)))
  expect([standardised(3, equal!), standardised(none, unknown!)]).toEqual([0, 0])
})
