import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createKernels } from '../math/kernels.ts'
import { createRandom } from '../math/random.ts'
import { dot } from '../math/vector.ts'
import { trainCollaborative } from './collaborative.ts'

const kernels = createKernels()
const items = 12

/** 40 people, each with items of one parity (0 … 9) only; the items 10 and 11 are taken by nobody, 11 has no text either. */
function log() {
  const random = createRandom(1)
  const users: number[] = []
  const taken: number[] = []
  for (let user = 0; user < 40; user++) {
    for (const item of random.shuffle([0, 2, 4, 6, 8]).slice(0, 4)) {
      users.push(user)
      taken.push(item + (user % 2))
    }
  }
  return { users: Int32Array.from(users), items: Int32Array.from(taken) }
}

/** The text knows the parity too, with a component of the item's own. */
const text = { size: 12, vectors: new Float32Array(items * 12) }
for (let item = 0; item < 11; item++) {
  text.vectors[item * 12 + (item % 2)] = 0.8
  text.vectors[item * 12 + 2 + (item % 10)] = 0.6
}

const row = (part: { size: number; vectors: Float32Array }, item: number) => part.vectors.subarray(item * part.size, (item + 1) * part.size)

test('what the same people take is near, what nobody takes together is not', () => {
  const part = trainCollaborative(log(), text, { seed: 1, kernels })!
  expect(part.size).toBe(64)
  expect(dot(row(part, 0), row(part, 0))).toBeCloseTo(1, 5)
  // The two groups share no person: R is block-diagonal, and so are its singular vectors up to the rotation inside equal singular values.
  for (const other of [2, 4, 6, 8]) expect(dot(row(part, 0), row(part, other))).toBeGreaterThan(0.5)
  for (const other of [1, 3, 5, 7, 9]) expect(Math.abs(dot(row(part, 0), row(part, other)))).toBeLessThan(1e-4)
})

test('a cold item is placed by its text; without text it has no vector', () => {
  const part = trainCollaborative(log(), text, { seed: 1, kernels })!
  expect(dot(row(part, 10), row(part, 10))).toBeCloseTo(1, 5)
  for (const even of [0, 2, 4, 6, 8])
    expect(dot(row(part, 10), row(part, even))).toBeGreaterThan(dot(row(part, 10), row(part, even + 1)) + 0.3)
  expect(row(part, 11).every((value) => value === 0)).toBe(true)
})

test('agrees with numpy on 200 people and 90 items', () => {
  const golden = JSON.parse(readFileSync(join(import.meta.dirname, '../../test/golden/collaborative.json'), 'utf8')) as Record<
    'users' | 'items' | 'cosines',
    number[]
  > & { count: number }
  const pairs = { users: Int32Array.from(golden.users), items: Int32Array.from(golden.items) }
  const part = trainCollaborative(pairs, { size: 1, vectors: new Float32Array(golden.count) }, { seed: 1, kernels })!
  let error = 0
  golden.cosines.forEach((cosine, at) => {
    error += Math.abs(dot(row(part, Math.floor(at / golden.count)), row(part, at % golden.count)) - cosine) / golden.cosines.length
  })
  // 64 of 90 directions, of which the last are found approximately. Measured .001; without the items’ degrees .023.
  expect(error).toBeLessThan(0.005)
})

test('the map from text solves the normal equations (TᵀT + I) W = TᵀC over the items that people take', () => {
  const part = trainCollaborative(log(), text, { seed: 1, kernels })!
  for (let i = 0; i < 12; i++) {
    for (let j = 0; j < 64; j++) {
      let left = part.fromText[i * 64 + j]!
      let right = 0
      for (let item = 0; item < 10; item++) {
        const t = row(text, item)
        right += t[i]! * row(part, item)[j]!
        for (let l = 0; l < 12; l++) left += t[i]! * t[l]! * part.fromText[l * 64 + j]!
      }
      expect(left).toBeCloseTo(right, 5)
    }
  }
})

test('a repeated pair counts once', () => {
  const { users, items: taken } = log()
  const twice = { users: Int32Array.from([...users, ...users]), items: Int32Array.from([...taken, ...taken]) }
  expect(trainCollaborative(twice, text, { seed: 1, kernels })).toEqual(trainCollaborative(log(), text, { seed: 1, kernels }))
})

test('with too few people for any item there is nothing to learn', () => {
  expect(
    trainCollaborative({ users: Int32Array.of(0, 1, 2, 3), items: Int32Array.of(0, 0, 0, 0) }, text, { seed: 1, kernels }),
  ).toBeUndefined()
  expect(trainCollaborative({ users: new Int32Array(0), items: new Int32Array(0) }, text, { seed: 1, kernels })).toBeUndefined()
})

test('an item that does not exist and pairs of two lengths are refused', () => {
  expect(() => trainCollaborative({ users: Int32Array.of(0), items: Int32Array.of(12) }, text, { seed: 1, kernels })).toThrow('outside')
  expect(() => trainCollaborative({ users: Int32Array.of(0, 1), items: Int32Array.of(0) }, text, { seed: 1, kernels })).toThrow('one each')
})
