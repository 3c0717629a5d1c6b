import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { Features } from './hashed-features.ts'
import { createFactorizationMachine, createFtrl, type FactorizationOptions, type FtrlOptions, type Learner } from './learners.ts'

type Golden = {
  readonly bits: number
  readonly split: number
  readonly stream: readonly { readonly indexes: readonly number[]; readonly values: readonly number[]; readonly label: number }[]
  readonly ftrl: FtrlOptions & { readonly logits: readonly number[] }
  readonly machine: Omit<FactorizationOptions, 'seed' | 'deviation'> & {
    readonly factors: readonly number[]
    readonly logits: readonly number[]
  }
}
const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../../test/golden/online.json'), 'utf8')) as Golden

/** The first `split` features stand for the person, the others for the item. */
function features(indexes: readonly number[], values: readonly number[]): Features {
  // Room behind what is in use, which must not be read.
  return { indexes: Int32Array.of(...indexes, 3, 3), values: Float32Array.of(...values, 9, 9), count: indexes.length }
}

function follow(learner: Learner, expected: readonly number[]): void {
  for (const [at, { indexes, values, label }] of golden.stream.entries()) {
    learner.begin(features(indexes.slice(0, golden.split), values.slice(0, golden.split)))
    const logit = learner.logit(features(indexes.slice(golden.split), values.slice(golden.split)))
    expect(Math.abs(logit - expected[at]!)).toBeLessThan(1e-5)
    learner.update(1 / (1 + Math.exp(-logit)) - label)
  }
}

test('FTRL-Proximal follows numpy through a stream', () => {
  follow(createFtrl(golden.bits, golden.ftrl), golden.ftrl.logits)
})

test('the factorization machine follows numpy through a stream', () => {
  const { factors, logits, ...options } = golden.machine
  const start = createFactorizationMachine(golden.bits, { ...options, deviation: 1, seed: 1 })
  start.state.factors!.set(factors)
  follow(start, logits)
})

test('FTRL-Proximal by hand: one step, and the weight that it leaves', () => {
  // g = −½; σ = ½ / .1 = 5 at w = 0: z = −½, n = ¼. w = (½ − .1) / ((1 + ½) / .1 + 2) = .4 / 17; the intercept without penalties: .5 / 15.
  const learner = createFtrl(4, { learningRate: 0.1, beta: 1, l1: 0.1, l2: 2 })
  const [nobody, one] = [features([], []), features([5], [1])]
  learner.begin(nobody)
  expect(learner.logit(one)).toBe(0)
  learner.update(-0.5)
  learner.begin(nobody)
  expect(learner.logit(one)).toBeCloseTo(0.4 / 17 + 0.5 / 15, 7)
  expect(learner.logit(features([6], [1]))).toBeCloseTo(0.5 / 15, 7)
})

test('FTRL-Proximal: what has pulled no more than λ1 weighs nothing', () => {
  const learner = createFtrl(4, { learningRate: 0.1, beta: 1, l1: 0.5, l2: 0 })
  const [nobody, one] = [features([], []), features([5], [1])]
  learner.begin(nobody)
  learner.logit(one)
  learner.update(-0.5)
  learner.begin(nobody)
  expect(learner.logit(one)).toBe(learner.logit(features([6], [1])))
})

test('a learner goes on from its state as it would have gone on itself', () => {
  const options = { embeddingSize: 2, learningRate: 0.1, regularization: 0, deviation: 0.3, seed: 2 }
  const before = createFactorizationMachine(4, options)
  const teach = (learner: Learner, label: number) => {
    learner.begin(features([1, 2], [1, 0.5]))
    const logit = learner.logit(features([3], [1]))
    learner.update(1 / (1 + Math.exp(-logit)) - label)
    return logit
  }
  teach(before, 1)
  const after = createFactorizationMachine(4, options, structuredClone(before.state))
  for (const label of [0, 1, 1]) expect(teach(after, label)).toBe(teach(before, label))
})
